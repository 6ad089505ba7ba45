import "reflect-metadata";
import { Field, ID, InterfaceType } from "type-graphql";
import type { NodeKind, Scope } from "./context.ts";
import { toGlobalId } from "./globalId.ts";

/** A record that `node(id)` finds, as resolvers hand it around. */
@InterfaceType("Node", { description: "A record with an id of its own, found again with `node(id)`." })
export abstract class RecordNode {
  @Field(() => ID, { description: "Relay's global id." }) id!: string;
  __typename!: NodeKind;
  /** The record's own id. */
  key!: string;
  scope!: Scope;
}

/** What every mapped record starts with. */
export const recordNode = (kind: NodeKind, key: string, scope: Scope): Pick<RecordNode, "id" | "__typename" | "key" | "scope"> => ({
  __typename: kind, id: toGlobalId(kind, key), key, scope,
});
