import { alertDecider, incidentDecider, isActive } from "@ballast/domain";
import { comparePositions, handleCommand, ids } from "@ballast/eventlog";
import { isOpen } from "@ballast/readmodel";
import type { Actor } from "@ballast/schema";
import { foldRecord } from "../commands/foldRecord.ts";
import { incidentById } from "../commands/named.ts";
import type { Node } from "../graphql/context.ts";

/** An alert that ended, and where the log stands with that. */
export interface EndedAlert {
  readonly alertId: string;
  readonly position: string;
}

type NodeParts = Pick<Node, "log" | "readModel" | "now">;

/**
 * Proposes to resolve each open incident of these alerts of which no other alert fires any more. It only proposes: an
 * incident that people work on is resolved by people.
 */
export async function proposeResolutions(node: NodeParts, actor: Actor, ended: readonly EndedAlert[]): Promise<void> {
  const last = ended.map(({ position }) => position).toSorted(comparePositions).at(-1);
  if (last === undefined) return;
  await node.readModel.waitFor(last);
  const alertIds = new Set(ended.map(({ alertId }) => alertId));
  const candidates = new Set([...alertIds].flatMap((alertId) => node.readModel.incidents.ofRecord(alertId).filter(isOpen).map(({ id }) => id)));
  for (const incidentId of candidates) {
    if (await noneFires(node, incidentId, alertIds)) await propose(node, actor, { incidentId, alertIds });
  }
}

async function noneFires({ log }: NodeParts, incidentId: string, ended: ReadonlySet<string>): Promise<boolean> {
  const incident = await incidentById(log, incidentId);
  if (incident.status !== "declared" || !isActive(incident)) return false;
  // The newest first: while a storm ends, one that still fires is found at once.
  for (let attached = incident.alerts; attached !== null; attached = attached.before) {
    if (ended.has(attached.id)) continue;
    const alert = await foldRecord(log, { category: "alert", id: attached.id, decider: alertDecider });
    if (alert.status === "firing") return false;
  }
  return true;
}

async function propose({ log, now }: NodeParts, actor: Actor, { incidentId, alertIds }: { incidentId: string; alertIds: ReadonlySet<string> }): Promise<void> {
  const at = now().toISOString();
  const commandId = ids.command("alert", "propose", incidentId, ...[...alertIds].toSorted());
  await handleCommand(log, {
    category: "incident", id: incidentId, decider: incidentDecider,
    command: { type: "ProposeResolution", now: at, incidentId, reason: `All alerts of ${actor.name} have cleared.` },
    context: { commandId, actor, now: at, correlationId: commandId, causationId: incidentId },
  });
}
