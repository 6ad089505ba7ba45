import { flagWords, judgeLook, serviceDecider, type Judgement, type LookSource } from "@ballast/domain";
import type { ManagedFlag } from "@ballast/domain/flag";
import type { MetricProvider } from "@ballast/delivery";
import { foldRecord } from "@ballast/eventlog";
import { share } from "@ballast/schema/words";
import { type Analysis, type RampStep, wholeText } from "@ballast/schema";
import type { PartsWithFlags } from "../parts.ts";
import { lookEveryMs, lookNumber, sampleOf } from "../traffic/looking.ts";
import { stepOf, type RampRef, type RampVerdict, type WatchedRampStep } from "./rampActivities.ts";
import { flagIn } from "./recording.ts";

type Metric = "errors" | "latency";
type Role = ManagedFlag["metrics"][number]["role"];

/** Services whose numbers are looked at as one, and how they are called. */
interface Measured {
  readonly name: string;
  readonly services: readonly [string, ...string[]];
}

/** What the judge says of what was measured, by what that means for the ramp. */
interface Word {
  readonly measured: string;
  readonly role: Role;
  readonly judgement: Judgement;
}

interface Looking {
  readonly final: boolean;
  readonly signal: AbortSignal;
}

/** So many of the planned share is everybody: nobody is left to compare with. */
const EVERYBODY = 100_000;

/** A flag that says nothing of metrics must make neither worse. */
const metricsOf = ({ metrics }: ManagedFlag): ReadonlyMap<Metric, Role> =>
  new Map(metrics.length === 0 ? [["errors", "guardrail"], ["latency", "guardrail"]] : metrics.map(({ name, role }) => [name, role]));

/** The plan's criteria for some of the metrics: what is not among them cannot fail. */
function criteriaFor(analysis: Analysis, metrics: ReadonlySet<Metric>): Analysis {
  const errors = metrics.has("errors") ? {} : { maxErrorsPer100k: 100_000, minEffectPer100k: 100_000 };
  return { ...analysis, ...errors, ...(metrics.has("latency") ? {} : { judgesLatency: false, maxP95Ms: null }) };
}

/**
 * One look at a step: customers within the share beside those without, over the same time, judged as two releases of a
 * deploy are; what they met with in all services that the flag names, customer by customer, and in each alone, where a
 * small service would drown in the sum. Guardrails and signals are judged apart.
 */
async function look(parts: PartsWithFlags, { ramp, step, since }: WatchedRampStep, { final, signal }: Looking): Promise<readonly Word[]> {
  const found = await flagIn(parts.log, ramp.targetingId);
  const planned = stepOf(ramp, step);
  if (found === null || planned === undefined) return [];
  const metrics = metricsOf(found.flag);
  const measured = measuredOf(await namedServices(parts, found.flag.serviceIds, ramp.environment));
  const now = parts.now();
  const occasion = {
    look: lookNumber({ since, bakeMs: planned.bakeMs }, now.getTime()),
    final,
    plannedLooks: Math.ceil(planned.bakeMs / lookEveryMs(planned)),
    // Each is another chance of a false alarm.
    stretches: ramp.plan.steps.length * Math.max(1, measured.length),
    basis: planned.parts >= EVERYBODY ? ("limit" as const) : ("stable" as const),
    words: flagWords,
  };
  const words = measured.map(async ({ name, services }) => {
    const source = sourceOf(parts, { ramp, planned, services, span: { from: new Date(since), to: now }, signal });
    return Promise.all(
      (["guardrail", "signal"] as const).flatMap((role) => {
        const judged = new Set([...metrics].filter(([, one]) => one === role).map(([metric]) => metric));
        return judged.size === 0
          ? []
          : [
              judgeLook(source, { ...occasion, criteria: criteriaFor(planned.analysis, judged) }).then((judgement): Word => ({
                measured: name, role, judgement,
              })),
            ];
      }),
    );
  });
  return (await Promise.all(words)).flat();
}

/** Services that the flag names and that something is deployed to there by Ballast, by slug. */
async function namedServices({ log }: PartsWithFlags, serviceIds: readonly string[], environment: string): Promise<readonly string[]> {
  const services = await Promise.all(serviceIds.map((id) => foldRecord(log, serviceDecider, id)));
  return services.flatMap((service) =>
    service.status === "registered" && service.environments.get(environment)?.target.kind === "fleet" ? [service.slug] : [],
  );
}

