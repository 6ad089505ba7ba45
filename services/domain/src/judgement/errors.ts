import type { WindowNumbers } from "@ballast/schema";
import { answer } from "./question.ts";
import type { Finding, Look, Sample } from "./look.ts";
import { countOf } from "./sides.ts";
import { chanceAllowed, ERROR_ALLOWANCE } from "./spending.ts";
import { releaseWords } from "./sideWords.ts";

/** Two samples of one window; no baseline where there is nothing to compare with. */
export type Samples = { readonly window: "step" | "recent"; readonly canary: Sample; readonly baseline: Sample | null };

/** Errors per 100,000 requests, not rounded; null without a request. */
export function errorsPer100k({ requests, errors }: Pick<WindowNumbers, "requests" | "errors">): number | null {
  return requests === 0 ? null : (errors / requests) * 100_000;
}

/** Judges the share of failing requests, against the baseline where there is one, else against the limit. */
export function judgeErrors({ window, canary, baseline }: Samples, look: Look): Finding {
  const { maxErrorsPer100k, minEffectPer100k } = look.criteria;
  return answer({
    what: "errors",
    window,
    overMs: null,
    canary,
    baseline,
    inTurn: look.basis === "past",
    allowed: maxErrorsPer100k / 100_000,
    minEffect: minEffectPer100k / 100_000,
    worst: look.worst?.[window]?.errors ?? null,
    requiredChance: chanceAllowed(ERROR_ALLOWANCE, look),
    words: look.words ?? releaseWords,
    say: (shares) =>
      `${window === "recent" ? "lately " : ""}${shares.canary} of ${canary.numbers.requests} requests of ${countOf(canary.byCustomer)} customers failed${shares.baseline === null ? "" : `, ${shares.baseline} ${onBaseline(look)}`}`,
  });
}

/** How sentences name the baseline. */
export const onBaseline = ({ basis, words = releaseWords }: Look): string =>
  basis === "past" ? `${words.onTheirs} in as long a time before` : words.onTheirs;
