import { graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";

export const incidentReportDocument = graphql(`
  query IncidentReport($service: String!, $from: DateTime, $to: DateTime, $asOf: AsOf) {
    incidentReport(service: $service, from: $from, to: $to, asOf: $asOf) { incidents byImpact perMonth timeToResolveMinutes records }
  }
`);
export type IncidentFigures = ResultOf<typeof incidentReportDocument>["incidentReport"];

export const availabilityReportDocument = graphql(`
  query AvailabilityReport($service: String!, $from: DateTime!, $to: DateTime!, $impact: [PublicImpact!]!, $asOf: AsOf) {
    availabilityReport(service: $service, from: $from, to: $to, impact: $impact, asOf: $asOf) { windowMinutes components any records }
  }
`);
export type AvailabilityFigures = ResultOf<typeof availabilityReportDocument>["availabilityReport"];
export type Availability = AvailabilityFigures["any"];

export const deliveryReportDocument = graphql(`
  query DeliveryReport(
    $service: String!, $from: DateTime!, $to: DateTime!, $basis: DeliveryBasis, $within: Int, $asOf: AsOf,
  ) {
    deliveryReport(service: $service, from: $from, to: $to, basis: $basis, attributeWithinHours: $within, asOf: $asOf) {
      basis releases deploys weeks perIsoWeek perWeekMean leadTimeHours failed revertRatePercent changeFailRatePercent timeToRestoreHours recoveryTimeHours withoutCommits takenBack takenBackPercent
      rework reworkRatePercent benchmark { name source perWeek leadTimeHours failPercent recoveryHours } records(leadTimes: false)
    }
  }
`);
export type DeliveryFigures = ResultOf<typeof deliveryReportDocument>["deliveryReport"];
/** What a set of measurements comes to; every figure is null where there is none. Not rounded. */
export type Summary = DeliveryFigures["timeToRestoreHours"] & object;

/** The first record of each kind: where "everything" begins. */
export const firstRecordsDocument = graphql(`
  query FirstRecords($service: String!, $asOf: AsOf) {
    incidents(
      first: 1, filter: { service: $service, counted: true }, sort: STARTED_ASC, asOf: $asOf,
    ) { totalCount edges { node { startedAt declaredAt } } }
    releases(first: 1, filter: { service: $service }, sort: RELEASED_ASC, asOf: $asOf) { totalCount edges { node { releasedAt } } }
    deploys(first: 1, filter: { service: $service }, sort: REQUESTED_ASC, asOf: $asOf) { totalCount edges { node { requestedAt } } }
  }
`);

export const serviceReportsDocument = graphql(`
  query ServiceReports($from: DateTime!, $to: DateTime!, $impact: [PublicImpact!]!, $asOf: AsOf) {
    serviceReports(from: $from, to: $to, impact: $impact, asOf: $asOf) {
      service { slug name } incidents critical major downtimeMinutes availabilityPercent resolveMinutes,
    }
  }
`);
/** One service among all, in a window. */
export type ServiceLine = ResultOf<typeof serviceReportsDocument>["serviceReports"][number];

export const serviceDeliveriesDocument = graphql(`
  query ServiceDeliveries($from: DateTime!, $to: DateTime!, $basis: DeliveryBasis, $asOf: AsOf) {
    serviceDeliveries(from: $from, to: $to, basis: $basis, asOf: $asOf) {
      service { slug name } report { basis releases deploys failed revertRatePercent changeFailRatePercent leadTimeHours },
    }
  }
`);
/** How one service among all is delivered. */
export type DeliveryLine = ResultOf<typeof serviceDeliveriesDocument>["serviceDeliveries"][number];
