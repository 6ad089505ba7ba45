import { graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";

export const availabilityByMonthDocument = graphql(`
  query AvailabilityByMonth($service: String, $from: DateTime!, $to: DateTime!, $impact: [PublicImpact!]!, $asOf: AsOf) {
    availabilityByMonth(service: $service, from: $from, to: $to, impact: $impact, asOf: $asOf) {
      service { slug name } observedFrom months { month from to running observedMinutes downtimeMinutes incidents availabilityPercent } total { observedMinutes downtimeMinutes incidents availabilityPercent }
    }
  }
`);
export type ServiceMonths = ResultOf<typeof availabilityByMonthDocument>["availabilityByMonth"][number];
/** All of it together, as far as it is observed. */
export type ObservedAvailability = ServiceMonths["total"];
/** A month, as far as it is observed. */
export type MonthAvailability = ServiceMonths["months"][number];
