import "reflect-metadata";
import { ids } from "@ballast/eventlog";
import type { EnvironmentRow, LaneExposure, LaneRow, Stored } from "@ballast/readmodel";
import { Field, Float, Int, ObjectType } from "type-graphql";
import { EnvironmentKind, enumType } from "../graphql/enums.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { DateTime } from "../graphql/scalars.ts";
import { oncePerScope, reaches, type Scope } from "../graphql/scope.ts";
import { find } from "../graphql/records.ts";
import { environmentOf } from "../graphql/serviceName.ts";

export const HealthState = enumType(
  "HealthState",
  { options: ["healthy", "slow", "failing", "noData"] },
  "How a release does, by its environment's own limits; no data is not health.",
);

@ObjectType({ description: "A release that serves customers in a lane.", simpleResolvers: true })
export class Exposure {
  @Field(() => Float, { description: "Share of customers." }) percent!: number;
  @Field(() => [String], { description: "Customers who get it whatever their place." }) customers!: readonly string[];
  @Field(() => DateTime, { description: "Since when." }) since!: string;
  releaseId!: string;
  version!: string;
  scope!: Scope;
}

@ObjectType({
  description: "Why nothing may be deployed: the rollback that left it. Ends when a person releases it with a reason.",
  simpleResolvers: true,
})
export class Hold {
  @Field(() => String, { description: "Why." }) reason!: string;
  @Field(() => DateTime, { description: "Since when." }) since!: string;
  @Field(() => String, { description: "The version that was rolled back." }) faultyVersion!: string;
  deployId!: string;
  scope!: Scope;
}

@ObjectType({ description: "What a release did in the last minute, as its target's metrics say.", simpleResolvers: true })
export class ReleaseHealth {
  @Field(() => String, { description: "The version." }) version!: string;
  @Field(() => Int, { description: "Requests." }) requests!: number;
  @Field(() => Int, { description: "Requests that failed." }) errors!: number;
  @Field(() => Int, { nullable: true, description: "Share of failed requests, parts per 100,000; null without requests." }) errorsPer100k!:
    number | null;
  @Field(() => Float, { nullable: true, description: "95th percentile of latency, ms." }) p95Ms!: number | null;
  @Field(() => HealthState, { description: "How it does." }) state!: keyof typeof HealthState;
}

@ObjectType({
  implements: RecordNode, description: "One service in one environment: what is live there and for whom.", simpleResolvers: true,
})
export class Lane extends RecordNode {
  @Field(() => String, { description: "The environment." }) environment!: string;
  @Field(() => EnvironmentKind, { description: "What the environment is for." }) kind!: EnvironmentRow["kind"];
  @Field(() => DateTime, { nullable: true, description: "Since when `live` serves everyone." }) liveSince!: string | null;
  @Field(() => Float, { nullable: true, description: "Share of customers on the canary." }) canaryPercent!: number | null;
  @Field(() => [String], { description: "Customers named on top of the canary's share." }) canaryCustomers!: readonly string[];
  @Field(() => [Exposure], { description: "Who is served by what, the canary first." }) exposures!: readonly Exposure[];
  @Field(() => Hold, { nullable: true, description: "Why no deploy may start; null when none stands." }) hold!: Hold | null;
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<LaneRow>;
}

/** A row for GraphQL. */
export function toLane(row: Stored<LaneRow>, scope: Scope): Lane {
  const { live, canary, hold } = row;
  return {
    ...recordNode("Lane", row.id, scope),
    environment: row.environment,
    kind: environmentOf(find(scope, "Service", row.serviceId), row.environment)?.kind ?? "production",
    liveSince: live?.since ?? null,
    canaryPercent: canary?.percent ?? null,
    canaryCustomers: canary?.customers ?? [],
    exposures: [
      ...(canary === null ? [] : [toExposure(canary, canary.percent, scope)]),
      ...(live === null ? [] : [toExposure(live, Math.max(0, 100 - (canary?.percent ?? 0)), scope)]),
    ],
    hold: hold === null ? null : { reason: hold.reason, since: hold.at, faultyVersion: hold.version, deployId: hold.deployId, scope },
    revision: row.revision, row,
  };
}

const toExposure = ({ releaseId, version, customers, since }: LaneExposure, percent: number, scope: Scope): Exposure => ({
  releaseId, version, customers, since, percent, scope,
});

/** The lane with this id; also one that is defined and in which nothing ever happened. */
export const laneById = oncePerScope((scope, id): Lane | null => {
  const row = scope.context.readModel.lanes.get(id, scope.asOf) ?? definedLanes(scope, {}).find((lane) => lane.id === id);
  return row === undefined || !reaches(scope, [row.serviceId]) ? null : toLane(row, scope);
});

/** Where to look. */
export interface LaneWhere {
  readonly serviceId?: string | undefined;
  readonly environment?: string | undefined;
  readonly kind?: EnvironmentRow["kind"] | undefined;
}

/** All lanes: those where something happened, and those that are only defined; by service, in the order of its environments. */
export function lanesWhere(scope: Scope, where: LaneWhere): readonly Lane[] {
  const { serviceId, environment, kind } = where;
  const used = scope.context.readModel.lanes.all({ serviceId, environment, kind }, scope.asOf);
  const known = new Set(used.map(({ id }) => id));
  const all = [...used, ...definedLanes(scope, where).filter(({ id }) => !known.has(id))].map((row) => toLane(row, scope));
  const place = ({ row }: Lane): string => {
    const service = find(scope, "Service", row.serviceId);
    return `${service?.name.toLowerCase() ?? ""} ${row.serviceId} ${String(environmentOf(service, row.environment)?.order ?? 999).padStart(4, "0")} ${row.environment}`;
  };
  return all.toSorted((a, b) => (place(a) < place(b) ? -1 : 1));
}

/** A lane for every environment that fits, with nothing in it. */
function definedLanes({ context, asOf }: Scope, { serviceId, environment, kind }: LaneWhere): readonly Stored<LaneRow>[] {
  const { services } = context.readModel;
  const one = serviceId === undefined ? undefined : services.get(serviceId, asOf);
  return (serviceId === undefined ? services.all(asOf) : one === undefined ? [] : [one]).flatMap((service) =>
    service.environments
      .filter((known) => (environment === undefined || known.name === environment) && (kind === undefined || known.kind === kind))
      .map(({ name }) => ({
        id: ids.lane(service.id, name), serviceId: service.id, environment: name, live: null, canary: null, lock: null, hold: null,
        revision: -1, changedAt: service.changedAt, position: service.position,
      })));
}
