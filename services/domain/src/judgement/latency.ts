import type { WindowNumbers } from "@ballast/schema";
import type { Finding, Look } from "./look.ts";

/** So far above the limit a percentile is no accident of one look. */
const GROSS_FACTOR = 2;

/**
 * Judges the 95th percentile of latency, as far as the criteria ask for it. A percentile close to its limit crosses
 * it by chance at one of many looks, so it fails at once only at twice the limit, and otherwise at the last look.
 * What the stable release exceeds as well is not this release's doing.
 */
export function judgeLatency(canary: WindowNumbers, baseline: WindowNumbers | null, look: Look): readonly Finding[] {
  return limits(baseline, look).map((limit): Finding => {
    const { p95Ms } = canary;
    if (limit === null || p95Ms === null) {
      return { verdict: "inconclusive", reason: "Latency is to be judged, but there are no numbers for it." };
    }
    const seen = `95 % of requests took up to ${Math.round(p95Ms)} ms, ${Math.round(limit.ms)} ms are allowed (${limit.why})`;
    if (p95Ms <= limit.ms) return { verdict: "pass", reason: `${seen}.` };
    if (baseline?.p95Ms !== undefined && baseline.p95Ms !== null && baseline.p95Ms > limit.ms) {
      return { verdict: "pass", reason: `${seen}, but the stable release exceeds that too.` };
    }
    if (look.final || p95Ms > limit.ms * GROSS_FACTOR) return { verdict: "fail", reason: `${seen}.` };
    return { verdict: "inconclusive", reason: `${seen}; the end of the bake decides.` };
  });
}

type Limit = { readonly ms: number; readonly why: string };

/** The limits asked for; null where one is relative to a stable release whose latency is unknown. */
function limits(baseline: WindowNumbers | null, { criteria }: Look): readonly (Limit | null)[] {
  const { maxP95Ms, maxP95RatioPercent } = criteria;
  const absolute = maxP95Ms === null ? [] : [{ ms: maxP95Ms, why: "the plan's limit" }];
  // Without a stable release there is nothing to be relative to.
  if (maxP95RatioPercent === undefined || maxP95RatioPercent === null || baseline === null) return absolute;
  if (baseline.p95Ms === null) return [...absolute, null];
  return [...absolute, { ms: (baseline.p95Ms * maxP95RatioPercent) / 100, why: `${maxP95RatioPercent} % of the stable release` }];
}
