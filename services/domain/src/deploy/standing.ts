import { Rejection } from "../rejection.ts";
import { isEnding, nameOf, type Deploy, type Driven, type EndedDeploy, type GoingDeploy } from "./deploy.ts";

/** The deploy, if Ballast drives it; refused as NOT_FOUND or NOT_DEPLOYABLE else. */
export function driven(deploy: Deploy, deployId: string): Driven {
  if (deploy.status === "absent") throw new Rejection("NOT_FOUND", `there is no deploy ${deployId}`, ["deployId"]);
  if (deploy.status !== "observed") return deploy;
  const { version, environment, observedFrom } = deploy.observation;
  throw new Rejection(
    "NOT_DEPLOYABLE",
    `the deploy of ${version} to ${environment} is driven by ${observedFrom}; Ballast only observes it`,
    ["deployId"],
  );
}

/** A refusal because of where the deploy stands: `what` says what was to be done to it. */
export const notNow = (deploy: Driven, why: string, what: string): Rejection =>
  new Rejection("TRANSITION_NOT_ALLOWED", `${nameOf(deploy)} ${why}: ${what}`, ["deployId"]);

/** A refusal because it is over. */
export const isOver = (deploy: EndedDeploy, what: string): Rejection =>
  new Rejection("DEPLOY_NOT_RUNNING", `${nameOf(deploy)} has ended (${deploy.outcome}): ${what}`, ["deployId"]);

/** A deploy that a person may steer; `what` says what cannot be done otherwise, as "it cannot be paused". */
export function steerable(deploy: Driven, what: string): GoingDeploy {
  if (deploy.status === "ended") throw isOver(deploy, what);
  if (deploy.request.kind === "rollback") throw notNow(deploy, "only goes forward and is done in one go", what);
  if (deploy.status === "rollingBack") throw notNow(deploy, "goes back already", what);
  if (deploy.preemptedBy !== null) throw notNow(deploy, "was taken over by a rollback", what);
  if (deploy.abort !== null) throw notNow(deploy, `is being aborted (${deploy.abort})`, what);
  return deploy;
}

/** A deploy whose workflow's steps forward still count; null when they come too late. Refused for rollbacks, which have no steps. */
export function goingForward(deploy: Driven, what: string): GoingDeploy | null {
  if (deploy.request.kind === "rollback") throw notNow(deploy, "has no steps", what);
  return deploy.status === "going" && !isEnding(deploy) ? deploy : null;
}
