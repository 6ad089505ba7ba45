import { deployDecider, laneDecider, leftBehind, mentionedIn } from "@ballast/domain";
import { factsOfReleases, foldBefore, handle, ids, type RecordedEvent } from "@ballast/eventlog";
import { streamName, type LaneEvent } from "@ballast/schema";
import type { WorkerParts } from "../parts.ts";

/** A lock that a rollback took. */
export type RollbackLock = RecordedEvent & { readonly event: Extract<LaneEvent, { type: "LaneLocked" }> };

/**
 * Asks for the rollback whose lock was taken and whose request never came, as the process between the two died: the
 * lane is taken from whoever had it, customers may be on a canary that nobody looks after, and giving the lane free
 * would leave them there. The lock says where it goes, who pressed, and when. Done twice, it is done once.
 */
export async function finishPress({ log, now }: Pick<WorkerParts, "log" | "now">, lock: RollbackLock): Promise<void> {
  const { laneId, deployId, releaseId, version } = lock.event.data;
  const before = await foldBefore(log, laneDecider, { id: laneId, commandId: lock.metadata.commandId });
  if (before.status === "absent") return;
  const { from, preempts } = leftBehind(before, await factsOfReleases(log, [...mentionedIn(before), releaseId]));
  const { serviceId, environment } = before;
  await handle(log, {
    aggregate: deployDecider,
    id: deployId,
    command: {
      type: "RequestRollback", now: lock.metadata.occurredAt, deployId, laneId, serviceId, environment, releaseId, version,
      fromReleaseId: from?.releaseId ?? null, fromVersion: from?.version ?? null,
      reason: "whoever pressed it was gone before they had said more: it is carried out all the same", automatic: false, incidentId: null,
      preempts, direct: false, warnings: [], stay: false,
    },
    context: {
      commandId: ids.command("finishPress", lock.eventId), actor: lock.metadata.actor, now: now().toISOString(),
      occurredAt: lock.metadata.occurredAt, correlationId: lock.metadata.$correlationId, causationId: lock.eventId,
    },
  });
}

/** The lock under which this rollback took its lane; undefined when it never did. */
export async function lockOf({ log }: Pick<WorkerParts, "log">, laneId: string, deployId: string): Promise<RollbackLock | undefined> {
  const { events } = await log.read(streamName("lane", laneId));
  return events.find(
    (recorded): recorded is RollbackLock =>
      recorded.event.type === "LaneLocked" && recorded.event.data.kind === "rollback" && recorded.event.data.deployId === deployId,
  );
}
