import "reflect-metadata";
import { heldAt, latestOrder, type RotationSchedule, versionsOf } from "@ballast/domain";
import type { RotationRow, Stored } from "@ballast/readmodel";
import { Field, Int, ObjectType } from "type-graphql";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { DateTime, JsonValue } from "../graphql/scalars.ts";
import { momentOf, oncePerScope, type Scope } from "../graphql/scope.ts";
import type { RecordOf } from "../graphql/context.ts";
import { namedRecord, typeNamed } from "../graphql/records.ts";

@ObjectType({ description: "A time on call.", simpleResolvers: true })
export class Shift {
  @Field(() => typeNamed("Person"), { nullable: true, description: "Who is on call; null: nobody." }) person!: RecordOf<"Person"> | null;
  @Field(() => DateTime, { description: "Its start." }) from!: string;
  @Field(() => DateTime, { description: "Its end, which belongs to the next." }) to!: string;
  @Field(() => Boolean, { description: "Whether an override put them there." }) override!: boolean;
}

@ObjectType({ description: "Somebody takes over for a while.", simpleResolvers: true })
export class Override {
  @Field(() => String, { description: "Its id, for taking it back." }) id!: string;
  @Field(() => typeNamed("Person"), { description: "Who takes over." }) person!: RecordOf<"Person">;
  @Field(() => DateTime, { description: "From when." }) from!: string;
  @Field(() => DateTime, { description: "Until when." }) to!: string;
  @Field(() => String, { description: "Why." }) reason!: string;
  @Field(() => typeNamed("Person"), { nullable: true, description: "For whom, where only one of several is stood in for." })
  insteadOf!: RecordOf<"Person"> | null;
}

@ObjectType({ description: "A rotation that somebody is on call in.", simpleResolvers: true })
export class OnCallAhead {
  @Field(() => Rotation, { description: "The rotation." }) rotation!: object;
  @Field(() => [Shift], { description: "Their shifts of the coming eight weeks; none: they only take turns later." })
  shifts!: readonly Shift[];
}

@ObjectType({ description: "A shift that somebody gives up.", simpleResolvers: true })
export class TakenShift {
  @Field(() => typeNamed("Person"), { description: "Who gives it up." }) person!: RecordOf<"Person">;
  @Field(() => typeNamed("Person"), { nullable: true, description: "Who has it instead; null: nobody." }) taker!: RecordOf<"Person"> | null;
  @Field(() => DateTime, { description: "Its start." }) from!: string;
  @Field(() => DateTime, { description: "Its end." }) to!: string;
}

@ObjectType({ description: "What a change of people would do now.", simpleResolvers: true })
export class RotationPreview {
  @Field(() => typeNamed("Person"), { nullable: true, description: "Who is on call right after it." }) onNow!: RecordOf<"Person"> | null;
  @Field(() => typeNamed("Person"), { nullable: true, description: "Who takes over then." }) next!: RecordOf<"Person"> | null;
  @Field(() => DateTime, { nullable: true, description: "When somebody else takes over; null when that is not in sight." })
  nextHandOverAt!: string | null;
  @Field(() => [TakenShift], { description: "The shifts of the coming eight weeks of those who are removed, with who has them instead." })
  taken!: readonly TakenShift[];
}

@ObjectType({ implements: RecordNode, description: "People who take turns on call.", simpleResolvers: true })
export class Rotation extends RecordNode {
  @Field(() => String, { description: "What it is called." }) name!: string;
  @Field(() => String, { description: "The zone whose clock on the wall its hand-overs follow." }) timeZone!: string;
  @Field(() => JsonValue, { description: 'When the shift changes: `{every: "day" | "week", weekday, at: "09:00"}`.' }) handOver!: object;
  @Field(() => [typeNamed("Person")], { description: "Who takes turns, in order." }) people!: readonly RecordOf<"Person">[];
  @Field(() => [typeNamed("Person")], {
    description: "The order as it was changed last, where that waits for a hand-over: what another change of people builds on.",
  })
  latestPeople!: readonly RecordOf<"Person">[];
  @Field(() => [Override], { description: "Exceptions, the earliest first." }) overrides!: readonly Override[];
  @Field(() => JsonValue, {
    description: "Every version of every layer with the instant from which it holds; the past stays what it was.",
  })
  layers!: readonly object[];
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<RotationRow>;
}

/** A row for GraphQL. */
export function toRotation(row: Stored<RotationRow>, scope: Scope): Rotation {
  const now = momentOf(scope).getTime();
  // The first layer is the rotation as people see it who look at no others.
  const versions = versionsOf(row.layers, row.id);
  const layer = heldAt(versions, now) ?? versions[0];
  return {
    ...recordNode("Rotation", row.id, scope), name: row.name, timeZone: layer?.timeZone ?? "UTC", handOver: layer?.handOver ?? {},
    people: (layer?.people ?? []).map((id) => namedRecord(scope, "Person", id)),
    latestPeople: latestOrder(versions, momentOf(scope).toISOString()).map((id) => namedRecord(scope, "Person", id)),
    overrides: row.overrides
      .toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from))
      .map(({ overrideId, personId, from, to, reason, insteadOf }) => ({
        id: overrideId, person: namedRecord(scope, "Person", personId), from, to, reason,
        insteadOf: insteadOf === null ? null : namedRecord(scope, "Person", insteadOf),
      })),
    layers: row.layers,
    revision: row.revision,
    row,
  };
}

const leftAsOf = oncePerScope((scope): ReadonlyMap<string, string> => scope.context.readModel.people.left(scope.asOf));

/** A rotation as the on-call calculations take it: who has left by then is on call nowhere. */
export const scheduleOf = ({ scope, row }: Pick<Rotation, "scope" | "row">): RotationSchedule => ({
  layers: row.layers, overrides: row.overrides, fallbacks: row.fallbacks, left: leftAsOf(scope, ""),
});

/** The rotation with this id. */
export const rotationById = oncePerScope((scope, id): Rotation | null => {
  const row = scope.context.readModel.rotations.get(id, scope.asOf);
  return row === undefined ? null : toRotation(row, scope);
});