/** All of them together, and each of them alone. */
function measuredOf(services: readonly string[]): readonly Measured[] {
  const [first, ...others] = services;
  const each = services.map((service): Measured => ({ name: service, services: [service] }));
  if (first === undefined || others.length === 0) return each;
  return [{ name: `${[first, ...others.slice(0, -1)].join(", ")} and ${others.at(-1) ?? ""}`, services: [first, ...others] }, ...each];
}

interface Asked {
  readonly ramp: RampRef;
  readonly planned: RampStep;
  readonly services: Measured["services"];
  readonly span: { readonly from: Date; readonly to: Date };
  readonly signal: AbortSignal;
}

/** What the judge may ask of some services' metrics. The sides are those of this moment: a customer within the share stays there. */
function sourceOf({ metricsOf: metricsAt, flags }: PartsWithFlags, { ramp, planned, services, span, signal }: Asked): LookSource {
  const at = (service: string): MetricProvider => metricsAt({ service, environment: ramp.environment });
  const [first, ...others] = services;
  const customers = async (): Promise<readonly string[]> => [
    ...new Set((await Promise.all(services.map((service) => at(service).customers({ ...span, signal })))).flat()),
  ];
  return {
    async measure(name, slowMs) {
      if (name !== "step") return null;
      try {
        const sides = await flags.sides(ramp.targetingId, await customers());
        const groups = [sides.within, sides.without];
        const [within, without] = await at(first).divided({ ...span, slowMs, groups, services: others, signal });
        const canary = { sample: sampleOf(within ?? undefined, slowMs) };
        return { canary, baseline: planned.parts >= EVERYBODY ? null : { sample: sampleOf(without ?? undefined, slowMs) } };
      } catch (error) {
        signal.throwIfAborted();
        const why = { error: wholeText(error instanceof Error ? error.message : String(error), 2_000) };
        return { canary: why, baseline: planned.parts >= EVERYBODY ? null : why };
      }
    },
    worst: () => Promise.resolve(null),
    witnesses: () => Promise.resolve([]),
  };
}

/** The first guardrail that failed, else the first signal that did; null while all is well, or nothing can be said. */
export async function failureIn(
  parts: PartsWithFlags,
  watched: WatchedRampStep,
  signal: AbortSignal,
): Promise<{ readonly word: "fail" | "signal"; readonly reason: string } | null> {
  const failed = (await look(parts, watched, { final: false, signal })).filter(({ judgement }) => judgement.verdict === "fail");
  const guardrail = failed.find(({ role }) => role === "guardrail");
  const worst = guardrail ?? (watched.accepted ? undefined : failed[0]);
  return worst === undefined ? null : { word: worst.role === "guardrail" ? "fail" : "signal", reason: saidOf(worst) };
}

/** The verdict at the end of a bake: the worst guardrail's; a signal that failed asks a person, one that cannot tell asks nobody. */
export async function conclusionOf(parts: PartsWithFlags, watched: WatchedRampStep, signal: AbortSignal): Promise<RampVerdict> {
  const words = await look(parts, watched, { final: true, signal });
  if (words.length === 0) return { verdict: "pass", sentence: "nothing was judged: the flag names no service that Ballast measures there" };
  const guardrails = words.filter(({ role }) => role === "guardrail");
  for (const verdict of ["fail", "error", "inconclusive"] as const) {
    const worst = guardrails.find(({ judgement }) => judgement.verdict === verdict);
    if (worst !== undefined) return { verdict, sentence: saidOf(worst) };
  }
  const signalled = words.find(({ role, judgement }) => role === "signal" && judgement.verdict === "fail");
  if (signalled !== undefined) return { verdict: "signal", sentence: saidOf(signalled) };
  return { verdict: "pass", sentence: wholeText([...new Set(words.map(seenOf))].join("; "), 300) };
}

const saidOf = ({ measured, judgement }: Word): string => `${measured}: ${judgement.reason}`;

/** "checkout: errors 0.4 % with it, 0.4 % without". */
function seenOf({ measured, judgement: { canary, baseline } }: Word): string {
  const errors = (numbers: Judgement["canary"]): string =>
    numbers === null || numbers.requests === 0 ? "nothing seen" : share((numbers.errors * 100_000) / numbers.requests);
  return `${measured}: errors ${errors(canary)} with it${baseline === null ? "" : `, ${errors(baseline)} without`}`;
}
