import { incidentDecider, serviceDecider } from "@ballast/domain";
import { declareIncident, foldRecord, handle, ids, type Acting, type RecordedEvent } from "@ballast/eventlog";
import { type DataOf, wholeText } from "@ballast/schema";
import { openIncidentOn } from "../openIncidents.ts";
import type { Reaction } from "../reactor/slice.ts";
import { burnActor, OWN_ALERTS } from "./burnAlerts.ts";

type Fired = RecordedEvent & { readonly event: { readonly data: DataOf<"AlertFired"> } };
type Cleared = RecordedEvent & { readonly event: { readonly data: DataOf<"AlertCleared"> } };

/** An alert that wakes somebody calls for the second severity: it goes fast, and nobody has said yet whom it hurts. */
const SEVERITY = 2;

/**
 * What burns fast enough to wake somebody belongs to the open incident of its service. Where there is none, requests that fail are one;
 * what
 * incidents cost is known by whoever declared them, and declares none.
 */
export async function callFor({ event: { data }, metadata, eventId }: Fired, reaction: Reaction): Promise<void> {
  if (data.integrationId !== OWN_ALERTS || data.severity !== "page") return;
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
export async function noteCleared({ event: { data }, metadata, eventId, stream }: Cleared, reaction: Reaction): Promise<void> {
  const { log } = reaction;
  const { events } = await log.read(stream as Parameters<typeof log.read>[0]);
  const fired = events.find(({ event }) => event.type === "AlertFired" && event.data.ordinal === data.ordinal);
  if (fired?.event.type !== "AlertFired" || fired.event.data.integrationId !== OWN_ALERTS || fired.event.data.severity !== "page") return;
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
