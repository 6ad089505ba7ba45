import { alertDecider, incidentDecider, serviceDecider } from "@ballast/domain";
import { handleCommand, handleKnown, ids, type HandlingContext } from "@ballast/eventlog";
import type { Actor, AlertEvent, DataOf } from "@ballast/schema";
import { own } from "@ballast/schema";
import { foldRecord } from "../commands/foldRecord.ts";
import { serviceNamed } from "../commands/named.ts";
import type { Node } from "../graphql/context.ts";
import { pooled } from "../pooled.ts";
import { alertIncidents, type AlertIncidents } from "./alertIncidents.ts";
import { incomingAlerts, type AlertmanagerPayload, type IncomingAlert } from "./alertmanager.ts";
import { proposeResolutions } from "./proposeResolutions.ts";
import { remembered, type Remembered } from "./remembered.ts";

/** So many alerts of one notification are on their way to the log at a time. */
const IN_FLIGHT = 32;

type NodeParts = Pick<Node, "log" | "readModel" | "now">;

/** What alerts are received with: the way to their incidents, and what this node knows to be in the log already. */
export interface Reception {
  readonly incidents: AlertIncidents;
  /** Alerts that were recorded. */
  readonly recorded: Remembered;
  /** Alerts that have their incident. */
  readonly attached: Remembered;
}

/** Senders repeat what fires for as long as it does: of so many of the newest alerts it is known without asking. */
const MOST_REMEMBERED = 200_000;

/** The reception of one node. */
export const reception = (node: NodeParts): Reception => ({ incidents: alertIncidents(node), recorded: remembered(MOST_REMEMBERED), attached: remembered(MOST_REMEMBERED) });

/** One notification, and through which door it came. */
export interface Notification {
  readonly integration: DataOf<"IntegrationAdded">;
  readonly payload: AlertmanagerPayload;
}

/** What came of a notification. */
export interface Received {
  readonly fired: number;
  readonly cleared: number;
  readonly repeated: number;
  /** Incidents that alerts were attached to. */
  readonly incidentIds: readonly string[];
  /** How many alerts the sender left out. */
  readonly truncatedAlerts: number;
}

interface Known {
  readonly alertId: string;
  readonly alert: IncomingAlert;
  readonly service: NamedService | null;
  readonly outcome: "fired" | "cleared" | "repeated";
  /** Incident severity its label stands for; null = recorded, and calls nobody. */
  readonly severity: number | null;
  /** Where the log stands with it. */
  readonly position: string;
}

interface NamedService {
  readonly serviceId: string;
  readonly name: string;
}

/**
 * Records a notification's alerts, brings those whose severity is mapped to the incident of their service, and proposes
 * to resolve one whose alerts have all cleared. Sent again, it changes nothing.
 */
export async function receiveAlerts(node: NodeParts, at: Reception, { integration, payload }: Notification): Promise<Received> {
  const actor: Actor = { personId: null, name: integration.name, means: "webhook" };
  const alerts = incomingAlerts(payload);
  const services = await servicesOf(node, integration, alerts);
  const known = await pooled(alerts, IN_FLIGHT, (alert) => record(node, { integration, groupKey: payload.groupKey, actor, recorded: at.recorded }, { alert, service: services(alert) }));
  const calling = await needIncident(node, at.attached, known);
  const incidentIds = await attachByService(at.incidents, actor, calling);
  for (const { alertId } of calling) at.attached.add(alertId);
  const truncatedAlerts = payload.truncatedAlerts ?? 0;
  for (const incidentId of truncatedAlerts > 0 ? incidentIds : []) await noteTruncation(node, actor, { incidentId, groupKey: payload.groupKey, truncatedAlerts });
  // What was left out may still fire: silence about it is no end.
  if (truncatedAlerts === 0) await proposeResolutions(node, actor, known.filter(({ alert }) => alert.endsAt !== null));
  const count = (outcome: Known["outcome"]): number => known.filter((one) => one.outcome === outcome).length;
  return { fired: count("fired"), cleared: count("cleared"), repeated: count("repeated"), incidentIds, truncatedAlerts };
}

/** The service that an alert's label names, else the integration's. Each name is looked up once. */
async function servicesOf({ log }: NodeParts, integration: DataOf<"IntegrationAdded">, alerts: readonly IncomingAlert[]): Promise<(alert: IncomingAlert) => NamedService | null> {
  const look = async (serviceId: string): Promise<NamedService | null> => {
    const service = await foldRecord(log, { category: "service", id: serviceId, decider: serviceDecider });
    return service.status === "registered" ? { serviceId, name: service.name } : null;
  };
  const otherwise = integration.serviceId === null ? null : await look(integration.serviceId);
  const labels = [...new Set(alerts.flatMap(({ labels: { service } }) => (service === undefined ? [] : [service])))];
  const found = new Map(await pooled(labels, IN_FLIGHT, async (label) => {
    const name = serviceNamed(label) ?? serviceNamed(label.toLowerCase());
    return [label, name === null ? null : await look(name.serviceId)] as const;
  }));
  return ({ labels: { service } }) => (service === undefined ? undefined : found.get(service)) ?? otherwise;
}

