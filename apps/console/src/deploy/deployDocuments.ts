import { gql } from "../api/document.ts";
import { actorFields, commitFields, historyFields, rollbackPreviewFields, windowFields } from "../data/fields.ts";
import type { Actor, AffectedCustomer, Commit, Connection, EnvironmentKind, HistoryEvent, RollbackPreview, WindowNumbers } from "../data/fields.ts";

export type DeployKind = "deploy" | "rollback" | "observed";
export type DeployState =
  | "waiting" | "preparing" | "shifting" | "verifying" | "baking" | "promoting" | "soaking" | "paused" | "held" | "rollingBack"
  | "succeeded" | "rolledBack" | "rollbackFailed" | "aborted" | "cancelled" | "failed" | "observed" | "escalated" | "preempted" | "done";
export type StepState = "next" | "shifting" | "baking" | "passed" | "failed" | "paused" | "skipped";
export type VerdictKind = "pass" | "fail" | "inconclusive" | "error";

export interface DeployStep {
  index: number;
  percent: number;
  customers: readonly string[];
  bakeMs: number;
  state: StepState;
  startedAt: string | null;
  endedAt: string | null;
  requests: number | null;
  verdict: VerdictKind | null;
  extended: boolean;
}
const stepFields = "index percent customers bakeMs state startedAt endedAt requests verdict extended";

export interface IncidentMention {
  id: string;
  reference: string;
  number: number | null;
  title: string;
  open: boolean;
}
const incidentFields = "id reference number title open";

/** A deploy as lists show it. */
export type DeployLine = {
  id: string;
  kind: DeployKind;
  state: DeployState;
  environment: string;
  version: string;
  fromVersion: string | null;
  automatic: boolean;
  sentence: string;
  requestedAt: string;
  endedAt: string | null;
  durationMs: number | null;
  percent: number | null;
  currentStep: number | null;
  paused: boolean;
  requestedBy: Actor;
  service: { id: string; slug: string; name: string };
  heldBy: IncidentMention | null;
  steps: readonly DeployStep[];
};
export const deployLineFields = `
  id kind state environment version fromVersion automatic sentence requestedAt endedAt durationMs percent currentStep paused
  requestedBy { ${actorFields} } service { id slug name } heldBy { ${incidentFields} } steps { ${stepFields} }
`;

export interface ExampleRequest {
  at: string;
  customer: string | null;
  path: string;
  status: number;
  durationMs: number;
  traceId: string | null;
  error: string | null;
}

export interface Verdict {
  at: string;
  step: number;
  look: number;
  judge: string;
  verdict: VerdictKind;
  reason: string;
  final: boolean;
  from: string;
  to: string;
  canary: WindowNumbers | null;
  baseline: WindowNumbers | null;
  examples: readonly ExampleRequest[];
  failingCustomers: readonly AffectedCustomer[];
  failingCustomerCount: number;
  evidence: VerdictEvidence | null;
}

/** The numbers behind a verdict. */
export interface VerdictEvidence {
  basis: "stable" | "past" | "limit";
  canaryCustomers: number | null;
  baselineCustomers: number | null;
  findings: readonly { what: "errors" | "latency"; window: "step" | "recent"; verdict: VerdictKind; canary: number | null; baseline: number | null; overMs: number | null; chance: number | null; requiredChance: number | null }[];
  witnesses: readonly string[];
}

export interface Effect {
  sentence: string;
  recovered: boolean | null;
  before: WindowNumbers | null;
  after: WindowNumbers | null;
  overMs: number;
  affectedCustomers: readonly AffectedCustomer[];
  affectedCustomerCount: number;
}

/** A deploy as its record shows it. */
export type DeployRecord = DeployLine & {
  reason: string;
  direct: boolean;
  revision: number;
  measuredPercent: number | null;
  pausedReason: string | null;
  warnings: readonly string[];
  failures: readonly string[];
  deadlineAt: string | null;
  escalatedAt: string | null;
  url: string | null;
  observedFrom: string | null;
  release: { id: string; version: string; rollbackSafe: boolean; rollbackUnsafeReason: string | null } | null;
  from: { id: string; version: string } | null;
  lane: { id: string; kind: EnvironmentKind; live: { version: string } | null; lastKnownGood: { version: string } | null; hold: { reason: string; faultyVersion: string } | null };
  verdicts: readonly Verdict[];
  effect: Effect | null;
  incidents: readonly IncidentMention[];
  rollback: { id: string; state: DeployState } | null;
  preempts: { id: string; version: string } | null;
  commits: readonly Commit[];
};

const recordFields = `
  ${deployLineFields}
  reason direct revision measuredPercent pausedReason warnings failures deadlineAt escalatedAt url observedFrom
  release { id version rollbackSafe rollbackUnsafeReason } from { id version }
  lane { id kind live { version } lastKnownGood { version } hold { reason faultyVersion } }
  verdicts {
    at step look judge verdict reason final from to canary { ${windowFields} } baseline { ${windowFields} }
    examples { at customer path status durationMs traceId error } failingCustomers { customer requests errors } failingCustomerCount
    evidence { basis canaryCustomers baselineCustomers findings { what window verdict canary baseline overMs chance requiredChance } witnesses }
  }
  effect { sentence recovered before { ${windowFields} } after { ${windowFields} } overMs affectedCustomers { customer requests errors } affectedCustomerCount }
  incidents { ${incidentFields} } rollback { id state } preempts { id version } commits { ${commitFields} }
`;

