import "reflect-metadata";
import { unforeseen, type ObjectiveContent } from "@ballast/domain/objective";
import { Rejection } from "@ballast/domain";
import { defaultTarget, defaultWeights } from "@ballast/schema";
import { ArgsType, Field, Float, ID, Int, ObjectType } from "type-graphql";
import { incidentHistoryOf } from "../figures/objectiveHistory.ts";
import type { RecordOf, Scope } from "../graphql/context.ts";
import { AsOfArgs } from "../graphql/listArgs.ts";
import { find, typeNamed } from "../graphql/records.ts";
import { momentOf } from "../graphql/scope.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const [USUAL_DAYS, MOST_DAYS] = [365, 3_650];

@ArgsType()
export class UnforeseenArgs extends AsOfArgs {
  @Field(() => ID, {
    nullable: true, description: "The objective that says what counts; everything that hurts any service as critical or major unless told.",
  })
  objective?: string | null;
  @Field(() => Int, { nullable: true, description: "Of the last so many days; 365 unless told." }) days?: number | null;
}

@ObjectType({ description: "An incident that no risk had foreseen, and what it would have cost alone.", simpleResolvers: true })
class UnforeseenIncident {
  @Field(() => typeNamed("Incident"), { description: "The incident." }) incident!: RecordOf<"Incident">;
  @Field(() => Float, { description: "Bad minutes." }) badMinutes!: number;
}

@ObjectType({
  description: "Bad minutes of incidents that are linked with no risk: what the register is blind for. As far as one may know of them.",
  simpleResolvers: true,
})
export class Unforeseen {
  @Field(() => Int, { description: "Of the last so many days." }) days!: number;
  @Field(() => Float, { description: "Bad minutes in all." }) badMinutes!: number;
  @Field(() => Float, { description: "Those that these incidents would have brought by themselves." }) unforeseenMinutes!: number;
  @Field(() => Float, { nullable: true, description: "Their share, 0 to 1; null where nothing was bad." }) share!: number | null;
  @Field(() => [UnforeseenIncident], { description: "The incidents behind it, the dearest first." })
  records!: readonly UnforeseenIncident[];
}

/** Everything: any service, as critical and major incidents hit it. */
const everything = (scope: Scope): Pick<ObjectiveContent, "parts" | "weights" | "overlap" | "maintenance"> => ({
  parts: scope.context.readModel.services.all(scope.asOf).map(({ id }) => ({ serviceId: id, component: null, share: 100_000 })),
  weights: defaultWeights, overlap: "max", maintenance: "excluded",
});

/** How much of the last days no risk had foreseen. */
export function unforeseenOf(
  scope: Scope,
  { about, days }: { readonly about: ObjectiveContent | null; readonly days: number | null },
): Unforeseen {
  const length = days ?? USUAL_DAYS;
  if (length < 1 || length > MOST_DAYS) throw new Rejection("INVALID_INPUT", `1 to ${String(MOST_DAYS)} days can be looked at`, ["days"]);
  const objective: ObjectiveContent = about ?? {
    objectiveId: "", name: "everything", target: defaultTarget, window: { kind: "rolling", days: length }, ownerId: null,
    ...everything(scope),
  };
  const now = momentOf(scope).getTime();
  const risks = scope.context.readModel.risks.all({ asOf: scope.asOf });
  const foreseen = new Set(risks.flatMap(({ links }) => links.flatMap(({ kind, recordId }) => (kind === "incident" ? [recordId] : []))));
  const found = unforeseen(objective, incidentHistoryOf(objective, scope), { window: { from: now - length * DAY_MS, to: now }, foreseen });
  return {
    days: length, badMinutes: found.badMs / MINUTE_MS, unforeseenMinutes: found.unforeseenMs / MINUTE_MS, share: found.share,
    records: found.records.flatMap(({ id, badMs }) => {
      const incident = find(scope, "Incident", id);
      return incident === null ? [] : [{ incident, badMinutes: badMs / MINUTE_MS }];
    }),
  };
}
