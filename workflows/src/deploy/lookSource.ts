import { worstShare, type LookSource, type Measurement, type WindowName, type WorstStretch } from "@ballast/domain";
import type { MetricProvider, MetricWindow, Neighbour, ReleaseNumbers } from "@ballast/delivery";
import { own, type VerdictBasis, wholeText } from "@ballast/schema";
import type { DeployRef } from "../traffic/deployRef.ts";
import { sampleOf } from "../traffic/looking.ts";
import type { WatchedStep as Judged } from "./deployActivities.ts";

/** What a deploy's looks ask of its target's metrics. */
type Compared = Pick<MetricProvider, "window" | "neighbours">;

/** A stretch of time. */
interface Span {
  readonly from: Date;
  readonly to: Date;
}

/** What one look looks at. */
export interface LookWindows {
  readonly basis: VerdictBasis;
  /** The new release since the step's start. */
  readonly step: Span;
  /** The last tenth of the bake, at least two looks; null while that is nearly everything. */
  readonly recent: Span | null;
  /** Until when the stable release served: what is compared with lies before it. Null where both serve at once. */
  readonly pastUntil: Date | null;
}

/** An outage is over when so long a time looked well, ms. */
const outageMs = 30_000;
/** The stable release's past goes back so far, ms. */
const hourMs = 3_600_000;

/** The windows of a look that is taken now. */
export function lookWindows(judged: Judged, now: Date): LookWindows {
  const recentMs = Math.max(judged.bakeMs / 10, 1_000);
  const since = judged.outage === true ? new Date(now.getTime() - Math.max(recentMs, outageMs)) : new Date(judged.from ?? judged.since);
  const recent = now.getTime() - since.getTime() < 2 * recentMs ? null : { from: new Date(now.getTime() - recentMs), to: now };
  const everybody = judged.percent >= 100;
  const basis = judged.deploy.fromVersion === null ? "limit" : everybody ? "past" : "stable";
  return { basis, step: { from: since, to: now }, recent, pastUntil: everybody ? new Date(judged.stableUntil ?? judged.since) : null };
}

interface Asked {
  readonly judged: Judged;
  readonly windows: LookWindows;
  readonly signal: AbortSignal;
  /** Given the new release's numbers since the step's start: they go into the record. */
  readonly keep: (numbers: ReleaseNumbers) => void;
}

/** What the judge may ask of a deploy's metrics, for one look. */
export function lookSource(
  parts: { readonly metricsOf: (lane: DeployRef) => Compared },
  { judged, windows, signal, keep }: Asked,
): LookSource {
  const { deploy } = judged;
  const metrics = parts.metricsOf(deploy);
  const ask = (span: Span, slowMs: readonly number[]): Promise<MetricWindow> => metrics.window({ ...span, slowMs, signal });
  const spanOf = (name: WindowName): Span | null => (name === "step" ? windows.step : windows.recent);
  return {
    measure: async (name, slowMs) => {
      const span = spanOf(name);
      if (span === null) return null;
      try {
        const now = await ask(span, slowMs);
        const served = own(now.releases, deploy.version);
        if (name === "step" && served !== undefined) keep(served);
        const canary = { sample: sampleOf(served, slowMs) };
        if (deploy.fromVersion === null) return { canary, baseline: null };
        const then = windows.pastUntil === null ? now : await ask(before(windows.pastUntil, span), slowMs);
        return { canary, baseline: { sample: sampleOf(own(then.releases, deploy.fromVersion), slowMs) } };
      } catch (error) {
        if (signal.aborted) throw error;
        const why: Measurement = { error: wholeText(error instanceof Error ? error.message : String(error), 2_000) };
        return { canary: why, baseline: deploy.fromVersion === null ? null : why };
      }
    },
    worst: async (name, slowMs) => {
      const span = spanOf(name);
      if (span === null || windows.pastUntil === null || deploy.fromVersion === null) return null;
      const hour = await ask({ from: new Date(windows.pastUntil.getTime() - hourMs), to: windows.pastUntil }, slowMs);
      return worstOf(own(hour.releases, deploy.fromVersion), slowMs, span);
    },
    witnesses: () => witnessesOf(metrics, { span: windows.step, until: windows.pastUntil ?? windows.step.from, signal }),
  };
}

/** As long a time before a moment as a span lasts, an hour at most. */
function before(moment: Date, { from, to }: Span): Span {
  return { from: new Date(moment.getTime() - Math.min(hourMs, Math.max(1, to.getTime() - from.getTime()))), to: moment };
}

function worstOf(numbers: ReleaseNumbers | undefined, slowMs: readonly number[], { from, to }: Span): WorstStretch | null {
  if (numbers === undefined) return null;
  const seconds = Math.round((to.getTime() - from.getTime()) / 1_000);
  const share = (markedOf: (second: ReleaseNumbers["perSecond"][number]) => number): number =>
    worstShare(
      numbers.perSecond.map((second) => ({ requests: second.requests, marked: markedOf(second) })),
      seconds,
    );
  return {
    errors: share(({ errors }) => errors),
    slow: slowMs.map((overMs, index) => ({ overMs, share: share(({ slow }) => slow?.[index] ?? 0) })),
  };
}

/** Other services that were there before and during the step. Where nobody can be asked there is no witness. */
async function witnessesOf(
  metrics: Compared,
  { span, until, signal }: { span: Span; until: Date; signal: AbortSignal },
): Promise<Awaited<ReturnType<LookSource["witnesses"]>>> {
  const none: readonly Neighbour[] = [];
  const ask = (asked: Span): Promise<readonly Neighbour[]> =>
    metrics.neighbours({ ...asked, signal }).catch((error: unknown) => {
      if (signal.aborted) throw error;
      return none;
    });
  const [then, now] = await Promise.all([ask(before(until, span)), ask(span)]);
  return now.flatMap(({ service, numbers }) => {
    const former = then.find((each) => each.service === service);
    return former === undefined ? [] : [{ name: service, before: sampleOf(former.numbers, []), during: sampleOf(numbers, []) }];
  });
}
