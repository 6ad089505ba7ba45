import { incidentDecider, isActive } from "@ballast/domain";
import { foldRecord, gathered, type Gathering, type RecordedEvent } from "@ballast/eventlog";
import { eventsByCategory, type EventType } from "@ballast/schema";
import type { WorkerParts } from "./parts.ts";

/** Nothing has happened to an incident for so long, ms: whether it goes on is another story. */
const QUIET_MS = 48 * 60 * 60_000;

/** What comes by the thousand says of an incident only that it was there already; what was imported, nobody works on. */
const unspoken: readonly EventType[] = [
  "AlertAttached", "AttachedAlertsCleared", "IncidentImported", "IncidentImportCorrected", "StatusUpdateImported",
  "StatusUpdateImportCorrected",
];

const opens: ReadonlySet<EventType> = new Set(["IncidentDeclared", "IncidentReopened"]);
const ended: ReadonlySet<string> = new Set(["resolved", "closed", "declined", "merged", "cancelled"]);

const isEnd = ({ event }: RecordedEvent): boolean =>
  event.type === "IncidentMerged" || (event.type === "IncidentStateChanged" && ended.has(event.data.to));

/**
 * Incidents that have not ended, and when something happened to each, ms since 1970; the last of them is the one to which it happened last.
 * What is long quiet is left out by who asks, by their own clock: an event whose clock ran ahead makes no other incident old.
 */
export const livelyIncidents: Gathering<Map<string, number>> = {
  filter: { types: Object.values(eventsByCategory.incident).map(({ type }) => type).filter((type) => !unspoken.includes(type)) },
  nothing: () => new Map(),
  note: (found, recorded) => {
    const { id, event, metadata: { source, recordedAt } } = recorded;
    if (source !== undefined) return;
    const isOpen = found.delete(id) || opens.has(event.type);
    if (isOpen && !isEnd(recorded)) found.set(id, Date.parse(recordedAt));
  },
};

/** Incidents to which something happened in the last two days, the one to which it happened last first. */
export async function incidentsOfLate({ log, now }: Pick<WorkerParts, "log" | "now">): Promise<readonly string[]> {
  const horizon = now().getTime() - QUIET_MS;
  return [...await gathered(log, livelyIncidents)].toReversed().flatMap(([id, at]) => (at < horizon ? [] : [id]));
}

/** The incident that people work on for this service, the one to which something happened last; drills do not count. */
export async function openIncidentOn(parts: Pick<WorkerParts, "log" | "now">, serviceId: string): Promise<string | null> {
  for (const id of await incidentsOfLate(parts)) {
    const state = await foldRecord(parts.log, incidentDecider, id);
    if (
      state.status === "declared"
      && isActive(state)
      && !state.declaration.drill
      && !state.declaration.private
      && state.serviceIds.includes(serviceId)
    )
      return id;
  }
  return null;
}
