import "reflect-metadata";
import { availabilityByMonth, isTimeZone, Rejection } from "@ballast/domain";
import type { PublicImpact } from "@ballast/schema";
import { Field, Float, ID, Int, ObjectType } from "type-graphql";
import { toGlobalId } from "../graphql/globalId.ts";
import { DateTime } from "../graphql/scalars.ts";
import { momentOf, type Scope } from "../graphql/scope.ts";
import { observedSince } from "../figures/counted.ts";
import type { RecordOf } from "../graphql/context.ts";
import { mayKnowOf, recordOf, typeNamed } from "../graphql/records.ts";

@ObjectType({ description: "The time without a declared incident at these levels, of a month or of all of them.", simpleResolvers: true })
export class ObservedAvailability {
  @Field(() => Float, { description: "Minutes that are observed; 0: nothing is known of it." }) observedMinutes!: number;
  @Field(() => Float, { description: "Minutes with a declared incident at the levels asked for; overlaps count once." })
  downtimeMinutes!: number;
  @Field(() => Int, { description: "How many incidents are behind it." }) incidents!: number;
  @Field(() => Float, { nullable: true, description: "Share of the observed time without one; null where nothing was observed." })
  availabilityPercent!: number | null;
  @Field(() => [ID], { description: "The incidents behind it." }) records!: readonly string[];
}

@ObjectType({ description: "A calendar month, as far as it lies in the window.", simpleResolvers: true })
export class MonthAvailability extends ObservedAvailability {
  @Field(() => String, { description: "Which: `2026-03`." }) month!: string;
  @Field(() => DateTime, { description: "Where the part begins that is looked at." }) from!: string;
  @Field(() => DateTime, { description: "Where it ends, not included." }) to!: string;
  @Field(() => Boolean, { description: "Whether the month goes on." }) running!: boolean;
}

@ObjectType({ description: "A service's availability by month.", simpleResolvers: true })
export class ServiceMonths {
  @Field(() => typeNamed("Service"), { description: "The service." }) service!: RecordOf<"Service">;
  @Field(() => DateTime, { nullable: true, description: "Since when anything is known of it; null: nothing is, yet." }) observedFrom!:
    string | null;
  @Field(() => [MonthAvailability], { description: "Every month of the window in order, none left out." })
  months!: readonly MonthAvailability[];
  @Field(() => ObservedAvailability, { description: "All of it together: never a mean of months." }) total!: ObservedAvailability;
}

/** What is asked; `service` is the id of one, undefined means all. */
export interface MonthsAsked {
  readonly serviceId: string | undefined;
  readonly from: string;
  readonly to: string;
  readonly impact: readonly PublicImpact[];
  readonly timeZone: string;
}

const MOST_MONTHS = 240;
const MONTH_MS = 28 * 86_400_000;

/**
 * Availability by service and month, the worst service first. Of a window that begins before anything is known, the
 * months before are left out where they are unknown of every service asked for.
 * @throws Rejection INVALID_INPUT for an unknown zone or more than twenty years
 */
export function serviceMonths(scope: Scope, { serviceId, from, to, impact, timeZone }: MonthsAsked): readonly ServiceMonths[] {
  if (!isTimeZone(timeZone))
    throw new Rejection("INVALID_INPUT", `"${timeZone}" is no time zone; name one like Europe/Zurich or UTC`, ["timeZone"]);
  const { reports, services } = scope.context.readModel;
  const now = momentOf(scope).toISOString();
  const known = mayKnowOf(scope, "Incident");
  const all = reports.incidentsOfAll({ asOf: scope.asOf, now }).filter(({ input }) => known(input.id));
  const rows = services.all(scope.asOf).filter(({ id }) => serviceId === undefined || id === serviceId).map((row) => {
    const incidents = all.flatMap(({ serviceIds, input }) => (serviceIds.includes(row.id) ? [input] : []));
    return { row, incidents, observedFrom: observedSince(row, incidents) };
  });
  const first = Math.min(...rows.map(({ observedFrom }) => Date.parse(observedFrom)));
  const begins = new Date(Math.max(Date.parse(from), Math.min(first, Date.parse(to) - 1))).toISOString();
  if (Date.parse(to) - Date.parse(begins) > MOST_MONTHS * MONTH_MS)
    throw new Rejection("INVALID_INPUT", "At most twenty years of months at once.", ["to"]);
  return rows
    .map(({ row, incidents, observedFrom }) => {
      const { months, total } = availabilityByMonth(incidents, { from: begins, to, impact, timeZone, observedFrom, now });
      return { service: recordOf(scope, "Service", row), observedFrom, months: months.map(withIds), total: withIds(total) };
    })
    .toSorted((a, b) => b.total.downtimeMinutes - a.total.downtimeMinutes || a.service.name.localeCompare(b.service.name));
}

const withIds = <Figures extends { readonly records: readonly string[] }>(figures: Figures): Figures => ({
  ...figures,
  records: figures.records.map((id) => toGlobalId("Incident", id)),
});
