import { judgeLook, type Judgement } from "@ballast/domain";
import type { ReleaseNumbers } from "@ballast/delivery";
import type { DataOf } from "@ballast/schema";
import type { WorkerParts } from "../parts.ts";
import type { WatchedStep } from "./deployActivities.ts";
import { lookSource, lookWindows } from "./lookSource.ts";
import { lookEveryMs, lookNumber } from "../traffic/looking.ts";
import { recorderOf } from "../traffic/recording.ts";

/** A step that is being judged. */
export type Judged = WatchedStep;

/** Steps and a soak: what a deploy's allowance is shared out to where its workflow, one of before, does not say. */
const usualStretches = 5;

/** The name stays whatever the plan or the basis: a step passes when each judge's newest word is a pass. */
const judgeName = "errors and latency, by customer";

/** One look at a step: measures both sides over the same windows, judges, and records what is new. */
export async function look(
  parts: WorkerParts,
  judged: Judged,
  { final, signal }: { final: boolean; signal: AbortSignal },
): Promise<Judgement> {
  const to = parts.now();
  const number = lookNumber(judged, to.getTime());
  const windows = lookWindows(judged, to);
  const seen: { numbers?: ReleaseNumbers } = {};
  const source = lookSource(parts, { judged, windows, signal, keep: (numbers) => (seen.numbers = numbers) });
  const plannedLooks = Math.ceil(judged.bakeMs / lookEveryMs(judged));
  const judgement = await judgeLook(source, {
    look: number, final, plannedLooks, stretches: judged.stretches ?? usualStretches, basis: windows.basis, criteria: judged.analysis,
  });
  const { verdict, reason, canary, baseline, evidence } = judgement;
  await recorderOf(parts, judged.deploy).deploy(["verdict", judged.step, number, final ? "final" : "look"], {
    type: "ReachVerdict", now: to.toISOString(), deployId: judged.deploy.deployId, step: judged.step, look: number, judge: judgeName,
    verdict, reason, canary, baseline, from: windows.step.from.toISOString(), to: to.toISOString(), final,
    examples: verdict === "fail" ? [...(seen.numbers?.examples ?? [])].slice(0, 10) : [],
    failingCustomers: [...(seen.numbers?.failingCustomers ?? [])].slice(0, 200),
    failingCustomerCount: seen.numbers?.failingCustomerCount ?? 0,
    evidence,
  } satisfies { type: "ReachVerdict"; now: string } & DataOf<"VerdictReached">);
  return judgement;
}
