import type { Interval } from "../statistics/intervals.ts";
import { incidentMeter, type KnownHistory } from "./meter.ts";
import type { ObjectiveContent } from "./objective.ts";

/** Bad time of incidents that no risk had foreseen. Lengths in milliseconds. */
export interface Unforeseen {
  /** What was bad in all, and what would have been, had there been only those incidents. */
  readonly badMs: number;
  readonly unforeseenMs: number;
  /** Their share; null where nothing was bad. */
  readonly share: number | null;
  /** Those incidents with what each cost alone, the dearest first. */
  readonly records: readonly { readonly id: string; readonly badMs: number }[];
}

/**
 * How much of what was bad in a window no risk had foreseen: what the incidents that are linked to none would have cost by themselves.
 * Where
 * one of them overlaps with a foreseen one, what both hit counts as unforeseen too.
 */
export function unforeseen(
  objective: ObjectiveContent,
  known: KnownHistory,
  { window, foreseen }: { readonly window: Interval; readonly foreseen: ReadonlySet<string> },
): Unforeseen {
  const rest = new Map([...known.incidents].map(([service, incidents]) => [service, incidents.filter(({ id, impact }) =>
    // Maintenance is no failure, but decides which time is looked at at all.
    !foreseen.has(id) || impact === "maintenance")]));
  const { badMs } = incidentMeter(objective, known).over(window);
  const { badMs: unforeseenMs, byRecord } = incidentMeter(objective, { ...known, incidents: rest }).over(window);
  const records = [...byRecord].filter(([, bad]) => bad > 0).map(([id, bad]) => ({ id, badMs: bad }));
  return {
    badMs, unforeseenMs, share: badMs === 0 ? null : unforeseenMs / badMs,
    records: records.toSorted((one, other) => other.badMs - one.badMs || (one.id < other.id ? -1 : 1)),
  };
}
