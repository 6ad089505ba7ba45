import type { RotationLayer } from "@ballast/schema";
import { instantOf } from "../statistics/calendar.ts";
import { dayOf, firstInstantOf, localDayAt, timeOf, weekdayOf } from "./wallClock.ts";

/** One person's turn in a layer, in milliseconds; null when the layer names nobody. */
export type Turn = { readonly from: number; readonly to: number; readonly personId: string | null };

/** A layer ready to be asked who has which turn. */
export type Turns = {
  /** The layer takes over here: not before it is effective, and not before its first shift begins. */
  readonly begins: number;
  /** All turns of positive length from the one that contains the instant, without end. */
  readonly from: (instant: number) => Generator<Turn, never>;
};

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** When each turn of a layer begins, and which one an instant lies in. */
interface Rhythm {
  readonly startOf: (turn: number) => number;
  readonly at: (instant: number) => number;
}

/**
 * Turns of days and weeks change at a wall-clock time of the layer's zone, so that a shift may last 23 or 25 hours; turns
 * of hours last what they say. Turn 0 is that of `startsOn`; where a weekly rotation starts between two hand-over weekdays
 * the first turn is a short one.
 */
export function turnsOf(layer: RotationLayer): Turns {
  const first = firstInstantOf(dayOf(layer.startsOn) * DAY_MS + timeOf(layer.handOver.at), layer.timeZone);
  const { startOf, at } = layer.handOver.every === "hour" ? hourly(layer, first) : byDays(layer);
  return {
    begins: Math.max(instantOf(layer.effectiveFrom), first),
    *from(instant) {
      let turn = at(instant);
      for (let start = startOf(turn); ; turn += 1) {
        const end = startOf(turn + 1);
        // A day that a zone skips altogether leaves its turn without length.
        if (start < end) yield { from: start, to: end, personId: personOf(layer.people, turn) };
        start = end;
      }
    },
  };
}

function hourly({ turnLength }: RotationLayer, first: number): Rhythm {
  const length = turnLength * HOUR_MS;
  return { startOf: (turn) => first + turn * length, at: (instant) => Math.floor((instant - first) / length) };
}

function byDays({ handOver, startsOn, timeZone, turnLength }: RotationLayer): Rhythm {
  const days = (handOver.every === "day" ? 1 : 7) * turnLength;
  const start = dayOf(startsOn);
  const anchor =
    handOver.every === "day" || handOver.weekday === null ? start : start - ((weekdayOf(start) - handOver.weekday + 7) % 7);
  const time = timeOf(handOver.at);
  const startOf = (turn: number): number => firstInstantOf((anchor + turn * days) * DAY_MS + time, timeZone);
  return {
    startOf,
    at(instant) {
      const guess = Math.floor((localDayAt(instant, timeZone) - anchor) / days);
      // The date alone is off by one before the hand-over of its day, and where a zone skips or repeats a day.
      return [guess + 1, guess, guess - 1].find((turn) => startOf(turn) <= instant) ?? guess - 2;
    },
  };
}

function personOf(people: readonly string[], turn: number): string | null {
  return people.at(turn % people.length) ?? null;
}
