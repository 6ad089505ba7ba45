import type { RotationLayer } from "@ballast/schema";
import { instantOf } from "../statistics/calendar.ts";
import { type Interval } from "../statistics/intervals.ts";
import { hoursWithin } from "./hours.ts";
import { turnsOf, type Turns } from "./turns.ts";

/** A time in which one person is on call by a layer. */
export type LayerSpan = Interval & { readonly layerId: string; readonly level: number; readonly personId: string };

type Version = Turns & { readonly layer: RotationLayer; readonly ends: number };

/** The ids of layers, in the order in which they came: what comes first is asked first. */
export const layerIds = (layers: readonly RotationLayer[]): readonly string[] => [...new Set(layers.map(({ layerId }) => layerId))];

/** Who is on call by one layer within the window, turn by turn; what is not there, nobody is by it. */
export function layerSpans(versions: readonly RotationLayer[], window: Interval): readonly LayerSpan[] {
  const inOrder = versions
    .toSorted((a, b) => instantOf(a.effectiveFrom) - instantOf(b.effectiveFrom))
    .map((layer): Version => ({ ...turnsOf(layer), layer, ends: layer.endsAt === null ? Infinity : instantOf(layer.endsAt) }));
  const spans: LayerSpan[] = [];
  let from = window.from;
  while (from < window.to) {
    const holding = inOrder.findLast(({ begins }) => begins <= from);
    const until = Math.min(window.to, nextBeginning(inOrder, holding, from));
    // One by one: what a call takes as arguments is limited, and ten years of hours are more.
    if (holding !== undefined) for (const span of spansOf(holding, { from, to: Math.min(until, holding.ends) })) spans.push(span);
    from = until;
  }
  return spans;
}

/** When the next version takes over from the one that holds: only a later one can. */
function nextBeginning(inOrder: readonly Version[], holding: Version | undefined, from: number): number {
  const later = inOrder.slice(holding === undefined ? 0 : inOrder.indexOf(holding) + 1);
  return Math.min(...later.map(({ begins }) => begins).filter((begins) => begins > from), Infinity);
}

/** The turns of a version, cut by the hours at which it is on call. */
function spansOf({ layer, from: turnsFrom }: Version, window: Interval): readonly LayerSpan[] {
  if (window.from >= window.to) return [];
  const { layerId, level } = layer;
  const hours = hoursWithin(layer, window);
  const spans: LayerSpan[] = [];
  let next = 0;
  for (const { from, to, personId } of turnsFrom(window.from)) {
    if (from >= window.to) break;
    while ((hours[next]?.to ?? Infinity) <= from) next += 1;
    for (let at = next; personId !== null && (hours[at]?.from ?? Infinity) < to; at += 1) {
      const [begin, end] = [Math.max(from, hours[at]?.from ?? from), Math.min(to, hours[at]?.to ?? to)];
      if (begin < end) spans.push({ from: begin, to: end, layerId, level, personId });
    }
  }
  return spans;
}
