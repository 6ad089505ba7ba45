import { graphql } from "@ballast/schema/graphql";
import type { EventType } from "@ballast/schema";
import type { ResultOf } from "@ballast/schema/graphql";
import { historyFields } from "../data/fields.ts";

const objectiveFields = graphql(`
  fragment ObjectiveFields on Objective {
    id name targetPercent retired window { kind days unit timeZone } parts { service { slug name } component sharePercent }
    owner { id name }
    standing {
      from to observedMinutes unobservedMinutes maintenanceMinutes badMinutes availabilityPercent budgetMinutes leftMinutes goneAt
      forecastGoneAt burnRates { name factor long short fires wakes totalOutageMinutes }
    }
  }
`);
export type ObjectiveLine = ResultOf<typeof objectiveFields>;

export const objectivesDocument = graphql(
  `query Objectives($asOf: AsOf, $retired: Boolean) { objectives(asOf: $asOf, retired: $retired) { ...ObjectiveFields } }`,
  [objectiveFields],
);

export const objectiveDocument = graphql(`
  query Objective($id: ID!, $asOf: AsOf) {
    objective(id: $id, asOf: $asOf) {
      ...ObjectiveFields
      indicator { counts query total } corrections { id from to reason } policy { gateDeploys askForActions } overspentBy { id title number }
      overlap maintenance weights { criticalPercent majorPercent minorPercent } revision
      standing {
        requests { valid bad } uncorrectedPercent points { at leftMinutes }
        records { incident { id title number startedAt } badMinutes overLimit }
        withoutEnd { id title number }
      }
      periods(last: 13) { from to observedMinutes badMinutes budgetMinutes availabilityPercent met }
      history(first: 500) { totalCount edges { node { ...HistoryFields } } }
    }
  }
`, [objectiveFields, historyFields]);
export type ObjectiveRecord = NonNullable<ResultOf<typeof objectiveDocument>["objective"]>;

/** Where it would stand, were a time left out of it, or what is left out counted again. */
export const correctionPreview = graphql(`
  query CorrectionPreview($id: ID!, $from: DateTime, $to: DateTime, $lifting: ID, $asOf: AsOf) {
    objective(id: $id, asOf: $asOf) {
      id standing { availabilityPercent leftMinutes budgetMinutes observedMinutes }
      standingIf(from: $from, to: $to, lifting: $lifting) { availabilityPercent leftMinutes budgetMinutes observedMinutes }
    }
  }
`);
export type CorrectionPreview = NonNullable<ResultOf<typeof correctionPreview>["objective"]>;

/** What changes how an objective stands: what is said of it, and everything about incidents. */
export const objectiveEvents: readonly EventType[] = [
  "ObjectiveDefined",
  "ObjectiveChanged",
  "BudgetPolicySet",
  "IndicatorSet",
  "CorrectionMade",
  "CorrectionLifted",
  "ErrorBudgetOverspent",
  "ObjectiveRetired",
  "IncidentDeclared",
  "IncidentImported",
  "IncidentStateChanged",
  "PublicImpactSet",
  "IncidentReopened",
  "IncidentMerged",
  "IncidentImportCorrected",
  "ImpactIntervalOpened",
  "ImpactIntervalClosed",
  "ImpactIntervalCorrected",
];

/** Deploys and flags of a service in production, for the marks under a budget. */
export const objectiveChangesDocument = graphql(`
  query ObjectiveChanges($service: String!, $from: DateTime!, $to: DateTime!, $first: Int, $asOf: AsOf) {
    changes(service: $service, from: $from, to: $to, environment: "production", kinds: [deploy, flag], first: $first, asOf: $asOf) {
      edges { node { id kind at sentence } }
    }
  }
`);
export type ObjectiveChange = ResultOf<typeof objectiveChangesDocument>["changes"]["edges"][number]["node"];
