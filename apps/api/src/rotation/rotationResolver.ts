import "reflect-metadata";
import { nextHandOver, onCallAt, shifts } from "@ballast/domain";
import { Args, ArgsType, Ctx, Field, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import type { ApiContext, RecordOf } from "../graphql/context.ts";
import { idOf } from "../graphql/globalId.ts";
import { AsOfArgs } from "../graphql/listArgs.ts";
import { DateTime } from "../graphql/scalars.ts";
import { momentOf, openScope } from "../graphql/scope.ts";
import { find, namedRecord, recordOf, typeNamed } from "../graphql/records.ts";
import { heldBy } from "../leaving/leftShifts.ts";
import { takerField } from "./rotationInputs.ts";
import { previewOf } from "./rotationPreview.ts";
import { OnCallAhead, Rotation, rotationById, RotationPreview, scheduleOf, Shift, toRotation } from "./rotationType.ts";
import { shiftWindow } from "./shiftWindow.ts";

@ArgsType()
class ShiftsArgs {
  @Field(() => DateTime, { description: "From this instant." }) from!: string;
  @Field(() => DateTime, { description: "To this instant; at most two years later." }) to!: string;
}

@ArgsType()
class RotationArgs extends AsOfArgs {
  @Field(() => ID, { description: "Its id." }) id!: string;
}

@ArgsType()
class AfterChangeArgs {
  @Field(() => [ID], { description: "Who takes turns, in order." }) people!: readonly string[];
  @Field(() => [takerField.type()], {
    nullable: true, description: "Who takes the running shift of somebody who is left out; the next in turn unless told.",
  })
  takers?: readonly unknown[] | null;
  @Field(() => String, { nullable: true, description: "In which layer; in the first one unless told." }) layerId?: string | null;
}

/** Who is on call. */
@Resolver(() => Rotation)
export class RotationResolver {
  @FieldResolver(() => typeNamed("Person"), { nullable: true, description: "Who is on call; null: nobody." })
  onNow(@Root() rotation: Rotation): RecordOf<"Person"> | null {
    const id = onCallAt(scheduleOf(rotation), momentOf(rotation.scope).toISOString());
    return id === null ? null : namedRecord(rotation.scope, "Person", id);
  }

  @FieldResolver(() => typeNamed("Person"), { nullable: true, description: "Who takes over at the next hand-over." })
  next(@Root() rotation: Rotation): RecordOf<"Person"> | null {
    const id = nextHandOver(scheduleOf(rotation), momentOf(rotation.scope).toISOString())?.toPersonId ?? null;
    return id === null ? null : namedRecord(rotation.scope, "Person", id);
  }

  @FieldResolver(() => DateTime, { nullable: true, description: "When somebody else takes over; null when that is not in sight." })
  nextHandOverAt(@Root() rotation: Rotation): string | null {
    return nextHandOver(scheduleOf(rotation), momentOf(rotation.scope).toISOString())?.at ?? null;
  }

  @FieldResolver(() => [Shift], { description: "The schedule of a time: turns with overrides over them, without gap or overlap." })
  shifts(@Root() rotation: Rotation, @Args(() => ShiftsArgs) args: ShiftsArgs): readonly Shift[] {
    const { from, to } = shiftWindow(args);
    return shifts(scheduleOf(rotation), from, to).map(({ personId, overrideId, ...span }) => ({
      ...span, person: personId === null ? null : namedRecord(rotation.scope, "Person", personId), override: overrideId !== null,
    }));
  }

  @FieldResolver(() => RotationPreview, { description: "What it would do to let these people take turns from now on, in this order." })
  afterChange(@Root() rotation: Rotation, @Args(() => AfterChangeArgs) { people, takers, layerId }: AfterChangeArgs): RotationPreview {
    return previewOf(rotation, {
      layerId: layerId ?? rotation.key,
      people: people.map((id) => idOf("Person", id, ["people"])),
      takers: (takers ?? []).map((taker) => takerField.schema.parse(taker)),
    });
  }

  @FieldResolver(() => [typeNamed("Rotation")], {
    description: "Who is called besides to command the worst incidents of services that it answers for; each once.",
  })
  commanders(@Root() { scope, key }: Rotation): readonly RecordOf<"Rotation">[] {
    // Of those that it commands itself it is the one that is left out.
    const services = scope.context.readModel.services.ofRotation(key, scope.asOf);
    const others = new Set(services.flatMap(({ commanderRotationId: id }) => (id === null || id === key ? [] : [id])));
    return [...others].flatMap((id) => find(scope, "Rotation", id) ?? []);
  }

  @FieldResolver(() => [typeNamed("Service")], { description: "Services that it answers for." })
  services(@Root() { scope, key }: Rotation): readonly RecordOf<"Service">[] {
    return scope.context.readModel.services.ofRotation(key, scope.asOf).map((row) => recordOf(scope, "Service", row));
  }

  @Query(() => [Rotation], { description: "Rotations, by name." })
  rotations(@Args(() => AsOfArgs) { asOf }: AsOfArgs, @Ctx() context: ApiContext): readonly Rotation[] {
    const scope = openScope(context, asOf);
    return context.readModel.rotations.all(scope.asOf).map((row) => toRotation(row, scope));
  }

  @Query(() => Rotation, { nullable: true, description: "One rotation." })
  rotation(@Args(() => RotationArgs) { id, asOf }: RotationArgs, @Ctx() context: ApiContext): Rotation | null {
    return rotationById(openScope(context, asOf), idOf("Rotation", id, ["id"]));
  }
}

/** What somebody has taken on. */
@Resolver(() => typeNamed("Person"))
export class PersonOnCallResolver {
  @FieldResolver(() => [OnCallAhead], {
    description: "Rotations that they are on call in, in the coming eight weeks, or take turns in: what falls empty if they leave.",
  })
  onCallAhead(@Root() { scope, key, active }: RecordOf<"Person">): readonly OnCallAhead[] {
    if (!active) return [];
    const person = namedRecord(scope, "Person", key);
    return heldBy(scope.context.readModel.rotations.all(scope.asOf), key, momentOf(scope).toISOString()).map(
      ({ rotation, shifts: held }) => ({
        rotation: toRotation(rotation, scope),
        shifts: held.map(({ from, to, overrideId }) => ({ from, to, person, override: overrideId !== null })),
      }),
    );
  }
}
