import type { EffectPoint } from "@ballast/schema";
import { instantOf } from "../statistics/calendar.ts";

/** Seconds of the release that was left and of everything else in its lane, and the time in which it reached customers (ISO). */
export type EffectSeconds = {
  readonly left: readonly EffectPoint[];
  readonly others: readonly EffectPoint[];
  readonly from: string;
  readonly backAt: string;
};

/** A record keeps no more points than this. */
const MOST = 240;

/**
 * What those felt who had the release that was left: its own numbers while they had it, those of the rest of the lane
 * before and after. A long time is joined to stretches of equal length; seconds without a request make no point.
 */
export function effectSeries({ left, others, from, backAt }: EffectSeconds): readonly EffectPoint[] {
  const [began, ended] = [Math.floor(instantOf(from) / 1_000) * 1_000, instantOf(backAt)];
  const had = ({ at }: EffectPoint): boolean => instantOf(at) >= began && instantOf(at) < ended;
  return joined([...left.filter(had), ...others.filter((point) => !had(point))]);
}

function joined(points: readonly EffectPoint[]): readonly EffectPoint[] {
  const measured = points.filter(({ requests }) => requests > 0).map(({ at, ...counts }) => ({ at: instantOf(at), ...counts }));
  if (measured.length === 0) return [];
  const first = measured.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);
  const last = measured.reduce((most, { at }) => Math.max(most, at), first);
  const length = Math.max(1, Math.ceil((last - first + 1_000) / MOST / 1_000)) * 1_000;
  const stretches = Map.groupBy(measured, ({ at }) => first + Math.floor((at - first) / length) * length);
  return [...stretches]
    .toSorted(([a], [b]) => a - b)
    .map(([at, within]) => ({ at: new Date(at).toISOString(), requests: sum(within, "requests"), errors: sum(within, "errors") }));
}

const sum = <Key extends "requests" | "errors">(points: readonly Readonly<Record<Key, number>>[], key: Key): number =>
  points.reduce((total, point) => total + point[key], 0);
