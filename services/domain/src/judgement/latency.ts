import type { Analysis, WindowNumbers } from "@ballast/schema";
import { onBaseline, type Samples } from "./errors.ts";
import type { Finding, Look, SlowSample } from "./look.ts";
import { answer, type Marked } from "./question.ts";
import { chanceAllowed, LATENCY_ALLOWANCE } from "./spending.ts";
import { releaseWords } from "./sideWords.ts";

/** The quantile that is judged: as many requests may be slower than the threshold. */
const SLOWER = 0.05;
const NONE: Marked = { byCustomer: [], bySecond: [] };

/** From where on a request is slow, ms, and where that comes from. */
export type LatencyLimit = { readonly overMs: number; readonly from: "baseline" | "plan" };

/**
 * From where on requests count as slow: the baseline's 95th percentile and the smallest effect that matters, in ms and
 * in percent, on top; and the plan's own limit, where it has one. Whole milliseconds.
 */
export function latencyLimits(criteria: Analysis, baseline: WindowNumbers | null): readonly LatencyLimit[] {
  const { judgesLatency, minSlowerMs, minSlowerPercent, maxP95Ms } = criteria;
  const stable = baseline?.p95Ms ?? null;
  const relative =
    !judgesLatency || stable === null
      ? []
      : [{ overMs: Math.round(Math.max(stable + minSlowerMs, stable * (1 + minSlowerPercent / 100))), from: "baseline" as const }];
  return maxP95Ms === null ? relative : [...relative, { overMs: maxP95Ms, from: "plan" as const }];
}

/** The limits a release is beyond: of these the slow requests have to be counted by customer. */
export const limitsPassed = (criteria: Analysis, canary: WindowNumbers, baseline: WindowNumbers | null): readonly LatencyLimit[] =>
  latencyLimits(criteria, baseline).filter(({ overMs }) => canary.p95Ms !== null && canary.p95Ms > overMs);

/**
 * Judges latency without assuming any shape of it: a sign test on the baseline's quantile. Where more than 5 % of the
 * requests are beyond the 95th percentile of the baseline and the smallest effect, they are compared by customer, as
 * errors are. After A. M. Mood, Introduction to the Theory of Statistics (1950), chapter 16 (the median test), for a
 * quantile in place of the median.
 */
export function judgeLatency(samples: Samples, look: Look): readonly Finding[] {
  const { canary, baseline, window } = samples;
  return latencyLimits(look.criteria, baseline?.numbers ?? null).map((limit): Finding => {
    const { p95Ms } = canary.numbers;
    const figures = {
      what: "latency" as const, window, overMs: limit.overMs, canary: null, baseline: null, chance: null, requiredChance: null,
    };
    if (p95Ms === null) return { ...figures, verdict: "inconclusive", reason: "Latency is to be judged, but there are no numbers for it." };
    const seen = `95 % of requests took up to ${Math.round(p95Ms)} ms; ${limit.overMs} ms are allowed (${whose(limit, look)})`;
    if (p95Ms <= limit.overMs) return { ...figures, verdict: "pass", reason: `${seen}.` };
    const [ours, theirs] = [slowOf(canary.slow, limit), slowOf(baseline?.slow ?? [], limit)];
    if (ours === null || (baseline !== null && theirs === null))
      return { ...figures, verdict: "inconclusive", reason: `${seen}, but slow requests were not counted by customer.` };
    return slower(samples, look, { limit, ours, theirs });
  });
}

type Slow = { readonly limit: LatencyLimit; readonly ours: SlowSample; readonly theirs: SlowSample | null };

function slower({ window, canary, baseline }: Samples, look: Look, { limit, ours, theirs }: Slow): Finding {
  return answer({
    what: "latency",
    window,
    overMs: limit.overMs,
    canary: ours,
    baseline: baseline === null ? null : (theirs ?? NONE),
    inTurn: look.basis === "past",
    allowed: SLOWER,
    minEffect: 0,
    worst: look.worst?.[window]?.slow.find(({ overMs }) => overMs === limit.overMs)?.share ?? null,
    requiredChance: chanceAllowed(LATENCY_ALLOWANCE, look),
    words: look.words ?? releaseWords,
    say: (shares) =>
      `${window === "recent" ? "lately " : ""}${shares.canary} of ${canary.numbers.requests} requests took longer than ${limit.overMs} ms (${whose(limit, look)})${shares.baseline === null ? "" : `, ${shares.baseline} ${onBaseline(look)}`}`,
  });
}

const slowOf = (slow: readonly SlowSample[], { overMs }: LatencyLimit): SlowSample | null =>
  slow.find((sample) => sample.overMs === overMs) ?? null;

const whose = ({ from }: LatencyLimit, { criteria, words = releaseWords }: Look): string =>
  from === "plan"
    ? "the plan's limit"
    : `${words.their95}, and at least ${criteria.minSlowerMs} ms and ${criteria.minSlowerPercent} % more`;
