import "reflect-metadata";
import { FieldResolver, Resolver, Root } from "type-graphql";
import type { RecordOf } from "../graphql/context.ts";
import { find, typeNamed } from "../graphql/records.ts";
import { Targeting } from "./targetingType.ts";

/** A managed flag in one environment. */
@Resolver(() => Targeting)
export class TargetingResolver {
  @FieldResolver(() => typeNamed("Flag"), { nullable: true, description: "The flag." })
  flag(@Root() { scope, row }: Targeting): RecordOf<"Flag"> | null {
    return find(scope, "Flag", row.flagId);
  }
}
