import type { Cell, VerdictFinding } from "@ballast/schema";
import { share } from "@ballast/schema/words";
import { compareSides, compareWithLimit, type Comparison } from "./sides.ts";
import type { Finding, Word } from "./look.ts";
import type { SideWords } from "./sideWords.ts";

/** One release's marked requests, by customer and by second. */
export type Marked = { readonly byCustomer: readonly Cell[]; readonly bySecond: readonly Cell[] };

/** Whether too many of a release's requests are marked (failed, or slow). Shares are 0 to 1. */
export type Question = Pick<VerdictFinding, "what" | "window" | "overMs"> & {
  readonly canary: Marked;
  /** Null: there is nothing to compare with, the limit alone decides. */
  readonly baseline: Marked | null;
  /** The sides stand one after the other in time, so that what happens at one moment happens to one side only. */
  readonly inTurn: boolean;
  /** Up to this share nothing is wrong. */
  readonly allowed: number;
  /** A failure needs so much more than the baseline. */
  readonly minEffect: number;
  /** The largest share that the baseline reached by itself before, where that is known. */
  readonly worst: number | null;
  /** What chance has to fall below for a failure. */
  readonly requiredChance: number;
  readonly words: SideWords;
  /** "6.1 % of 1200 requests of 40 customers failed". */
  readonly say: (shares: { canary: string; baseline: string | null }) => string;
};

/** What chance explains as easily as this is no reason to doubt a release, however the shares look. */
const EASILY_CHANCE = 0.1;

/** Answers a question, with its numbers. */
export function answer(question: Question): Finding {
  const { canary, baseline, what, window, overMs, requiredChance, allowed } = question;
  const byCustomer =
    baseline === null
      ? compareWithLimit(canary.byCustomer, allowed)
      : compareSides({ canary: canary.byCustomer, baseline: baseline.byCustomer });
  const chance = Math.max(byCustomer.chance, chanceInTime(question));
  const word = wordFor(question, { ...byCustomer, chance });
  const figures = {
    canary: per100k(byCustomer.canary), baseline: baseline === null ? null : per100k(byCustomer.baseline), chance, requiredChance,
  };
  return { what, window, overMs, ...figures, ...word };
}

/** With one side after the other both have to show it: more customers who met with it, and more seconds in which they did. */
function chanceInTime({ canary, baseline, inTurn }: Question): number {
  return baseline === null || !inTurn ? 0 : compareSides({ canary: canary.bySecond, baseline: baseline.bySecond }).chance;
}

function wordFor(question: Question, { canary, baseline, chance }: Comparison): Word {
  const { allowed, minEffect, worst, requiredChance, words } = question;
  const compared = question.baseline !== null;
  const seen = question.say({ canary: share(per100k(canary)), baseline: compared ? share(per100k(baseline)) : null });
  if (canary <= allowed) return { verdict: "pass", reason: `${seen}; ${share(per100k(allowed))} is allowed.` };
  if (compared && worst !== null && canary - worst < minEffect) {
    return {
      verdict: "pass",
      reason: `${seen}: ${words.theyHad} ${share(per100k(worst))} by itself in the hour before, over as long a time.`,
    };
  }
  if (compared && (canary <= baseline || canary - baseline < minEffect)) {
    return {
      verdict: "pass", reason: `${seen}: ${words.theyShow} about the same (a failure needs ${share(per100k(minEffect))} more).`,
    };
  }
  if (!compared && canary - allowed < minEffect) {
    return {
      verdict: "inconclusive",
      reason: `${seen}: more than the ${share(per100k(allowed))} allowed, but ${words.nobody} to compare with (a failure needs ${share(per100k(minEffect))} more).`,
    };
  }
  if (chance < requiredChance)
    return {
      verdict: "fail",
      reason: `${seen}: more than the ${share(per100k(allowed))} ${compared ? "allowed" : "that the plan allows"}, and not by chance.`,
    };
  if (compared && chance >= EASILY_CHANCE) return { verdict: "pass", reason: `${seen}: no more than chance explains.` };
  return { verdict: "inconclusive", reason: `${seen}: more than allowed, but that may still be chance.` };
}

const per100k = (share: number): number => share * 100_000;
