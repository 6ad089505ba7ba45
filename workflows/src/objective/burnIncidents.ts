import { incidentDecider, serviceDecider } from "@ballast/domain";
import { declareIncident, foldRecord, handle, ids, type Acting, type RecordedEvent } from "@ballast/eventlog";
import { type DataOf, wholeText } from "@ballast/schema";
import { openIncidentOn } from "../openIncidents.ts";
import type { Reaction } from "../reactor/slice.ts";
import { burnActor } from "./burnAlerts.ts";

type Fired = RecordedEvent & { readonly event: { readonly data: DataOf<"BurnAlertFired"> } };
type Cleared = RecordedEvent & { readonly event: { readonly data: DataOf<"BurnAlertCleared"> } };

/** An alert that wakes somebody calls for the second severity: it goes fast, and nobody has said yet whom it hurts. */
const SEVERITY = 2;

/**
 * What burns fast enough to wake somebody belongs to the open incident of its service. Where there is none, requests that fail are one;
 * what
 * incidents cost is known by whoever declared them, and declares none.
 */
export async function callFor({ event: { data: told } }: Fired, reaction: Reaction): Promise<void> {
  const { fired } = await episodeOf(reaction, told);
  if (fired === undefined) return;
  const { event: { data }, metadata, eventId } = fired;
  const episodeId = ids.episode(data.alertId, data.ordinal);
  const acting = actingFor(reaction, { correlationId: metadata.$correlationId, causationId: eventId });
  const own = ids.incident(ids.command("burn", episodeId));
  const declared = await foldRecord(reaction.log, incidentDecider, own);
  if (declared.status !== "absent") return;
  const open = data.serviceId === null ? null : await openIncidentOn(reaction, data.serviceId);
  if (open !== null) {
    await acting.handle({
      aggregate: incidentDecider, id: open, part: "attach",
      command: {
        type: "AttachAlert", now: acting.now, incidentId: open, alertId: data.alertId, episodeId, severity: SEVERITY,
        reason: `${data.summary}.`,
      },
    });
  } else if (data.labels["measured"] === "requests") {
    const service = data.serviceId === null ? null : await foldRecord(reaction.log, serviceDecider, data.serviceId);
    const called = service === null || service.status === "absent" ? "" : `${service.name}: `;
    await declareIncident(acting, {
      incidentId: own, title: wholeText(`${called}${data.summary}`, 300), summary: "Declared by Ballast: an error budget burns.",
      severity: SEVERITY, publicImpact: "none", serviceIds: data.serviceId === null ? [] : [data.serviceId], components: [],
      impactStartAt: data.startsAt, drill: false, private: false, declaredAutomatically: true,
      alerts: [{ alertId: data.alertId, episodeId, severity: SEVERITY }],
    });
  }
}

/** Tells the incident that its alert has cleared; resolving it is proposed, and people's to do. */
export async function noteCleared({ event: { data } }: Cleared, reaction: Reaction): Promise<void> {
  const { log } = reaction;
  const { fired, cleared } = await episodeOf(reaction, data);
  if (fired === undefined || cleared === undefined) return;
  const { metadata, eventId } = cleared;
  const episodeId = ids.episode(data.alertId, data.ordinal);
  const acting = actingFor(reaction, { correlationId: metadata.$correlationId, causationId: eventId });
  const own = ids.incident(ids.command("burn", episodeId));
  const joined = fired.event.data.serviceId === null ? null : await openIncidentOn(reaction, fired.event.data.serviceId);
  for (const id of new Set([own, ...(joined === null ? [] : [joined])])) {
    const incident = await foldRecord(log, incidentDecider, id);
    if (incident.status !== "declared") continue;
    await acting.handle({
      aggregate: incidentDecider, id, part: id,
      command: {
        type: "NoteClearedAlerts", now: acting.now, incidentId: id, episodeIds: [episodeId], propose: true,
        reason: "The error budget goes no faster than it may.",
      },
    });
  }
}

interface Episode {
  readonly fired?: RecordedEvent & { readonly event: { readonly data: DataOf<"AlertFired"> } };
  readonly cleared?: RecordedEvent;
}

/**
 * An episode that wakes somebody, as its record has it. What is done is done because of these events, whoever tells of them: by
 * that it is the same step as a worker's of before, which hears of them themselves.
 */
async function episodeOf({ log }: Reaction, { alertId, ordinal }: DataOf<"BurnAlertFired">): Promise<Episode> {
  let [fired, cleared]: [Episode["fired"], Episode["cleared"]] = [undefined, undefined];
  for (const recorded of (await log.read(`alert-${alertId}`)).events) {
    const { event } = recorded;
    if (event.type === "AlertFired" && event.data.ordinal === ordinal && event.data.severity === "page") fired = { ...recorded, event };
    if (event.type === "AlertCleared" && event.data.ordinal === ordinal) cleared = recorded;
  }
  return { ...(fired && { fired }), ...(cleared && { cleared }) };
}

interface Caused {
  readonly correlationId: string;
  readonly causationId: string;
}

/** One step for each event that it is about: a reaction that is repeated records the same. */
const actingFor = ({ log, now }: Reaction, { correlationId, causationId }: Caused): Acting => {
  const at = now().toISOString();
  const commandId = (part: string): string => ids.command("burn", causationId, part);
  return {
    now: at, commandId,
    handle: ({ part, ...step }) =>
      handle(log, { ...step, context: { commandId: commandId(part), actor: burnActor, now: at, correlationId, causationId } }),
  };
};
