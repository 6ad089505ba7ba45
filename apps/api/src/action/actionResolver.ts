import "reflect-metadata";
import type { ActionState as State } from "@ballast/domain/action";
import { priceOfLateness } from "@ballast/domain/promise";
import { idOf as recordIdOf } from "@ballast/eventlog";
import { reviewDecider } from "@ballast/domain/review";
import type { ActionFilter as Filter, ActionSort as Sort } from "@ballast/readmodel/action";
import type { ActionKind as Kind } from "@ballast/schema";
import { badMinutesAYear } from "@ballast/schema/badMinutes";
import { Args, ArgsType, Ctx, Field, FieldResolver, Float, ID, InputType, ObjectType, Query, Resolver, Root } from "type-graphql";
import { toConnection, type Connection } from "../graphql/connection.ts";
import type { ApiContext, RecordOf, Scope } from "../graphql/context.ts";
import { enumType } from "../graphql/enums.ts";
import { idOf, readGlobalId, toGlobalId } from "../graphql/globalId.ts";
import { AsOfArgs, ListArgs, sliceRequest } from "../graphql/listArgs.ts";
import { addressOf, find, findAny, kindNamed, nameOf, typeNamed } from "../graphql/records.ts";
import { openScope } from "../graphql/scope.ts";
import { Action, actionById, actionCalled, ActionConnection, ActionKind, ActionState, dayOf, toAction } from "./actionType.ts";

const ActionSort = enumType<Sort>(
  "ActionSort",
  { options: ["URGENCY_ASC", "DUE_ASC", "DUE_DESC", "REGISTERED_ASC", "REGISTERED_DESC", "NUMBER_ASC", "NUMBER_DESC"] },
  "Order of actions; the most urgent are those that are open and due first.",
);

@InputType({ description: "Which actions." })
export class ActionFilter {
  @Field(() => [ActionState], { nullable: true, description: "Those that stand so." }) states?: State[] | null;
  @Field(() => ActionKind, { nullable: true, description: "Short-term or long-term." }) kind?: Kind | null;
  @Field(() => ID, { nullable: true, description: "Those that this person owns." }) owner?: string | null;
  @Field(() => Boolean, { nullable: true, description: "True: those that nobody owns." }) unowned?: boolean | null;
  @Field(() => String, { nullable: true, description: "Due on this day or later." }) dueFrom?: string | null;
  @Field(() => String, { nullable: true, description: "Due before this day." }) dueBefore?: string | null;
  @Field(() => Boolean, { nullable: true, description: "True: those that are open and late." }) overdue?: boolean | null;
  @Field(() => String, {
    nullable: true, description: "Those that came of such a record: incident, risk, review, …; `hand` of none.",
  })
  sourceKind?: string | null;
  @Field(() => ID, { nullable: true, description: "Those that came of this record, whatever its kind." }) source?: string | null;
  @Field(() => ID, {
    nullable: true, description: "Those that came of this record, or make this risk smaller; of an incident its review's too.",
  })
  about?: string | null;
  @Field(() => String, { nullable: true, description: "Words in their titles, texts and links." }) text?: string | null;
}

@ArgsType()
class ActionsArgs extends ListArgs {
  @Field(() => ActionFilter, { nullable: true, description: "Which ones; all unless told." }) filter?: ActionFilter | null;
  @Field(() => ActionSort, { nullable: true, description: "In which order; the most urgent first unless told." }) sort?: Sort | null;
}

@ArgsType()
class ActionArgs extends AsOfArgs {
  @Field(() => ID, { description: "Its id, ACT-n, or what the system that brought it calls it." }) id!: string;
}

@ObjectType({ description: "What an action came of.", simpleResolvers: true })
class ActionCause {
  @Field(() => String, { nullable: true, description: "incident, risk, review, …; what only another system knows may have none." }) kind!:
    string | null;
  @Field(() => ID, { nullable: true, description: "Its global id; null where it is not known here." }) id!: string | null;
  @Field(() => String, { description: "What people call it." }) name!: string;
  @Field(() => String, { nullable: true, description: "Its page in the console." }) url!: string | null;
}

const recordKey = (given: string): string => readGlobalId(given)?.id ?? given;

/** An incident and its review are about the same: what was promised in the meeting stands with the incident, and the other way round. */
function alsoAbout({ context, asOf }: Scope, given: string): readonly string[] {
  const { kind, id } = readGlobalId(given) ?? { kind: "", id: given };
  if (kind === "Incident") return [id, recordIdOf(reviewDecider, id)];
  const review = kind === "Review" ? context.readModel.reviews.get(id, asOf) : undefined;
  return review === undefined ? [id] : [id, review.incidentId];
}

const filterOf = (given: ActionFilter | null | undefined, scope: Scope): Filter => ({
  states: given?.states ?? undefined, kind: given?.kind ?? undefined,
  ownerId: given?.unowned === true ? null : given?.owner ? idOf("Person", given.owner, ["filter", "owner"]) : undefined,
  dueFrom: given?.dueFrom ?? undefined, dueBefore: given?.dueBefore ?? undefined,
  overdueOn: given?.overdue === true ? dayOf(scope) : undefined,
  sourceKind: given?.sourceKind === "hand" ? null : (given?.sourceKind ?? undefined),
  sourceId: given?.source ? recordKey(given.source) : undefined, recordIds: given?.about ? alsoAbout(scope, given.about) : undefined,
  text: given?.text ?? undefined, viewer: scope.viewer,
});

