import { gql } from "../api/document.ts";
import type { Connection } from "../data/fields.ts";
import type { PublicImpact } from "../incident/incidentDocuments.ts";

/** What a set of measurements comes to; every figure is null where there is none. Not rounded. */
export interface Summary {
  n: number;
  mean: number | null;
  medianLinear: number | null;
  p90NearestRank: number | null;
  p90Linear: number | null;
  min: number | null;
  max: number | null;
}

export interface IncidentFigures {
  incidents: number;
  byImpact: Readonly<Record<string, number>>;
  perMonth: Readonly<Record<string, number>>;
  timeToResolveMinutes: { all: Summary; nonzero: Summary; byImpact: Readonly<Record<string, Summary>> };
  records: {
    byImpact: Readonly<Record<string, readonly string[]>>;
    perMonth: Readonly<Record<string, readonly string[]>>;
    timeToResolveMinutes: readonly { id: string; impact: string; minutes: number }[];
    unmeasured: readonly string[];
  };
}

export const incidentReportDocument = gql<{ incidentReport: IncidentFigures }, { service: string; from: string | undefined; to: string | undefined }>`
  query IncidentReport($service: String!, $from: DateTime, $to: DateTime, $asOf: AsOf) {
    incidentReport(service: $service, from: $from, to: $to, asOf: $asOf) { incidents byImpact perMonth timeToResolveMinutes records }
  }
`;

export interface Availability {
  incidents: number;
  downtimeMinutes: number;
  availabilityPercent: number;
}

export interface AvailabilityFigures {
  windowMinutes: number;
  components: Readonly<Record<string, Availability>>;
  any: Availability;
  records: { withoutEnd: readonly string[] };
}

export const availabilityReportDocument = gql<{ availabilityReport: AvailabilityFigures }, { service: string; from: string; to: string; impact: readonly PublicImpact[] }>`
  query AvailabilityReport($service: String!, $from: DateTime!, $to: DateTime!, $impact: [PublicImpact!]!, $asOf: AsOf) {
    availabilityReport(service: $service, from: $from, to: $to, impact: $impact, asOf: $asOf) { windowMinutes components any records }
  }
`;

export type Basis = "releases" | "deploys";

/** A release that a later one takes back in part. */
export interface FailedRelease {
  version: string;
  restoredBy: string;
  hours: number;
  commits: readonly { sha: string; revertedBy: string; revertedIn: string }[];
}

/** A deploy that was rolled back, or that an incident names. */
export interface FailedDeploy {
  deploy: string;
  rolledBack: boolean;
  incidents: readonly string[];
  hours: number | null;
}

export interface DeliveryFigures {
  basis: Basis;
  releases: number | null;
  deploys: number | null;
  perIsoWeek: Readonly<Record<string, number>>;
  weeks: number | null;
  perWeekMean: number | null;
  leadTimeHours: Summary & { clamped: number };
  failed: number;
  revertRatePercent: number | null;
  changeFailRatePercent: number | null;
  timeToRestoreHours: Summary | null;
  recoveryTimeHours: Summary | null;
  withoutCommits: number | null;
  takenBack: number | null;
  takenBackPercent: number | null;
  records: { perIsoWeek: Readonly<Record<string, readonly string[]>>; failed: readonly (FailedRelease | FailedDeploy)[] };
}

export const deliveryReportDocument = gql<{ deliveryReport: DeliveryFigures }, { service: string; from: string; to: string; basis: Basis }>`
  query DeliveryReport($service: String!, $from: DateTime!, $to: DateTime!, $basis: DeliveryBasis, $asOf: AsOf) {
    deliveryReport(service: $service, from: $from, to: $to, basis: $basis, asOf: $asOf) {
      basis releases deploys weeks perIsoWeek perWeekMean leadTimeHours failed revertRatePercent changeFailRatePercent timeToRestoreHours recoveryTimeHours withoutCommits takenBack takenBackPercent records(leadTimes: false)
    }
  }
`;

/** The first record of each kind: where "everything" begins. */
export const firstRecordsDocument = gql<
  { incidents: Connection<{ startedAt: string | null; declaredAt: string }>; releases: Connection<{ releasedAt: string }>; deploys: Connection<{ requestedAt: string }> },
  { service: string }
>`
  query FirstRecords($service: String!, $asOf: AsOf) {
    incidents(first: 1, filter: { service: $service, counted: true }, sort: STARTED_ASC, asOf: $asOf) { totalCount edges { node { startedAt declaredAt } } }
    releases(first: 1, filter: { service: $service }, sort: RELEASED_ASC, asOf: $asOf) { totalCount edges { node { releasedAt } } }
    deploys(first: 1, filter: { service: $service }, sort: REQUESTED_ASC, asOf: $asOf) { totalCount edges { node { requestedAt } } }
  }
`;

/** One service among all, in a window. */
export interface ServiceLine {
  service: { slug: string; name: string };
  incidents: number;
  critical: number;
  major: number;
  downtimeMinutes: number;
  availabilityPercent: number;
  resolveMinutes: Summary;
}

export const serviceReportsDocument = gql<{ serviceReports: readonly ServiceLine[] }, { from: string; to: string; impact: readonly PublicImpact[] }>`
  query ServiceReports($from: DateTime!, $to: DateTime!, $impact: [PublicImpact!]!, $asOf: AsOf) {
    serviceReports(from: $from, to: $to, impact: $impact, asOf: $asOf) { service { slug name } incidents critical major downtimeMinutes availabilityPercent resolveMinutes }
  }
`;

/** How one service among all is delivered. */
export interface DeliveryLine {
  service: { slug: string; name: string };
  report: Pick<DeliveryFigures, "basis" | "releases" | "deploys" | "failed" | "revertRatePercent" | "changeFailRatePercent" | "leadTimeHours">;
}

export const serviceDeliveriesDocument = gql<{ serviceDeliveries: readonly DeliveryLine[] }, { from: string; to: string; basis: Basis }>`
  query ServiceDeliveries($from: DateTime!, $to: DateTime!, $basis: DeliveryBasis, $asOf: AsOf) {
    serviceDeliveries(from: $from, to: $to, basis: $basis, asOf: $asOf) { service { slug name } report { basis releases deploys failed revertRatePercent changeFailRatePercent leadTimeHours } }
  }
`;
