import type { RecordedEvent } from "@ballast/eventlog";
import { knownAtOf } from "../engine/eventTable.ts";
import type { TimelineEntryRow, TimelineLane, Tone } from "./timelineEntry.ts";

/** What every entry says of itself; the rest has the usual value unless given. */
export type EntryText = { readonly lane: TimelineLane; readonly kind: string; readonly title: string } & Partial<TimelineEntryRow>;

/** An entry made from one event, standing at the time at which that happened. */
export function entryOf(recorded: RecordedEvent, { id, ...text }: EntryText & { readonly id: string }): TimelineEntryRow {
  const { metadata, eventId } = recorded;
  const tone: Tone = "info";
  return {
    incidentId: recorded.id, detail: null, at: metadata.occurredAt, endAt: null, ongoing: false, keyMoment: false, tone, knownFrom: knownAtOf(recorded), knownTo: null,
    recordedAt: metadata.recordedAt, actor: metadata.actor, visibility: "internal", pinned: false, recordKind: null, recordId: null,
    evidence: { eventId }, corrections: [], ...text, id,
  };
}

/** Taken back: it stays, and says until when it stood. */
export const takenBack = (row: TimelineEntryRow, recorded: RecordedEvent, reason: string): TimelineEntryRow => ({
  ...row, knownTo: knownAtOf(recorded), corrections: [...row.corrections, { at: recorded.metadata.recordedAt, by: recorded.metadata.actor.name, previous: row.title, reason }],
});
