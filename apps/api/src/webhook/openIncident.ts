import { setTimeout as pause } from "node:timers/promises";
import { incidentDecider, isActive, Rejection, type Incident } from "@ballast/domain";
import { foldRecord, handleKnown, ids, type IncidentDeclaration } from "@ballast/eventlog";
import { incidentCounter, type Actor } from "@ballast/schema";
import type { ApiServer } from "../graphql/context.ts";
import { Behind } from "./caughtUp.ts";
import type { CallingFirst } from "./callingFirst.ts";
import type { IncidentNumbers, SeenNumbers } from "./incidentNumbers.ts";

type Declaration = Omit<IncidentDeclaration, "incidentId" | "serviceIds">;
type ServerParts = Pick<ApiServer, "log" | "readModel" | "now">;

/** What declarations of one server have in common. */
export interface Declarers {
  readonly numbers: IncidentNumbers;
  readonly calls: Pick<CallingFirst, "began">;
}
type Parts = ServerParts & Declarers;

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
/** Longer by far than a server is waited for that took a number and died. */
const ATTEMPTS = 400;
/** Nobody is called for what is milder. */
const MILDEST_THAT_CALLS = 3;
/** Whoever is to be called waits so long, ms, for this server to know what the log says; then the newest incidents are read from there. */
const KNOWN_WITHIN_MS = 100;

/**
 * The open incident of a service, or a new one. Whoever declares must first take a number, by the counter's exact revision: two servers
 * that see none at the same time cannot both declare. What this server takes for other services meanwhile holds nobody up.
 * @throws Behind where others are always faster: the sender is to try again, which it does for no refusal
 */
export async function joinOrDeclare(server: Parts, occasion: Occasion): Promise<string> {
  const incidentId = ids.incident(occasion.commandId);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const seen = await seenNow(server);
    const found = await openAmong(server, seen, { ...occasion, incidentId });
    if (found === "underWay") await pause(25);
    else if (found !== null) return found;
    else if (await declared(server, { ...occasion, seen, incidentId })) return incidentId;
  }
  throw new Behind("others declared incidents all the time meanwhile");
}

/** The open incident of a service; null where there is none, or none that has been declared yet. */
export async function openIncidentOf(server: Parts, serviceId: string | null): Promise<string | null> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const found = await openAmong(server, await seenNow(server), { serviceId });
    if (found !== "underWay") return found;
    await pause(25);
  }
  return null;
}

interface Seen extends SeenNumbers {
  /** The read model does not know by now what the log says: the newest incidents are looked up there. */
  readonly behind: boolean;
}

/** The newest numbers, and what this server knows beside them and need not read: an incident in a storm has thousands of alerts. */
async function seenNow({ log, readModel }: ServerParts): Promise<Seen> {
  const [numbers, { behind }] = await Promise.all([
    log.read(incidentCounter, { newest: RECENT }),
    log.lastPosition().then((position) => readModel.waitFor(position, { timeoutMs: KNOWN_WITHIN_MS })),
  ]);
  return { ...numbers, behind };
}

/** Whose incident is looked for. */
interface Looking extends Pick<Occasion, "serviceId"> {
  /** The one that would be declared: that it has a number, and nothing else, is no reason to wait. */
  readonly incidentId?: string;
}

async function openAmong(
  { log, readModel, now, numbers }: Parts, { events, behind }: Seen, { serviceId, incidentId }: Looking,
): Promise<string | "underWay" | null> {
  const takenAt = new Map(
    events.flatMap(({ event, metadata }) => (event.type === "NumberTaken" ? [[event.data.forId, metadata.recordedAt] as const] : [])),
  );
  const visible = readModel.incidents
    .open({ ...(serviceId === null ? {} : { serviceId }), drill: false, viewer: "all" })
    .filter(({ serviceIds }) => serviceId !== null || serviceIds.length === 0)
    .map(({ id }) => id);
  const unknown = [...takenAt.keys()].reverse()
    .filter((id) => !numbers.isOfAnother(id, serviceId) && (behind || readModel.incidents.get(id) === undefined));
  const looked = await Promise.all(
    [...new Set([...visible, ...unknown])].map(async (id) => ({ id, incident: await foldRecord(log, incidentDecider, id) })),
  );
  const open = looked.find(({ incident }) => concerns(incident, serviceId));
  if (open !== undefined) return open.id;
  const isUnderWay = ({ id, incident }: (typeof looked)[number]): boolean => {
    const taken = takenAt.get(id);
    return id !== incidentId && incident.status === "absent" && taken !== undefined && now().getTime() - Date.parse(taken) < UNDER_WAY_MS;
  };
  return looked.some(isUnderWay) ? "underWay" : null;
}

/** Whether alerts of a service belong to the incident. A drill is no answer to them, and a private incident tells nobody of them. */
export function concerns(incident: Incident, serviceId: string | null): boolean {
  if (incident.status !== "declared" || !isActive(incident) || incident.declaration.drill || incident.declaration.private) return false;
  if (serviceId !== null) return incident.serviceIds.includes(serviceId);
  return incident.serviceIds.length === 0 && incident.declaration.declaredAutomatically;
}

interface Declaring extends Occasion {
  readonly seen: SeenNumbers;
  readonly incidentId: string;
}

/** False where others took a number since it was looked at: they may have declared just this. */
async function declared({ log, now, numbers, calls }: Parts, declaring: Declaring): Promise<boolean> {
  const { commandId, actor, serviceId, declaration, seen, incidentId } = declaring;
  const number = await numbers.take(seen, { incidentId, serviceId, actor });
  if (number === null) return false;
  const at = now().toISOString();
  try {
    await handleKnown(log, {
      aggregate: incidentDecider, id: incidentId,
      command: {
        type: "DeclareIncident", now: at, number, incidentId, serviceIds: serviceId === null ? [] : [serviceId], ...declaration,
      },
      context: { commandId, actor, now: at, correlationId: commandId, causationId: commandId },
    }, { state: incidentDecider.initialState, revision: null });
  } catch (error) {
    // The same alert through another server at the same time: one declaration is enough.
    if (!(error instanceof Rejection && error.code === "ALREADY_EXISTS")) throw error;
  }
  if (declaration.severity <= MILDEST_THAT_CALLS) calls.began(incidentId);
  return true;
}
