import "reflect-metadata";
import type { RotationRow, Stored } from "@ballast/readmodel";
import { Field, Int, ObjectType } from "type-graphql";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { DateTime, JsonValue } from "../graphql/scalars.ts";
import { momentOf, oncePerScope, type Scope } from "../graphql/scope.ts";
import { Person, personOrStranger } from "../people/personType.ts";

@ObjectType({ description: "A time on call.", simpleResolvers: true })
export class Shift {
  @Field(() => Person, { nullable: true, description: "Who is on call; null: nobody." }) person!: Person | null;
  @Field(() => DateTime, { description: "Its start." }) from!: string;
  @Field(() => DateTime, { description: "Its end, which belongs to the next." }) to!: string;
  @Field(() => Boolean, { description: "Whether an override put them there." }) override!: boolean;
}

@ObjectType({ description: "Somebody takes over for a while.", simpleResolvers: true })
export class Override {
  @Field(() => String, { description: "Its id, for taking it back." }) id!: string;
  @Field(() => Person, { description: "Who takes over." }) person!: Person;
  @Field(() => DateTime, { description: "From when." }) from!: string;
  @Field(() => DateTime, { description: "Until when." }) to!: string;
  @Field(() => String, { description: "Why." }) reason!: string;
}

@ObjectType({ implements: RecordNode, description: "People who take turns on call.", simpleResolvers: true })
export class Rotation extends RecordNode {
  @Field(() => String, { description: "What it is called." }) name!: string;
  @Field(() => String, { description: "The zone whose clock on the wall its hand-overs follow." }) timeZone!: string;
  @Field(() => JsonValue, { description: "When the shift changes: `{every: \"day\" | \"week\", weekday, at: \"09:00\"}`." }) handOver!: object;
  @Field(() => [Person], { description: "Who takes turns, in order." }) people!: readonly Person[];
  @Field(() => [Override], { description: "Exceptions, the earliest first." }) overrides!: readonly Override[];
  @Field(() => JsonValue, { description: "Every version of the rotation with the instant from which it holds; its past stays what it was." }) layers!: readonly object[];
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<RotationRow>;
}

/** A row for GraphQL; the layer that holds at the moment is the rotation as people see it. */
export function toRotation(row: Stored<RotationRow>, scope: Scope): Rotation {
  const now = momentOf(scope).getTime();
  const layer = row.layers.findLast(({ effectiveFrom }) => Date.parse(effectiveFrom) <= now) ?? row.layers[0];
  return {
    ...recordNode("Rotation", row.id, scope), name: row.name, timeZone: layer?.timeZone ?? "UTC", handOver: layer?.handOver ?? {},
    people: (layer?.people ?? []).map((id) => personOrStranger(scope, id)),
    overrides: row.overrides.toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from)).map(({ overrideId, personId, from, to, reason }) => ({ id: overrideId, person: personOrStranger(scope, personId), from, to, reason })),
    layers: row.layers, revision: row.revision, row,
  };
}

/** The rotation with this id. */
export const rotationById = oncePerScope((scope, id): Rotation | null => {
  const row = scope.context.readModel.rotations.get(id, scope.asOf);
  return row === undefined ? null : toRotation(row, scope);
});
