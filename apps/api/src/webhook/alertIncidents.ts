import { randomUUID } from "node:crypto";
import { incidentDecider, Rejection, type Incident } from "@ballast/domain";
import { handleKnown, ids, readRecord, type KnownRecord } from "@ballast/eventlog";
import type { Actor } from "@ballast/schema";
import { inTurn } from "../commands/inTurn.ts";
import type { ApiServer } from "../graphql/context.ts";
import { cut } from "./cut.ts";
import { concerns, joinOrDeclare, type Occasion } from "./openIncident.ts";

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
}

/** Brings alerts to the open incident of their service, or declares one. */
export interface AlertIncidents {
  /** Answers the incident that has it. */
  attach(calling: Calling): Promise<string>;
}

interface Waiting {
  readonly calling: Calling;
  readonly resolve: (incidentId: string) => void;
  readonly reject: (error: unknown) => void;
}

/** So many alerts go with one append at most: what is appended at once has to fit into the log's largest append. */
const MOST_AT_ONCE = 500;

type ServerParts = Pick<ApiServer, "log" | "readModel" | "now">;

/** The incident that has a service's alerts, as this server has last written it. */
interface Current {
  readonly incidentId: string;
  readonly record: KnownRecord<Incident>;
}

/**
 * One queue for each service. While one append is under way, what arrives gathers and goes with the next one: in a
 * storm the incident is written a few times a second, not once for each alert, and is not read at all while nobody
 * else writes to it.
 */
export function alertIncidents(server: ServerParts): AlertIncidents {
  const queues = new Map<string, Waiting[]>();
  const currents = new Map<string, Current>();

  const drain = async (key: string, queue: Waiting[]): Promise<void> => {
    while (queue.length > 0) {
      const batch = queue.splice(0, MOST_AT_ONCE);
      try {
        const current = await attachBatch(server, batch.map(({ calling }) => calling), currents.get(key));
        currents.set(key, current);
        for (const { resolve } of batch) resolve(current.incidentId);
      } catch (error) {
        currents.delete(key);
        for (const { reject } of batch) reject(error);
      }
    }
    queues.delete(key);
  };

  return {
    attach: (calling) =>
      new Promise((resolve, reject) => {
        const key = calling.serviceId ?? "none";
        const queue = queues.get(key);
        const waiting = { calling, resolve, reject };
        if (queue !== undefined) {
          queue.push(waiting);
          return;
        }
        const started = [waiting];
        queues.set(key, started);
        void drain(key, started);
      }),
  };
}

/** The incident of the last time is tried first; once it has ended, another one is looked for or declared. */
async function attachBatch(server: ServerParts, batch: readonly Calling[], last: Current | undefined): Promise<Current> {
  const [first] = batch;
  if (first === undefined) throw new Error("an incident needs an alert");
  if (last !== undefined && concerns(last.record.state, first.serviceId)) {
    try {
      return await attachTo(server, last, batch);
    } catch (error) {
      if (!(error instanceof Rejection && (error.code === "INCIDENT_ENDED" || error.code === "NOT_FOUND"))) throw error;
    }
  }
  const incidentId = await joinOrDeclare(server, occasionOf(server, first, batch));
  return attachTo(server, { incidentId, record: await readRecord(server.log, incidentDecider, incidentId) }, batch);
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
  return { incidentId, record };
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
