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

/** Marks closer than this cannot be told apart. */
const touching = 8;
const half = 6;
const barLeast = 8;

function drawnOf<Item extends Drawable>(item: Item, view: View, width: number): Drawn<Item> {
  const scale = width / (view.to - view.from);
  const x = (item.from - view.from) * scale;
  if (item.moment) return { x0: x - half, x1: x + half, row: item.row, items: [item], shape: item.keyMoment ? "diamond" : "circle" };
  return { x0: x, x1: Math.max(x + barLeast, (item.to - view.from) * scale), row: item.row, items: [item], shape: "bar" };
}

function small(drawn: Drawn): boolean {
  return drawn.x1 - drawn.x0 <= 2 * half;
}

/** Grows `into` in place: a cluster of thousands must not be copied for each of them. */
function absorb<Item extends Drawable>(into: Drawn<Item>, more: Drawn<Item>): void {
  into.x1 = Math.max(into.x1, more.x1);
  into.items.push(...more.items);
  into.shape = "cluster";
}

/** Whether a mark stands so close to the one before it in its row that both become one. A lone diamond stays visible. */
function joins(before: Drawn, next: Drawn): boolean {
  const wide = before.shape === "cluster" ? before.x1 - before.x0 < 26 : small(before);
  if (!wide || !small(next)) return false;
  const centre = before.shape === "cluster" ? before.x1 - half : (before.x0 + before.x1) / 2;
  const close = (next.x0 + next.x1) / 2 - centre < touching;
  return close && (before.shape === "diamond") === (next.shape === "diamond");
}

/**
 * What of a lane is visible in a view, dense moments clustered, in order from the left. Items come in order of time.
 * Costs one pass over the items and draws at most a few marks per pixel column.
 */
export function visible<Item extends Drawable>(items: readonly Item[], view: View, width: number): readonly Drawn<Item>[] {
  const rows = new Map<number, Drawn<Item>[]>();
  const margin = ((view.to - view.from) / width) * 12;
  for (const item of items) {
    if (item.to < view.from - margin || item.from > view.to + margin) continue;
    const row = rows.get(item.row) ?? [];
    rows.set(item.row, row);
    const next = drawnOf(item, view, width);
    const before = row.at(-1);
    if (before !== undefined && joins(before, next)) absorb(before, next);
    else row.push(next);
  }
  return [...rows.values()].flat().sort((a, b) => a.x0 - b.x0);
}
