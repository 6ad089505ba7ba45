import type { BenchResult } from "./result.ts";

/** What a figure is to reach: the measured value itself, or as a multiple of the reference's. */
export type Goal = { readonly of: "ours" | "ratio" } & ({ readonly atLeast: number } | { readonly atMost: number });

/** One figure that is held to a goal. */
export interface Figure {
  /** What is measured, as "list query, requests a second". A later run is compared by it. */
  readonly what: string;
  /** One value a round; the middle one counts. */
  readonly ours: readonly number[];
  /** What it is compared with, measured in the same run; none where the reference could not be had. */
  readonly reference?: { readonly what: string; readonly values: readonly number[] } | undefined;
  readonly goal: Goal;
}

/** A figure as the last table shows it, and as a later run reads it. */
export interface Verdict {
  readonly what: string;
  readonly ours: number;
  /** From the least to the most of the rounds, as a share of the middle one; 0 of a single round. */
  readonly spread: number;
  readonly reference: { readonly what: string; readonly value: number } | null;
  /** Ours as a multiple of the reference's; null without one. */
  readonly ratio: number | null;
  readonly goal: Goal;
  /** Null where nothing can be said: the reference is missing, or the machine did other things. */
  readonly met: boolean | null;
}

/** The middle one; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2;
}

/** What became of a figure. On a machine that was `busy` with other things nothing is said of its goal. */
export function verdictOn({ what, ours, reference, goal }: Figure, { busy }: { readonly busy: boolean }): Verdict {
  const value = median(ours);
  const other = reference === undefined ? null : { what: reference.what, value: median(reference.values) };
  const ratio = other === null ? null : value / other.value;
  const held = goal.of === "ours" ? value : ratio;
  const reached = held === null || Number.isNaN(held) ? null : "atLeast" in goal ? held >= goal.atLeast : held <= goal.atMost;
  const spread = (Math.max(...ours) - Math.min(...ours)) / value;
  return { what, ours: value, spread: Number.isFinite(spread) ? spread : 0, reference: other, ratio, goal, met: busy ? null : reached };
}

const digits = 3;
const short = (value: number): string => value.toLocaleString("en", { maximumSignificantDigits: digits, useGrouping: true });

const goalText = (goal: Goal): string => {
  const bound = "atLeast" in goal ? `≥ ${short(goal.atLeast)}` : `≤ ${short(goal.atMost)}`;
  return goal.of === "ratio" ? `${bound} ×` : bound;
};

/** A row of the table that ends a run; `before` is what an earlier run said of the same. */
export function rowOf(verdict: Verdict, before?: Verdict): Readonly<Record<string, string>> {
  const { what, ours, spread, reference, ratio, goal, met } = verdict;
  return {
    what,
    ours: spread === 0 ? short(ours) : `${short(ours)} ± ${short((spread * 100) / 2)} %`,
    reference: reference === null ? "" : `${short(reference.value)} ${reference.what}`,
    ratio: ratio === null ? "" : `${short(ratio)} ×`,
    goal: goalText(goal),
    met: met === null ? "not judged" : met ? "yes" : "NO",
    ...(before !== undefined && { before: short(before.ours), change: `${short(ours / before.ours)} ×` }),
  };
}

/** The values of results whose names begin so, round by round. */
export const valuesOf = (results: readonly BenchResult[], begin: string, value: (result: BenchResult) => number): readonly number[] =>
  results.filter(({ name }) => name.startsWith(begin)).map(value);
