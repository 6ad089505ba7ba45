import "reflect-metadata";
import { isTemporary } from "@ballast/domain/flag";
import type { ManagedFlagRow } from "@ballast/readmodel";
import { flagKinds, valueTypes, type FlagKind as Kind, type FlagMetadata, type ValueType } from "@ballast/schema";
import { Field, Int, ObjectType } from "type-graphql";
import { enumType } from "../graphql/enums.ts";
import { find, namedRecord, typeNamed } from "../graphql/records.ts";
import { DateTime, JsonValue } from "../graphql/scalars.ts";
import type { RecordOf, Scope } from "../graphql/context.ts";

export const FlagKind = enumType<Kind>(
  "FlagKind",
  { options: flagKinds },
  "What a flag is for: release and experiment are temporary, operations and permission permanent.",
);
export const FlagValueType = enumType<ValueType>("FlagValueType", { options: valueTypes }, "What a flag's values are.");

@ObjectType({ description: "What a flag can give.", simpleResolvers: true })
export class FlagVariant {
  @Field(() => String, { description: "Its name." }) name!: string;
  @Field(() => JsonValue, { nullable: true, description: "Its value." }) value!: unknown;
}

@ObjectType({ description: "A metric that a ramp looks at.", simpleResolvers: true })
export class FlagMetric {
  @Field(() => String, { description: "errors or latency." }) name!: string;
  @Field(() => String, { description: "guardrail: what gets worse sends a ramp back; signal: it only pauses it." }) role!: string;
}

@ObjectType({ description: "What Ballast knows of a flag that it turns.", simpleResolvers: true })
export class ManagedFlag {
  @Field(() => FlagKind, { description: "What it is for." }) kind!: Kind;
  @Field(() => Boolean, { description: "Whether it is meant to go again." }) temporary!: boolean;
  @Field(() => FlagValueType, { description: "What its values are." }) valueType!: ValueType;
  @Field(() => [FlagVariant], { description: "What it can give." }) variants!: readonly FlagVariant[];
  @Field(() => String, { description: "What a kill, a failed prerequisite and being named off give." }) offVariant!: string;
  @Field(() => String, { description: "By which customers are divided, for ever." }) seed!: string;
  @Field(() => String, { description: "The attribute by which customers are divided; `targetingKey` is their id." }) bucketBy!: string;
  @Field(() => String, { description: "What it is." }) description!: string;
  @Field(() => typeNamed("Person"), { description: "Who looks after it." }) owner!: RecordOf<"Person">;
  @Field(() => DateTime, { nullable: true, description: "When it should be gone." }) expiresAt!: string | null;
  @Field(() => Int, {
    nullable: true, description: "After so many days of nothing new it is to be cleaned up; null: seven.",
  })
  cleanUpAfterDays!: number | null;
  @Field(() => [typeNamed("Service")], { description: "Services whose metrics and incidents concern it." })
  services!: readonly RecordOf<"Service">[];
  @Field(() => [FlagMetric], { description: "What its ramps look at." }) metrics!: readonly FlagMetric[];
  @Field(() => JsonValue, {
    description: "What answers tell applications beside the value: texts, numbers, true or false, by name.",
  })
  metadata!: FlagMetadata;
  @Field(() => String, {
    description: "What evaluates it: the engine, with its version and the compiler's, that it was registered with, until that is changed.",
  })
  engine!: string;
  @Field(() => String, { nullable: true, description: "Why it was archived; null while it is in use." }) archived!: string | null;
  @Field(() => DateTime, { description: "Since when it is registered." }) registeredAt!: string;
}

@ObjectType({ description: "How many managed flags stand how.", simpleResolvers: true })
export class FlagSummary {
  @Field(() => Int, { description: "Killed." }) killed!: number;
  @Field(() => Int, { description: "Ramping." }) ramping!: number;
  @Field(() => Int, { description: "On for some." }) onForSome!: number;
  @Field(() => Int, { description: "Decided long ago, asked for by nobody, or past their end." }) toCleanUp!: number;
  @Field(() => Int, { description: "On for everyone." }) onForEveryone!: number;
  @Field(() => Int, { description: "Off for everyone." }) off!: number;
}

/** A managed flag for GraphQL. */
export const toManaged = (row: ManagedFlagRow, scope: Scope): ManagedFlag => {
  const {
    kind, valueType, variants, offVariant, seed, bucketBy, description, ownerId, expiresAt, serviceIds, metrics, archived, knownSince,
    cleanUpAfterDays, metadata, engine,
  } = row;
  return {
    kind,
    valueType,
    variants,
    offVariant,
    seed,
    bucketBy,
    description,
    expiresAt,
    cleanUpAfterDays,
    metrics,
    metadata,
    engine,
    archived,
    temporary: isTemporary(kind),
    owner: namedRecord(scope, "Person", ownerId),
    services: serviceIds.flatMap((id) => find(scope, "Service", id) ?? []),
    registeredAt: knownSince,
  };
};
