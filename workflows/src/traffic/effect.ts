import { setTimeout as wait } from "node:timers/promises";
import { effectOf, effectSeries, errorsPer100k, serviceDecider, thresholdsOf } from "@ballast/domain";
import { foldRecord } from "@ballast/eventlog";
import type { MetricWindow } from "@ballast/delivery";
import type { EffectPoint, WindowNumbers } from "@ballast/schema";
import { own } from "@ballast/schema";
import type { WorkerParts } from "../parts.ts";
import type { DeployRef } from "./deployRef.ts";
import { recorderOf } from "./recording.ts";

/** What a rollback is measured by: the release that was left, from when on it hurt, and when traffic went back. */
export interface EffectWindow {
  readonly leftVersion: string;
  readonly from: Date;
  readonly backAt: Date;
}

/** Errors that go on are believed after this time, ms: a few requests were still under way. */
const patienceMs = 40_000;
const everyMs = 500;

/** What going back did: whether errors ended (null: there were few, or nobody knows), and the same in words. */
export interface MeasuredEffect {
  readonly recovered: boolean | null;
  readonly sentence: string;
}

/**
 * Compares the share of failing requests of those who had the bad release with that of the lane afterwards, until the
 * numbers say something, and writes the sentence. Ends at once when errors are gone; waits 40 s before it says they go on.
 */
export async function measureEffect(
  parts: WorkerParts,
  deploy: DeployRef,
  { window, signal }: { window: EffectWindow; signal: AbortSignal },
): Promise<MeasuredEffect> {
  const metrics = parts.metricsOf(deploy);
  const recorder = recorderOf(parts, deploy);
  const quietBelowPer100k = await pagesFrom(parts, deploy.serviceId);
  for (;;) {
    const now = parts.now();
    const over = now.getTime() - window.backAt.getTime();
    const [before, after] = await Promise.all([
      metrics.window({ from: window.from, to: window.backAt, signal }).catch(() => null),
      metrics.window({ from: window.backAt, to: now, signal }).catch(() => null),
    ]);
    const was = before === null ? null : windowNumbers(before, window.leftVersion);
    const effect = effectOf({
      before: was, after: after === null ? null : laneNumbers(after, window.leftVersion), overMs: over, quietBelowPer100k,
    });
    const settled = effect.recovered === true || over >= patienceMs || (over >= 5_000 && hadFew(was, quietBelowPer100k));
    if (settled) {
      const left = before ? own(before.releases, window.leftVersion) : undefined;
      await recorder.deploy(["effect"], {
        type: "RecordEffect",
        now: now.toISOString(),
        deployId: deploy.deployId,
        sentence: effect.sentence,
        recovered: effect.recovered,
        before: was,
        after: after === null ? null : laneNumbers(after, window.leftVersion),
        beforeErrorsPer100k: effect.beforeErrorsPer100k,
        afterErrorsPer100k: effect.afterErrorsPer100k,
        overMs: over,
        affectedCustomers: [...(left?.failingCustomers ?? [])].slice(0, 200),
        affectedCustomerCount: left?.failingCustomerCount ?? 0,
        series: [...(await seriesOf(parts, deploy, { window, to: now, signal }))],
      });
      return { recovered: effect.recovered, sentence: effect.sentence };
    }
    await wait(everyMs, undefined, { signal });
  }
}

/** A release's numbers in a window; zeros where no request reached it. */
function windowNumbers(window: MetricWindow, version: string): WindowNumbers {
  const numbers = own(window.releases, version);
  return numbers === undefined
    ? { requests: 0, errors: 0, p50Ms: null, p95Ms: null }
    : { requests: numbers.requests, errors: numbers.errors, p50Ms: numbers.p50Ms, p95Ms: numbers.p95Ms };
}

/** Whether there was nothing to end: then it need not be waited for. */
function hadFew(was: WindowNumbers | null, quietBelowPer100k: number): boolean {
  const share = was === null ? null : errorsPer100k(was);
  return share === null || share < quietBelowPer100k;
}

/** The share of failing requests from which the service pages, parts per 100,000. */
async function pagesFrom(parts: WorkerParts, serviceId: string): Promise<number> {
  const state = await foldRecord(parts.log, serviceDecider, serviceId);
  return thresholdsOf(state).pageErrorsPer100k;
}

/** As long before the release reached anybody as it did, but no longer than this, ms: what was usual. */
const preRollMs = 60_000;

/** The numbers over time; none where the target cannot be asked, which costs the review a picture and nobody a sentence. */
async function seriesOf(
  parts: WorkerParts,
  deploy: DeployRef,
  { window, to, signal }: { window: EffectWindow; to: Date; signal: AbortSignal },
): Promise<readonly EffectPoint[]> {
  const { leftVersion, from, backAt } = window;
  const begin = new Date(from.getTime() - Math.min(preRollMs, Math.max(10_000, backAt.getTime() - from.getTime())));
  const numbers = await parts.metricsOf(deploy).window({ from: begin, to, signal }).catch(() => null);
  if (numbers === null) return [];
  const secondsOf = (which: (version: string) => boolean): readonly EffectPoint[] =>
    Object.entries(numbers.releases).flatMap(([version, { perSecond }]) =>
      which(version) ? perSecond.map(({ at, requests, errors }) => ({ at, requests, errors })) : [],
    );
  return effectSeries({
    left: secondsOf((version) => version === leftVersion), others: secondsOf((version) => version !== leftVersion),
    from: from.toISOString(), backAt: backAt.toISOString(),
  });
}

/** All that was served afterwards, by any release but the one that was left (its last requests were still under way). */
function laneNumbers(window: MetricWindow, leftVersion: string): WindowNumbers {
  const others = Object.entries(window.releases).flatMap(([version, numbers]) => (version === leftVersion ? [] : [numbers]));
  const busiest = others.toSorted((a, b) => b.requests - a.requests)[0];
  return {
    requests: others.reduce((sum, { requests }) => sum + requests, 0),
    errors: others.reduce((sum, { errors }) => sum + errors, 0),
    p50Ms: busiest?.p50Ms ?? null,
    p95Ms: busiest?.p95Ms ?? null,
  };
}

/** When a deploy first exposed its release, and when its traffic went back: from its own record. */
export async function exposureOf(parts: WorkerParts, deployId: string): Promise<{ from: Date | null; backAt: Date | null }> {
  const { events } = await parts.log.read(`deploy-${deployId}`);
  const shifts = events.filter(({ event }) => event.type === "TrafficShifted");
  const out = shifts.find(({ event }) => event.type === "TrafficShifted" && event.data.percent > 0);
  const back = shifts.findLast(({ event }) => event.type === "TrafficShifted" && event.data.percent === 0);
  return {
    from: out === undefined ? null : new Date(out.metadata.occurredAt),
    backAt: back === undefined ? null : new Date(back.metadata.occurredAt),
  };
}

/** When a deploy was asked for. */
export async function requestedAt(parts: WorkerParts, deployId: string): Promise<Date> {
  const { events } = await parts.log.read(`deploy-${deployId}`, { max: 1 });
  return new Date(events[0]?.metadata.occurredAt ?? parts.now());
}

