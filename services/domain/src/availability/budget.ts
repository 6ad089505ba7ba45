import { clip, type Interval } from "../statistics/intervals.ts";
import { WHOLE, type Stretch } from "./sweep.ts";

const MS_PER_DAY = 86_400_000;

/** Milliseconds that may be bad in a time of this length, for a target in parts per 100,000. */
export const budgetMs = (lengthMs: number, target: number): number => (lengthMs * (WHOLE - target)) / WHOLE;

/** How many times faster than allowed the budget goes: the bad share of the observed time, by the share allowed. */
export const burnRate = ({ badMs, observedMs }: { readonly badMs: number; readonly observedMs: number }, target: number): number | null =>
  observedMs === 0 || target >= WHOLE ? null : badMs / budgetMs(observedMs, target);

/** A rule of multi-window burn-rate alerts: both windows have to burn at least this fast. */
export interface BurnRule {
  readonly name: string;
  readonly factor: number;
  readonly longMs: number;
  readonly shortMs: number;
  readonly wakes: boolean;
}

const HOUR = 3_600_000;

/**
 * What the budget share of a period is used in how long makes the factor: share × period ÷ window (Beyer et al., The Site
 * Reliability Workbook, 2018, chapter 5, table 5-8; 2 % of 30 days in an hour = 14.4).
 */
const parts = [
  { name: "1 h", share: 0.02, longMs: HOUR, shortMs: HOUR / 12, wakes: true },
  { name: "6 h", share: 0.05, longMs: 6 * HOUR, shortMs: HOUR / 2, wakes: true },
  { name: "24 h", share: 0.1, longMs: 24 * HOUR, shortMs: 2 * HOUR, wakes: false },
  { name: "3 d", share: 0.1, longMs: 72 * HOUR, shortMs: 6 * HOUR, wakes: false },
] as const;

/** The rules for an objective's period, the quickest first; those whose long window is no part of the period are left out. */
export const burnRules = (periodMs: number): readonly BurnRule[] =>
  parts.flatMap(({ share, ...rule }) => (rule.longMs < periodMs ? [{ ...rule, factor: (share * periodMs) / rule.longMs }] : []));

/** Names of all rules that an objective of any period may have. */
export const burnRuleNames: readonly string[] = parts.map(({ name }) => name);

/** After how long a time in which everyone is hit a rule fires, in milliseconds; null where no outage is fast enough. */
export function firesAfterMs({ factor, longMs }: BurnRule, target: number): number | null {
  const share = (factor * (WHOLE - target)) / WHOLE;
  return share > 1 ? null : share * longMs;
}

/** A point of a burn-down: what is left of the budget from then on. */
export interface BurnPoint {
  readonly at: number;
  /** Milliseconds; negative once it is overdrawn. */
  readonly leftMs: number;
}

/** What is left of a budget over a period: straight between its points, never rising. */
export function burnDown(stretches: readonly Stretch[], budget: number, { from, to }: Interval): readonly BurnPoint[] {
  const points: BurnPoint[] = [{ at: from, leftMs: budget }];
  let left = budget;
  for (const stretch of stretches) {
    const inside = clip(stretch, { from, to });
    if (inside === undefined) continue;
    points.push({ at: inside.from, leftMs: left });
    left -= ((inside.to - inside.from) * stretch.share) / WHOLE;
    points.push({ at: inside.to, leftMs: left });
  }
  points.push({ at: to, leftMs: left });
  return points.filter(({ at, leftMs }, place) => points[place - 1]?.at !== at || points[place - 1]?.leftMs !== leftMs);
}

/** When a budget is gone for the first time; null while some is left. */
export function goneAt(points: readonly BurnPoint[]): number | null {
  const place = points.findIndex(({ leftMs }) => leftMs <= 0);
  const after = points[place];
  const before = points[place - 1];
  if (after === undefined || before === undefined) return after?.at ?? null;
  return Math.round(before.at + ((after.at - before.at) * before.leftMs) / (before.leftMs - after.leftMs));
}

/**
 * When what is left will be gone if time goes on as bad as it was lately; null where it is gone already, lasts to the end, or nothing is
 * known of lately. All times in milliseconds.
 */
export function forecastGone(
  now: number,
  ends: number,
  { leftMs, lately }: { readonly leftMs: number; readonly lately: { readonly badMs: number; readonly observedMs: number } },
): number | null {
  if (leftMs <= 0) return null;
  // Without anything bad lately, or anything observed, this is no moment and so none before the end.
  const gone = now + leftMs / (lately.badMs / lately.observedMs);
  return gone < ends ? Math.round(gone) : null;
}

/** Above which one incident is a matter of its own: a fifth of the budget of so many days, four weeks unless told; milliseconds. */
export const singleIncidentLimitMs = (target: number, days = 28): number => 0.2 * budgetMs(days * MS_PER_DAY, target);
