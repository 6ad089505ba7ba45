import { objectiveDecider, type ObjectiveContent } from "@ballast/domain/objective";
import { Rejection } from "@ballast/domain";
import { idOf as idFrom } from "@ballast/eventlog";
import {
  defaultTarget, defaultWeights, line, objectiveWindow, percent, type Indicator, type ObjectivePart, type ObjectiveWindow,
} from "@ballast/schema";
import { z } from "zod";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import {
  field, flagField, idField, intField, lineField, listOf, objectField, optional, otherwise, reasonField, wordField, type InputField,
} from "../commands/inputFields.ts";
import { refuseStrangers, registered, serviceField } from "../commands/named.ts";
import type { ApiContext } from "../graphql/context.ts";
import type { ServiceName } from "../graphql/serviceName.ts";
import { indicatorField } from "./indicatorField.ts";
import { measuringMutations } from "./measuringMutations.ts";
import { servicesOfObjective } from "./servicesOfObjective.ts";
import { CalendarUnit, MaintenancePolicy, Overlap, WindowKind } from "./objectiveType.ts";

/** Percent for people, parts per 100,000 for the log. */
const percentField = (description: string): InputField<number> =>
  field(() => Number, percent.transform((value) => Math.round(value * 1_000)), description);

const partField = objectField(
  "ObjectivePartInput",
  {
    service: serviceField(),
    component: optional(field(() => String, line, "Only this component of it; all of it unless told.")),
    sharePercent: otherwise(percentField("How much of the whole is lost while it is down; 100 unless told."), 100_000),
  },
  { description: "A service, or a component of it, that an objective is about." },
);

const asWindow = z
  .object({ kind: z.enum(WindowKind), days: z.int().nullable(), unit: z.enum(CalendarUnit).nullable(), timeZone: line.nullable() })
  .transform(({ kind, days, unit, timeZone }) =>
    kind === "rolling" ? { kind, days: days ?? 30 } : { kind, unit: unit ?? "month", timeZone: timeZone ?? "UTC" })
  .pipe(objectiveWindow);

const windowField: InputField<ObjectiveWindow> = objectField(
  "ObjectiveWindowInput",
  {
    kind: wordField(WindowKind, "The last days, or a unit of a calendar."),
    days: optional(intField("Rolling: how many days; 30 unless told.")),
    unit: optional(wordField(CalendarUnit, "Calendar: which unit; month unless told.")),
    timeZone: optional(field(() => String, line, "Calendar: whose, as `Europe/Zurich`; UTC unless told.")),
  },
  { description: "Over which time an objective holds.", schema: asWindow },
);

const weightsField = objectField(
  "ImpactWeightsInput",
  { criticalPercent: percentField("Critical."), majorPercent: percentField("Major."), minorPercent: percentField("Minor.") },
  { description: "How much counts as lost, by level, where nobody counted the customers hit." },
);

const asked = {
  name: lineField("Its name."),
  parts: listOf(partField, 200),
  targetPercent: otherwise(percentField("Share of the time that has to be good; 99.8 unless told."), defaultTarget),
  window: otherwise<ObjectiveWindow>(windowField, { kind: "rolling", days: 30 }),
  weights: optional(weightsField),
  overlap: otherwise(wordField(Overlap, "How impacts of the same moment come together; max unless told."), "max"),
  maintenance: otherwise(wordField(MaintenancePolicy, "What becomes of maintenance; it is left out unless told."), "excluded"),
  ownerId: optional(idField("Person", "Who answers for it.")),
  indicator: optional(indicatorField),
};

interface AskedPart {
  readonly service: ServiceName;
  readonly component: string | null;
  readonly sharePercent: number;
}

interface Asked {
  readonly name: string;
  readonly parts: readonly AskedPart[];
  readonly targetPercent: number;
  readonly window: ObjectiveWindow;
  readonly weights: { readonly criticalPercent: number; readonly majorPercent: number; readonly minorPercent: number } | null;
  readonly overlap: ObjectiveContent["overlap"];
  readonly maintenance: ObjectiveContent["maintenance"];
  readonly ownerId: string | null;
  readonly indicator: Indicator | null;
}