/** Bad minutes a day that the risk it is about costs as long as it is not done; null where there is none, or nobody has estimated it. */
function minutesADay({ row, scope }: Action): number | null {
  if (row.riskId === null) return null;
  const inputs = scope.context.readModel.risks.get(row.riskId, scope.asOf)?.inputs ?? null;
  return inputs === null ? null : badMinutesAYear(inputs) / 365.25;
}

/** What somebody has to do. */
@Resolver(() => Action)
export class ActionResolver {
  @FieldResolver(() => typeNamed("Person"), { nullable: true, description: "Who does it; null while nobody has taken it on." })
  owner(@Root() { row, scope }: Action): RecordOf<"Person"> | null {
    return find(scope, "Person", row.ownerId);
  }

  @FieldResolver(() => typeNamed("Person"), { nullable: true, description: "Who finished it." })
  finishedBy(@Root() { row, scope }: Action): RecordOf<"Person"> | null {
    return find(scope, "Person", row.finished?.by);
  }

  @FieldResolver(() => typeNamed("Person"), { nullable: true, description: "Who has seen that it is done." })
  verifiedBy(@Root() { row, scope }: Action): RecordOf<"Person"> | null {
    return find(scope, "Person", row.verified?.by);
  }

  @FieldResolver(() => ActionCause, { nullable: true, description: "What it came of; null: somebody thought of it." })
  cameOf(@Root() { row, scope }: Action): ActionCause | null {
    const kind = row.source === null ? undefined : kindNamed(scope.context, row.source.kind);
    if (row.source !== null && kind !== undefined && findAny(scope, kind, row.source.recordId) !== null) {
      const { recordId } = row.source;
      return {
        kind: row.source.kind, id: toGlobalId(kind, recordId), name: nameOf(scope, kind, recordId), url: addressOf(scope, kind, recordId),
      };
    }
    const called = row.imported?.cameOf ?? null;
    return called === null ? null : { kind: row.source?.kind ?? null, id: null, name: called, url: null };
  }

  @FieldResolver(() => typeNamed("Risk"), { nullable: true, description: "The risk that it makes smaller." })
  risk(@Root() { row, scope }: Action): RecordOf<"Risk"> | null {
    return find(scope, "Risk", row.riskId);
  }

  @FieldResolver(() => Float, {
    nullable: true, description: "Bad minutes a day that its risk is expected to cost; null where it is about none that is estimated.",
  })
  minutesADay(@Root() action: Action): number | null {
    return minutesADay(action);
  }

  @FieldResolver(() => Float, { nullable: true, description: "The price of being late, in bad minutes: days late × minutes a day." })
  priceOfLateness(@Root() action: Action): number | null {
    const daily = minutesADay(action);
    return daily === null ? null : priceOfLateness(action.daysLate, daily * 365.25);
  }

  @Query(() => ActionConnection, { description: "Actions." })
  actions(@Args(() => ActionsArgs) { filter, sort, asOf, ...slice }: ActionsArgs, @Ctx() context: ApiContext): Connection<Action> {
    const scope = openScope(context, asOf);
    const found = context.readModel.actions.list({
      filter: filterOf(filter, scope), sort: sort ?? undefined, slice: sliceRequest(slice), asOf: scope.asOf,
    });
    return toConnection(found, (row) => toAction(row, scope));
  }

  @Query(() => Action, { nullable: true, description: "One action." })
  action(@Args(() => ActionArgs) { id, asOf }: ActionArgs, @Ctx() context: ApiContext): Action | null {
    const scope = openScope(context, asOf);
    const read = readGlobalId(id);
    const known = read !== null && kindNamed(context, read.kind) !== undefined;
    const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
    return known || isUuid ? actionById(scope, idOf("Action", id, ["id"])) : actionCalled(scope, id);
  }
}

const actionsAbout = (scope: Scope, recordId: string): readonly Action[] =>
  scope.context.readModel.actions
    .all({ filter: { recordIds: [recordId], viewer: scope.viewer }, asOf: scope.asOf })
    .map((row) => toAction(row, scope));

/** What is to be done after an incident. */
@Resolver(() => typeNamed("Incident"))
export class IncidentActionsResolver {
  @FieldResolver(() => [Action], { description: "Actions that came of it, the most urgent first; then those of its review." })
  actions(@Root() { key, scope }: RecordOf<"Incident">): readonly Action[] {
    return [...actionsAbout(scope, key), ...actionsAbout(scope, recordIdOf(reviewDecider, key))];
  }
}

/** What is to be done about a risk, beside its mitigations. */
@Resolver(() => typeNamed("Risk"))
export class RiskActionsResolver {
  @FieldResolver(() => [Action], { description: "Actions that came of it or make it smaller, the most urgent first." })
  actions(@Root() { key, scope }: RecordOf<"Risk">): readonly Action[] {
    return actionsAbout(scope, key);
  }
}
