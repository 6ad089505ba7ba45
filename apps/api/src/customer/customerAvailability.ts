import "reflect-metadata";
import { customerAvailability, WHOLE } from "@ballast/domain/availability";
import { defaultWeights } from "@ballast/schema";
import { Field, Float, Int, ObjectType } from "type-graphql";
import { observedSince } from "../figures/counted.ts";
import type { RecordOf } from "../graphql/context.ts";
import { DateTime } from "../graphql/scalars.ts";
import { find, mayKnowOf, typeNamed } from "../graphql/records.ts";
import { momentOf, oncePerScope } from "../graphql/scope.ts";
import type { Customer } from "./customerType.ts";
import { releasesOf } from "./customerReleases.ts";

@ObjectType({ description: "What an incident cost a customer, alone.", simpleResolvers: true })
export class CustomerIncidentCost {
  @Field(() => typeNamed("Incident"), { description: "The incident." }) incident!: RecordOf<"Incident">;
  @Field(() => Float, { description: "Minutes, weighed by the share of its requests." }) badMinutes!: number;
  @Field(() => Boolean, { description: "Whether the incident names this customer; else it counts as for everyone." }) named!: boolean;
}

@ObjectType({
  description: "The same of one thing that the customer uses: a service, or a component of it as incidents name it.",
  simpleResolvers: true,
})
export class CustomerPartAvailability {
  @Field(() => typeNamed("Service"), { description: "The service." }) service!: RecordOf<"Service">;
  @Field(() => String, { nullable: true, description: "The component; null: all of the service." }) component!: string | null;
  @Field(() => Float, { description: "Bad minutes, weighed; incidents at once count as the worst of them." }) badMinutes!: number;
  @Field(() => Float, { nullable: true, description: "Share of the observed time without one; null where nothing was observed." })
  availabilityPercent!: number | null;
  @Field(() => [CustomerIncidentCost], { description: "What is behind it, the dearest first." })
  incidents!: readonly CustomerIncidentCost[];
}

@ObjectType({ description: "A day of UTC, as far as it lies in the window.", simpleResolvers: true })
export class CustomerDay {
  @Field(() => DateTime, { description: "Its beginning." }) from!: string;
  @Field(() => DateTime, { description: "Its end, not included." }) to!: string;
  @Field(() => Float, { description: "Minutes that are observed; 0: nobody looked." }) observedMinutes!: number;
  @Field(() => Float, { description: "Bad minutes." }) badMinutes!: number;
}

@ObjectType({
  description:
    "Time without a declared incident for one customer, of the services that serve it in production. An incident counts with the share of its requests that failed where it names it, not at all where it names others only, else with the share of customers that was counted, or by its level. It says nothing of what nobody declared.",
  simpleResolvers: true,
})
export class CustomerAvailability {
  @Field(() => DateTime, { description: "Beginning of the window." }) from!: string;
  @Field(() => DateTime, { description: "Its end: now, or the moment looked at." }) to!: string;
  @Field(() => Float, { description: "Minutes that are observed." }) observedMinutes!: number;
  @Field(() => Float, { description: "Minutes that are neither up nor down, for nobody looked." }) unobservedMinutes!: number;
  @Field(() => Float, { description: "Bad minutes, weighed; incidents at once count as the worst of them." }) badMinutes!: number;
  @Field(() => Float, { nullable: true, description: "Share of the observed time without one; null where nothing was observed." })
  availabilityPercent!: number | null;
  @Field(() => [CustomerIncidentCost], { description: "What is behind it, the dearest first." })
  incidents!: readonly CustomerIncidentCost[];
  @Field(() => [CustomerPartAvailability], {
    description: "By what it uses: each service that serves it, and the components of it that incidents of the window name; the worst first.",
  })
  parts!: readonly CustomerPartAvailability[];
  @Field(() => [CustomerDay], { description: "Day by day, the oldest first." }) days!: readonly CustomerDay[];
  @Field(() => Int, { description: "Incidents that would count but never say when they ended: the figure is too good by them." })
  withoutEnd!: number;
}

const MINUTE = 60_000;
/** A year, as far as a customer's strip reaches. */
const MOST_DAYS = 366;

