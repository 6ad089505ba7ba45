import "reflect-metadata";
import type { Stored } from "@ballast/readmodel";
import type { ObjectiveRow } from "@ballast/readmodel/objective";
import { overlap } from "@ballast/schema";
import { Field, Float, ID, Int, ObjectType } from "type-graphql";
import type { RecordOf } from "../graphql/context.ts";
import { enumType } from "../graphql/enums.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { find, typeNamed } from "../graphql/records.ts";
import { DateTime } from "../graphql/scalars.ts";
import { oncePerScope, reaches, type Scope } from "../graphql/scope.ts";

export const Overlap = enumType(
  "Overlap", overlap,
  "How impacts of the same moment come together: `max` where they hit the same users, `independent` where chance decides whom each hits, `capped` where each hits others, `union` where any impact counts as one of everyone.",
);
export const WindowKind = enumType("ObjectiveWindowKind", { options: ["rolling", "calendar"] }, "Over which time an objective holds.");
export const CalendarUnit = enumType("CalendarUnit", { options: ["month", "quarter", "year"] }, "A unit of the calendar.");
export const MaintenancePolicy = enumType(
  "MaintenancePolicy",
  { options: ["excluded", "counted"] },
  "Whether maintenance is left out of the time that is measured, or counts as time like any other.",
);

@ObjectType({ description: "Over which time an objective holds: the last days, or a unit of a calendar.", simpleResolvers: true })
export class ObjectiveWindow {
  @Field(() => WindowKind, { description: "Which of the two." }) kind!: "rolling" | "calendar";
  @Field(() => Int, { nullable: true, description: "Rolling: how many days up to now." }) days!: number | null;
  @Field(() => CalendarUnit, { nullable: true, description: "Calendar: which unit." }) unit!: "month" | "quarter" | "year" | null;
  @Field(() => String, { nullable: true, description: "Calendar: whose, as `Europe/Zurich`." }) timeZone!: string | null;
}

@ObjectType({ description: "A service, or a component of it, that an objective is about.", simpleResolvers: true })
export class ObjectivePart {
  @Field(() => typeNamed("Service"), { nullable: true, description: "The service; null where it is not known at that moment." })
  service!: RecordOf<"Service"> | null;
  @Field(() => String, { nullable: true, description: "Only this component of it; null: all of it." }) component!: string | null;
  @Field(() => Float, { description: "How much of the whole is lost while it is down, percent." }) sharePercent!: number;
}

@ObjectType({ description: "How much counts as lost where nobody counted the customers hit, percent.", simpleResolvers: true })
export class ImpactWeights {
  @Field(() => Float, { description: "While a critical incident lasts." }) criticalPercent!: number;
  @Field(() => Float, { description: "While a major one lasts." }) majorPercent!: number;
  @Field(() => Float, { description: "While a minor one lasts." }) minorPercent!: number;
}

@ObjectType({ description: "What is done about a budget that goes, or is gone.", simpleResolvers: true })
export class BudgetPolicy {
  @Field(() => Boolean, {
    description: "Nothing is deployed to production once it is gone, unless somebody who may says why. Rollbacks are never held up.",
  })
  gateDeploys!: boolean;
  @Field(() => Boolean, { description: "One incident that takes more than a fifth of the budget of four weeks asks for an action." })
  askForActions!: boolean;
}

export const CountsOf = enumType("IndicatorCounts", { options: ["good", "bad"] }, "Which requests an indicator's query counts.");

@ObjectType({ description: "What counts an objective's requests: two queries of Prometheus.", simpleResolvers: true })
export class Indicator {
  @Field(() => CountsOf, { description: "Which requests `query` counts." }) counts!: "good" | "bad";
  @Field(() => String, { description: "The query; `{{.window}}` in it stands for the time that is counted." }) query!: string;
  @Field(() => String, { description: "The query of all requests that count." }) total!: string;
}

