import "reflect-metadata";
import { Rejection } from "@ballast/domain";
import type { IncidentFilter as Where, IncidentRow, IncidentSort as Sort } from "@ballast/readmodel";
import { Arg, Args, ArgsType, Ctx, Field, Float, ID, InputType, Int, ObjectType, Query, Resolver } from "type-graphql";
import { toConnection, type Connection } from "../graphql/connection.ts";
import type { ApiContext } from "../graphql/context.ts";
import { enumType, IncidentState, PublicImpact } from "../graphql/enums.ts";
import { idOf, inBoth } from "../graphql/globalId.ts";
import { AsOfArgs, ListArgs, sliceRequest } from "../graphql/listArgs.ts";
import { DateTime, JsonValue } from "../graphql/scalars.ts";
import { openScope, type Scope } from "../graphql/scope.ts";
import { DowntimeFilter, downtimeIds } from "../figures/counted.ts";
import { optionalServiceId } from "../graphql/serviceName.ts";
import { Incident, IncidentConnection, toIncident } from "./incidentType.ts";
import { incidentById } from "./visibleIncidents.ts";

export const IncidentSort = enumType(
  "IncidentSort",
  { options: ["STARTED_DESC", "STARTED_ASC", "SEVERITY_ASC", "DURATION_DESC"] },
  "Order of incidents.",
);

@InputType({ description: "Which incidents." })
export class IncidentFilter {
  @Field(() => String, { nullable: true, description: "About this service, by slug or id." }) service?: string | null;
  @Field(() => [IncidentState], { nullable: true, description: "In one of these states." }) states?: IncidentRow["state"][] | null;
  @Field(() => Boolean, { nullable: true, description: "True: somebody works on it; false: it is over." }) open?: boolean | null;
  @Field(() => [Int], { nullable: true, description: "Of one of these severities." }) severity?: number[] | null;
  @Field(() => [PublicImpact], { nullable: true, description: "Of one of these public impacts." }) impact?:
    IncidentRow["publicImpact"][] | null;
  @Field(() => DateTime, { nullable: true, description: "Started at this instant or later." }) startedFrom?: string | null;
  @Field(() => DateTime, { nullable: true, description: "Started before this instant." }) startedTo?: string | null;
  @Field(() => String, { nullable: true, description: "Words in its title, summary, entries or updates." }) text?: string | null;
  @Field(() => Boolean, { nullable: true, description: "True: from another system's history; false: declared here." }) imported?:
    boolean | null;
  @Field(() => Boolean, { nullable: true, description: "True: exercises; false: the real ones." }) drill?: boolean | null;
  @Field(() => Boolean, {
    nullable: true,
    description:
      "True: those that reports count (no drills, nothing declined, merged or cancelled, and a start that is known); false: the others.",
  })
  counted?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: "True: with a time from start to resolution; false: without one." }) measured?:
    boolean | null;
  @Field(() => Float, { nullable: true, description: "Resolved, and that not before so many milliseconds after the start." })
  lastedAtLeastMs?: number | null;
  @Field(() => DowntimeFilter, { nullable: true, description: "Behind a figure of the availability report; with `service`." })
  downtime?: DowntimeFilter | null;
  @Field(() => [ID], { nullable: true, description: "These." }) ids?: string[] | null;
}

@ArgsType()
class IncidentsArgs extends ListArgs {
  @Field(() => IncidentFilter, { nullable: true, description: "Which ones; all unless told." }) filter?: IncidentFilter | null;
  @Field(() => IncidentSort, { nullable: true, description: "In which order; the newest first unless told." }) sort?: Sort | null;
}

@ArgsType()
class IncidentArgs extends AsOfArgs {
  @Field(() => ID, { nullable: true, description: "Its id, or what people call it: INC-12, or its source's id." }) id?: string | null;
  @Field(() => Int, { nullable: true, description: "Its number, as 12 for INC-12." }) number?: number | null;
}

@ObjectType({ description: "Incidents of one calendar month (UTC), by their start.", simpleResolvers: true })
export class MonthCount {
  @Field(() => String, { description: "As 2026-11." }) month!: string;
  @Field(() => Int, { description: "How many." }) count!: number;
  @Field(() => JsonValue, { description: "How many of each public impact." }) byImpact!: object;
}

/** Incidents, declared here or imported. */
@Resolver()
export class IncidentQueries {
  @Query(() => IncidentConnection, { description: "Incidents." })
  incidents(@Args(() => IncidentsArgs) { filter, sort, asOf, ...slice }: IncidentsArgs, @Ctx() context: ApiContext): Connection<Incident> {
    const scope = openScope(context, asOf);
    const rows = context.readModel.incidents.list({
      filter: where(filter, scope), sort: sort ?? undefined, slice: sliceRequest(slice), asOf: scope.asOf,
    });
    return toConnection(rows, (row) => toIncident(row, scope));
  }

  @Query(() => Incident, { nullable: true, description: "One incident, by its id or number." })
  incident(@Args(() => IncidentArgs) { id, number, asOf }: IncidentArgs, @Ctx() context: ApiContext): Incident | null {
    const scope = openScope(context, asOf);
    if (id) return incidentCalled(scope, id);
    if (number === null || number === undefined) throw new Rejection("INVALID_INPUT", "Name the incident by id or number.", ["id"]);
    const row = context.readModel.incidents.byNumber(number, scope.asOf);
    return row === undefined ? null : incidentById(scope, row.id);
  }

  @Query(() => [MonthCount], { description: "Incidents a month, by their start." })
  incidentsPerMonth(
    @Arg("filter", () => IncidentFilter, { nullable: true, description: "Which ones; all unless told." }) filter: IncidentFilter | null,
    @Args(() => AsOfArgs) { asOf }: AsOfArgs,
    @Ctx() context: ApiContext,
  ): readonly MonthCount[] {
    const scope = openScope(context, asOf);
    return context.readModel.incidents.perMonth(where(filter, scope), scope.asOf);
  }
}

/** By its reference where it is one; else by its id. */
function incidentCalled(scope: Scope, given: string): Incident | null {
  const { incidents } = scope.context.readModel;
  const number = /^(?:INC-|#)?(\d{1,9})$/iu.exec(given)?.[1];
  const row =
    (number === undefined ? undefined : incidents.byNumber(Number(number), scope.asOf)) ?? incidents.bySourceId(given, scope.asOf);
  return incidentById(scope, row?.id ?? idOf("Incident", given, ["id"]));
}

function where(filter: IncidentFilter | null | undefined, scope: Scope): Where {
  const {
    service, states, open, severity, impact, startedFrom, startedTo, text, imported, drill, counted, measured, lastedAtLeastMs, downtime,
    ids,
  } = filter ?? {};
  const serviceId = optionalServiceId(service);
  const given = ids?.map((id) => idOf("Incident", id, ["filter", "ids"]));
  const down = downtime ? downtimeIds(scope, serviceId, downtime) : undefined;
  return {
    serviceId, states: states ?? undefined, open: open ?? undefined, severities: severity ?? undefined, impacts: impact ?? undefined,
    startedFrom: startedFrom ?? undefined, startedTo: startedTo ?? undefined, text: text ?? undefined, imported: imported ?? undefined,
    drill: drill ?? undefined, counted: counted ?? undefined, measured: measured ?? undefined,
    lastedAtLeastMs: lastedAtLeastMs ?? undefined, ids: inBoth(given, down), viewer: scope.viewer,
  };
}
