import type { DatabaseSync } from "node:sqlite";
import { integerAt } from "./columns.ts";
import type { Row } from "./columns.ts";
import type { StreamRange } from "./eventTable.ts";
import { prepareQuery } from "./query.ts";

/** One entry of a built-in stream: its revision there, and the position of the event it points at. */
export type LinkRow = { readonly revision: number; readonly target: number };

/** The statements over the `links` table. */
export type LinkTable = {
  insert(streamId: number, link: LinkRow): void;
  last(streamId: number): LinkRow | undefined;
  at(streamId: number, revision: number): LinkRow | undefined;
  forwards(range: StreamRange): LinkRow[];
  backwards(range: StreamRange): LinkRow[];
};

/** Prepares the statements over `links`. */
export function openLinkTable(database: DatabaseSync): LinkTable {
  const insert = prepareQuery(database, "INSERT INTO links (stream, revision, target) VALUES (?, ?, ?)");
  const select = (condition: string): ReturnType<typeof prepareQuery> =>
    prepareQuery(database, `SELECT revision, target FROM links WHERE stream = ? ${condition}`);
  const last = select("ORDER BY revision DESC LIMIT 1");
  const at = select("AND revision = ?");
  const forwards = select("AND revision >= ? ORDER BY revision LIMIT ?");
  const backwards = select("AND revision <= ? ORDER BY revision DESC LIMIT ?");
  const toLink = (row: Row): LinkRow => ({ revision: integerAt(row, 0), target: integerAt(row, 1) });
  const optional = (row: Row | undefined): LinkRow | undefined => (row === undefined ? undefined : toLink(row));
  return {
    insert: (streamId, link) => insert.run(streamId, link.revision, link.target),
    last: (streamId) => optional(last.first(streamId)),
    at: (streamId, revision) => optional(at.first(streamId, revision)),
    forwards: (range) => forwards.all(range.streamId, range.from, range.limit).map(toLink),
    backwards: (range) => backwards.all(range.streamId, range.from, range.limit).map(toLink),
  };
}
