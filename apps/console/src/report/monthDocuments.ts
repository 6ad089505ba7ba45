import { gql } from "../api/document.ts";
import type { PublicImpact } from "../incident/incidentDocuments.ts";

/** A month, or all of them together, as far as it is observed. */
export interface ObservedAvailability {
  observedMinutes: number;
  downtimeMinutes: number;
  incidents: number;
  availabilityPercent: number | null;
}

export interface MonthAvailability extends ObservedAvailability {
  month: string;
  from: string;
  to: string;
  running: boolean;
}

export interface ServiceMonths {
  service: { slug: string; name: string };
  observedFrom: string | null;
  months: readonly MonthAvailability[];
  total: ObservedAvailability;
}

const observed = "observedMinutes downtimeMinutes incidents availabilityPercent";

export const availabilityByMonthDocument = gql<{ availabilityByMonth: readonly ServiceMonths[] }, { service: string | null; from: string; to: string; impact: readonly PublicImpact[] }>`
  query AvailabilityByMonth($service: String, $from: DateTime!, $to: DateTime!, $impact: [PublicImpact!]!, $asOf: AsOf) {
    availabilityByMonth(service: $service, from: $from, to: $to, impact: $impact, asOf: $asOf) {
      service { slug name } observedFrom months { month from to running ${observed} } total { ${observed} }
    }
  }
`;