/** A page of the list. */
export const deploysDocument = gql<
  { deploys: Connection<DeployLine> & { pageInfo: { endCursor: string | null; hasNextPage: boolean } } },
  { first: number; after: string | undefined; filter: object; sort: string | undefined; asOf: object | undefined }
>`
  query Deploys($first: Int, $after: String, $filter: DeployFilter, $sort: DeploySort, $asOf: AsOf) {
    deploys(first: $first, after: $after, filter: $filter, sort: $sort, asOf: $asOf) {
      totalCount pageInfo { endCursor hasNextPage } edges { node { ${deployLineFields} } }
    }
  }
`;

/** One line, for references from elsewhere. */
export const deployLineDocument = gql<{ deploy: DeployLine | null }, { id: string; asOf: object | undefined }>`
  query DeployLine($id: ID!, $asOf: AsOf) { deploy(id: $id, asOf: $asOf) { ${deployLineFields} } }
`;

/** The counts of the sentence above the list. */
export const deployCountsDocument = gql<{ all: { totalCount: number }; moving: { totalCount: number }; back: { totalCount: number } }, { all: object; moving: object; back: object }>`
  query DeployCounts($all: DeployFilter, $moving: DeployFilter, $back: DeployFilter, $asOf: AsOf) {
    all: deploys(first: 1, filter: $all, asOf: $asOf) { totalCount }
    moving: deploys(first: 1, filter: $moving, asOf: $asOf) { totalCount }
    back: deploys(first: 1, filter: $back, asOf: $asOf) { totalCount }
  }
`;

/** The record. */
export const deployDocument = gql<{ deploy: DeployRecord | null }, { id: string }>`
  query Deploy($id: ID!, $asOf: AsOf) { deploy(id: $id, asOf: $asOf) { ${recordFields} } }
`;

/** The record, whenever it changes. */
export const deployChangedDocument = gql<{ deployChanged: DeployRecord }, { id: string }>`
  subscription DeployChanged($id: ID!) { deployChanged(deployId: $id) { ${recordFields} } }
`;

export interface MetricPoint {
  at: string;
  requests: number;
  errors: number;
  p95Ms: number | null;
}

/** Canary against baseline, per second, as the target measured it. */
export const deployMetricsDocument = gql<{ deploy: { id: string; metrics: { canary: readonly MetricPoint[]; baseline: readonly MetricPoint[] } | null } | null }, { id: string; seconds: number }>`
  query DeployMetrics($id: ID!, $seconds: Int, $asOf: AsOf) {
    deploy(id: $id, asOf: $asOf) { id metrics(seconds: $seconds) { canary { at requests errors p95Ms } baseline { at requests errors p95Ms } } }
  }
`;

/** Everything that was recorded about a deploy. */
export const deployHistoryDocument = gql<{ deploy: { id: string; history: Connection<HistoryEvent> } | null }, { id: string; first: number }>`
  query DeployHistory($id: ID!, $first: Int, $asOf: AsOf) {
    deploy(id: $id, asOf: $asOf) { id history(first: $first) { totalCount edges { node { ${historyFields} } } } }
  }
`;

/** What a rollback would do now. */
export const rollbackPreviewDocument = gql<{ lane: { id: string; rollbackPreview: RollbackPreview } | null }, { service: string; environment: string; toVersion: string | null }>`
  query RollbackPreview($service: String!, $environment: String!, $toVersion: String) {
    lane(service: $service, environment: $environment) { id rollbackPreview(toVersion: $toVersion) { ${rollbackPreviewFields} } }
  }
`;

export interface PlanStep {
  percent: number;
  customers: readonly string[];
  bakeMs: number;
  analysis: { minSamples: number; maxErrorsPer100k: number; minEffectPer100k: number; maxP95Ms: number | null; judgesLatency: boolean; minSlowerMs: number; minSlowerPercent: number };
}
export interface Plan {
  steps: readonly PlanStep[];
  soakMs: number;
}

export interface DeployPreview {
  allowed: boolean;
  refusal: string | null;
  release: { id: string; version: string } | null;
  from: { id: string; version: string } | null;
  commits: readonly Commit[];
  plan: Plan;
  warnings: readonly string[];
}

/** What a deploy would do now. */
export const deployPreviewDocument = gql<{ lane: { id: string; deployPreview: DeployPreview } | null }, { service: string; environment: string; version: string }>`
  query DeployPreview($service: String!, $environment: String!, $version: String!) {
    lane(service: $service, environment: $environment) {
      id deployPreview(version: $version) { allowed refusal release { id version } from { id version } commits { ${commitFields} } plan warnings }
    }
  }
`;

/** The versions one can go to, newest first. */
export const versionsDocument = gql<{ releases: Connection<{ id: string; version: string; releasedAt: string; headline: string | null; deployable: boolean }> }, { service: string }>`
  query Versions($service: String!) {
    releases(first: 30, filter: { service: $service }, sort: RELEASED_DESC) { totalCount edges { node { id version releasedAt headline deployable } } }
  }
`;
