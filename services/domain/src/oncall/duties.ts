import type { RotationLayer, RotationOverride } from "@ballast/schema";
import { instantOf } from "../statistics/calendar.ts";
import { clip, type Interval } from "../statistics/intervals.ts";
import { layerIds, layerSpans, type LayerSpan } from "./layerSpans.ts";

/** Who is on call: layers in all their versions, so that the past stays what it was, and who stands in. */
export type RotationSchedule = {
  readonly layers: readonly RotationLayer[];
  readonly overrides: readonly (Omit<RotationOverride, "reason" | "insteadOf"> & Partial<Pick<RotationOverride, "insteadOf">>)[];
  readonly left: Departures;
  /** Who answers where nobody is on call, each from a moment on. */
  readonly fallbacks?: readonly Fallback[];
};

/** Who answers where nobody is on call, from a moment on; null: nobody. */
export type Fallback = { readonly personId: string | null; readonly from: string };

/** Who has left, each with the instant since when: from then on they are on call nowhere, whatever names them. */
export type Departures = ReadonlyMap<string, string>;

/** Somebody on call, and what put them there: a layer, an override in place of somebody, or (both null) that nobody else is. */
export type OnDuty = { readonly personId: string; readonly layerId: string | null; readonly overrideId: string | null };

/** A time in which the same people are on call, `[from, to)` in milliseconds; nobody: it is a gap. */
export type Duty = Interval & {
  readonly people: readonly OnDuty[];
  /** Nobody is on call: who is here answers as the fallback. */
  readonly gap: boolean;
};

/** While duties are worked out: what each person's being on call comes from, so that what is one turn stays one. */
interface Piece extends Interval {
  readonly spans: readonly Standing[];
}
type Standing = OnDuty & { readonly source: object };

/**
 * The final schedule of `[from, to)`, in milliseconds: of each moment the layers of the highest level that has somebody,
 * overrides over them in the order in which they were added, and the fallback where nobody is. The duties follow each other
 * without gap or overlap.
 */
export function dutiesWithin(schedule: RotationSchedule, window: Interval): readonly Duty[] {
  if (window.from >= window.to) return [];
  const gone = goneFrom(schedule.left);
  const pieces = layered(schedule.layers, window, gone);
  for (const override of schedule.overrides) {
    const stands = { from: instantOf(override.from), to: Math.min(instantOf(override.to), gone(override.personId)) };
    // Who stands in and leaves gives back what they took: whoever has the turn answers again.
    const inside = stands.from < stands.to ? clip(stands, window) : undefined;
    if (inside !== undefined) overlay(pieces, inside, override);
  }
  return joined(pieces).flatMap(({ from, to, spans }): readonly Duty[] =>
    spans.length > 0
      ? [{ from, to, people: spans.map(({ source: _, ...onDuty }) => onDuty), gap: false }]
      : emptyTimes(schedule.fallbacks ?? [], { from, to }, gone),
  );
}

const goneFrom = (left: Departures) => (personId: string): number => instantOf(left.get(personId) ?? "9999-12-31T23:59:59Z");

/** Of each moment the people of the highest level that has somebody. */
function layered(layers: readonly RotationLayer[], window: Interval, gone: (personId: string) => number): Piece[] {
  const byLayer = layerIds(layers).map((id) =>
    layerSpans(layers.filter(({ layerId }) => layerId === id), window)
      .map((span) => ({ ...span, to: Math.min(span.to, gone(span.personId)) }))
      .filter(({ from, to }) => from < to),
  );
  const edges = new Set([window.from, window.to]);
  for (const { from, to } of byLayer.flat()) edges.add(from).add(to);
  const moments = [...edges].sort((one, other) => one - other);
  const next = byLayer.map(() => 0);
  return moments.slice(0, -1).map((from, index) => {
    const here = byLayer.flatMap((spans, layer) => {
      let at = next[layer] ?? 0;
      while ((spans[at]?.to ?? Infinity) <= from) at += 1;
      next[layer] = at;
      const span = spans[at];
      return span !== undefined && span.from <= from ? [span] : [];
    });
    return { from, to: moments[index + 1] ?? window.to, spans: highest(here) };
  });
}

