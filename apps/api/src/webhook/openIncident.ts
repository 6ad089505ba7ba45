import { setTimeout as pause } from "node:timers/promises";
import { incidentDecider, isActive, Rejection, type Incident } from "@ballast/domain";
import { foldRecord, declareIncident, handle, ids, type Acting, type IncidentDeclaration, type RecordedEvent } from "@ballast/eventlog";
import { incidentCounter, type Actor } from "@ballast/schema";
import type { ApiServer } from "../graphql/context.ts";

type Declaration = Omit<IncidentDeclaration, "incidentId" | "serviceIds">;
type ServerParts = Pick<ApiServer, "log" | "readModel" | "now">;

/** Why an incident is needed, and what it says if there is none yet. */
export interface Occasion {
  /** Null: what no service claims has one incident of its own. */
  readonly serviceId: string | null;
  /** The same whenever the same occasion comes again. */
  readonly commandId: string;
  readonly actor: Actor;
  readonly declaration: Declaration;
}

/** Numbers that were taken last: incidents that the read model may not know yet. */
const RECENT = 20;
/** A number that was taken so lately, ms, is on its way to become an incident. */
const UNDER_WAY_MS = 3_000;
const ATTEMPTS = 100;
/** Whoever is to be called waits so long, ms, for this server to know what the log says; then the newest incidents are read from there. */
const KNOWN_WITHIN_MS = 250;

/**
 * The open incident of a service, or a new one. Whoever declares must first take a number, by the counter's exact
 * revision: two servers that see none at the same time cannot both declare.
 */
export async function joinOrDeclare(server: ServerParts, occasion: Occasion): Promise<string> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const { events, revision } = await server.log.read(incidentCounter, { newest: RECENT });
    const found = await openAmong(server, occasion.serviceId, events);
    if (found === "underWay") await pause(25);
    else if (found !== null) return found;
    else if (await declared(server, occasion, revision)) return ids.incident(occasion.commandId);
  }
  throw new Rejection("REVISION_CONFLICT", "others declared incidents all the time meanwhile: try again");
}

/** The open incident of a service; null where there is none, or none that has been declared yet. */
export async function openIncidentOf(server: ServerParts, serviceId: string | null): Promise<string | null> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const { events } = await server.log.read(incidentCounter, { newest: RECENT });
    const found = await openAmong(server, serviceId, events);
    if (found !== "underWay") return found;
    await pause(25);
  }
  return null;
}

async function openAmong(
  server: ServerParts,
  serviceId: string | null,
  recent: readonly RecordedEvent[],
): Promise<string | "underWay" | null> {
  let underWay = false;
  const takenAt = new Map(
    recent.flatMap(({ event, metadata }) => (event.type === "NumberTaken" ? [[event.data.forId, metadata.recordedAt] as const] : [])),
  );
  // What the read model knows by now it need not be told again: an incident in a storm has thousands of alerts.
  const { behind } = await server.readModel.waitFor(await server.log.lastPosition(), { timeoutMs: KNOWN_WITHIN_MS });
  const visible = server.readModel.incidents
    .open({ ...(serviceId === null ? {} : { serviceId }), drill: false, viewer: "all" })
    .filter(({ serviceIds }) => serviceId !== null || serviceIds.length === 0)
    .map(({ id }) => id);
  const unknown = [...takenAt.keys()].reverse().filter((id) => behind || server.readModel.incidents.get(id) === undefined);
  for (const id of new Set([...visible, ...unknown])) {
    const incident = await foldRecord(server.log, incidentDecider, id);
    if (concerns(incident, serviceId)) return id;
    const taken = takenAt.get(id);
    underWay ||= incident.status === "absent" && taken !== undefined && server.now().getTime() - Date.parse(taken) < UNDER_WAY_MS;
  }
  return underWay ? "underWay" : null;
}

/** Whether alerts of a service belong to the incident. A drill is no answer to them, and a private incident tells nobody of them. */
export function concerns(incident: Incident, serviceId: string | null): boolean {
  if (incident.status !== "declared" || !isActive(incident) || incident.declaration.drill || incident.declaration.private) return false;
  if (serviceId !== null) return incident.serviceIds.includes(serviceId);
  return incident.serviceIds.length === 0 && incident.declaration.declaredAutomatically;
}

/** False where others took a number since it was looked at: they may have declared just this. */
async function declared(
  server: ServerParts,
  { commandId, actor, serviceId, declaration }: Occasion,
  revision: bigint | null,
): Promise<boolean> {
  const now = server.now().toISOString();
  const acting: Acting = {
    now,
    commandId: () => commandId,
    handle: ({ part, ...step }) =>
      handle(server.log, {
        ...step,
        context: {
          commandId, actor, now, correlationId: commandId, causationId: commandId,
          expectedRevision: part === "number" ? (revision ?? -1n) : undefined,
        },
      }),
  };
  try {
    await declareIncident(acting, {
      incidentId: ids.incident(commandId), serviceIds: serviceId === null ? [] : [serviceId], ...declaration,
    });
    return true;
  } catch (error) {
    if (error instanceof Rejection && error.code === "REVISION_CONFLICT") return false;
    throw error;
  }
}
