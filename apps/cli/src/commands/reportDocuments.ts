import { graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";

export const incidentReport = graphql(`
  query IncidentReport($service: String!, $from: DateTime, $to: DateTime) {
    report: incidentReport(service: $service, from: $from, to: $to) { incidents byImpact perMonth timeToResolveMinutes }
  }
`);
/** `ballast report incidents --json`. */
export type IncidentReport = ResultOf<typeof incidentReport>["report"];

export const availabilityReport = graphql(`
  query AvailabilityReport($service: String!, $from: DateTime!, $to: DateTime!, $impact: [PublicImpact!]!) {
    report: availabilityReport(service: $service, from: $from, to: $to, impact: $impact) { windowMinutes components any }
  }
`);
/** `ballast report availability --json`. */
export type AvailabilityReport = ResultOf<typeof availabilityReport>["report"];

export const availabilityByMonth = graphql(`
  query AvailabilityByMonth($service: String, $from: DateTime!, $to: DateTime!, $impact: [PublicImpact!]!, $zone: String) {
    report: availabilityByMonth(service: $service, from: $from, to: $to, impact: $impact, timeZone: $zone) {
      service { slug name } observedFrom
      months { month from to running observedMinutes downtimeMinutes incidents availabilityPercent records }
      total { observedMinutes downtimeMinutes incidents availabilityPercent records }
    }
  }
`);
/** `ballast report months --json`. */
export type ServiceMonths = ResultOf<typeof availabilityByMonth>["report"][number];

export const deliveryByReleases = graphql(`
  query DeliveryByReleases($service: String!, $from: DateTime!, $to: DateTime!) {
    report: deliveryReport(service: $service, from: $from, to: $to, basis: releases) {
      basis releases weeks perIsoWeek perWeekMean leadTimeHours failed failedVersions revertRatePercent timeToRestoreHours takenBack takenBackPercent
    }
  }
`);
/** `ballast report delivery --json`. */
export type DeliveryReport = ResultOf<typeof deliveryByReleases>["report"];

export const deliveryByDeploys = graphql(`
  query DeliveryByDeploys($service: String!, $from: DateTime!, $to: DateTime!, $within: Int) {
    report: deliveryReport(service: $service, from: $from, to: $to, basis: deploys, attributeWithinHours: $within) {
      basis deploys perIsoWeek leadTimeHours failed changeFailRatePercent recoveryTimeHours rework reworkRatePercent
      benchmark { name source perWeek leadTimeHours failPercent recoveryHours } withoutCommits records(leadTimes: false)
    }
  }
`);
/** `ballast report delivery --basis deploys --json`. */
export type DeployReport = ResultOf<typeof deliveryByDeploys>["report"];

export const flagReport = graphql(`
  query FlagReport($service: String!, $asOf: AsOf) {
    report: flagReport(service: $service, asOf: $asOf) { changes flagsEver flags state }
  }
`);

export const leadershipPdf = graphql(`query LeadershipPdf($asOf: AsOf) { leadershipReportPdf(asOf: $asOf) { name base64 } }`);

export const leadershipReport = graphql(`
  query LeadershipReport($asOf: AsOf, $format: LeadershipReportFormat) {
    report: leadershipReport(asOf: $asOf, format: $format) { position at build text }
  }
`);

export const reportReaders = graphql(`query ReportReaders { settings: programSettings { timeZone subscribed readers { id name } } }`);
