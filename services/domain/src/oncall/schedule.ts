import type { RotationLayer, RotationOverride } from "@ballast/schema";
import { instantOf } from "../statistics/calendar.ts";
import { clip, type Interval } from "../statistics/intervals.ts";
import { turnsOf, type Turns } from "./turns.ts";

/** Who takes turns, in all its versions: each layer holds until the next begins, so that the past stays what it was. */
export type RotationSchedule = {
  readonly layers: readonly RotationLayer[];
  readonly overrides: readonly Omit<RotationOverride, "reason">[];
  readonly left: Departures;
};

/** Who has left, each with the instant since when: from then on they are on call nowhere, whatever names them. */
export type Departures = ReadonlyMap<string, string>;

/** A time on call, `[from, to)` in ISO 8601 UTC. */
export type Shift = {
  readonly from: string;
  readonly to: string;
  /** Null: nobody is on call. */
  readonly personId: string | null;
  /** The override that put the person there. */
  readonly overrideId: string | null;
};

/** A change of the person on call. */
export type HandOver = { readonly at: string; readonly fromPersonId: string | null; readonly toPersonId: string | null };

type Span = Interval & { readonly personId: string | null; readonly overrideId: string | null };

const YEAR_MS = 366 * 86_400_000;

/** Who is on call at the instant; null when nobody is. */
export function onCallAt(rotation: RotationSchedule, instant: string): string | null {
  const moment = instantOf(instant);
  return finalSpans(rotation, { from: moment, to: moment + 1 }).at(0)?.personId ?? null;
}

/**
 * The final schedule of `[from, to)`: turns of the layers, with overrides over them. The shifts follow each other
 * without gap or overlap; a time in which nobody is on call is a shift without a person.
 */
export function shifts(rotation: RotationSchedule, from: string, to: string): readonly Shift[] {
  return finalSpans(rotation, { from: instantOf(from), to: instantOf(to) }).map((span) => ({
    from: new Date(span.from).toISOString(),
    to: new Date(span.to).toISOString(),
    personId: span.personId,
    overrideId: span.overrideId,
  }));
}

/** A time on call that somebody gives up, and who has it instead; null: nobody. */
export type TakenShift = { readonly from: string; readonly to: string; readonly personId: string; readonly takerId: string | null };

/** What a change takes from these people in `[from, to)`: their shifts of before, each with who has it afterwards. */
export function takenShifts(
  before: RotationSchedule,
  after: RotationSchedule,
  { from, to, people }: { readonly from: string; readonly to: string; readonly people: readonly string[] },
): readonly TakenShift[] {
  return shifts(before, from, to).flatMap((shift) => {
    const { personId } = shift;
    if (personId === null || !people.includes(personId)) return [];
    return shifts(after, shift.from, shift.to)
      .filter((piece) => piece.personId !== personId)
      .map((piece) => ({ from: piece.from, to: piece.to, personId, takerId: piece.personId }));
  });
}

/** The next moment at which somebody else is on call than at the instant; null when that is in no sight (a year). */
export function nextHandOver(rotation: RotationSchedule, instant: string): HandOver | null {
  const start = instantOf(instant);
  const now = onCallAt(rotation, instant);
  // Mostly the next turn decides, so the year is looked through in growing pieces.
  for (let [from, length] = [start, 16 * 86_400_000]; from < start + YEAR_MS; [from, length] = [from + length, length * 4]) {
    const next = finalSpans(rotation, { from, to: from + length }).find(({ personId }) => personId !== now);
    if (next !== undefined) return { at: new Date(next.from).toISOString(), fromPersonId: now, toPersonId: next.personId };
  }
  return null;
}

function finalSpans({ layers, overrides, left }: RotationSchedule, window: Interval): readonly Span[] {
  const here = (personId: string | null): number =>
    personId === null ? Infinity : instantOf(left.get(personId) ?? "9999-12-31T23:59:59Z");
  const turns = layerSpans(layers, window).flatMap((span) => emptiedFrom(here(span.personId), span));
  // Who stands in and leaves gives back what they took: whoever has the turn answers again.
  return overrides.reduce<readonly Span[]>((spans, { overrideId, personId, from, to }) => {
    const stands = { from: instantOf(from), to: Math.min(instantOf(to), here(personId)) };
    const inside = stands.from < stands.to ? clip(stands, window) : undefined;
    return inside === undefined ? spans : overlay(spans, { ...inside, personId, overrideId });
  }, turns);
}

/** A turn of somebody who is gone from an instant on is nobody's from then on. */
function emptiedFrom(gone: number, span: Span): readonly Span[] {
  if (gone >= span.to) return [span];
  const empty = { ...span, from: Math.max(span.from, gone), personId: null };
  return gone <= span.from ? [empty] : [{ ...span, to: gone }, empty];
}

/** Puts one span over the others; what was there before it and after it stays. */
function overlay(spans: readonly Span[], over: Span): readonly Span[] {
  const before = spans.filter(({ from }) => from < over.from).map((span) => ({ ...span, to: Math.min(span.to, over.from) }));
  const after = spans.filter(({ to }) => to > over.to).map((span) => ({ ...span, from: Math.max(span.from, over.to) }));
  return [...before, over, ...after];
}

/** The turns of all layers, covering the whole window. */
function layerSpans(layers: readonly RotationLayer[], window: Interval): readonly Span[] {
  const inOrder = layers.toSorted((a, b) => instantOf(a.effectiveFrom) - instantOf(b.effectiveFrom)).map(turnsOf);
  const spans: Span[] = [];
  let from = window.from;
  while (from < window.to) {
    const holding = inOrder.findLast(({ begins }) => begins <= from);
    const until = Math.min(window.to, nextBeginning(inOrder, holding, from));
    if (holding === undefined) spans.push({ from, to: until, personId: null, overrideId: null });
    else spans.push(...turnsWithin(holding, { from, to: until }));
    from = until;
  }
  return spans;
}

/** When the next layer takes over from the one that holds: only a later one can. */
function nextBeginning(inOrder: readonly Turns[], holding: Turns | undefined, from: number): number {
  const later = inOrder.slice(holding === undefined ? 0 : inOrder.indexOf(holding) + 1);
  return Math.min(...later.map(({ begins }) => begins).filter((begins) => begins > from), Infinity);
}

function turnsWithin(turns: Turns, window: Interval): readonly Span[] {
  const spans: Span[] = [];
  for (const { from, to, personId } of turns.from(window.from)) {
    if (from >= window.to) break;
    spans.push({ from: Math.max(from, window.from), to: Math.min(to, window.to), personId, overrideId: null });
  }
  return spans;
}
