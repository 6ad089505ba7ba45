import { incidentSpan } from "@ballast/domain";
import type { PublicImpact } from "@ballast/schema";
import type { Database } from "../../engine/database.ts";
import { knownAtOf, toRecorded } from "../../engine/eventTable.ts";
import { wordOf } from "../importedIncident.ts";
import type { IncidentRow } from "../incidentRow.ts";
import type { StatusUpdate } from "../updateTexts.ts";
import { derivedEntry } from "./entryBase.ts";
import { entryIds, type TimelineEntryRow, type Tone } from "./timelineEntry.ts";

const TONES: Readonly<Record<PublicImpact, Tone>> = {
  none: "idle", minor: "attention", major: "bad", critical: "bad", maintenance: "planned",
};

/** Updates: what customers or colleagues were told, and when. */
export const updateEntries = (updates: readonly StatusUpdate[]): readonly TimelineEntryRow[] =>
  updates.map(({ id, incidentId, at, status, body, by, visibility, knownFrom, recordedAt, eventId, corrections, withdrawn }) =>
    derivedEntry(incidentId, {
      id, lane: "updates", kind: "update", title: withdrawn === true ? `${status}, taken back` : status, detail: body, at, visibility,
      keyMoment: visibility === "public", knownFrom, recordedAt, actor: by, evidence: { eventId }, corrections,
    }),
  );

/** The time of an imported incident as a whole: a bar in the impact lane, or in a lane of its own for maintenance. */
export function spanEntries(db: Database, incident: IncidentRow): readonly TimelineEntryRow[] {
  const { id, given, title, publicImpact, components, declaredBy } = incident;
  const [told] =
    given === null
      ? []
      : db
          .all("SELECT * FROM recorded WHERE id = ? AND category = 'incident' AND type = 'IncidentImported' ORDER BY position LIMIT 1", id)
          .map(toRecorded);
  if (told === undefined) return [];
  const { at, endAt } = publicImpact === "maintenance" ? maintenanceEnds(incident) : incidentEnds(incident);
  return [
    derivedEntry(id, {
      id: entryIds.span(id), lane: publicImpact === "maintenance" ? "maintenance" : "impact", kind: "span", title,
      detail: [publicImpact, ...components].join(" · "), tone: TONES[publicImpact], at, endAt, ongoing: endAt === null,
      visibility: "public", knownFrom: knownAtOf(told), recordedAt: told.metadata.recordedAt, actor: declaredBy,
      evidence: { eventId: told.eventId },
    }),
  ];
}

interface Ends {
  readonly at: string;
  readonly endAt: string | null;
}

function incidentEnds({ given, updates, declaredAt }: IncidentRow): Ends {
  const span = incidentSpan({ startedAt: null, resolvedAt: null, ...given, updates });
  return { at: span.startedAt ?? declaredAt, endAt: span.resolvedAt };
}

/** From In progress to Completed: the announcement before is no work. */
function maintenanceEnds({ given, updates, declaredAt }: IncidentRow): Ends {
  const began = updates.find(({ status }) => wordOf(status) === "in progress")?.at;
  const ended = updates.findLast(({ status }) => ["completed", "resolved"].includes(wordOf(status)))?.at;
  return { at: began ?? given?.startedAt ?? updates[0]?.at ?? declaredAt, endAt: ended ?? given?.resolvedAt ?? null };
}
