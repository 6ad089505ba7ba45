import { alertDecider, episodeOf, rulingIn } from "@ballast/domain";
import type { Occurrence } from "@ballast/domain/alertRule";
import { ids, readRecord } from "@ballast/eventlog";
import type { Actor } from "@ballast/schema";
import type { ApiServer } from "../graphql/context.ts";
import { alertCounts, type AlertCounts, type CountedAlert } from "./alertCounts.ts";
import { alertIncidents, type AlertIncidents, type Calling } from "./alertIncidents.ts";
import { callingFirst, type CallingFirst } from "./callingFirst.ts";
import { Behind, caughtUp } from "./caughtUp.ts";
import { wayOf, type Known, type NamedService } from "./recordAlert.ts";
import { remembered, type Remembered } from "./remembered.ts";
import { serviceOf } from "./ruledAlerts.ts";

type ServerParts = Pick<ApiServer, "log" | "readModel" | "now">;

/** What leads alerts to their incidents, on one server. */
export interface Leading {
  readonly calls: CallingFirst;
  readonly incidents: AlertIncidents;
  readonly counts: AlertCounts;
  /** Episodes that have their incident. */
  readonly attached: Remembered<true>;
}

const MOST_ATTACHED = 200_000;

/** The ways to incidents of one server. */
export function leadingOf(server: ServerParts): Leading {
  const calls = callingFirst((incidentId) =>
    server.readModel.pages.all({ incidentId }).some(({ sends }) => sends.some(({ outcome }) => outcome !== "trying")));
  return { calls, incidents: alertIncidents(server, calls), counts: alertCounts(server), attached: remembered(MOST_ATTACHED) };
}

/** Where an alert was led. */
export interface Led {
  readonly incidentIds: readonly string[];
  /** Episodes that have their incident now, and had ended before. */
  readonly overAlready: readonly string[];
}
const nowhere: Led = { incidentIds: [], overAlready: [] };

/**
 * Leads an alert to its incident, as rules or its severity say; those that were counted before lead there too, where it is this one that
 * makes it often enough. Done again, it changes nothing.
 */
export async function lead(server: ServerParts, at: Leading, { actor, one }: { readonly actor: Actor; readonly one: Known }): Promise<Led> {
  const way = wayOf(one);
  if (way === "recorded" || way === "held" || one.episodeId === null) return nowhere;
  const calling = await callingOf(server, actor, one);
  if (way !== "counted") return attach(at, calling);
  const counting = countingOf(one, actor);
  if (counting === null) return attach(at, calling);
  const { reached, others } = await at.counts.count(counting);
  if (!reached) return nowhere;
  const waiting: Led[] = [];
  // The oldest first: the incident began with it.
  for (const other of await withoutIncident(server, at, others)) waiting.push(await leadCounted(server, at, { other, calling }));
  const own = await attach(at, calling);
  return {
    incidentIds: [...waiting.flatMap(({ incidentIds }) => incidentIds), ...own.incidentIds],
    overAlready: waiting.flatMap(({ overAlready }) => overAlready),
  };
}

/** What is counted of an alert; null where no rule counts it. */
export const countingOf = ({ alertId, episodeId, ruling }: Known, actor: Actor): CountedAlert | null =>
  ruling === null || ruling.group === null || ruling.threshold === null || episodeId === null
    ? null
    : { occurrence: { alertId, episodeId, at: ruling.at }, group: ruling.group, threshold: ruling.threshold, actor };

async function callingOf(server: ServerParts, actor: Actor, known: Known): Promise<Calling> {
  const { alertId, episodeId, severity, alert: { name, summary, startsAt, severity: label }, ruling } = known;
  if (severity === null || episodeId === null) throw new Error(`alert ${alertId} calls for no incident`);
  const service = await serviceAbout(server, known);
  return {
    serviceId: service?.serviceId ?? null, serviceName: service?.name ?? null, actor,
    alert: { alertId, episodeId, name, summary, startsAt, severity, label: label ?? "" },
    group: ruling?.group ?? null, onlyJoins: wayOf(known) === "joins",
  };
}

/** Rules may have sent an episode elsewhere than what is told of it now. */
const serviceAbout = async (server: ServerParts, { service, serviceId }: Known): Promise<NamedService | null> =>
  serviceId === (service?.serviceId ?? null) ? service : serviceId === null ? null : serviceOf(server, serviceId);

async function attach({ incidents, attached }: Leading, calling: Calling): Promise<Led> {
  const incidentId = await incidents.attach(calling);
  if (incidentId === null) return nowhere;
  attached.set(calling.alert.episodeId, true);
  return { incidentIds: [incidentId], overAlready: [] };
}

/** Of those that were counted before, those that have no incident yet: one that has, by whichever server, keeps it when it is resolved. */
async function withoutIncident(server: ServerParts, { attached }: Leading, others: readonly Occurrence[]): Promise<readonly Occurrence[]> {
  const open = others.filter(({ episodeId }) => attached.get(episodeId) === undefined);
  if (open.length === 0) return [];
  // Who is to be called waits no longer than that: what is known by then is all that is asked.
  await caughtUp(server).catch((error: unknown) => { if (!(error instanceof Behind)) throw error; });
  const taken = new Set([...server.readModel.incidents.ofEpisodes(open.map(({ episodeId }) => episodeId)).values()].flat());
  for (const episodeId of taken) attached.set(episodeId, true);
  return open.filter(({ episodeId }) => !taken.has(episodeId));
}

/** One that was counted before, as its own stream has it. */
async function leadCounted(
  server: ServerParts,
  at: Leading,
  { other: { alertId, episodeId, at: heard }, calling }: { readonly other: Occurrence; readonly calling: Calling },
): Promise<Led> {
  const { state } = await readRecord(server.log, alertDecider, alertId);
  const [episode, ruling] = [episodeOf(state), rulingIn(state)];
  if (episode === null) return nowhere;
  const isLast = ids.episode(alertId, episode.ordinal) === episodeId;
  const { name, summary, severity: label, serviceId } = episode;
  // Those of a group may be of several services.
  const service = serviceId === calling.serviceId || serviceId === null ? null : await serviceOf(server, serviceId);
  const led = await attach(at, {
    ...calling, ...(service !== null && { serviceId: service.serviceId, serviceName: service.name }),
    alert: {
      alertId, episodeId, name, summary, startsAt: isLast ? episode.startsAt : heard, severity: ruling?.severity ?? calling.alert.severity,
      label: label ?? "",
    },
  });
  return isLast && state.status === "firing" ? led : { ...led, overAlready: [episodeId] };
}
