import "reflect-metadata";
import type { FlagState as State } from "@ballast/domain/targeting";
import type { FlagFilter as Filter, FlagSort as Sort } from "@ballast/readmodel";
import type { FlagKind as Kind } from "@ballast/schema";
import { Field, ID, InputType } from "type-graphql";
import { enumType, FlagState } from "../graphql/enums.ts";
import { idOf } from "../graphql/globalId.ts";
import { optionalServiceId } from "../graphql/serviceName.ts";
import { FlagKind } from "./managedFlag.ts";

export const FlagSort = enumType<Sort>(
  "FlagSort",
  { options: ["KEY_ASC", "CHANGED_DESC", "NEED_FIRST"] },
  "Order of flags; `NEED_FIRST`: killed, ramping, on for some, to clean up, then the others.",
);

@InputType({ description: "Which flags." })
export class FlagFilter {
  @Field(() => String, { nullable: true, description: "Those that concern this service, by slug or id." }) service?: string | null;
  @Field(() => String, { nullable: true, description: "Exactly this name." }) name?: string | null;
  @Field(() => Boolean, { nullable: true, description: "True: those that are there; false: those that were removed or archived." })
  present?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: "True: those that Ballast turns; false: those that other systems hold." }) managed?:
    boolean | null;
  @Field(() => String, { nullable: true, description: "Those that are set in this environment." }) environment?: string | null;
  @Field(() => FlagKind, { nullable: true, description: "Managed ones of this kind." }) kind?: Kind | null;
  @Field(() => ID, { nullable: true, description: "Managed ones that this person looks after." }) owner?: string | null;
  @Field(() => [FlagState], { nullable: true, description: "Managed ones that stand so, in the environment or in any." }) states?:
    State[] | null;
  @Field(() => String, {
    nullable: true, description: "Words in their names, environments, descriptions or what was noted with their changes.",
  })
  text?: string | null;
}

/** The filter as the read model takes it. */
export const filterOf = (given: FlagFilter | null | undefined): Filter => ({
  serviceId: optionalServiceId(given?.service),
  key: given?.name ?? undefined,
  present: given?.present ?? undefined,
  managed: given?.managed ?? undefined,
  environment: given?.environment ?? undefined,
  kind: given?.kind ?? undefined,
  states: given?.states ?? undefined,
  text: given?.text ?? undefined,
  ownerId: given?.owner ? idOf("Person", given.owner, ["filter", "owner"]) : undefined,
});
