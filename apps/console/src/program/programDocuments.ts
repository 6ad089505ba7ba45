import { command, graphql } from "@ballast/schema/graphql";
import type { EventType } from "@ballast/schema";
import type { ResultOf } from "@ballast/schema/graphql";

const itemFields = graphql(`
  fragment ProgramItemFields on ProgramItem {
    key kind title dueOn before overdueDays minutes why waitsFor realDueOn decide view owner { id name }
  }
`);
/** Something that somebody promised, or has to decide. */
export type BoardItem = ResultOf<typeof itemFields>;

export const programDocument = graphql(`
  query Program($decisions: Int!, $promises: Int!, $asOf: AsOf) {
    program(asOf: $asOf) {
      colour because at position since changed { words view } triggers { colour rule because }
      objectives {
        pace releasedAt lately { days availabilityPercent badMinutes }
        objective {
          id name targetPercent window { kind days unit timeZone }
          standing {
            from to availabilityPercent budgetMinutes leftMinutes goneAt forecastGoneAt points { at leftMinutes }
            records { badMinutes incident { id reference title startedAt } }
          }
        }
      }
      decisionCount decisions(first: $decisions) { ...ProgramItemFields }
      slippedCount slipped(first: $promises) { ...ProgramItemFields } blockedCount blocked(first: $promises) { ...ProgramItemFields }
      overdue { overdueDays before }
    }
    riskRegister(asOf: $asOf) { budget total factorMinutes tooBigAbove }
    risks(first: 500, filter: { open: true }, asOf: $asOf) {
      totalCount edges { node { id title minutesAYear standing acceptance { until } } }
    }
  }
`, [itemFields]);
/** So many of its lists the board shows at first. */
export const shownFirst = { decisions: 25, promises: 15 } as const;
/** What is overdue, each with what it is: the board only counts them. */
export const overdueDocument = graphql(`
  query Overdue($asOf: AsOf) { program(asOf: $asOf) { overdue { ...ProgramItemFields } } }
`, [itemFields]);
/** All that the board shows. */
export type Board = ResultOf<typeof programDocument>;
export type BoardObjective = Board["program"]["objectives"][number];
export type BoardRisk = Board["risks"]["edges"][number]["node"];

/** What the board is made from: everything of risks, objectives and incidents. */
export const programEvents: readonly EventType[] = [
  "RiskRegistered",
  "RiskEstimated",
  "RiskTreatmentSet",
  "RiskClosed",
  "RiskReopened",
  "AcceptanceProposed",
  "AcceptanceApproved",
  "AcceptanceRejected",
  "AcceptanceBegan",
  "AcceptanceExpired",
  "AcceptanceWithdrawn",
  "MitigationPlanned",
  "MitigationDescribed",
  "MitigationDueMoved",
  "MitigationBegun",
  "MitigationDelivered",
  "MitigationGivenUp",
  "FactorStated",
  "FactorEnded",
  "ObjectiveDefined",
  "ObjectiveChanged",
  "ObjectiveRetired",
  "IncidentDeclared",
  "IncidentImported",
  "IncidentStateChanged",
  "ImpactIntervalOpened",
  "ImpactIntervalClosed",
  "ImpactIntervalCorrected",
  "DeployStarted",
  "ActionRegistered",
  "ActionDescribed",
  "ActionDuePromised",
  "ActionFinished",
  "ActionDropped",
  "ActionReopened",
];

/** The report of the week as a page; of now before there is one. */
export const reportDocument = graphql(`query LeadershipReport($asOf: AsOf) { leadershipReport(format: html, asOf: $asOf) { at text } }`);

/** The same as PDF. */
export const reportPdfDocument = graphql(`query LeadershipPdf($asOf: AsOf) { leadershipReportPdf(asOf: $asOf) { name base64 } }`);

/** How the program is set up, and the last report. */
export const programSettingsDocument = graphql(`
  query ProgramSettings($asOf: AsOf) {
    programSettings(asOf: $asOf) { id timeZone subscribed readers { id name } }
    weeklyReports(asOf: $asOf) { id monday at position }
  }
`);
/** How the program is set up; null until somebody has said. */
export type ProgramSettings = ResultOf<typeof programSettingsDocument>["programSettings"];

/** What changes it. */
export const settingsEvents = ["ProgramZoneSet", "ReportReaderAdded", "ReportReaderRemoved", "LeadershipReportMade"];

export const setProgramZone = command("setProgramZone", "programSettings { id }");
export const addReportReader = command("addReportReader", "programSettings { id }");
export const removeReportReader = command("removeReportReader", "programSettings { id }");
export const subscribeToReport = command("subscribeToReport", "programSettings { id }");
export const unsubscribeFromReport = command("unsubscribeFromReport", "programSettings { id }");
