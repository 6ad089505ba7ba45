import type { DeployEvent } from "@ballast/schema";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { instantOf } from "../statistics/calendar.ts";
import { isUnderWay, type ObservedDeployState } from "./course.ts";
import { nameOf, type Deploy, type DeployRequest } from "./deploy.ts";
import type { DeployCommandOf, RequestCommand } from "./deployCommands.ts";
import { driven, isOver, notNow } from "./standing.ts";

/** A rollback is to be done so long after the recorded press, in ms; then a person is called, and it goes on. */
export const ROLLBACK_DEADLINE_MS = 5 * 60_000;

/** Decides what begins a deploy. */
export function decideRequest(command: RequestCommand, deploy: Deploy): readonly DeployEvent[] {
  switch (command.type) {
    case "RequestDeploy":
      return requestDeploy(command, deploy);
    case "RequestRollback":
      return requestRollback(command, deploy);
    case "ObserveDeploy":
      return observeDeploy(command, deploy);
    case "ChangeObservation":
      return changeObservation(command, deploy);
    case "Cancel":
      return cancel(command, deploy);
  }
}

function requestDeploy({ type, now, overridden = [], ...data }: DeployCommandOf<"RequestDeploy">, deploy: Deploy): readonly DeployEvent[] {
  const { deployId } = data;
  const asked = request({ ...data, kind: "deploy", preempts: null, deadlineAt: null, direct: false, stay: false }, deploy);
  if (asked.length === 0) return [];
  return [...asked, ...overridden.map((gate) => ({ type: "DeployGateOverridden" as const, data: { deployId, ...gate } }))];
}

function requestRollback({ type, now, ...data }: DeployCommandOf<"RequestRollback">, deploy: Deploy): readonly DeployEvent[] {
  if (data.releaseId === data.fromReleaseId) {
    throw new Rejection("ALREADY_LIVE", `${data.version} is what runs in ${data.environment}: a rollback has to go to another release`, [
      "toVersion",
    ]);
  }
  const deadlineAt = new Date(instantOf(now) + ROLLBACK_DEADLINE_MS).toISOString();
  return request({ ...data, kind: "rollback", plan: null, deadlineAt }, deploy);
}

/** The deadline of a repetition is the first press's. */
function request(data: DeployRequest, deploy: Deploy): readonly DeployEvent[] {
  if (deploy.status === "absent") return [{ type: "DeployRequested", data }];
  if (deploy.status !== "observed" && sameContent({ ...data, deadlineAt: null }, { ...deploy.request, deadlineAt: null })) return [];
  // Its press was finished for whoever made it: they may come back, with more to say than the lock did.
  if (deploy.status !== "observed" && isSamePress(data, deploy.request)) return [];
  throw new Rejection("ALREADY_EXISTS", `${data.deployId} is ${calledAs(deploy)}`, ["deployId"]);
}

const isSamePress = (one: DeployRequest, other: DeployRequest): boolean =>
  one.kind === "rollback" && other.kind === "rollback" && one.laneId === other.laneId && one.releaseId === other.releaseId;

const calledAs = (deploy: Exclude<Deploy, { status: "absent" }>): string =>
  deploy.status === "observed"
    ? `the observed deploy of ${deploy.observation.version} to ${deploy.observation.environment}`
    : nameOf(deploy);

function observeDeploy({ type, now, ...data }: DeployCommandOf<"ObserveDeploy">, deploy: Deploy): readonly DeployEvent[] {
  if (deploy.status === "absent") return [{ type: "DeployObserved", data }];
  if (deploy.status === "observed") return [];
  throw new Rejection("ALREADY_EXISTS", `${data.deployId} is ${nameOf(deploy)}, which Ballast drives itself`, ["deployId"]);
}

function changeObservation({ type, now, ...data }: DeployCommandOf<"ChangeObservation">, deploy: Deploy): readonly DeployEvent[] {
  if (deploy.status === "absent") throw new Rejection("NOT_FOUND", `there is no observed deploy ${data.deployId}`, ["deployId"]);
  if (deploy.status !== "observed") throw notNow(deploy, "is driven by Ballast itself", "nobody else says how it goes");
  if (isOutdated(deploy.state, data.state)) return [];
  const same = data.state === deploy.state && data.description === deploy.description && (data.url === null || data.url === deploy.url);
  return same ? [] : [{ type: "DeployObservationChanged", data }];
}

/** Webhooks overtake each other: news of the beginning, told after the end, is old. */
const isOutdated = (known: ObservedDeployState, told: ObservedDeployState): boolean =>
  isUnderWay(told) && (!isUnderWay(known) || (known === "running" && told === "pending"));

function cancel({ type, now, ...data }: DeployCommandOf<"Cancel">, state: Deploy): readonly DeployEvent[] {
  const deploy = driven(state, data.deployId);
  if (deploy.status === "ended") {
    if (deploy.outcome === "cancelled") return [];
    throw isOver(deploy, "it cannot be cancelled");
  }
  if (deploy.request.kind === "rollback") throw notNow(deploy, "only goes forward", "it cannot be cancelled");
  if (deploy.status === "rollingBack" || deploy.start !== null) throw notNow(deploy, "has started", "it cannot be cancelled, only aborted");
  return [{ type: "DeployCancelled", data }];
}