@ObjectType({
  description: "A time that is left out of what is measured, because what was measured in it was not so.", simpleResolvers: true,
})
export class ObjectiveCorrection {
  @Field(() => ID, { description: "Its id." }) id!: string;
  @Field(() => DateTime, { description: "Its start." }) from!: string;
  @Field(() => DateTime, { description: "Its end." }) to!: string;
  @Field(() => String, { description: "Why." }) reason!: string;
}

@ObjectType({ implements: RecordNode, description: "How available something is to be, and how that is measured.", simpleResolvers: true })
export class Objective extends RecordNode {
  @Field(() => String, { description: "Its name." }) name!: string;
  @Field(() => Float, { description: "Share of the time that has to be good, percent." }) targetPercent!: number;
  @Field(() => ObjectiveWindow, { description: "Over which time." }) window!: ObjectiveWindow;
  @Field(() => [ObjectivePart], { description: "What it is about." }) parts!: readonly ObjectivePart[];
  @Field(() => ImpactWeights, { description: "How much of it counts as lost, by level." }) weights!: ImpactWeights;
  @Field(() => Overlap, { description: "How impacts of the same moment come together." }) overlap!: ObjectiveRow["overlap"];
  @Field(() => MaintenancePolicy, { description: "What becomes of maintenance." }) maintenance!: ObjectiveRow["maintenance"];
  @Field(() => typeNamed("Person"), { nullable: true, description: "Who answers for it." }) owner!: RecordOf<"Person"> | null;
  @Field(() => BudgetPolicy, { description: "What is done about its budget." }) policy!: BudgetPolicy;
  @Field(() => Indicator, { nullable: true, description: "What counts its requests; null where it is measured by incidents." })
  indicator!: Indicator | null;
  @Field(() => [ObjectiveCorrection], { description: "Times that are left out." }) corrections!: readonly ObjectiveCorrection[];
  @Field(() => [typeNamed("Incident")], { description: "Incidents that took more than a fifth of four weeks' budget alone." })
  overspentBy!: readonly RecordOf<"Incident">[];
  @Field(() => String, { nullable: true, description: "Why nobody is held to it any more; null while somebody is." }) retired!:
    string | null;
  @Field(() => DateTime, { description: "When it was defined." }) definedAt!: string;
  @Field(() => DateTime, { description: "Since when it is as it is." }) changedAt!: string;
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<ObjectiveRow>;
}

/** Parts per 100,000 as percent. */
const percent = (parts: number): number => parts / 1_000;

const windowOf = ({ window }: ObjectiveRow): ObjectiveWindow =>
  window.kind === "rolling" ? { ...window, unit: null, timeZone: null } : { ...window, days: null };

/** A row for GraphQL. */
export function toObjective(row: Stored<ObjectiveRow>, scope: Scope): Objective {
  const { name, target, weights, overlap: how, maintenance, ownerId, retired, definedAt, changedAt, revision, policy, indicator } = row;
  return {
    ...recordNode("Objective", row.id, scope),
    name,
    targetPercent: percent(target),
    window: windowOf(row),
    overlap: how,
    maintenance,
    retired,
    policy,
    indicator,
    corrections: row.corrections.map(({ correctionId, from, to, reason }) => ({ id: correctionId, from, to, reason })),
    overspentBy: row.overspentBy.flatMap((id) => find(scope, "Incident", id) ?? []),
    parts: row.parts.map(({ serviceId, component, share }) => ({
      service: find(scope, "Service", serviceId), component, sharePercent: percent(share),
    })),
    weights: { criticalPercent: percent(weights.critical), majorPercent: percent(weights.major), minorPercent: percent(weights.minor) },
    owner: find(scope, "Person", ownerId), definedAt, changedAt, revision, row,
  };
}

/** Whether a scope may know of it: a token may be limited to some services. */
export const mayReadObjective = (scope: Scope, { parts }: Pick<ObjectiveRow, "parts">): boolean =>
  reaches(
    scope,
    parts.map(({ serviceId }) => serviceId),
  );

/** The objective with this id. */
export const objectiveById = oncePerScope((scope, id): Objective | null => {
  const row = scope.context.readModel.objectives.get(id, scope.asOf);
  return row === undefined || !mayReadObjective(scope, row) ? null : toObjective(row, scope);
});
