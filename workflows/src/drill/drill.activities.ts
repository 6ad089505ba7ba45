import { incidentDecider, isActive } from "@ballast/domain";
import { drillDecider, graceMs, type PlannedDrill } from "@ballast/domain/drill";
import { declareIncident, foldEvents, foldRecord } from "@ballast/eventlog";
import { streamName, wholeText } from "@ballast/schema";
import type { RunDrillInput } from "@ballast/schema/workflows";
import { firstCalledFor } from "../firstCalled.ts";
import { telling, whileAlive } from "../heartbeat.ts";
import { actingFor, record, type WorkerParts } from "../parts.ts";
import { systemActor } from "../systemActor.ts";
import { announce } from "./announcing.ts";
import type { DrillActivities } from "./drillActivities.ts";
import { callOff, cancelIncidentOf, realIncidentGoesOn, scoreDrill, type Caused } from "./ending.ts";

/** The activities of `runDrill`. */
export const drillActivities = (parts: WorkerParts): DrillActivities => ({
  announceDrill: (input) => telling((told) => announce(parts, input, told)),
  lookAtDrill: (input) => whileAlive(() => lookAt(parts, input)),
  beginDrill: (input) => whileAlive(() => begin(parts, input)),
  endDrill: (input) => whileAlive(() => end(parts, input)),
});

const byRun = ({ requestEventId, correlationId }: RunDrillInput): Caused => ({
  eventId: requestEventId, metadata: { $correlationId: correlationId },
});

/** When one that runs by this plan is over by itself. */
function overAt(drill: { readonly status: "absent" } | PlannedDrill, { planId }: RunDrillInput): string | null {
  if (drill.status !== "running" || drill.begun === null || drill.planId !== planId) return null;
  return lastingFrom(drill.begun.at, drill);
}

const lastingFrom = (at: string, { lastsMinutes }: PlannedDrill): string =>
  new Date(Date.parse(at) + lastsMinutes * 60_000).toISOString();

/**
 * When one that has an incident is over by itself. One whose incident was opened again lasts as long once more, whatever it was scored by
 * then. Null where there is no incident that goes on: one that began and has none yet is begun again.
 */
async function lookAt({ log }: WorkerParts, input: RunDrillInput): Promise<string | null> {
  const drill = await foldRecord(log, drillDecider, input.drillId);
  if (drill.status === "absent" || drill.begun === null || drill.planId !== input.planId) return null;
  const { events } = await log.read(streamName("incident", input.drillId));
  if (!isActive(foldEvents(incidentDecider, events))) return null;
  const again = events.findLast(({ event }) => event.type === "IncidentReopened");
  return again === undefined ? overAt(drill, input) : lastingFrom(again.metadata.occurredAt, drill);
}

async function begin(parts: WorkerParts, input: RunDrillInput): Promise<string | null> {
  const { drillId, planId } = input;
  const drill = await foldRecord(parts.log, drillDecider, drillId);
  if (drill.status === "absent" || drill.planId !== planId) return null;
  if (drill.status === "planned") {
    const stop = (reason: string): Promise<null> => callOff(parts, { drillId, reason, by: byRun(input) }).then(() => null);
    if (parts.now().getTime() > Date.parse(drill.until) + graceMs) return stop("It could not begin in its time.");
    if (await realIncidentGoesOn(parts)) return stop("A real incident needs the people.");
    const now = parts.now().toISOString();
    await record(parts, { ...input, actor: systemActor("drills") }, {
      aggregate: drillDecider, id: drillId, key: ["begin", planId],
      command: {
        type: "BeginDrill", now, drillId, planId, at: now,
        calledIds: [...(await firstCalledFor(parts.log, drill.serviceId, parts.now()))].slice(0, 200),
      },
    });
  }
  // Tried again after it was recorded, it is declared all the same.
  const begun = await foldRecord(parts.log, drillDecider, drillId);
  const over = overAt(begun, input);
  if (over === null || begun.status === "absent") return null;
  const isDeclared = (await foldRecord(parts.log, incidentDecider, drillId)).status !== "absent";
  if (!isDeclared && Date.parse(over) <= parts.now().getTime()) {
    await callOff(parts, { drillId, reason: "It had begun, and was over before its incident could be declared.", by: byRun(input) });
    return null;
  }
  await declareIncident(actingFor(parts, { ...input, actor: systemActor("drills") }, ["declare"]), {
    incidentId: drillId, title: begun.title, summary: wholeText(`This is a drill. ${begun.scenario}`, 20_000), severity: begun.severity,
    publicImpact: "none", serviceIds: [begun.serviceId], components: [], impactStartAt: null, drill: true, private: false,
    declaredAutomatically: true,
  });
  // Who called it off meanwhile found no incident to end.
  const after = await foldRecord(parts.log, drillDecider, drillId);
  if (after.status === "calledOff" && after.calledOff !== null)
    await cancelIncidentOf(parts, { drillId, reason: after.calledOff.reason, by: byRun(input) });
  return after.status === "running" ? over : null;
}

async function end(parts: WorkerParts, input: RunDrillInput): Promise<void> {
  const { drillId, planId } = input;
  const drill = await foldRecord(parts.log, drillDecider, drillId);
  if (drill.status === "absent" || drill.begun === null || drill.planId !== planId) return;
  if ((await foldRecord(parts.log, incidentDecider, drillId)).status === "absent")
    return callOff(parts, { drillId, reason: "It had begun, and its incident could not be declared.", by: byRun(input) });
  await cancelIncidentOf(parts, { drillId, reason: "The time of the drill is over.", by: await endedBy(parts, input) });
  if (drill.status === "running") await scoreDrill(parts, drillId, byRun(input));
}

/** What ends it: its plan, or that it was opened again. One command ends one of these. */
async function endedBy({ log }: WorkerParts, input: RunDrillInput): Promise<Caused> {
  const { events } = await log.read(streamName("incident", input.drillId));
  return events.findLast(({ event }) => event.type === "IncidentReopened") ?? byRun(input);
}
