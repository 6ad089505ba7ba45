import { serviceDecider } from "@ballast/domain";
import { drillDecider, graceMs, type PlannedDrill } from "@ballast/domain/drill";
import { declareIncident, foldRecord } from "@ballast/eventlog";
import { wholeText } from "@ballast/schema";
import type { RunDrillInput } from "@ballast/schema/workflows";
import { isolated } from "@ballast/schema/isolated";
import { firstCalledFor } from "../audience.ts";
import { cancellable, whileAlive } from "../heartbeat.ts";
import { actingFor, record, type WorkerParts } from "../parts.ts";
import { systemActor } from "../systemActor.ts";
import { tellPerson } from "../tellPerson.ts";
import type { DrillActivities } from "./drillActivities.ts";
import { callOff, cancelIncidentOf, realIncidentGoesOn, type Caused } from "./ending.ts";

/** The activities of `runDrill`. */
export const drillActivities = (parts: WorkerParts): DrillActivities => ({
  announceDrill: (input) => cancellable((signal) => announce(parts, input, signal)),
  lookAtDrill: (input) => whileAlive(async () => overAt(await foldRecord(parts.log, drillDecider, input.drillId), input)),
  beginDrill: (input) => whileAlive(() => begin(parts, input)),
  endDrill: (input) => whileAlive(() => end(parts, input)),
});

const byRun = ({ requestEventId, correlationId }: RunDrillInput): Caused => ({
  eventId: requestEventId, metadata: { $correlationId: correlationId },
});

/** When one that runs by this plan is over by itself. */
function overAt(drill: { readonly status: "absent" } | PlannedDrill, { planId }: RunDrillInput): string | null {
  if (drill.status !== "running" || drill.begun === null || drill.planId !== planId) return null;
  return new Date(Date.parse(drill.begun.at) + drill.lastsMinutes * 60_000).toISOString();
}

const day = (at: string): string => `${at.slice(0, 16).replace("T", " ")} UTC`;

/** One message to each, the same however often it is tried. */
async function announce(parts: WorkerParts, { drillId, planId, requestEventId }: RunDrillInput, signal: AbortSignal): Promise<void> {
  const drill = await foldRecord(parts.log, drillDecider, drillId);
  if (drill.status !== "planned" || drill.planId !== planId) return;
  const { from, until, serviceId, title } = drill;
  const service = await foldRecord(parts.log, serviceDecider, serviceId);
  const name = service.status === "registered" ? service.name : "a service";
  const called = await Promise.all([from, until].map((at) => firstCalledFor(parts.log, serviceId, new Date(at))));
  const when = from === until ? `at ${day(from)}` : `at some moment from ${day(from)} to ${day(until)}`;
  const link = `${parts.publicUrl}/drills/${drillId}`;
  const text = [
    `A drill for ${name}, ${when}: ${isolated(title)}.`, "",
    "You are on call then, and it calls you as an incident would; each page says that it is a drill.",
    "It stops by itself where a real incident opens, and anybody who works on incidents calls it off.", "", link,
  ].join("\n");
  for (const personId of new Set(called.flat()))
    await tellPerson(parts, personId, {
      text: { subject: `A drill for ${name}, ${when}`, text, link }, signal, key: `drill/${requestEventId}/${personId}`,
    });
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
  const drill = await foldRecord(parts.log, drillDecider, input.drillId);
  if (overAt(drill, input) !== null)
    await cancelIncidentOf(parts, { drillId: input.drillId, reason: "The time of the drill is over.", by: byRun(input) });
}
