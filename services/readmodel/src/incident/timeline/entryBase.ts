import type { RecordedEvent } from "@ballast/eventlog";
import { knownAtOf } from "../../engine/eventTable.ts";
import type { TimelineEntryRow, TimelineLane, Tone } from "./timelineEntry.ts";

/** What every entry says of itself; the rest has the usual value unless given. */
export type EntryText = { readonly lane: TimelineLane; readonly kind: string; readonly title: string } & Partial<TimelineEntryRow>;

/** An entry made from one event, standing at the time at which that happened. */
export function entryOf(recorded: RecordedEvent, { id, ...text }: EntryText & { readonly id: string }): TimelineEntryRow {
  const { metadata, eventId } = recorded;
  const tone: Tone = "info";
  return {
    incidentId: recorded.id, detail: null, at: metadata.occurredAt, endAt: null, ongoing: false, keyMoment: false, tone,
    knownFrom: knownAtOf(recorded), knownTo: null, recordedAt: metadata.recordedAt, actor: metadata.actor, visibility: "internal",
    pinned: false, recordKind: null, recordId: null, evidence: { eventId }, corrections: [], ...text, id,
  };
}

/** What an entry that is put together when it is read has to say. */
type DerivedText = {
  readonly id: string;
  readonly lane: TimelineLane;
  readonly kind: string;
  readonly title: string;
  readonly at: string;
} & Partial<TimelineEntryRow>;

/** An entry that is put together from another record when it is read. */
export function derivedEntry(incidentId: string, text: DerivedText): TimelineEntryRow {
  const tone: Tone = "info";
  return {
    incidentId, detail: null, endAt: null, ongoing: false, keyMoment: false, tone, knownFrom: text.at, knownTo: null, recordedAt: text.at,
    actor: null, visibility: "internal", pinned: false, recordKind: null, recordId: null, evidence: {}, corrections: [], ...text,
  };
}

/** Taken back: it stays, and says until when it stood. */
export const takenBack = (row: TimelineEntryRow, recorded: RecordedEvent, reason: string): TimelineEntryRow => ({
  ...row, knownTo: knownAtOf(recorded),
  corrections: [...row.corrections, { at: recorded.metadata.recordedAt, by: recorded.metadata.actor.name, previous: row.title, reason }],
});