interface Door {
  readonly integration: DataOf<"IntegrationAdded">;
  readonly groupKey: string;
  readonly actor: Actor;
  readonly recorded: Remembered;
}

async function record({ log, readModel, now }: NodeParts, { integration, groupKey, actor, recorded }: Door, { alert, service }: { alert: IncomingAlert; service: NamedService | null }): Promise<Known> {
  const { integrationId } = integration;
  const at = now().toISOString();
  const alertId = ids.alert(integrationId, alert.fingerprint, new Date(alert.startsAt).toISOString());
  const context = (what: string, occurredAt: string): HandlingContext<AlertEvent> => ({ commandId: ids.command("alert", what, alertId), actor, now: at, correlationId: alertId, causationId: integrationId, occurredAt });
  const severity = alert.severity === null ? null : (own(integration.severities, alert.severity) ?? null);
  const told = { alertId, alert, service, severity };
  if (alert.endsAt !== null) {
    const command = { type: "ClearAlert", now: at, alertId, endsAt: alert.endsAt } as const;
    const { events, replayed, position } = await handleCommand(log, { category: "alert", id: alertId, decider: alertDecider, command, context: context("clear", alert.endsAt) });
    return { ...told, position, outcome: events.length > 0 && !replayed ? "cleared" : "repeated" };
  }
  if (recorded.has(alertId) || readModel.alerts.get(alertId) !== undefined) return { ...told, position: "0", outcome: "repeated" };
  const { fingerprint, name, summary, startsAt, labels, annotations, generatorUrl } = alert;
  const command = {
    type: "FireAlert", now: at, alertId, integrationId, fingerprint, groupKey, name, summary, startsAt, severity: alert.severity,
    labels: { ...labels }, annotations: { ...annotations }, serviceId: service?.serviceId ?? null, generatorUrl,
  } as const;
  // Most likely it is new: then it is not read before it is written.
  const { events, position } = await handleKnown(log, { category: "alert", id: alertId, decider: alertDecider, command, context: context("fire", startsAt) }, { state: alertDecider.initialState, revision: null });
  recorded.add(alertId);
  return { ...told, position, outcome: events.length > 0 ? "fired" : "repeated" };
}

/**
 * Those that call for an incident: new ones, and repeated ones whose first notification got no further than the alert.
 * One that has an incident keeps it, also when that has been resolved meanwhile: a person has seen it.
 */
async function needIncident({ log, readModel }: NodeParts, attached: Remembered, known: readonly Known[]): Promise<readonly Known[]> {
  const mapped = known.filter(({ severity, alert }) => severity !== null && alert.endsAt === null);
  const checked = await pooled(mapped, IN_FLIGHT, async (one) => {
    if (one.outcome === "fired") return [one];
    if (attached.has(one.alertId) || readModel.incidents.ofRecord(one.alertId).length > 0) return [];
    const alert = await foldRecord(log, { category: "alert", id: one.alertId, decider: alertDecider });
    return alert.status === "firing" ? [one] : [];
  });
  return checked.flat();
}

async function attachByService(incidents: AlertIncidents, actor: Actor, calling: readonly Known[]): Promise<readonly string[]> {
  const groups = Map.groupBy(calling, ({ service }) => service?.serviceId ?? null);
  return Promise.all(
    [...groups].map(([serviceId, group]) =>
      incidents.attach({
        serviceId,
        serviceName: group[0]?.service?.name ?? null,
        actor,
        alerts: group.flatMap(({ alertId, alert, severity }) => (severity === null ? [] : [{ alertId, name: alert.name, summary: alert.summary, startsAt: alert.startsAt, severity }])),
      }),
    ),
  );
}

/** Once for each incident and group. */
async function noteTruncation({ log, now }: NodeParts, actor: Actor, { incidentId, groupKey, truncatedAlerts }: { incidentId: string; groupKey: string; truncatedAlerts: number }): Promise<void> {
  const commandId = ids.command("alert", "truncated", incidentId, groupKey);
  const at = now().toISOString();
  await handleCommand(log, {
    category: "incident", id: incidentId, decider: incidentDecider,
    command: {
      type: "AddEntry", now: at, incidentId, entryId: ids.part(commandId, "entry"), at, pinned: false,
      text: `${actor.name} left ${truncatedAlerts} alerts of this group out of its notification: what is missing here may still fire.`,
    },
    context: { commandId, actor, now: at, correlationId: commandId, causationId: incidentId },
  });
}
