import { textOf, type Database } from "../../engine/database.ts";
import { AMONG_EVENT_IDS } from "../../engine/eventTable.ts";
import type { ListSlice } from "../../engine/query.ts";
import type { TimelineEntryRow } from "./timelineEntry.ts";

/** The entries of a slice with the events they were made from: those stand in a table already, and are not kept a second time. */
export function withEvidence(db: Database, slice: ListSlice<TimelineEntryRow>): ListSlice<TimelineEntryRow> {
  const wanted = slice.nodes.flatMap(({ evidence: { eventId } }) => (typeof eventId === "string" ? [eventId] : []));
  const rows = db.all(`SELECT eventId, type, data FROM events WHERE ${AMONG_EVENT_IDS}`, JSON.stringify(wanted), JSON.stringify(wanted));
  const found = new Map(
    rows.map((row) => [textOf(row, "eventId"), { type: textOf(row, "type"), data: JSON.parse(textOf(row, "data")) as unknown }]),
  );
  const complete = (entry: TimelineEntryRow): TimelineEntryRow => {
    const event = found.get(String(entry.evidence["eventId"]));
    return event === undefined ? entry : { ...entry, evidence: { ...entry.evidence, ...event } };
  };
  const edges = slice.edges.map(({ cursor, node }) => ({ cursor, node: complete(node) }));
  return { ...slice, edges, nodes: edges.map(({ node }) => node) };
}
