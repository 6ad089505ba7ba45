import { shortened } from "./measure.ts";
import type { Measure } from "./measure.ts";

/** A mark that wants its name beside or inside it. Pixels; marks of one row, in order from the left. */
export interface Labelled {
  x0: number;
  x1: number;
  /** Bars may carry their name inside. */
  bar: boolean;
  text: string;
}

/** Where a name stands: its beginning in pixels and what is left of it. */
export interface Label {
  x: number;
  width: number;
  text: string;
  place: "inside" | "right" | "left";
}

/** The pixels names may stand in. */
export interface Room {
  from: number;
  to: number;
}

const beside = 6;
const padding = 7;
/** A shortened name says something from this many pixels on. */
const leastInside = 44;
/** A bar this long keeps its name inside, shortened, rather than let it stand over what comes after. */
export const roomyBar = 110;
const leastBeside = 52;

function inside(mark: Labelled, room: Room, options: { measure: Measure; shorten: boolean }): Label | null {
  const from = Math.max(mark.x0, room.from) + padding;
  const width = Math.min(mark.x1, room.to) - padding - from;
  if (!mark.bar || width < (options.shorten ? leastInside : 8)) return null;
  const text = options.shorten ? shortened(mark.text, width, options.measure) : mark.text;
  if (text === null || options.measure(text) > width) return null;
  return { x: from, width: options.measure(text), text, place: "inside" };
}

function right(mark: Labelled, until: number, options: { measure: Measure; shorten: boolean }): Label | null {
  const from = mark.x1 + beside;
  const width = until - beside - from;
  const text = options.shorten && width >= leastBeside ? shortened(mark.text, width, options.measure) : mark.text;
  if (text === null || options.measure(text) > width) return null;
  return { x: from, width: options.measure(text), text, place: "right" };
}

function left(mark: Labelled, since: number, measure: Measure): Label | null {
  const width = measure(mark.text);
  const from = mark.x0 - beside - width;
  return from >= since + beside ? { x: from, width, text: mark.text, place: "left" } : null;
}

function place(mark: Labelled, free: { since: number; until: number; room: Room }, measure: Measure): Label | null {
  const whole = { measure, shorten: false };
  const short = { measure, shorten: true };
  const wide = Math.min(mark.x1, free.room.to) - Math.max(mark.x0, free.room.from) >= roomyBar;
  return (
    inside(mark, free.room, whole) ??
    (wide ? inside(mark, free.room, short) : null) ??
    right(mark, free.until, whole) ??
    left(mark, free.since, measure) ??
    inside(mark, free.room, short) ??
    right(mark, free.until, short)
  );
}

/**
 * Finds each mark of a row a place for its name: inside, at the right, at the left, shortened, or none (`null`; the
 * name is then in the drawer). No name covers a mark or another name.
 */
export function placeLabels(marks: readonly Labelled[], room: Room, measure: Measure): readonly (Label | null)[] {
  let since = room.from;
  return marks.map((mark, index) => {
    if (mark.x1 < room.from || mark.x0 > room.to) return null;
    const next = marks[index + 1];
    const until = Math.min(room.to, next?.x0 ?? room.to);
    const label = place(mark, { since, until, room }, measure);
    const ends = label?.place === "right" ? label.x + label.width : mark.x1;
    since = Math.max(since, ends, mark.x1);
    return label;
  });
}
