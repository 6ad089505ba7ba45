import type { DeployEvent } from "@ballast/schema";
import { isEnding, type Deploy, type Driven } from "./deploy.ts";
import type { DeployCommandOf, EndCommand } from "./deployCommands.ts";
import { driven, notNow } from "./standing.ts";

/** Decides the way back, and every end but success. What is over stays as it ended. */
export function decideEnd(command: EndCommand, state: Deploy): readonly DeployEvent[] {
  const deploy = driven(state, command.deployId);
  if (command.type === "RecordEffect") return recordEffect(command, deploy);
  if (command.type === "NotifyDeployer") return notifyDeployer(command, deploy);
  if (deploy.status === "ended") return [];
  switch (command.type) {
    case "BeginRollback":
      return beginRollback(command, deploy);
    case "FailCompensation":
      return failCompensation(command, deploy);
    case "RecordRolledBack":
      return recordRolledBack(command, deploy);
    case "RecordAborted":
      return recordAborted(command, deploy);
    case "Fail":
      return fail(command, deploy);
    case "FailRollback":
      return failRollback(command, deploy);
    case "FailTarget":
      return failTarget(command, deploy);
    case "Redirect":
      return redirect(command, deploy);
    case "Escalate":
      return escalate(command, deploy);
    case "CompleteRollback":
      return completeRollback(command, deploy);
  }
}

type OpenDeploy = Exclude<Driven, { status: "ended" }>;

/** A rollback, or a deploy whose compensations run. */
const isOnTheWayBack = (deploy: OpenDeploy): boolean => deploy.status === "rollingBack" || deploy.request.kind === "rollback";

function beginRollback({ type, now, ...data }: DeployCommandOf<"BeginRollback">, deploy: OpenDeploy): readonly DeployEvent[] {
  if (deploy.request.kind === "rollback") throw notNow(deploy, "only goes forward", "it has no compensations");
  // The rollback that took over moves the traffic; two hands on one router would only fight.
  return deploy.status === "rollingBack" || deploy.preemptedBy !== null ? [] : [{ type: "RollbackBegan", data }];
}

function failCompensation({ type, now, ...data }: DeployCommandOf<"FailCompensation">, deploy: OpenDeploy): readonly DeployEvent[] {
  return deploy.failedCompensations.has(data.compensation) ? [] : [{ type: "CompensationFailed", data }];
}

function recordRolledBack({ type, now, ...data }: DeployCommandOf<"RecordRolledBack">, deploy: OpenDeploy): readonly DeployEvent[] {
  if (deploy.request.kind === "rollback") throw notNow(deploy, "only goes forward", "it is never rolled back itself");
  if (isEnding(deploy)) return [{ type: "DeployRolledBack", data }];
  throw notNow(deploy, "goes forward", "it cannot have been rolled back before a rollback began");
}

function recordAborted({ type, now, ...data }: DeployCommandOf<"RecordAborted">, deploy: OpenDeploy): readonly DeployEvent[] {
  if (isEnding(deploy)) return [{ type: "DeployAborted", data }];
  throw notNow(deploy, "goes forward", "nobody asked to abort it");
}

function fail({ type, now, ...data }: DeployCommandOf<"Fail">, deploy: OpenDeploy): readonly DeployEvent[] {
  if (deploy.request.kind === "rollback")
    throw notNow(deploy, "is tried until it is done", "it does not fail before it has reached anybody");
  if (deploy.traffic === null) return [{ type: "DeployFailed", data }];
  throw notNow(deploy, `has moved traffic (${deploy.traffic.percent} %)`, "it has to be rolled back, not just ended");
}

function failRollback({ type, now, ...data }: DeployCommandOf<"FailRollback">, deploy: OpenDeploy): readonly DeployEvent[] {
  if (isOnTheWayBack(deploy)) return [{ type: "RollbackFailed", data }];
  throw notNow(deploy, "goes forward", "no rollback can have failed");
}

function failTarget({ type, now, ...data }: DeployCommandOf<"FailTarget">, deploy: OpenDeploy): readonly DeployEvent[] {
  if (deploy.request.kind !== "rollback") throw notNow(deploy, "is no rollback", "it ends by itself where its release does not start");
  const known = deploy.failedTargets.some(({ releaseId, attempt }) => releaseId === data.releaseId && attempt === data.attempt);
  return known ? [] : [{ type: "RollbackTargetFailed", data }];
}

function redirect({ type, now, ...data }: DeployCommandOf<"Redirect">, deploy: OpenDeploy): readonly DeployEvent[] {
  if (deploy.request.kind !== "rollback")
    throw notNow(deploy, "is no rollback", "a deploy never brings another release than it was asked for");
  return deploy.target.releaseId === data.releaseId ? [] : [{ type: "RollbackRedirected", data }];
}

function escalate({ type, now, ...data }: DeployCommandOf<"Escalate">, deploy: OpenDeploy): readonly DeployEvent[] {
  if (!isOnTheWayBack(deploy)) throw notNow(deploy, "goes forward", "there is no rollback to escalate");
  return deploy.escalated ? [] : [{ type: "RollbackEscalated", data }];
}

function completeRollback({ type, now, ...data }: DeployCommandOf<"CompleteRollback">, deploy: OpenDeploy): readonly DeployEvent[] {
  if (deploy.request.kind === "rollback") return [{ type: "RollbackCompleted", data }];
  throw notNow(deploy, "is no rollback", "it ends by succeeding, or rolled back");
}

/** Measured once, also after the end: the numbers need some time. */
function recordEffect({ type, now, ...data }: DeployCommandOf<"RecordEffect">, deploy: Driven): readonly DeployEvent[] {
  if (deploy.effect !== null) return [];
  if (deploy.status === "ended" || isOnTheWayBack(deploy)) return [{ type: "EffectMeasured", data }];
  throw notNow(deploy, "goes forward", "there is no rollback whose effect could be measured");
}

/** That a message went out is a fact, wherever the deploy stands by then. */
function notifyDeployer({ type, now, ...data }: DeployCommandOf<"NotifyDeployer">, deploy: Driven): readonly DeployEvent[] {
  return deploy.notified.has(data.text) ? [] : [{ type: "DeployerNotified", data }];
}
