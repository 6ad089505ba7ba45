import { deployDecider, laneDecider, mentionedIn, resolveRollback, type RegisteredService } from "@ballast/domain";
import type { Log } from "../connectLog.ts";
import { ids } from "../ids.ts";
import { foldBefore, foldRecord } from "../record.ts";
import type { Acting } from "./acting.ts";
import { factsOfReleases } from "./releaseFacts.ts";

/** A press of the button, or of break-glass. */
export interface RollbackAsked {
  readonly deployId: string;
  readonly service: Pick<RegisteredService, "serviceId" | "slug">;
  readonly environment: string;
  /** Null: where the lane's history says. */
  readonly toVersion: string | null;
  readonly reason: string;
  readonly incidentId: string | null;
  /** Keeps to its target although that does not start. */
  readonly stay: boolean;
  /** Carried out by whoever presses, not by the workflow engine. */
  readonly direct: boolean;
}

/** Which rollback carries it out; `attached` when it was running already. */
export interface RollbackPressed {
  readonly id: string;
  readonly attached: boolean;
}

/**
 * Takes the lane from whoever has it and asks for the rollback; joins the one that runs unless another release is named.
 * @throws Rejection as `resolveRollback` says
 */
export async function pressRollback(log: Log, acting: Acting, asked: RollbackAsked): Promise<RollbackPressed> {
  const { now } = acting;
  const { deployId, environment, toVersion, service: { serviceId, slug: service } } = asked;
  const laneId = ids.lane(serviceId, environment);
  const to = toVersion === null ? null : { releaseId: ids.release(serviceId, toVersion), version: toVersion };
  const lane = await foldRecord(log, laneDecider, laneId);
  const factsOf = await factsOfReleases(log, [...mentionedIn(lane), ...(to === null ? [] : [to.releaseId])]);
  const key = { laneId, serviceId, environment, deployId };
  const taken = await acting.handle({
    aggregate: laneDecider, id: laneId, part: "take", command: { type: "TakeLaneForRollback", now, factsOf, ...key, service, to },
  });
  if (taken.events.length === 0) return { id: await lockHolder(log, laneId, deployId), attached: true };
  // Decided on the lane as it was before this press, also where an earlier try got so far and no further.
  const before = await foldBefore(log, laneDecider, { id: laneId, commandId: acting.commandId("take") });
  const { target, from, preempts, warnings } = resolveRollback(before, factsOf, { service, environment, to });
  await acting.handle({
    aggregate: deployDecider, id: deployId, part: "request",
    command: {
      type: "RequestRollback", now, ...key, releaseId: target.releaseId, version: target.version, fromReleaseId: from?.releaseId ?? null,
      fromVersion: from?.version ?? null, reason: asked.reason, automatic: false, incidentId: asked.incidentId, preempts,
      direct: asked.direct, warnings: [...warnings], stay: asked.stay,
    },
  });
  return { id: deployId, attached: false };
}

async function lockHolder(log: Log, laneId: string, deployId: string): Promise<string> {
  const lane = await foldRecord(log, laneDecider, laneId);
  return lane.status === "open" && lane.lock !== null ? lane.lock.deployId : deployId;
}
