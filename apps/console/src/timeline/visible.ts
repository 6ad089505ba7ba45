import type { View } from "./zoom.ts";

/** An entry with its place on the axis and its row, ready to be drawn at any zoom. */
export interface Drawable {
  key: string;
  title: string;
  from: number;
  to: number;
  moment: boolean;
  keyMoment: boolean;
  row: number;
}

/** Something drawn: one entry, or several that stand too close to tell apart. Pixels from the left of the plot. */
export interface Drawn<Item extends Drawable = Drawable> {
  x0: number;
  x1: number;
  row: number;
  items: [Item, ...Item[]];
  shape: "bar" | "circle" | "diamond" | "cluster";
}

const half = 6;
const barLeast = 8;
/** Marks up to this width may become part of a cluster, and a cluster grows up to that width. */
const smallMost = 26;
const clusterMost = 56;
/** With more than one entry per this many pixels a lane shows counts, one for each stretch of `countedWidth`. */
const dense = 8;
const countedWidth = 36;

/** The last marks of a row that the next one could run into. */
interface Row<Item extends Drawable> {
  drawn: Drawn<Item>[];
  small: Drawn<Item> | null;
  diamond: Drawn<Item> | null;
  barEnd: number;
}

function drawnOf<Item extends Drawable>(item: Item, view: View, width: number): Drawn<Item> {
  const scale = width / (view.to - view.from);
  const x = (item.from - view.from) * scale;
  if (item.moment) return { x0: x - half, x1: x + half, row: item.row, items: [item], shape: item.keyMoment ? "diamond" : "circle" };
  return { x0: x, x1: Math.max(x + barLeast, (item.to - view.from) * scale), row: item.row, items: [item], shape: "bar" };
}

/** Grows `into` in place: a cluster of thousands must not be copied for each of them. */
function absorb<Item extends Drawable>(into: Drawn<Item>, more: Drawn<Item>): void {
  into.x1 = Math.max(into.x1, Math.min(more.x1, more.x0 + 2 * half));
  into.items.push(...more.items);
  into.shape = "cluster";
}

/** Whether two marks cannot be told apart: they cover each other by more than a touch. */
function covers<Item extends Drawable>(before: Drawn<Item> | null, next: Drawn<Item>): before is Drawn<Item> {
  return before !== null && next.x0 < before.x1 - 4 && before.x1 - before.x0 < clusterMost;
}

function add<Item extends Drawable>(row: Row<Item>, next: Drawn<Item>): void {
  if (next.shape === "diamond") {
    if (covers(row.diamond, next)) return absorb(row.diamond, next);
    row.diamond = next;
  } else if (next.shape === "bar" && next.x1 - next.x0 > smallMost && next.x0 > row.barEnd - 4) {
    row.barEnd = next.x1;
  } else {
    // A long bar that finds its row taken becomes a stub at its beginning; zooming in gives it its length back.
    if (next.shape === "bar" && next.x1 - next.x0 > smallMost) next.x1 = next.x0 + barLeast;
    if (covers(row.small, next)) return absorb(row.small, next);
    row.small = next;
  }
  row.drawn.push(next);
}

function apart<Item extends Drawable>(items: readonly Item[], view: View, width: number): readonly Drawn<Item>[] {
  const rows = new Map<number, Row<Item>>();
  for (const item of items) {
    const row = rows.get(item.row) ?? { drawn: [], small: null, diamond: null, barEnd: Number.NEGATIVE_INFINITY };
    rows.set(item.row, row);
    add(row, drawnOf(item, view, width));
  }
  return [...rows.values()].flatMap((row) => row.drawn);
}

/** One count for every stretch of the axis, in the first row. The stretches lie still while the view moves. */
function counted<Item extends Drawable>(items: readonly Item[], view: View, width: number): readonly Drawn<Item>[] {
  const scale = width / (view.to - view.from);
  const stretch = countedWidth / scale;
  const bins = new Map<number, Drawn<Item>>();
  for (const item of items) {
    const index = Math.floor(item.from / stretch);
    const bin = bins.get(index);
    if (bin !== undefined) {
      bin.items.push(item);
      bin.shape = "cluster";
      continue;
    }
    const x = (index * stretch - view.from) * scale;
    bins.set(index, { x0: x + 1.5, x1: x + countedWidth - 1.5, row: 0, items: [item], shape: "cluster" });
  }
  return [...bins.values()];
}

/**
 * What of a lane is visible in a view, in order from the left: every mark by itself where there is room, what touches
 * in clusters, and counts per stretch where there are very many. Items come in order of time. Costs one pass over the
 * items and draws a bounded number of marks, whatever their number; key moments keep their own.
 */
export function visible<Item extends Drawable>(items: readonly Item[], view: View, width: number): readonly Drawn<Item>[] {
  const margin = ((view.to - view.from) / width) * 12;
  const inView = items.filter((item) => item.to >= view.from - margin && item.from <= view.to + margin);
  const drawn =
    inView.length <= width / dense
      ? apart(inView, view, width)
      : [
          ...counted(
            inView.filter((item) => !item.keyMoment),
            view,
            width,
          ),
          ...apart(
            inView.filter((item) => item.keyMoment).map((item) => ({ ...item, row: 1, moment: true, to: item.from })),
            view,
            width,
          ),
        ];
  return [...drawn].sort((a, b) => a.x0 - b.x0);
}
