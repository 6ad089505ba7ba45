import { objectiveDecider } from "@ballast/domain/objective";
import { ids } from "@ballast/eventlog";
import { instant } from "@ballast/schema";
import { z } from "zod";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import { field, idField, optional, reasonField } from "../commands/inputFields.ts";
import { DateTime } from "../graphql/scalars.ts";
import { indicatorField } from "./indicatorField.ts";
import { servicesOfObjective } from "./servicesOfObjective.ts";

const objectiveId = idField("Objective", "Which one.");
const setIndicator = defineMutation({
  name: "setIndicator",
  description:
    "Has an objective measured by its requests, as queries of Prometheus count them every five minutes from then on; without an indicator, by incidents again.",
  permission: "objective.write",
  record: "Objective",
  input: { objectiveId, indicator: optional(indicatorField), reason: reasonField("Why.") },
  touches: (input, context) => servicesOfObjective(context, input.objectiveId),
  async act(run, input) {
    const { reason } = input;
    await run.handle({
      aggregate: objectiveDecider, id: input.objectiveId, guarded: true,
      command: { type: "SetIndicator", now: run.now, objectiveId: input.objectiveId, indicator: input.indicator, reason },
    });
    return { id: input.objectiveId };
  },
});

const correctObjective = defineMutation({
  name: "correctObjective",
  description:
    "Leaves a time out of what is measured, because what was measured in it was not so. Both figures are shown, with it and without.",
  permission: "objective.write",
  record: "Objective",
  input: {
    objectiveId,
    from: field(() => DateTime, instant, "Its start."), to: field(() => DateTime, instant, "Its end; it has passed."),
    reason: reasonField("Why."),
  },
  touches: (input, context) => servicesOfObjective(context, input.objectiveId),
  async act(run, { objectiveId: id, from, to, reason }) {
    const correctionId = ids.part(run.commandId, "correction");
    await run.handle({
      aggregate: objectiveDecider, id, guarded: true,
      command: { type: "Correct", now: run.now, objectiveId: id, correctionId, from, to, reason },
    });
    return { id };
  },
});

const liftCorrection = defineMutation({
  name: "liftCorrection",
  description: "What was left out counts again.",
  permission: "objective.write",
  record: "Objective",
  input: {
    objectiveId, correctionId: field(() => String, z.guid(), "Which correction."), reason: reasonField("Why."),
  },
  touches: (input, context) => servicesOfObjective(context, input.objectiveId),
  async act(run, { objectiveId: id, correctionId, reason }) {
    await run.handle({
      aggregate: objectiveDecider, id, guarded: true,
      command: { type: "LiftCorrection", now: run.now, objectiveId: id, correctionId, reason },
    });
    return { id };
  },
});

/** What decides how an objective is measured. */
export const measuringMutations: readonly Mutation[] = [setIndicator, correctObjective, liftCorrection];
