import "reflect-metadata";
import type { FlagRow, Stored } from "@ballast/readmodel";
import type { FlagChange as Change } from "@ballast/schema";
import { Field, Int, ObjectType } from "type-graphql";
import { connectionType } from "../graphql/connection.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { DateTime, JsonValue } from "../graphql/scalars.ts";
import { oncePerScope, type Scope } from "../graphql/scope.ts";

@ObjectType({ description: "One change of a flag, as its source tells it.", simpleResolvers: true })
export class FlagChange {
  @Field(() => Int, { description: "Its place in its source." }) seq!: number;
  @Field(() => DateTime, { description: "When it happened." }) at!: string;
  @Field(() => String, { description: "`added`, `removed`, or the source's word for another change." }) change!: string;
  @Field(() => String, {
    nullable: true, description: "The member of the state that changed; null where the whole did.",
  }) field!: string | null;
  @Field(() => JsonValue, { nullable: true, description: "What it was set to before, as the source says." }) from!: unknown;
  @Field(() => JsonValue, { nullable: true, description: "What it was set to." }) to!: unknown;
  @Field(() => String, { nullable: true, description: "Who changed it, in the source's words." }) who!: string | null;
  @Field(() => String, { nullable: true, description: "The commit that brought it." }) commit!: string | null;
  @Field(() => String, {
    nullable: true, description: "Version of the release that brought it, where the source names one.",
  }) version!: string | null;
  @Field(() => String, { description: "What was noted with it." }) note!: string;
  serviceId!: string;
  scope!: Scope;
}

type ManagedFlagRow = Extract<Stored<FlagRow>, { readonly status: "managed" }>;
type ObservedFlagRow = Extract<Stored<FlagRow>, { readonly status: "observed" }>;

@ObjectType({
  implements: RecordNode,
  description: "A flag: one that Ballast manages, or one of a service that another system holds, of which Ballast knows the history and controls nothing.",
  simpleResolvers: true,
})
export class Flag extends RecordNode {
  @Field(() => String, { description: "Its key, or its name at its source." }) name!: string;
  @Field(() => Boolean, { description: "Whether Ballast turns it." }) managed!: boolean;
  @Field(() => String, {
    nullable: true, description: "The environment it is set for; null where its source knows none.",
  }) environment!: string | null;
  @Field(() => Boolean, { description: "Whether it is there (still)." }) present!: boolean;
  @Field(() => JsonValue, { nullable: true, description: "What it is set to; null where it is not there." }) state!: unknown;
  @Field(() => Int, { description: "How often it has changed." }) changeCount!: number;
  @Field(() => DateTime, { description: "When it changed last." }) changedAt!: string;
  row!: Stored<FlagRow>;
}

export const FlagConnection = connectionType("Flag", () => Flag);

/** A row for GraphQL. */
export const toFlag = (row: Stored<FlagRow>, scope: Scope): Flag => ({
  ...recordNode("Flag", row.id, scope), name: row.key, ...(row.status === "managed" ? ofManaged(row) : ofObserved(row)), row,
});

const ofManaged = (row: ManagedFlagRow) =>
  ({ managed: true, environment: null, present: row.archived === null, state: null, changeCount: 0, changedAt: row.changedAt });

const ofObserved = ({ environment, setting, changes }: ObservedFlagRow) => ({
  managed: false, environment, present: setting.present, state: setting.present ? setting.value : null, changeCount: changes.length,
  changedAt: changes.map(({ at }) => at).reduce((last, at) => (Date.parse(at) > Date.parse(last) ? at : last)),
});

/** A change for GraphQL. */
export const toChange = (
  { release, ...change }: Change, serviceId: string, scope: Scope
): FlagChange => ({ ...change, version: release, serviceId, scope });

/** The flag with this id. */
export const flagById = oncePerScope((scope, id): Flag | null => {
  const row = scope.context.readModel.flags.get(id, scope.asOf);
  return row === undefined ? null : toFlag(row, scope);
});
