import type { RotationLayer } from "@ballast/schema";
import { Temporal } from "temporal-polyfill";
import { instantOf } from "../statistics/calendar.ts";
import { firstInstantAt, localDateAt } from "./wallClock.ts";

/** One person's turn in a layer, in milliseconds; null when the layer names nobody. */
export type Turn = { readonly from: number; readonly to: number; readonly personId: string | null };

/** A layer ready to be asked who has which turn. */
export type Turns = {
  /** The layer takes over here: not before it is effective, and not before its first shift begins. */
  readonly begins: number;
  /** All turns of positive length from the one that contains the instant, without end. */
  readonly from: (instant: number) => Generator<Turn, never>;
};

/**
 * Turns change at a wall-clock time of the layer's zone, so that a shift may last 23 or 25 hours. Turn 0 is that
 * of `startsOn`; where a weekly rotation starts between two hand-over weekdays the first turn is a short one.
 */
export function turnsOf(layer: RotationLayer): Turns {
  const startsOn = Temporal.PlainDate.from(layer.startsOn);
  const days = layer.handOver.every === "day" ? 1 : 7;
  const anchor = startsOn.subtract({ days: daysSinceHandOver(layer, startsOn) });
  const at = Temporal.PlainTime.from(layer.handOver.at);
  const startOfTurn = (turn: number): number =>
    firstInstantAt(anchor.add({ days: turn * days }).toPlainDateTime(at), layer.timeZone);

  /** The last turn that begins at or before the instant. */
  const turnAt = (instant: number): number => {
    const date = localDateAt(instant, layer.timeZone);
    const guess = Math.floor(anchor.until(date, { largestUnit: "days" }).days / days);
    // The date alone is off by one before the hand-over of its day, and where a zone skips or repeats a day.
    return [guess + 1, guess, guess - 1].find((turn) => startOfTurn(turn) <= instant) ?? guess - 2;
  };

  return {
    begins: Math.max(instantOf(layer.effectiveFrom), firstInstantAt(startsOn.toPlainDateTime(at), layer.timeZone)),
    *from(instant) {
      let turn = turnAt(instant);
      for (let start = startOfTurn(turn); ; turn += 1) {
        const end = startOfTurn(turn + 1);
        // A day that a zone skips altogether leaves its turn without length.
        if (start < end) yield { from: start, to: end, personId: personOf(layer.people, turn) };
        start = end;
      }
    },
  };
}

function daysSinceHandOver({ handOver }: RotationLayer, date: Temporal.PlainDate): number {
  return handOver.every === "day" || handOver.weekday === null ? 0 : (date.dayOfWeek - handOver.weekday + 7) % 7;
}

function personOf(people: readonly string[], turn: number): string | null {
  return people.at(turn % people.length) ?? null;
}
