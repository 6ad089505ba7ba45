import { setTimeout as pause } from "node:timers/promises";
import { incidentDecider, isActive, Rejection, type Incident } from "@ballast/domain";
import { alertGroupDecider } from "@ballast/domain/alertRule";
import { declareIncident, foldRecord, handle, ids, readRecord, type Acting } from "@ballast/eventlog";
import type { ApiServer } from "../graphql/context.ts";
import { Behind } from "./caughtUp.ts";
import type { Occasion } from "./openIncident.ts";

type ServerParts = Pick<ApiServer, "log" | "now">;

/** Who named an incident gets so long, ms, to declare it; then somebody else does. */
const DECLARED_WITHIN_MS = 3_000;
const STEP_MS = 25;
const ATTEMPTS = 200;

/** Whether it can still take alerts of its group. A drill is no answer to them, and a private incident tells nobody of them. */
export const takesGroup = (incident: Incident): boolean =>
  incident.status === "declared" && isActive(incident) && !incident.declaration.drill && !incident.declaration.private;

/** Merges lead on at most so often: longer chains are nobody's. */
const MOST_MERGES = 10;

/** The incident that goes on with what was named for a group: itself, or what it was merged into; null where it has ended. */
export async function goingOn({ log }: Pick<ServerParts, "log">, named: string): Promise<string | null> {
  let incidentId = named;
  for (let merges = 0; merges <= MOST_MERGES; merges += 1) {
    const incident = await foldRecord(log, incidentDecider, incidentId);
    if (takesGroup(incident)) return incidentId;
    if (incident.status !== "declared" || incident.mergedInto === null) return null;
    incidentId = incident.mergedInto;
  }
  return null;
}

/**
 * The open incident of a group of alerts, or a new one: who declares it must first be named by the group's exact revision, so that of
 * several servers only one does.
 */
export async function incidentOfGroup(
  server: ServerParts,
  occasion: Occasion,
  { groupId, label }: { readonly groupId: string; readonly label: string },
): Promise<string> {
  const incidentId = ids.incident(occasion.commandId);
  let waitedMs = 0;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const { state } = await readRecord(server.log, alertGroupDecider, groupId);
    const named = state.incidentId;
    if (named === incidentId) return declare(server, occasion);
    const there = named === null ? null : await foldRecord(server.log, incidentDecider, named);
    const open = named === null ? null : await goingOn(server, named);
    if (open !== null) return open;
    if (there?.status === "absent" && waitedMs < DECLARED_WITHIN_MS) {
      await pause(STEP_MS);
      waitedMs += STEP_MS;
      continue;
    }
    const now = server.now().toISOString();
    const commandId = ids.command("alert", "groupIncident", groupId, incidentId);
    await handle(server.log, {
      aggregate: alertGroupDecider, id: groupId,
      command: { type: "NameGroupIncident", now, groupId, after: named, incidentId, label },
      context: { commandId, actor: occasion.actor, now, correlationId: commandId, causationId: groupId },
    });
  }
  throw new Behind("others declared incidents of this group all the time meanwhile");
}

async function declare(server: ServerParts, { commandId, actor, serviceId, declaration }: Occasion): Promise<string> {
  const now = server.now().toISOString();
  const incidentId = ids.incident(commandId);
  const acting: Acting = {
    now,
    commandId: () => commandId,
    handle: ({ part: _, ...step }) =>
      handle(server.log, { ...step, context: { commandId, actor, now, correlationId: commandId, causationId: commandId } }),
  };
  try {
    await declareIncident(acting, { incidentId, serviceIds: serviceId === null ? [] : [serviceId], ...declaration });
  } catch (error) {
    // The same alert by another server at the same time, with others beside it: one declaration is enough.
    if (!(error instanceof Rejection && error.code === "ALREADY_EXISTS")) throw error;
  }
  return incidentId;
}

/** So often a service is added to what others add services to. */
const NAMINGS = 5;

/** Names services of a group's alerts on its incident, so that their people are called too; those that are named stay. */
export async function nameServices(
  { log, now }: ServerParts,
  incidentId: string,
  { serviceIds, actor }: { readonly serviceIds: readonly string[]; readonly actor: Occasion["actor"] },
): Promise<void> {
  for (let attempt = 0; attempt < NAMINGS; attempt += 1) {
    const { state, revision } = await readRecord(log, incidentDecider, incidentId);
    if (state.status !== "declared" || serviceIds.every((id) => state.serviceIds.includes(id))) return;
    const at = now().toISOString();
    const all = [...new Set([...state.serviceIds, ...serviceIds])];
    const commandId = ids.command("alert", "nameServices", incidentId, ...all);
    try {
      await handle(log, {
        aggregate: incidentDecider, id: incidentId,
        command: { type: "NameServices", now: at, incidentId, serviceIds: all, components: [...state.components] },
        context: {
          commandId, actor, now: at, correlationId: commandId, causationId: incidentId, expectedRevision: revision ?? -1n,
        },
      });
      return;
    } catch (error) {
      if (!(error instanceof Rejection && error.code === "REVISION_CONFLICT")) throw error;
    }
  }
}
