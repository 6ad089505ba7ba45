import { graphql } from "@ballast/schema/graphql";
import type { ResultOf, VariablesOf } from "@ballast/schema/graphql";
import { commitFields, historyFields, windowFields } from "../data/fields.ts";
import { deployLineFields, incidentFields } from "../rollout/rolloutDocuments.ts";

const recordFields = graphql(`
  fragment DeployRecordFields on Deploy {
  ...DeployLineFields
  reason direct revision measuredPercent pausedReason warnings failures deadlineAt escalatedAt url observedFrom
  release { id version rollbackSafe rollbackUnsafeReason } from { id version }
  lane { id kind live { version } lastKnownGood { version } hold { reason faultyVersion } }
  verdicts {
    at step look judge verdict reason final from to canary { ...WindowFields } baseline { ...WindowFields }
    examples { at customer path status durationMs traceId error } failingCustomers { customer requests errors } failingCustomerCount
    evidence { basis canaryCustomers baselineCustomers findings { what window verdict canary baseline overMs chance requiredChance } witnesses }
  }
  effect { sentence recovered before { ...WindowFields } after { ...WindowFields } overMs affectedCustomers { customer requests errors } affectedCustomerCount }
  incidents { ...IncidentMentionFields } rollback { id state } preempts { id version } commits { ...CommitFields }
  }
`, [deployLineFields, windowFields, incidentFields, commitFields]);
/** A deploy as its record shows it. */
export type DeployRecord = ResultOf<typeof recordFields>;
export type Verdict = DeployRecord["verdicts"][number];
/** The numbers behind a verdict. */
export type VerdictEvidence = NonNullable<Verdict["evidence"]>;
export type Effect = NonNullable<DeployRecord["effect"]>;

/** A slice of the list. */
export const deploysDocument = graphql(`
  query Deploys($first: Int, $after: String, $filter: DeployFilter, $sort: DeploySort, $asOf: AsOf) {
    deploys(first: $first, after: $after, filter: $filter, sort: $sort, asOf: $asOf) {
      totalCount pageInfo { endCursor hasNextPage } edges { node { ...DeployLineFields } }
    }
  }
`, [deployLineFields]);
export type DeployFilter = NonNullable<VariablesOf<typeof deploysDocument>["filter"]>;

/** One line, for references from elsewhere. */
export const deployLineDocument = graphql(`
  query DeployLine($id: ID!, $asOf: AsOf) { deploy(id: $id, asOf: $asOf) { ...DeployLineFields } }
`, [deployLineFields]);

/** The counts of the sentence above the list. */
export const deployCountsDocument = graphql(`
  query DeployCounts($all: DeployFilter, $moving: DeployFilter, $back: DeployFilter, $asOf: AsOf) {
    all: deploys(first: 1, filter: $all, asOf: $asOf) { totalCount }
    moving: deploys(first: 1, filter: $moving, asOf: $asOf) { totalCount }
    back: deploys(first: 1, filter: $back, asOf: $asOf) { totalCount }
  }
`);

/** The record. */
export const deployDocument = graphql(`
  query Deploy($id: ID!, $asOf: AsOf) { deploy(id: $id, asOf: $asOf) { ...DeployRecordFields } }
`, [recordFields]);

/** The record, whenever it changes. */
export const deployChangedDocument = graphql(`
  subscription DeployChanged($id: ID!) { deployChanged(deployId: $id) { ...DeployRecordFields } }
`, [recordFields]);

/** Canary against baseline, per second, as the target measured it. */
export const deployMetricsDocument = graphql(`
  query DeployMetrics($id: ID!, $seconds: Int, $asOf: AsOf) {
    deploy(id: $id, asOf: $asOf) { id metrics(seconds: $seconds) { canary { at requests errors p95Ms } baseline { at requests errors p95Ms } } }
  }
`);
export type MetricPoint = NonNullable<NonNullable<ResultOf<typeof deployMetricsDocument>["deploy"]>["metrics"]>["canary"][number];

/** Everything that was recorded about a deploy. */
export const deployHistoryDocument = graphql(`
  query DeployHistory($id: ID!, $first: Int, $asOf: AsOf) {
    deploy(id: $id, asOf: $asOf) { id history(first: $first) { totalCount edges { node { ...HistoryFields } } } }
  }
`, [historyFields]);
