import "reflect-metadata";
import { supportHoursWords } from "@ballast/domain";
import type { EnvironmentRow, ServiceRow, Stored } from "@ballast/readmodel";
import type { SupportHours as Hours } from "@ballast/schema";
import { Field, Int, ObjectType } from "type-graphql";
import { connectionType } from "../graphql/connection.ts";
import { EnvironmentKind } from "../graphql/enums.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { JsonValue } from "../graphql/scalars.ts";
import { oncePerScope, reaches, type Scope } from "../graphql/scope.ts";

@ObjectType({ description: "Impact above one of these pages somebody, even when the rollback worked.", simpleResolvers: true })
export class Thresholds {
  @Field(() => Int, { description: "Share of the lane's requests that fail, parts per 100,000." }) pageErrorsPer100k!: number;
  @Field(() => Int, { description: "Number of customers who saw errors." }) pageCustomers!: number;
}

@ObjectType({ description: "An environment of a service: where deploys go there, and how.", simpleResolvers: true })
export class Environment {
  @Field(() => String, { description: "Its name, unique in the service." }) name!: string;
  @Field(() => EnvironmentKind, { description: "What it is for." }) kind!: EnvironmentRow["kind"];
  @Field(() => JsonValue, { description: "Where deploys go: `{kind: \"fleet\", …}` or `{kind: \"observed\"}`." }) target!: object;
  @Field(() => Boolean, { description: "False where another system deploys and Ballast only watches." }) deployable!: boolean;
  @Field(() => JsonValue, { description: "The deploy plan: steps with percent, customers, bakeMs and analysis, then soakMs." })
  plan!: object;
  service!: Service;
}

@ObjectType({ description: "The hours in which what is no emergency calls people at once.", simpleResolvers: true })
export class SupportHours {
  @Field(() => String, { description: "On whose clock." }) timeZone!: string;
  @Field(() => [Int], { description: "1 is Monday, 7 Sunday." }) weekdays!: readonly number[];
  @Field(() => String, { description: "From, HH:MM." }) from!: string;
  @Field(() => String, { description: "Until, HH:MM; of the next day where it is not after `from`." }) to!: string;
  @Field(() => Int, { description: "So bad, or worse, calls at once at any hour." }) alwaysUpTo!: number;
  @Field(() => String, { description: "The same in words." }) sentence!: string;
}

/** Support hours for GraphQL. */
export const toSupportHours = (hours: Hours): SupportHours => ({ ...hours, sentence: supportHoursWords(hours) });

@ObjectType({ implements: RecordNode, description: "A thing whose availability is managed.", simpleResolvers: true })
export class Service extends RecordNode {
  @Field(() => String, { description: "Name for addresses and ids; never changes." }) slug!: string;
  @Field(() => String, { description: "Name for people." }) name!: string;
  @Field(() => String, { description: "What it is." }) description!: string;
  @Field(() => String, { nullable: true, description: "Where its code is." }) repositoryUrl!: string | null;
  @Field(() => String, { nullable: true, description: "Where it is written what to do when it breaks; pages carry it." }) runbookUrl!:
    string | null;
  @Field(() => Thresholds, { description: "When impact pages somebody." }) thresholds!: Thresholds;
  @Field(() => SupportHours, { nullable: true, description: "Outside of these it is less urgent; null: urgency goes by the severity." })
  supportHours!: SupportHours | null;
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<ServiceRow>;
}

export const ServiceConnection = connectionType("Service", () => Service);

/** A row for GraphQL. */
export const toService = (row: Stored<ServiceRow>, scope: Scope): Service => ({
  ...recordNode("Service", row.id, scope), slug: row.slug, name: row.name, description: row.description, repositoryUrl: row.repositoryUrl,
  runbookUrl: row.runbookUrl, thresholds: row.thresholds,
  supportHours: row.supportHours === null ? null : toSupportHours(row.supportHours), revision: row.revision, row,
});

/** An environment for GraphQL. */
export const toEnvironment = ({ name, kind, target, plan }: EnvironmentRow, service: Service): Environment => ({
  name, kind, target, plan, deployable: target.kind !== "observed", service,
});

/** The service with this id. */
export const serviceById = oncePerScope((scope, id): Service | null => {
  const row = scope.context.readModel.services.get(id, scope.asOf);
  return row === undefined || !reaches(scope, [id]) ? null : toService(row, scope);
});