/** What is asked as the log keeps it. Refuses a name that another objective has, services and people that are not here. */
async function contentOf(
  given: Asked,
  objectiveId: string,
  { log, readModel }: ApiContext,
): Promise<Omit<ObjectiveContent, "objectiveId">> {
  if (given.parts.length === 0)
    throw new Rejection("INVALID_INPUT", `${given.name}: an objective is about one service at least`, ["parts"]);
  const called = readModel.objectives.all().find(({ id, name }) => id !== objectiveId && name.toLowerCase() === given.name.toLowerCase());
  if (called !== undefined) {
    throw new Rejection("ALREADY_EXISTS", `there is an objective ${called.name} already: change it, or call this one otherwise`, ["name"]);
  }
  for (const { service } of given.parts) await registered(log, service);
  if (given.ownerId !== null) await refuseStrangers(log, [given.ownerId], ["ownerId"]);
  const { weights, parts, targetPercent, name, window, overlap, maintenance, ownerId } = given;
  return {
    name,
    target: targetPercent,
    window,
    overlap,
    maintenance,
    ownerId,
    parts: parts.map(({ service: { serviceId }, component, sharePercent }): ObjectivePart => ({
      serviceId, component, share: sharePercent,
    })),
    weights:
      weights === null ? defaultWeights : { critical: weights.criticalPercent, major: weights.majorPercent, minor: weights.minorPercent },
  };
}

const servicesAsked = ({ parts }: Pick<Asked, "parts">): readonly string[] => parts.map(({ service: { serviceId } }) => serviceId);

const objectiveField = idField("Objective", "Which one.");

const defineObjective = defineMutation({
  name: "defineObjective",
  description:
    "Says how available something is to be: its target, over which time, and how incidents are weighed or, with an indicator, requests are counted.",
  permission: "objective.write",
  record: "Objective",
  input: asked,
  touches: (input) => servicesAsked(input),
  async act(run, input, context) {
    const objectiveId = idFrom(objectiveDecider, run.commandId);
    const content = await contentOf(input, objectiveId, context);
    await run.handle({
      aggregate: objectiveDecider, id: objectiveId, guarded: true,
      command: { type: "DefineObjective", now: run.now, objectiveId, ...content, indicator: input.indicator },
    });
    return { id: objectiveId };
  },
});

const changeObjective = defineMutation({
  name: "changeObjective",
  description: "Says anew, and whole, what an objective is; an indicator that is not named stays. One that was retired comes back with it.",
  permission: "objective.write",
  record: "Objective",
  input: { objectiveId: objectiveField, ...asked, reason: reasonField("Why.") },
  touches: async (input, context) => [...servicesAsked(input), ...(await servicesOfObjective(context, input.objectiveId))],
  async act(run, input, context) {
    const { objectiveId, reason } = input;
    const content = await contentOf(input, objectiveId, context);
    await run.handle({
      aggregate: objectiveDecider, id: objectiveId, guarded: true,
      command: {
        type: "ChangeObjective", now: run.now, objectiveId, ...content, reason,
        ...(input.indicator !== null && { indicator: input.indicator }),
      },
    });
    return { id: objectiveId };
  },
});

const retireObjective = defineMutation({
  name: "retireObjective",
  description: "Nobody is held to it any more; what it said, and how it was met, stays.",
  permission: "objective.write",
  record: "Objective",
  input: { objectiveId: objectiveField, reason: reasonField("Why.") },
  touches: ({ objectiveId }, context) => servicesOfObjective(context, objectiveId),
  async act(run, { objectiveId, reason }) {
    await run.handle({
      aggregate: objectiveDecider, id: objectiveId, guarded: true, command: { type: "RetireObjective", now: run.now, objectiveId, reason },
    });
    return { id: objectiveId };
  },
});

const setBudgetPolicy = defineMutation({
  name: "setBudgetPolicy",
  description:
    "Says what is done about an objective's budget. Unless somebody says otherwise an incident that takes much of it asks for an action, and no deploy is held up.",
  permission: "objective.write",
  record: "Objective",
  input: {
    objectiveId: objectiveField,
    gateDeploys: flagField("Nothing is deployed to production once it is gone, unless somebody who may overrides that with a reason."),
    askForActions: flagField("One incident over a fifth of the budget of four weeks asks for an action."),
    reason: reasonField("Why."),
  },
  touches: ({ objectiveId }, context) => servicesOfObjective(context, objectiveId),
  async act(run, { objectiveId, gateDeploys, askForActions, reason }) {
    await run.handle({
      aggregate: objectiveDecider, id: objectiveId, guarded: true,
      command: { type: "SetBudgetPolicy", now: run.now, objectiveId, policy: { gateDeploys, askForActions }, reason },
    });
    return { id: objectiveId };
  },
});

export const objectiveMutations: readonly Mutation[] = [
  defineObjective, changeObjective, setBudgetPolicy, retireObjective, ...measuringMutations,
];
