import type { RiskInputs } from "@ballast/schema";
import { badMinutesAYear, budgetMinutes, failuresAYear, TOO_BIG } from "@ballast/schema/badMinutes";
import type { StatedFactor } from "./factorDecider.ts";

/** Percent of time without bad minutes that is aimed at, until an objective says another one. */
export const USUAL_TARGET = 99.8;

type Factor = Pick<StatedFactor, "detectMinutes" | "resolveMinutes" | "frequencyPercent">;

/** A risk as far as sums go. */
export interface Weighed {
  readonly id: string;
  readonly inputs: RiskInputs | null;
}

/** What the register decides: what is too big, what the budget takes, what is left. Minutes a year, not rounded. */
export interface RegisterSummary {
  readonly budget: number;
  /** Of all that were estimated, without the factors. */
  readonly total: number;
  /** What the cross-cutting factors add. */
  readonly factors: number;
  /** Ids of risks above a quarter of the budget, the largest first. */
  readonly tooBig: readonly string[];
  /** Ids of risks that the budget takes, the smallest first. */
  readonly fits: readonly string[];
  readonly fitting: number;
  /** What of the budget nothing is planned for; less than nothing where the factors alone exceed it. */
  readonly unallocated: number;
  /** Ids of risks that nobody has estimated: they are in no sum. */
  readonly unestimated: readonly string[];
}

/** Minutes above which one risk is too big for a target. */
export const tooBigAbove = (target: number): number => TOO_BIG * budgetMinutes(target);

/**
 * What cross-cutting factors add to a register: (1 + f)(Δd + Δr)·S + f·ΣBM, with S the sum of impact × frequency and
 * the minutes and percents of all factors added up. Source: Google's risk analysis for SLOs (CRE).
 */
export function factorMinutes(all: readonly RiskInputs[], factors: readonly Factor[]): number {
  const minutes = factors.reduce((sum, { detectMinutes, resolveMinutes }) => sum + detectMinutes + resolveMinutes, 0);
  const more = factors.reduce((sum, { frequencyPercent }) => sum + frequencyPercent / 100, 0);
  const impact = all.reduce((sum, inputs) => sum + (inputs.impactPer100k / 100_000) * failuresAYear(inputs), 0);
  return (1 + more) * minutes * impact + more * all.reduce((sum, inputs) => sum + badMinutesAYear(inputs), 0);
}

/** Weighs a register against a target in percent. What factors add is there anyway, so that it is taken off the budget first. */
export function registerSummary(
  risks: readonly Weighed[],
  { factors, target }: { readonly factors: readonly Factor[]; readonly target: number },
): RegisterSummary {
  const estimated = risks.flatMap(({ id, inputs }) => (inputs === null ? [] : [{ id, inputs, minutes: badMinutesAYear(inputs) }]));
  const smallestFirst = estimated.toSorted((one, other) => one.minutes - other.minutes || (one.id < other.id ? -1 : 1));
  const added = factorMinutes(estimated.map(({ inputs }) => inputs), factors);
  const budget = budgetMinutes(target);
  let fitting = 0;
  const fits: string[] = [];
  for (const { id, minutes } of smallestFirst) {
    if (fitting + minutes > budget - added) break;
    fitting += minutes;
    fits.push(id);
  }
  return {
    budget,
    total: estimated.reduce((sum, { minutes }) => sum + minutes, 0),
    factors: added,
    tooBig: smallestFirst.toReversed().filter(({ minutes }) => minutes > tooBigAbove(target)).map(({ id }) => id),
    fits, fitting, unallocated: budget - added - fitting,
    unestimated: risks.flatMap(({ id, inputs }) => (inputs === null ? [id] : [])),
  };
}

