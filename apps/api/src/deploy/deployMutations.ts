import { type DeployCommand, deployDecider, laneDecider, Rejection } from "@ballast/domain";
import { foldRecord, ids } from "@ballast/eventlog";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import { inTurn } from "../commands/inTurn.ts";
import {
  flagField, idField, intField, noteField, optional, otherwise, reasonField, type InputFields, type InputOf,
} from "../commands/inputFields.ts";
import { environmentField, registered, serviceField, versionField } from "../commands/named.ts";
import type { Run } from "../commands/runCommand.ts";
import { cancelDeploy } from "./cancelDeploy.ts";
import { pressRollback } from "./pressRollback.ts";
import { requestDeploy } from "./requestDeploy.ts";
import { servicesOfDeploy } from "./servicesOfDeploy.ts";
import { z } from "zod";

interface Steering<Fields extends InputFields> {
  readonly description: string;
  readonly input: Fields;
  readonly command: (input: InputOf<Fields> & { deployId: string }, run: Run) => DeployCommand;
}

/** A mutation by which a person steers a running deploy. */
const steer = <const Fields extends InputFields>(name: string, { description, input, command }: Steering<Fields>): Mutation =>
  defineMutation({
    name,
    description,
    permission: "deploy.run",
    record: "Deploy",
    input: { deployId: idField("Deploy", "The deploy."), ...input },
    touches: ({ deployId }, context) => servicesOfDeploy(context, deployId as string),
    async act(run, given) {
      const deployId = given.deployId as string;
      await run.handle({
        aggregate: deployDecider, id: deployId, guarded: true, command: command(given as InputOf<Fields> & { deployId: string }, run),
      });
      return { id: deployId };
    },
  });

export const deployMutations: readonly Mutation[] = [
  defineMutation({
    name: "requestDeploy",
    description:
      "Asks for a release to be carried to an environment, step by step. Refused while another deploy runs there, the lane is held, or the error budget of an objective that asks for this is gone.",
    permission: "deploy.run",
    record: "Deploy",
    input: {
      service: serviceField(), environment: environmentField(), version: versionField("The release."), reason: noteField("Why."),
      overrideBudget: noteField("Why it may go although an error budget is gone; takes the right `deploy.override`."),
    },
    touches: ({ service }) => [service.serviceId],
    act: (run, input, context) => requestDeploy(run, context, input),
  }),
  defineMutation({
    name: "cancelDeploy",
    description: "Takes a deploy back that no workflow has started yet, and gives its lane free.",
    permission: "deploy.run",
    record: "Deploy",
    input: { deployId: idField("Deploy", "The deploy."), reason: noteField("Why.") },
    touches: ({ deployId }, context) => servicesOfDeploy(context, deployId),
    act: (run, input, { log }) => cancelDeploy(run, log, input),
  }),
  steer("pauseDeploy", {
    description: "Stops the clock of a deploy's step; the judge goes on looking.",
    input: { reason: noteField("Why.") },
    command: ({ deployId, reason }, { now }) => ({ type: "Pause", now, deployId, reason, byJudge: false }),
  }),
  steer("resumeDeploy", {
    description: "Lets a paused deploy go on.",
    input: { reason: noteField("Why.") },
    command: ({ deployId, reason }, { now }) => ({ type: "Resume", now, deployId, reason, byJudge: false }),
  }),
  steer("promoteDeploy", {
    description: "Ends this step, or with `full` all further ones. Never overrides a failing verdict.",
    input: {
      full: otherwise(flagField("Skips all further steps and the soak; needs a reason."), false),
      step: optional(intField("The step that you saw: one that has passed meanwhile is not taken for the next.", z.int().min(0))),
      reason: noteField("Why."),
    },
    command: ({ deployId, full, step, reason }, { now }) => ({ type: "Promote", now, deployId, full, step, reason }),
  }),
  steer("abortDeploy", {
    description: "Ends a deploy: traffic goes back to what served everyone before it.",
    input: { reason: reasonField("Why.") },
    command: ({ deployId, reason }, { now }) => ({ type: "Abort", now, deployId, reason }),
  }),
  defineMutation({
    name: "liftDeployHold",
    description: "Lets a deploy go on that incidents hold.",
    permission: "deploy.run",
    record: "Deploy",
    input: { deployId: idField("Deploy", "The deploy."), reason: reasonField("Why it may go on although the incident is open.") },
    touches: ({ deployId }, context) => servicesOfDeploy(context, deployId),
    async act(run, { deployId, reason }, { log }) {
      const deploy = await foldRecord(log, deployDecider, deployId);
      const holding = deploy.status === "going" ? [...deploy.heldBy] : [];
      if (holding.length === 0 && !(await run.earlier(deployDecider, deployId)))
        throw new Rejection("NOT_HELD", `no incident holds deploy ${deployId}`, ["deployId"]);
      const command = holding.map((incidentId) => ({ type: "LiftHold" as const, now: run.now, deployId, incidentId, reason }));
      await run.handle({ aggregate: inTurn(deployDecider), id: deployId, guarded: true, command });
      return { id: deployId };
    },
  }),
  defineMutation({
    name: "rollbackService",
    description:
      "Goes back to the last known good release, at once and only forward. No lock, hold or deploy stands in its way; a second press joins the one that runs, one that names another release takes over from it.",
    permission: "deploy.rollback",
    record: "Deploy",
    input: {
      service: serviceField(),
      environment: environmentField(),
      toVersion: optional(versionField("Where to, any release with an artifact; left out, where the lane's history says.")),
      stay: otherwise(
        flagField("Keeps to that release although it does not start, instead of going on to the next older good one."),
        false,
      ),
      reason: noteField("Why."),
      incidentId: optional(idField("Incident", "The incident that it is to mitigate.")),
    },
    extras: {
      attached: { type: () => Boolean, nullable: false, description: "True when this press joined a rollback that was running already." },
    },
    touches: ({ service }) => [service.serviceId],
    act: (run, input, context) => pressRollback(run, context, input),
  }),
  defineMutation({
    name: "releaseHold",
    description: "Lets deploys to an environment start again that a rollback had stopped.",
    permission: "hold.release",
    record: "Lane",
    input: { service: serviceField(), environment: environmentField(), reason: reasonField("Why it is safe to deploy again.") },
    touches: ({ service }) => [service.serviceId],
    async act(run, { service: name, environment, reason }, { log }) {
      const { serviceId } = await registered(log, name);
      const laneId = ids.lane(serviceId, environment);
      await run.handle({
        aggregate: laneDecider, id: laneId, guarded: true, command: { type: "ReleaseHold", now: run.now, laneId, reason },
      });
      return { id: laneId };
    },
  }),
];
