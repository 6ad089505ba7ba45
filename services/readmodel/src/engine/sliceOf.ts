import type { ListSlice, SliceRequest } from "./query.ts";

/** A slice of a list that is in memory already, in the order given; cursors are ids. */
export function sliceOf<Row>(
  rows: readonly Row[],
  idOf: (row: Row) => string,
  { first, after, last, before }: SliceRequest = {},
): ListSlice<Row> {
  const start = after === undefined ? 0 : rows.findIndex((row) => idOf(row) === after) + 1;
  const found = before === undefined ? -1 : rows.findIndex((row) => idOf(row) === before);
  const end = found === -1 ? rows.length : found;
  const inside = rows.slice(start, Math.max(start, end));
  const nodes = last === undefined ? inside.slice(0, first ?? 50) : inside.slice(Math.max(0, inside.length - last));
  const [head, tail] = [nodes[0], nodes.at(-1)];
  return {
    nodes,
    edges: nodes.map((node) => ({ cursor: idOf(node), node })),
    hasNextPage: tail !== undefined && rows.indexOf(tail) < rows.length - 1,
    hasPreviousPage: head !== undefined && rows.indexOf(head) > 0,
    totalCount: () => rows.length,
  };
}
