import { serviceDecider } from "@ballast/domain";
import { drillDecider, type PlannedDrill } from "@ballast/domain/drill";
import { foldEvents, foldRecord, type RecordedEvent } from "@ballast/eventlog";
import { streamName } from "@ballast/schema";
import { isolated } from "@ballast/schema/isolated";
import type { RunDrillInput } from "@ballast/schema/workflows";
import { firstCalledWithin } from "../firstCalled.ts";
import type { Telling } from "../heartbeat.ts";
import { record, type WorkerParts } from "../parts.ts";
import { systemActor } from "../systemActor.ts";
import { tellEach } from "../tellPerson.ts";

/** So many are told of a drill at most. */
const MOST_TOLD = 1_000;

const minute = (at: string): string => `${at.slice(0, 16).replace("T", " ")} UTC`;
const whenOf = ({ from, until }: Pick<PlannedDrill, "from" | "until">): string =>
  (from === until ? `at ${minute(from)}` : `at some moment from ${minute(from)} to ${minute(until)}`);

/** Who expected it by the plans before this one. */
function expectedBefore(events: readonly RecordedEvent[], planId: string): readonly string[] {
  const before = events.findLast(({ event }) => event.type === "DrillAnnounced" && event.data.planId !== planId);
  return before?.event.type === "DrillAnnounced" ? before.event.data.toldIds : [];
}

interface Announcing {
  readonly input: RunDrillInput;
  readonly telling: Telling;
  readonly drill: PlannedDrill;
  /** Of the service. */
  readonly name: string;
  readonly link: string;
}

/**
 * Tells those on call in the time of a drill that there will be one, and those who expect it that it is another one by now, or none. Whom
 * it told it writes down: who is told of what becomes of it is told by that, whoever is on call by then. Nobody is told by a plan that
 * stands no more.
 */
export async function announce(parts: WorkerParts, input: RunDrillInput, telling: Telling): Promise<void> {
  const { drillId, planId } = input;
  const { events } = await parts.log.read(streamName("drill", drillId));
  const drill = foldEvents(drillDecider, events);
  if (drill.status === "absent" || drill.planId !== planId || drill.begun !== null) return;
  const service = await foldRecord(parts.log, serviceDecider, drill.serviceId);
  const announcing = {
    input, telling, drill, name: service.status === "registered" ? service.name : "a service",
    link: `${parts.publicUrl}/drills/${drillId}`,
  };
  if (drill.status === "calledOff") return tellOfCallingOff(parts, announcing);
  if (drill.status === "planned") await tellOfPlan(parts, announcing, expectedBefore(events, planId));
}

/** Writes down who expects it by this plan, once; answers who does, or null where it is not to come by this plan any more. */
async function expectBy(
  parts: WorkerParts, { drillId, planId, ...input }: RunDrillInput,
  { part, toldIds }: { readonly part: string; readonly toldIds: string[] },
): Promise<readonly string[] | null> {
  const now = parts.now().toISOString();
  await record(parts, { ...input, actor: systemActor("drills") }, {
    aggregate: drillDecider, id: drillId, key: [part, planId], command: { type: "AnnounceDrill", now, drillId, planId, at: now, toldIds },
  });
  const drill = await foldRecord(parts.log, drillDecider, drillId);
  return drill.status === "planned" && drill.planId === planId ? drill.toldIds : null;
}

async function tellOfPlan(
  parts: WorkerParts, { input, telling, drill, name, link }: Announcing, before: readonly string[],
): Promise<void> {
  const { requestEventId } = input;
  const { from, until, serviceId, title } = drill;
  const time = { from: new Date(from), until: new Date(until) };
  const turns = drill.announced ? (await firstCalledWithin(parts.log, serviceId, time)).slice(0, MOST_TOLD) : [];
  if (turns.length === 0 && before.length === 0) return;
  const called = await expectBy(parts, input, { part: "announce", toldIds: turns });
  // Called off, or planned anew, while it was worked out who is on call: what tells of that tells everybody.
  if (called === null) return;
  const when = whenOf(drill);
  const anew = before.length === 0 ? [] : ["It is planned anew: what you may have been told of it before does not hold any more.", ""];
  const text = [
    `A drill for ${name}, ${when}: ${isolated(title)}.`, "", ...anew,
    "You are on call then, and it calls you as an incident would; each page says that it is a drill.",
    "It stops by itself where a real incident opens, and anybody who works on incidents calls it off.", "", link,
  ].join("\n");
  const said = { subject: `A drill for ${name}, ${when}`, text, link };
  await tellEach(parts, called, { telling, noteOf: (personId) => ({ text: said, key: `drill/${requestEventId}/${personId}` }) });
  const others = before.filter((id) => !called.includes(id));
  const moved = {
    subject: `The drill for ${name} does not come as you were told`, link,
    text: [`The drill that you were told of, ${isolated(title)}, does not come as you were told: expect it no more.`, "", link].join("\n"),
  };
  await tellEach(parts, others, { telling, noteOf: (personId) => ({ text: moved, key: `drill/${requestEventId}/moved/${personId}` }) });
}

async function tellOfCallingOff(parts: WorkerParts, { input, telling, drill, name, link }: Announcing): Promise<void> {
  const { requestEventId } = input;
  const reason = drill.calledOff?.reason ?? "";
  const text = {
    subject: `The drill for ${name} was called off`, link,
    text: [
      `The drill for ${name}, ${whenOf(drill)}, does not come: ${isolated(drill.title)}.`, ...(reason === "" ? [] : [reason]), "", link,
    ].join("\n"),
  };
  await tellEach(parts, drill.toldIds, { telling, noteOf: (personId) => ({ text, key: `drill/${requestEventId}/off/${personId}` }) });
  if (drill.toldIds.length > 0) await expectBy(parts, input, { part: "calledOff", toldIds: [] });
}