/** Who was reached, as an incident says it: this customer's share, 0 for who is not among all that are named, null where nobody says. */
function hitBy(customer: Customer): (incidentId: string) => number | null {
  const { scope, row } = customer;
  const { customers, incidents } = scope.context.readModel;
  const own = new Map(customers.incidentsOf(row.externalId, scope.asOf).map((one) => [one.incidentId, one]));
  return (incidentId) => {
    const found = own.get(incidentId);
    if (found !== undefined) return found.requests === 0 ? 0 : Math.round((found.errors / found.requests) * WHOLE);
    const incident = incidents.get(incidentId, scope.asOf);
    const named = incident?.customers ?? [];
    // At most 200 are named: of more, somebody may be among those who are only counted.
    return named.length > 0 && named.length >= (incident?.customerCount ?? 0) ? 0 : null;
  };
}

/** Read once for a page of customers. */
const knownIncidents = oncePerScope((scope, now) => {
  const known = mayKnowOf(scope, "Incident");
  return scope.context.readModel.reports.incidentsOfAll({ asOf: scope.asOf, now }).filter(({ input }) => known(input.id));
});

type Known = ReturnType<typeof knownIncidents>[number];

const iso = (at: number): string => new Date(at).toISOString();
const percent = (share: number | null): number | null => (share === null ? null : share * 100);

/** Components that times of these incidents name. */
const componentsOf = (all: readonly Known[]): readonly string[] =>
  [...new Set(all.flatMap(({ input: { components = [], intervals = [] } }) => [
    ...components, ...intervals.flatMap((interval) => interval.components ?? []),
  ]))].toSorted();

/** How the last days were for a customer. */
export function availabilityFor(customer: Customer, asked: number): CustomerAvailability {
  const { scope } = customer;
  const days = Math.min(MOST_DAYS, Math.max(1, asked));
  const services = [...new Map(releasesOf(customer).map(({ service }) => [service.row.id, service])).values()];
  const now = momentOf(scope);
  const all = knownIncidents(scope, now.toISOString())
    .filter(({ serviceIds }) => services.some(({ row }) => serviceIds.includes(row.id)));
  const of = ({ row }: RecordOf<"Service">): readonly Known[] => all.filter(({ serviceIds }) => serviceIds.includes(row.id));
  const since = (service: RecordOf<"Service">): number => Date.parse(observedSince(service.row, of(service).map(({ input }) => input)));
  const hit = hitBy(customer);
  const measured = (of: readonly Known[], observedFrom: number | null, component: string | null) =>
    customerAvailability(
      { incidents: of.map(({ input }) => input), hit, weights: defaultWeights, observedFrom, component, now: now.getTime() }, days,
    );
  const costs = (byRecord: ReadonlyMap<string, number>): CustomerIncidentCost[] =>
    [...byRecord]
      .toSorted(([, one], [, other]) => other - one)
      .flatMap(([id, badMs]) => {
        const incident = find(scope, "Incident", id);
        return incident === null ? [] : [{ incident, badMinutes: badMs / MINUTE, named: hit(id) !== null }];
      });
  const parts = services.flatMap((service) =>
    [null, ...componentsOf(of(service))].map((component): CustomerPartAvailability => {
      const { badMs, availability, byRecord } = measured(of(service), since(service), component);
      return { service, component, badMinutes: badMs / MINUTE, availabilityPercent: percent(availability), incidents: costs(byRecord) };
    }),
  );
  const told = measured(all, services.length === 0 ? null : Math.min(...services.map(since)), null);
  return {
    from: iso(told.from), to: iso(told.to), observedMinutes: told.observedMs / MINUTE, unobservedMinutes: told.unobservedMs / MINUTE,
    badMinutes: told.badMs / MINUTE, availabilityPercent: percent(told.availability), withoutEnd: told.withoutEnd.length,
    days: told.days.map(({ from, to, observedMs, badMs }) => ({
      from: iso(from), to: iso(to), observedMinutes: observedMs / MINUTE, badMinutes: badMs / MINUTE,
    })),
    // What no incident of the window hit is its service's whole only.
    parts: parts
      .filter(({ component, badMinutes }) => component === null || badMinutes > 0)
      .toSorted((a, b) => b.badMinutes - a.badMinutes),
    incidents: costs(told.byRecord),
  };
}
