import type { WindowNumbers } from "@ballast/schema";
import { binomialGreater, fisherGreater } from "../statistics/binomialTests.ts";
import { percentText } from "./percentText.ts";
import { significanceAt } from "./sequential.ts";
import type { Finding, Look } from "./look.ts";

/** The figures behind the judgement of errors; null where they were not come to. */
export type ErrorFigures = {
  readonly canaryErrorsPer100k: number | null;
  readonly baselineErrorsPer100k: number | null;
  /** How much more the new release fails than the stable one (or than allowed, without one). */
  readonly effectPer100k: number | null;
  /** How probable chance alone makes this many errors or more. */
  readonly chance: number | null;
  /** What `chance` has to fall below at this look for a failure. */
  readonly requiredChance: number | null;
};

/** Errors per 100,000 requests, not rounded; null without a request. */
export function errorsPer100k({ requests, errors }: Pick<WindowNumbers, "requests" | "errors">): number | null {
  return requests === 0 ? null : (errors / requests) * 100_000;
}

/** Judges the share of failing requests, against the stable release where there is one, else against the limit. */
export function judgeErrors(canary: WindowNumbers, baseline: WindowNumbers | null, look: Look): { readonly finding: Finding; readonly figures: ErrorFigures } {
  const { maxErrorsPer100k, minEffectPer100k } = look.criteria;
  const share = errorsPer100k(canary) ?? 0;
  const stable = baseline === null ? null : errorsPer100k(baseline);
  const trials = { events: canary.errors, trials: canary.requests };
  const chance =
    baseline === null
      ? binomialGreater(trials, maxErrorsPer100k / 100_000)
      : fisherGreater(trials, { events: baseline.errors, trials: baseline.requests });
  const effect = share - (stable ?? maxErrorsPer100k);
  const figures = {
    canaryErrorsPer100k: share,
    baselineErrorsPer100k: stable,
    effectPer100k: effect,
    chance,
    requiredChance: significanceAt(look.look),
  };
  const seen = `${percentText(share)} of ${canary.requests} requests failed${comparedWith(baseline, stable)}`;
  if (share <= maxErrorsPer100k) return { figures, finding: { verdict: "pass", reason: `${seen}; ${percentText(maxErrorsPer100k)} is allowed.` } };
  if (effect < minEffectPer100k) return { figures, finding: withoutEffect(seen, baseline !== null, minEffectPer100k) };
  if (chance >= figures.requiredChance) {
    return { figures, finding: { verdict: "inconclusive", reason: `${seen}: more than allowed, but that may still be chance.` } };
  }
  return { figures, finding: { verdict: "fail", reason: `${seen}: more than the ${percentText(maxErrorsPer100k)} allowed, and not by chance.` } };
}

function comparedWith(baseline: WindowNumbers | null, stable: number | null): string {
  return baseline === null || stable === null ? "" : `, ${percentText(stable)} of ${baseline.requests} on the stable release`;
}

/** Too many errors, but the stable release shows them too: not this release's doing, and no reason to stop it. */
function withoutEffect(seen: string, compared: boolean, minEffectPer100k: number): Finding {
  const needed = `a failure needs ${percentText(minEffectPer100k)} more`;
  if (compared) return { verdict: "pass", reason: `${seen}: the stable release shows about the same (${needed}).` };
  return { verdict: "inconclusive", reason: `${seen}: more than allowed, but there is no stable release to compare with (${needed}).` };
}
