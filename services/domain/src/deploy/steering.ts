import type { DeployEvent } from "@ballast/schema";
import { Rejection } from "../rejection.ts";
import { isFailing, nameOf, type Deploy, type Driven, type GoingDeploy, type StepProgress } from "./deploy.ts";
import type { DeployCommandOf, SteerCommand } from "./deployCommands.ts";
import { driven, isOver, notNow, steerable } from "./standing.ts";

/** Decides what people, incidents and rollbacks want of a deploy. */
export function decideSteering(command: SteerCommand, state: Deploy): readonly DeployEvent[] {
  const deploy = driven(state, command.deployId);
  switch (command.type) {
    case "Pause":
      return pause(command, deploy);
    case "Resume":
      return resume(command, deploy);
    case "Promote":
      return promote(command, deploy);
    case "Abort":
      return abort(command, deploy);
    case "Hold":
      return hold(command, deploy);
    case "LiftHold":
      return liftHold(command, deploy);
    case "Preempt":
      return preempt(command, deploy);
  }
}

/** The judge's pause is a workflow's fact and may come late; a person's is refused with the reason. */
function pause({ type, now, ...data }: DeployCommandOf<"Pause">, deploy: Driven): readonly DeployEvent[] {
  if (data.byJudge && (deploy.status !== "going" || deploy.abort !== null || deploy.preemptedBy !== null || deploy.paused !== null))
    return [];
  const going = steerable(deploy, "it cannot be paused");
  if (going.paused === null) return [{ type: "DeployPaused", data }];
  const by = going.paused.byJudge ? "by the judge" : "by a person";
  throw new Rejection("ALREADY_PAUSED", `${nameOf(deploy)} is paused already, ${by}: ${going.paused.reason}`, ["deployId"]);
}

function resume({ type, now, ...data }: DeployCommandOf<"Resume">, deploy: Driven): readonly DeployEvent[] {
  // The judge's pause may have been ended by a person, or be one of a person's by now: the judge then has nothing to end.
  if (
    data.byJudge
    && (deploy.status !== "going" || deploy.abort !== null || deploy.preemptedBy !== null || deploy.paused?.byJudge !== true)
  )
    return [];
  const going = steerable(deploy, "it cannot be resumed");
  if (going.paused !== null) return [{ type: "DeployResumed", data }];
  const why = going.heldBy.length > 0 ? `is held by ${incidents(going)}, not paused: lift the hold` : `is not paused: it is ${going.phase}`;
  throw new Rejection("NOT_PAUSED", `${nameOf(deploy)} ${why}`, ["deployId"]);
}

const incidents = ({ heldBy }: GoingDeploy): string => `incident ${heldBy.join(" and incident ")}`;

function promote({ now, ...command }: DeployCommandOf<"Promote">, deploy: Driven): readonly DeployEvent[] {
  if (deploy.status !== "ended" && isFailing(deploy)) {
    throw new Rejection("VERDICT_FAILED", `${nameOf(deploy)} failed its verdict at ${deploy.step?.percent ?? 0} %: nobody can promote it`, [
      "deployId",
    ]);
  }
  const going = steerable(deploy, "it cannot be promoted");
  const { step } = going;
  if (command.full && command.reason.trim() === "")
    throw new Rejection("INVALID_INPUT", `skipping all further steps of ${nameOf(deploy)} needs a reason`, ["reason"]);
  if (going.heldBy.length > 0) throw notNow(going, `is held by ${incidents(going)}`, "lift the hold, then promote");
  if (step === null) throw notNow(going, `is ${going.phase}`, "there is no step to promote yet");
  if (!command.full && (command.step ?? step.index) > step.index)
    throw notNow(going, `is at ${step.percent} %, step ${step.index}`, `step ${command.step} has not begun`);
  if (isPromotedAlready(command, going, step)) return [];
  if (!command.full && step.passed) throw notNow(going, `is ${going.phase}`, "all its steps have passed");
  const { deployId, full, reason } = command;
  const promoted: DeployEvent = { type: "StepPromoted", data: { deployId, step: step.index, full, reason } };
  // A pause ends with the step that it stopped: to promote is to decide that it goes on.
  return going.paused === null ? [promoted] : [promoted, { type: "DeployResumed", data: { deployId, reason, byJudge: false } }];
}

function isPromotedAlready(command: Pick<DeployCommandOf<"Promote">, "full" | "step">, deploy: GoingDeploy, step: StepProgress): boolean {
  if (command.full) return deploy.full;
  const hasPassed = (command.step ?? step.index) < step.index || (step.passed && step.percent < 100);
  return hasPassed || step.promoted;
}

/** An abort of what goes back already asks for what happens. */
function abort({ type, now, ...data }: DeployCommandOf<"Abort">, deploy: Driven): readonly DeployEvent[] {
  if (deploy.status === "ended") {
    if (deploy.outcome === "aborted") return [];
    throw isOver(deploy, "there is nothing to abort");
  }
  if (deploy.request.kind === "rollback") throw notNow(deploy, "only goes forward", "it cannot be aborted");
  const goesBack = deploy.status === "rollingBack" || deploy.abort !== null || deploy.preemptedBy !== null;
  return goesBack ? [] : [{ type: "DeployAbortRequested", data }];
}

/** Comes from an incident: what cannot be held any more, or never could, is left alone. */
function hold({ type, now, ...data }: DeployCommandOf<"Hold">, deploy: Driven): readonly DeployEvent[] {
  if (deploy.status !== "going" || deploy.request.kind === "rollback" || deploy.abort !== null || deploy.preemptedBy !== null) return [];
  return deploy.heldBy.includes(data.incidentId) ? [] : [{ type: "DeployHeld", data }];
}

function liftHold({ type, now, ...data }: DeployCommandOf<"LiftHold">, deploy: Driven): readonly DeployEvent[] {
  if (deploy.status !== "going") return [];
  if (deploy.heldBy.includes(data.incidentId)) return [{ type: "DeployHoldLifted", data }];
  if (deploy.lifted.has(data.incidentId)) return [];
  throw new Rejection("NOT_HELD", `${nameOf(deploy)} is not held by incident ${data.incidentId}`, ["incidentId"]);
}

function preempt({ type, now, ...data }: DeployCommandOf<"Preempt">, deploy: Driven): readonly DeployEvent[] {
  if (deploy.status === "ended" || deploy.preemptedBy !== null) return [];
  const preempted: DeployEvent = { type: "DeployPreempted", data };
  if (deploy.request.kind === "rollback" || deploy.status !== "going" || deploy.start !== null) return [preempted];
  // Nothing has begun: it ends here, so that no run that comes later can take it up beside the rollback.
  return [
    preempted,
    { type: "DeployCancelled", data: { deployId: data.deployId, reason: `rollback ${data.byDeployId} took over before it started` } },
  ];
}
