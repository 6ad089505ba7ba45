import type { Overlap } from "@ballast/schema";
import { clip, union, type Interval } from "../statistics/intervals.ts";

/** All of something, in parts per 100,000. */
export const WHOLE = 100_000;

/** A time in which a share of the users had no service. */
export interface Impact extends Interval {
  /** The record behind it. */
  readonly id: string;
  /** Parts per 100,000. */
  readonly share: number;
}

/** What is measured: a window without what is left out of it. */
export interface Observation {
  readonly window: Interval;
  /** Times that count neither as up nor as down: maintenance where the objective leaves it out, and what nobody observed. */
  readonly without: readonly Interval[];
  readonly overlap: Overlap;
}

/** A stretch in which the same share was hit; `share` in parts per 100,000. */
export interface Stretch extends Interval {
  readonly share: number;
}

/** How much of the observed time was bad. */
export interface Measured {
  /** The denominator: the window without what is left out, in milliseconds. */
  readonly observedMs: number;
  /** ∫ share dt over it, in milliseconds of everyone. */
  readonly badMs: number;
  /** 1 − bad ÷ observed; null where nothing was observed. Not rounded. */
  readonly availability: number | null;
  /** Where it was bad, in order and disjoint. */
  readonly stretches: readonly Stretch[];
  /** By record, what it would have cost alone; with overlaps these add up to more than `badMs`. */
  readonly byRecord: ReadonlyMap<string, number>;
}

/**
 * A = 1 − ∫ w(t) dt ÷ |observed|, by a sweep over the edges of the impacts, clipped to the observed time. What is summed are
 * milliseconds times parts per 100,000, whole numbers unless shares are combined as `independent`: nothing is lost to rounding.
 */
export function measure(impacts: readonly Impact[], { window, without, overlap }: Observation): Measured {
  const observed = complement(without, window);
  const inside = impacts.flatMap((impact) =>
    impact.share > 0 ? observed.flatMap((part) => clipped(impact, part)) : [],
  );
  const stretches = sweep(inside, overlap);
  const observedMs = lengthOf(observed);
  const badMs = stretches.reduce((sum, { from, to, share }) => sum + (to - from) * share, 0) / WHOLE;
  const byRecord = new Map<string, number>();
  for (const [id, own] of Map.groupBy(inside, (impact) => impact.id)) {
    byRecord.set(id, sweep(own, overlap).reduce((sum, { from, to, share }) => sum + (to - from) * share, 0) / WHOLE);
  }
  return { observedMs, badMs, availability: observedMs === 0 ? null : 1 - badMs / observedMs, stretches, byRecord };
}

/** What of a window lies in none of these times. */
export function complement(without: readonly Interval[], window: Interval): readonly Interval[] {
  const parts: Interval[] = [];
  let from = window.from;
  for (const out of union(without.flatMap((interval) => clip(interval, window) ?? []))) {
    if (from < out.from) parts.push({ from, to: out.from });
    from = out.to;
  }
  if (from < window.to) parts.push({ from, to: window.to });
  return parts;
}

const clipped = (impact: Impact, part: Interval): readonly Impact[] => {
  const inside = clip(impact, part);
  return inside === undefined ? [] : [{ ...impact, ...inside }];
};

const lengthOf = (intervals: readonly Interval[]): number => intervals.reduce((sum, { from, to }) => sum + (to - from), 0);

/** The shares between any two neighbouring edges, equal neighbours joined. */
function sweep(impacts: readonly Impact[], overlap: Overlap): readonly Stretch[] {
  const edges = impacts.flatMap((impact) => [{ at: impact.from, impact, begins: true }, { at: impact.to, impact, begins: false }]);
  const stretches: Stretch[] = [];
  const active = new Set<Impact>();
  let from = -Infinity;
  for (const { at, impact, begins } of edges.toSorted((a, b) => a.at - b.at)) {
    if (active.size > 0 && from < at) extend(stretches, { from, to: at, share: combined([...active].map(({ share }) => share), overlap) });
    from = at;
    if (begins) active.add(impact);
    else active.delete(impact);
  }
  return stretches;
}

function extend(stretches: Stretch[], next: Stretch): void {
  const last = stretches.at(-1);
  if (last?.to === next.from && last.share === next.share) stretches[stretches.length - 1] = { ...last, to: next.to };
  else stretches.push(next);
}

/**
 * Shares of the same moment as one, in parts per 100,000: `max` where they hit the same users, `independent` where chance decides whom
 * each hits (1 − Π(1 − s)), `capped` where each hits others (their sum, at most everyone), `union` where any impact counts as one of
 * everyone.
 */
function combined(shares: readonly number[], overlap: Overlap): number {
  switch (overlap) {
    case "max":
      return Math.max(...shares);
    case "independent":
      return shares.length === 1 ? Math.max(...shares) : WHOLE * (1 - shares.reduce((up, share) => up * (1 - share / WHOLE), 1));
    case "capped":
      return Math.min(WHOLE, shares.reduce((sum, share) => sum + share, 0));
    case "union":
      return WHOLE;
  }
}
