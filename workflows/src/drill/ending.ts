import { incidentDecider, isActive } from "@ballast/domain";
import { drillDecider, drillGoals, marksOf, type DrillFacts, type PlannedDrill } from "@ballast/domain/drill";
import { foldEvents, foldRecord, gathered, handle, ids, type Gathering, type Log, type RecordedEvent } from "@ballast/eventlog";
import { streamName } from "@ballast/schema";
import { incidentsOfLate } from "../openIncidents.ts";
import { systemActor } from "../systemActor.ts";

/** What somebody does about drills without a run: a reaction, or a run's step. */
export interface DrillScope {
  readonly log: Log;
  readonly now: () => Date;
}

/** Which event led to it. */
export type Caused = Pick<RecordedEvent, "eventId"> & { readonly metadata: Pick<RecordedEvent["metadata"], "$correlationId"> };

const actor = systemActor("drills");

const contextOf = ({ now }: DrillScope, { eventId, metadata }: Caused, part: string) => ({
  commandId: ids.command("drill", eventId, part), actor, now: now().toISOString(), correlationId: metadata.$correlationId,
  causationId: eventId,
});

/** Ends a drill's incident, which has its id, as one that was none; its pages stop with it. Nothing where people have ended it. */
export async function cancelIncidentOf(
  scope: DrillScope, { drillId, reason, by }: { readonly drillId: string; readonly reason: string; readonly by: Caused },
): Promise<void> {
  const incident = await foldRecord(scope.log, incidentDecider, drillId);
  if (!isActive(incident)) return;
  await handle(scope.log, {
    aggregate: incidentDecider, id: drillId, context: contextOf(scope, by, `cancel-${drillId}`),
    command: { type: "ChangeState", now: scope.now().toISOString(), incidentId: drillId, to: "cancelled", reason },
  });
}

/** Calls a drill off, and its incident with it. */
export async function callOff(
  scope: DrillScope, { drillId, reason, by }: { readonly drillId: string; readonly reason: string; readonly by: Caused },
): Promise<void> {
  const now = scope.now().toISOString();
  const drill = await foldRecord(scope.log, drillDecider, drillId);
  if (drill.status !== "planned" && drill.status !== "running") return;
  await handle(scope.log, {
    aggregate: drillDecider, id: drillId, context: contextOf(scope, by, `callOff-${drillId}`),
    command: { type: "CallOffDrill", now, drillId, at: now, reason },
  });
  await cancelIncidentOf(scope, { drillId, reason, by });
}

/** Real incidents of these severities are no time for drills. */
export const WORST_SEVERITIES = 2;
/** Drills that began, and of which it is not said how they ended. */
const begun: Gathering<Set<string>> = {
  filter: { types: ["DrillBegun", "DrillScored", "DrillCalledOff"] }, nothing: () => new Set(),
  note: (found, { event, id }) => void (event.type === "DrillBegun" ? found.add(id) : found.delete(id)),
};

const isRealAndBad = (incident: Awaited<ReturnType<typeof incidentOf>>): boolean =>
  incident.status === "declared" && isActive(incident) && !incident.declaration.drill
  // Nobody is told of a private one by a drill that stops.
  && !incident.declaration.private && (incident.severity ?? incident.declaration.severity) <= WORST_SEVERITIES;

const incidentOf = (log: Log, id: string) => foldRecord(log, incidentDecider, id);

/** Whether a real incident of the worst severities goes on, of the last two days. */
export async function realIncidentGoesOn(scope: DrillScope): Promise<boolean> {
  for (const id of await incidentsOfLate(scope)) if (isRealAndBad(await incidentOf(scope.log, id))) return true;
  return false;
}

/** Drills that run stop for a real incident, where this one is bad enough. */
export async function makeWayFor(scope: DrillScope, incidentId: string, by: Caused): Promise<void> {
  if (!isRealAndBad(await incidentOf(scope.log, incidentId))) return;
  for (const drillId of await gathered(scope.log, begun)) {
    const drill = await foldRecord(scope.log, drillDecider, drillId);
    if (drill.status === "running") await callOff(scope, { drillId, reason: "A real incident needs the people.", by });
  }
}

/** Scores a drill whose incident is over, from what its log says by now. */
export async function scoreDrill(scope: DrillScope, drillId: string, by: Caused): Promise<void> {
  const drill = await foldRecord(scope.log, drillDecider, drillId);
  if (drill.status !== "running" && drill.status !== "over") return;
  const { events } = await scope.log.read(streamName("incident", drillId));
  const facts = factsOf(events, drill);
  if (facts === null) return;
  const now = scope.now().toISOString();
  await handle(scope.log, {
    aggregate: drillDecider, id: drillId, context: contextOf(scope, by, `score-${drillId}`),
    command: { type: "ScoreDrill", now, drillId, at: now, marks: [...marksOf(facts, drillGoals)] },
  });
}

const ms = (instant: string | undefined): number | null => (instant === undefined ? null : Date.parse(instant));

/** Null while its incident goes on. */
function factsOf(events: readonly RecordedEvent[], { severity, lastsMinutes }: PlannedDrill): DrillFacts | null {
  const incident = foldEvents(incidentDecider, events);
  const declared = events[0];
  const moved = events.findLast(({ event: { type } }) => type === "IncidentStateChanged" || type === "IncidentMerged");
  if (incident.status !== "declared" || declared === undefined || moved === undefined || isActive(incident)) return null;
  const { firstPageSent, acknowledged, commanderAssigned, resolved } = incident.milestones;
  const finished = incident.state === "resolved" || incident.state === "closed";
  const endedAt = (finished ? ms(resolved) : null) ?? Date.parse(moved.metadata.occurredAt);
  return {
    severity, declaredAt: Date.parse(declared.metadata.occurredAt), pagedAt: ms(firstPageSent), acknowledgedAt: ms(acknowledged),
    commanderAt: ms(commanderAssigned), finished, lastsMs: lastsMinutes * 60_000,
    endedAt, checklist: checklistIn(events, incident.chosenType?.checklist ?? [], endedAt),
    roles: [...new Set(events.flatMap(({ event }) => (event.type === "RoleTaken" ? [event.data.role] : [])))],
    updates: events.flatMap(({ event, metadata }) => event.type === "UpdatePosted"
      ? [{ at: Date.parse(metadata.occurredAt), promisedMs: event.data.nextUpdateInMs }] : []),
  };
}

/** When each line that stood ticked at the end was; a tick that was taken back before is none. */
function checklistIn(
  events: readonly RecordedEvent[], lines: readonly { readonly lineId: string }[], endedAt: number,
): DrillFacts["checklist"] {
  if (lines.length === 0) return null;
  const tickedAt = new Map<string, number>();
  for (const { event, metadata } of events) {
    const at = Date.parse(metadata.occurredAt);
    if (at > endedAt) continue;
    if (event.type === "ChecklistTicked") tickedAt.set(event.data.lineId, at);
    else if (event.type === "ChecklistUnticked") tickedAt.delete(event.data.lineId);
  }
  return { lines: lines.length, tickedAt: lines.flatMap(({ lineId }) => tickedAt.get(lineId) ?? []) };
}
