import { randomUUID } from "node:crypto";
import { incidentDecider, isActive, Rejection, type Incident } from "@ballast/domain";
import { alertGroupDecider } from "@ballast/domain/alertRule";
import { foldRecord, handleKnown, ids, readRecord, type KnownRecord } from "@ballast/eventlog";
import type { Actor, AlertRuling } from "@ballast/schema";
import { inTurn } from "../commands/inTurn.ts";
import type { ApiServer } from "../graphql/context.ts";
import { groupIdOf } from "./alertCounts.ts";
import type { CallingFirst } from "./callingFirst.ts";
import { cut } from "./cut.ts";
import { goingOn, incidentOfGroup, nameServices, takesGroup } from "./groupIncident.ts";
import { inBatches } from "./inBatches.ts";
import { incidentNumbers } from "./incidentNumbers.ts";
import { concerns, joinOrDeclare, openIncidentOf, type Declarers, type Occasion } from "./openIncident.ts";

/** A firing alert whose severity calls for an incident. */
export interface CallingAlert {
  readonly alertId: string;
  readonly episodeId: string;
  readonly name: string;
  readonly summary: string;
  readonly startsAt: string;
  /** Of the incident: 1 is the worst. */
  readonly severity: number;
  /** Severity in its sender's word. */
  readonly label: string;
}

/** An alert, the service that it is about, and its sender. */
export interface Calling {
  readonly serviceId: string | null;
  /** Null where no service claims them. */
  readonly serviceName: string | null;
  readonly actor: Actor;
  readonly alert: CallingAlert;
  /** Whom it shares an incident of their own with, by a rule; null: the incident of its service. */
  readonly group: AlertRuling["group"];
  /** It joins an incident that is open, and calls for none. */
  readonly onlyJoins: boolean;
}

/** Brings alerts to the open incident of their service or group, or declares one. */
export interface AlertIncidents {
  /** Answers the incident that has it; null where it only joins and none is open. */
  attach(calling: Calling): Promise<string | null>;
  /** Whether this server has just brought alerts of this service to an incident of it: nobody has to be called anew, as far as is known. */
  goesOn(serviceId: string | null): boolean;
}

/** So many alerts go with one append at most: what is appended at once has to fit into the log's largest append. */
const MOST_AT_ONCE = 500;

type ServerParts = Pick<ApiServer, "log" | "readModel" | "now">;
type AlertParts = ServerParts & Declarers;

/** The incident that has alerts of a service or group, as this server has last written it. */
interface Current {
  readonly incidentId: string;
  readonly record: KnownRecord<Incident>;
}

/** What shares an incident: alerts of a group of their own, or of a service. */
const sharedBy = ({ group, serviceId }: Calling): string => (group?.own === true ? `group ${groupIdOf(group)}` : (serviceId ?? "none"));

/**
 * One queue for each service, or group of alerts. While one append is under way, what arrives gathers and goes with the next one: in a
 * storm the incident is written a few times a second, not once for each alert, and is not read at all while nobody
 * else writes to it. What only joins waits for nobody who declares.
 */
export function alertIncidents(server: ServerParts, calls: Pick<CallingFirst, "began">): AlertIncidents {
  const currents = new Map<string, Current>();
  const numbers = incidentNumbers(server);
  const attach = inBatches<Calling, { readonly incidentId: string | null }>(MOST_AT_ONCE, async (_, batch) => {
    const [first] = batch;
    if (first === undefined) return [];
    const key = sharedBy(first);
    try {
      const current = await attachBatch({ ...server, numbers, calls }, batch, currents.get(key));
      if (current === null) currents.delete(key);
      else currents.set(key, current);
      return batch.map(() => ({ incidentId: current?.incidentId ?? null }));
    } catch (error) {
      currents.delete(key);
      throw error;
    }
  });
  return {
    goesOn(serviceId) {
      const current = currents.get(serviceId ?? "none");
      return current !== undefined && isActive(current.record.state);
    },
    attach: async (calling) => (await attach(`${calling.onlyJoins ? "joins " : ""}${sharedBy(calling)}`, calling)).incidentId,
  };
}

