import type { TargetingCommand } from "@ballast/domain/targeting";
import { ids } from "@ballast/eventlog";
import { rampPlanAsked } from "@ballast/schema";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import { jsonField, partIdField, reasonField } from "../commands/inputFields.ts";
import type { FlagName } from "../commands/named.ts";
import type { Run } from "../commands/runCommand.ts";
import type { ApiContext } from "../graphql/context.ts";
import { placeFields, touched, whyFields } from "./changeMutations.ts";
import { opened, turn, turnedAt } from "./turning.ts";

const rampFlag = defineMutation({
  name: "rampFlag",
  description: "Plans a ramp: up by steps, each watched on the metrics of the flag's services, back by itself where that looks bad.",
  permission: "flag.write",
  record: "Targeting",
  input: {
    ...placeFields, reason: whyFields.reason,
    plan: jsonField(
      rampPlanAsked,
      "The steps: `{steps: [{parts, bakeMs, analysis}]}`, parts per 100,000; of `analysis`, what is left out is as usual.",
    ),
  },
  touches: touched,
  extras: { rampId: { type: () => String, nullable: false, description: "The ramp." } },
  async act(run, { plan, reason, ...place }, context) {
    const turned = await turnedAt(context, place);
    await opened(run, context, { turned, environment: place.environment });
    const { targetingId } = turned;
    const rampId = ids.part(run.commandId, "ramp");
    const done = await turn(run, turned, {
      moving: () => ({ kind: "ramp", plan }),
      command: (proof) => ({
        type: "PlanRamp", now: run.now, targetingId, rampId, plan, reason, byPersonId: run.by, rebucket: null, ...proof,
      }),
    });
    return { ...done, rampId };
  },
});

interface RampNamed {
  readonly flag: FlagName;
  readonly environment: string;
}

/** A word to a ramp that goes on; nobody is moved by it. */
const telling =
  (run: Run, context: ApiContext) =>
  async (place: RampNamed, command: (targetingId: string) => TargetingCommand): Promise<{ readonly id: string }> => {
    const turned = await turnedAt(context, place);
    return turn(run, turned, { moving: () => null, command: () => command(turned.targetingId) });
  };

const rampId = partIdField("The ramp.");

const holdRamp = defineMutation({
  name: "holdRamp",
  description: "Holds a ramp where it is, until somebody lets it go on.",
  permission: "flag.kill",
  record: "Targeting",
  input: { ...placeFields, rampId, reason: reasonField("Why."), incidentId: whyFields.incidentId },
  touches: touched,
  act: (run, { rampId: id, reason, incidentId, ...place }, context) =>
    telling(run, context)(place, (targetingId) => ({ type: "HoldRamp", now: run.now, targetingId, rampId: id, reason, incidentId })),
});

const resumeRamp = defineMutation({
  name: "resumeRamp",
  description: "Lets a ramp go on that a person, or an incident, holds.",
  permission: "flag.write",
  record: "Targeting",
  input: { ...placeFields, rampId, incidentId: whyFields.incidentId },
  touches: touched,
  act: (run, { rampId: id, incidentId, ...place }, context) =>
    telling(run, context)(place, (targetingId) => ({ type: "ResumeRamp", now: run.now, targetingId, rampId: id, incidentId })),
});

const stopRamp = defineMutation({
  name: "stopRamp",
  description: "Ends a ramp where it stands; the share stays as it is.",
  permission: "flag.write",
  record: "Targeting",
  input: { ...placeFields, rampId, reason: reasonField("Why.") },
  touches: touched,
  async act(run, { rampId: id, reason, ...place }, context) {
    const turned = await turnedAt(context, place);
    const { targetingId } = turned;
    return turn(run, turned, {
      moving: () => null,
      command: ({ cohort }) => ({
        type: "EndRamp", now: run.now, targetingId, rampId: id, outcome: "stopped", reason, cohort, incidentId: null,
      }),
    });
  },
});

export const rampMutations: readonly Mutation[] = [rampFlag, holdRamp, resumeRamp, stopRamp];
