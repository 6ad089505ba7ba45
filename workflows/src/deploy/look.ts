import { judge, type Measurement } from "@ballast/domain";
import type { MetricWindow, ReleaseNumbers } from "@ballast/delivery";
import type { DataOf, Verdict, WindowNumbers } from "@ballast/schema";
import { own } from "@ballast/schema";
import type { WorkerParts } from "../parts.ts";
import type { DeployActivities, DeployRef } from "./deployActivities.ts";
import { recorderOf } from "./recording.ts";

/** A step that is being judged. */
export type Judged = Parameters<DeployActivities["watchStep"]>[0];

/** How often the judge looks: twenty times in a bake, at least each half second, at most every ten. */
export const lookEveryMs = ({ bakeMs }: Judged): number => Math.min(10_000, Math.max(500, bakeMs / 20));

/** The look's number: from the clock, so that a worker that takes over goes on counting. */
const lookNumber = (judged: Judged, now: number): number => Math.floor((now - Date.parse(judged.since)) / lookEveryMs(judged)) + 1;

/** One look at a step: measures canary and baseline over the same window, judges, and records what is new. */
export async function look(parts: WorkerParts, judged: Judged, { final, signal }: { final: boolean; signal: AbortSignal }): Promise<Verdict> {
  const to = parts.now();
  const from = new Date(judged.since);
  const measured = await measure(parts, judged.deploy, { from, to, signal });
  const number = lookNumber(judged, to.getTime());
  const judgement = judge({ look: number, final, criteria: judged.analysis, canary: measured.canary, baseline: judged.percent >= 100 ? null : measured.baseline });
  const seen = measured.numbers;
  await recorderOf(parts, judged.deploy).deploy(["verdict", judged.step, number, final ? "final" : "look"], {
    type: "ReachVerdict", now: to.toISOString(), deployId: judged.deploy.deployId, step: judged.step, look: number, judge: judgeName(judged),
    verdict: judgement.verdict, reason: judgement.reason, canary: numbersOf(measured.canary), baseline: judged.percent >= 100 ? null : numbersOf(measured.baseline),
    from: from.toISOString(), to: to.toISOString(), final,
    examples: judgement.verdict === "fail" ? [...(seen?.examples ?? [])].slice(0, 10) : [],
    failingCustomers: [...(seen?.failingCustomers ?? [])].slice(0, 200),
    failingCustomerCount: seen?.failingCustomerCount ?? 0,
  } satisfies { type: "ReachVerdict"; now: string } & DataOf<"VerdictReached">);
  return judgement.verdict;
}

const judgeName = ({ analysis }: Judged): string => (analysis.maxP95Ms === null ? "errors, sequential" : `errors, sequential; p95 under ${analysis.maxP95Ms} ms`);

interface Measured {
  readonly canary: Measurement;
  readonly baseline: Measurement | null;
  readonly numbers: ReleaseNumbers | undefined;
}

async function measure(parts: WorkerParts, deploy: DeployRef, { from, to, signal }: { from: Date; to: Date; signal: AbortSignal }): Promise<Measured> {
  try {
    const window = await parts.metricsOf(deploy).window({ from, to, signal });
    return {
      canary: { numbers: windowNumbers(window, deploy.version) },
      baseline: deploy.fromVersion === null ? null : { numbers: windowNumbers(window, deploy.fromVersion) },
      numbers: own(window.releases, deploy.version),
    };
  } catch (error) {
    if (signal.aborted) throw error;
    const why = { error: error instanceof Error ? error.message : String(error) };
    return { canary: why, baseline: deploy.fromVersion === null ? null : why, numbers: undefined };
  }
}

/** A release's numbers in a window; zeros where no request reached it. */
export function windowNumbers(window: MetricWindow, version: string): WindowNumbers {
  const numbers = own(window.releases, version);
  return numbers === undefined ? { requests: 0, errors: 0, p50Ms: null, p95Ms: null } : { requests: numbers.requests, errors: numbers.errors, p50Ms: numbers.p50Ms, p95Ms: numbers.p95Ms };
}

const numbersOf = (measurement: Measurement | null): WindowNumbers | null => (measurement !== null && "numbers" in measurement ? measurement.numbers : null);
