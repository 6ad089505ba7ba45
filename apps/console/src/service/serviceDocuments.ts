import { gql } from "../api/document.ts";
import { historyFields } from "../data/fields.ts";
import type { Connection, EnvironmentKind, HistoryEvent } from "../data/fields.ts";
import { deployLineFields } from "../deploy/deployDocuments.ts";
import type { DeployLine, IncidentMention, Plan } from "../deploy/deployDocuments.ts";

/** What is live in one environment, as the services' pages show it. */
export interface LaneLine {
  id: string;
  environment: string;
  kind: EnvironmentKind;
  live: { id: string; version: string } | null;
  liveSince: string | null;
  canary: { id: string; version: string } | null;
  canaryPercent: number | null;
  hold: { reason: string; since: string; faultyVersion: string; deploy: { id: string } | null } | null;
  health: readonly ReleaseHealth[];
}
export interface ReleaseHealth {
  version: string;
  requests: number;
  errors: number;
  errorsPer100k: number | null;
  p95Ms: number | null;
  state: "healthy" | "slow" | "failing" | "noData";
}
const laneFields = `
  id environment kind live { id version } liveSince canary { id version } canaryPercent
  hold { reason since faultyVersion deploy { id } } health { version requests errors errorsPer100k p95Ms state }
`;

interface RotationMention {
  id: string;
  name: string;
  onNow: { name: string } | null;
}

/** A service as lists show it. */
export type ServiceLine = {
  id: string;
  slug: string;
  name: string;
  description: string;
  releaseCount: number;
  lastRelease: { id: string; version: string; releasedAt: string } | null;
  openIncidents: readonly { id: string; reference: string }[];
  responders: RotationMention | null;
  lanes: readonly LaneLine[];
};
const lineFields = `
  id slug name description releaseCount lastRelease { id version releasedAt } openIncidents { id reference }
  responders { id name onNow { name } } lanes { ${laneFields} }
`;

/** A page of the list. */
export const servicesDocument = gql<
  { services: Connection<ServiceLine> & { pageInfo: { endCursor: string | null; hasNextPage: boolean } } },
  { first: number; after: string | undefined; filter: object; sort: string | undefined; asOf: object | undefined }
>`
  query Services($first: Int, $after: String, $filter: ServiceFilter, $sort: ServiceSort, $asOf: AsOf) {
    services(first: $first, after: $after, filter: $filter, sort: $sort, asOf: $asOf) { totalCount pageInfo { endCursor hasNextPage } edges { node { ${lineFields} } } }
  }
`;

/** One line, for references from elsewhere. */
export const serviceLineDocument = gql<{ service: ServiceLine | null }, { id: string; asOf: object | undefined }>`
  query ServiceLine($id: ID!, $asOf: AsOf) { service(id: $id, asOf: $asOf) { ${lineFields} } }
`;

/** Where deploys of an environment go. */
export type Target = { kind: "fleet"; trafficPerSecond?: number; customers?: number } | { kind: "observed" };

export interface Environment {
  name: string;
  kind: EnvironmentKind;
  target: Target;
  deployable: boolean;
  plan: Plan;
  lane: (LaneLine & { lastKnownGood: { id: string; version: string } | null; runningDeploy: DeployLine | null; canaryCustomers: readonly string[] }) | null;
}

/** A service as its record shows it. */
export type ServiceRecord = Omit<ServiceLine, "openIncidents" | "responders" | "lanes"> & {
  revision: number;
  repositoryUrl: string | null;
  runbookUrl: string | null;
  thresholds: { pageErrorsPer100k: number; pageCustomers: number };
  responders: RotationMention | null;
  commanders: RotationMention | null;
  openIncidents: readonly IncidentMention[];
  environments: readonly Environment[];
};

/** The record, by slug or id, whichever the address has. */
export const serviceDocument = gql<{ service: ServiceRecord | null }, { slug: string | null; id: string | null }>`
  query Service($slug: String, $id: ID, $asOf: AsOf) {
    service(slug: $slug, id: $id, asOf: $asOf) {
      id slug name description repositoryUrl runbookUrl revision releaseCount lastRelease { id version releasedAt }
      thresholds { pageErrorsPer100k pageCustomers } responders { id name onNow { name } } commanders { id name onNow { name } }
      openIncidents { id reference number title open }
      environments { name kind target deployable plan lane { ${laneFields} lastKnownGood { id version } canaryCustomers runningDeploy { ${deployLineFields} } } }
    }
  }
`;

/** Everything that was recorded about a service. */
export const serviceHistoryDocument = gql<{ service: { id: string; history: Connection<HistoryEvent> } | null }, { id: string; first: number }>`
  query ServiceHistory($id: ID!, $first: Int, $asOf: AsOf) {
    service(id: $id, asOf: $asOf) { id history(first: $first) { totalCount edges { node { ${historyFields} } } } }
  }
`;

/** Its newest releases and deploys. */
export const serviceRecentDocument = gql<
  { releases: Connection<{ id: string; version: string; headline: string | null; releasedAt: string; commitCount: number }>; deploys: Connection<DeployLine> },
  { service: string }
>`
  query ServiceRecent($service: String!, $asOf: AsOf) {
    releases(first: 5, filter: { service: $service }, sort: RELEASED_DESC, asOf: $asOf) { totalCount edges { node { id version headline releasedAt commitCount } } }
    deploys(first: 5, filter: { service: $service }, sort: REQUESTED_DESC, asOf: $asOf) { totalCount edges { node { ${deployLineFields} } } }
  }
`;

/** The rotations one can assign. */
export const rotationsDocument = gql<{ rotations: readonly { id: string; name: string; onNow: { name: string } | null }[] }>`
  query RotationChoices($asOf: AsOf) { rotations(asOf: $asOf) { id name onNow { name } } }
`;