function highest(spans: readonly LayerSpan[]): readonly Standing[] {
  const level = Math.max(...spans.map((span) => span.level));
  return once(
    spans
      .filter((span) => span.level === level)
      .map((span) => ({ personId: span.personId, layerId: span.layerId, overrideId: null, source: span })),
  );
}

/** Whoever is on call twice is on call once. */
const once = (standing: readonly Standing[]): readonly Standing[] =>
  standing.length < 2 ? standing : standing.filter(({ personId }, at) => standing.findIndex((each) => each.personId === personId) === at);

/**
 * Puts an override over what is there, in its place: copying all pieces for each of ten thousand overrides took ten seconds. What was
 * before it and after it stays.
 */
function overlay(pieces: Piece[], over: Interval, override: RotationSchedule["overrides"][number]): void {
  const { personId, overrideId, insteadOf = null } = override;
  const standsIn: Standing = { personId, layerId: null, overrideId, source: override };
  const replaced = ({ spans }: Piece): readonly Standing[] =>
    insteadOf === null
      ? [standsIn]
      : once(spans.map((each) => (each.personId === insteadOf ? { ...standsIn, layerId: each.layerId } : each)));
  const [first, end] = [firstWhere(pieces, ({ to }) => to > over.from), firstWhere(pieces, ({ from }) => from >= over.to)];
  const touched = pieces.slice(first, end).flatMap((piece) =>
    [
      { ...piece, to: Math.min(piece.to, over.from) },
      { from: Math.max(piece.from, over.from), to: Math.min(piece.to, over.to), spans: replaced(piece) },
      { ...piece, from: Math.max(piece.from, over.to) },
    ].filter(({ from, to }) => from < to),
  );
  // Few at a time are arguments of a call; all of a time of years would be too many.
  if (touched.length <= 1_000) pieces.splice(first, end - first, ...touched);
  else for (const [at, piece] of [...pieces.slice(0, first), ...touched, ...pieces.slice(end)].entries()) pieces[at] = piece;
}

/** The place of the first piece, of pieces in order, of which it is so; it is so of all that follow. */
function firstWhere(pieces: readonly Piece[], so: (piece: Piece) => boolean): number {
  let [low, high] = [0, pieces.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const piece = pieces[middle];
    if (piece !== undefined && so(piece)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Neighbours that are one and the same turn, or standing in, are one. */
function joined(pieces: readonly Piece[]): readonly Piece[] {
  const whole: Piece[] = [];
  for (const piece of pieces) {
    const before = whole.at(-1);
    if (before !== undefined && same(before.spans, piece.spans)) whole[whole.length - 1] = { ...before, to: piece.to };
    else whole.push(piece);
  }
  return whole;
}

const same = (one: readonly Standing[], other: readonly Standing[]): boolean =>
  one.length === other.length && one.every(({ source, personId }, at) => other[at]?.source === source && other[at].personId === personId);

/** A time in which nobody is on call, with who answers as the fallback in its parts. */
function emptyTimes(fallbacks: readonly Fallback[], empty: Interval, gone: (personId: string) => number): readonly Duty[] {
  const edges = fallbacks
    .flatMap(({ from, personId }) => [instantOf(from), ...(personId === null ? [] : [gone(personId)])])
    .filter((edge) => edge > empty.from && edge < empty.to);
  const moments = [...new Set([empty.from, ...edges, empty.to])].sort((one, other) => one - other);
  return moments.slice(0, -1).map((from, index) => {
    const personId = fallbacks.findLast((each) => instantOf(each.from) <= from)?.personId ?? null;
    const here = personId !== null && gone(personId) > from;
    const people = here ? [{ personId, layerId: null, overrideId: null }] : [];
    return { from, to: moments[index + 1] ?? empty.to, people, gap: true };
  });
}