/** The incident of the last time is tried first; once it has ended, another one is looked for or declared. */
async function attachBatch(server: AlertParts, batch: readonly Calling[], last: Current | undefined): Promise<Current | null> {
  const [first] = batch;
  if (first === undefined) throw new Error("an incident needs an alert");
  if (last !== undefined && belongs(last.record.state, first)) {
    try {
      return await attachTo(server, last, batch);
    } catch (error) {
      if (!(error instanceof Rejection && (error.code === "INCIDENT_ENDED" || error.code === "NOT_FOUND"))) throw error;
    }
  }
  const incidentId = await incidentFor(server, first, batch);
  if (incidentId === null) return null;
  return attachTo(server, { incidentId, record: await readRecord(server.log, incidentDecider, incidentId) }, batch);
}

const belongs = (incident: Incident, { group, serviceId }: Calling): boolean =>
  group?.own === true ? takesGroup(incident) : concerns(incident, serviceId);

async function incidentFor(server: AlertParts, first: Calling, batch: readonly Calling[]): Promise<string | null> {
  const { group, serviceId } = first;
  if (group?.own === true) {
    const groupId = groupIdOf(group);
    if (!first.onlyJoins) return incidentOfGroup(server, occasionOf(server, first, batch), { groupId, label: group.label });
    const { incidentId } = await foldRecord(server.log, alertGroupDecider, groupId);
    return incidentId === null ? null : goingOn(server, incidentId);
  }
  return first.onlyJoins ? openIncidentOf(server, serviceId) : joinOrDeclare(server, occasionOf(server, first, batch));
}

async function attachTo(server: ServerParts, { incidentId, record: known }: Current, batch: readonly Calling[]): Promise<Current> {
  const now = server.now().toISOString();
  const commandId = randomUUID();
  const command = batch.map(({ alert: { alertId, episodeId, severity, name, label } }) =>
    ({ type: "AttachAlert" as const, now, incidentId, alertId, episodeId, severity, reason: `${name} fires, ${label}.` }));
  const { actor, alert } = batch[0] ?? {};
  if (actor === undefined) return { incidentId, record: known };
  const { record } = await handleKnown(server.log, {
    aggregate: inTurn(incidentDecider), id: incidentId, command,
    context: { commandId, actor, now, correlationId: commandId, causationId: alert?.alertId ?? commandId },
  }, known);
  const named = record.state.status === "declared" ? record.state.serviceIds : [];
  const serviceIds = [...new Set(batch.flatMap(({ serviceId }) => (serviceId === null || named.includes(serviceId) ? [] : [serviceId])))];
  if (serviceIds.length === 0) return { incidentId, record };
  // A group's alerts may be of several services: all of their people are called.
  await nameServices(server, incidentId, { serviceIds, actor });
  return { incidentId, record: await readRecord(server.log, incidentDecider, incidentId) };
}

function occasionOf(server: ServerParts, { serviceId, serviceName, actor }: Calling, batch: readonly Calling[]): Occasion {
  const alerts = batch.map(({ alert }) => alert).toSorted((one, other) => one.severity - other.severity);
  const [worst] = alerts;
  if (worst === undefined) throw new Error("an incident needs an alert");
  const now = server.now();
  // Clocks differ: what is said to begin in the future begins now.
  const begins =
    alerts.map(({ startsAt }) => startsAt).toSorted((one, other) => Date.parse(one) - Date.parse(other))[0] ?? now.toISOString();
  const title = [serviceName, worst.summary || worst.name].filter((part) => part !== null).join(": ");
  return {
    serviceId,
    actor,
    commandId: ids.command("alert", "declare", worst.episodeId),
    declaration: {
      title: cut(title.replace(/\s+/g, " ").trim(), 300).trim() || worst.name,
      summary: `Declared by ${actor.name}: ${worst.name}.`,
      severity: worst.severity,
      publicImpact: "none" as const,
      components: [],
      impactStartAt: Date.parse(begins) > now.getTime() ? now.toISOString() : begins,
      drill: false,
      private: false,
      declaredAutomatically: true,
      alerts: alerts.map(({ alertId, episodeId, severity }) => ({ alertId, episodeId, severity })),
    },
  };
}
