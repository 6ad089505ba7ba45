import "reflect-metadata";
import { nextHandOver, onCallAt, shifts } from "@ballast/domain";
import { Args, ArgsType, Ctx, Field, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import type { ApiContext } from "../graphql/context.ts";
import { idOf } from "../graphql/globalId.ts";
import { AsOfArgs } from "../graphql/page.ts";
import { DateTime } from "../graphql/scalars.ts";
import { momentOf, openScope } from "../graphql/scope.ts";
import { Person, personOrStranger } from "../people/personType.ts";
import { Service, toService } from "../services/serviceType.ts";
import { Rotation, rotationById, Shift, toRotation } from "./rotationType.ts";
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

/** Who is on call. */
@Resolver(() => Rotation)
export class RotationResolver {
  @FieldResolver(() => Person, { nullable: true, description: "Who is on call; null: nobody." })
  onNow(@Root() { scope, row }: Rotation): Person | null {
    const id = onCallAt(row, momentOf(scope).toISOString());
    return id === null ? null : personOrStranger(scope, id);
  }

  @FieldResolver(() => Person, { nullable: true, description: "Who takes over at the next hand-over." })
  next(@Root() { scope, row }: Rotation): Person | null {
    const id = nextHandOver(row, momentOf(scope).toISOString())?.toPersonId ?? null;
    return id === null ? null : personOrStranger(scope, id);
  }

  @FieldResolver(() => DateTime, { nullable: true, description: "When somebody else takes over; null when that is not in sight." })
  nextHandOverAt(@Root() { scope, row }: Rotation): string | null {
    return nextHandOver(row, momentOf(scope).toISOString())?.at ?? null;
  }

  @FieldResolver(() => [Shift], { description: "The schedule of a time: turns with overrides over them, without gap or overlap." })
  shifts(@Root() { scope, row }: Rotation, @Args(() => ShiftsArgs) args: ShiftsArgs): readonly Shift[] {
    const { from, to } = shiftWindow(args);
    return shifts(row, from, to).map(({ personId, overrideId, ...span }) => ({ ...span, person: personId === null ? null : personOrStranger(scope, personId), override: overrideId !== null }));
  }

  @FieldResolver(() => [Service], { description: "Services that it answers for." })
  services(@Root() { scope, key }: Rotation): readonly Service[] {
    return scope.context.readModel.services.ofRotation(key, scope.asOf).map((row) => toService(row, scope));
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
