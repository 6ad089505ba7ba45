import { gql } from "../api/document.ts";
import { actorFields, commitFields, historyFields } from "../data/fields.ts";
import type { Actor, Commit, Connection, EnvironmentKind, HistoryEvent } from "../data/fields.ts";
import { deployLineFields } from "../deploy/deployDocuments.ts";
import type { DeployLine } from "../deploy/deployDocuments.ts";

export type ReleaseState = "deploying" | "live" | "lastKnownGood" | "replaced" | "rolledBack" | "none";

export interface ReleaseWhere {
  environment: string;
  kind: EnvironmentKind;
  state: ReleaseState;
  percent: number | null;
  since: string | null;
  incidentNumber: number | null;
}
const whereFields = "environment kind state percent since incidentNumber";

/** A release as lists show it. */
export type ReleaseLine = {
  id: string;
  version: string;
  releasedAt: string;
  headline: string | null;
  commitCount: number;
  /** Imported from a clone that was cut off: commits may be missing. */
  partial: boolean;
  leadTimeMs: number | null;
  matches: readonly string[];
  recordedBy: Actor;
  service: { id: string; slug: string };
  where: readonly ReleaseWhere[];
};
const lineFields = `id version releasedAt headline commitCount partial leadTimeMs matches recordedBy { ${actorFields} } service { id slug } where { ${whereFields} }`;

/** A page of the list. */
export const releasesDocument = gql<
  { releases: Connection<ReleaseLine> & { pageInfo: { endCursor: string | null; hasNextPage: boolean } } },
  { first: number; after: string | undefined; filter: object; sort: string | undefined; asOf: object | undefined }
>`
  query Releases($first: Int, $after: String, $filter: ReleaseFilter, $sort: ReleaseSort, $asOf: AsOf) {
    releases(first: $first, after: $after, filter: $filter, sort: $sort, asOf: $asOf) { totalCount pageInfo { endCursor hasNextPage } edges { node { ${lineFields} } } }
  }
`;

/** One line, for references from elsewhere. */
export const releaseLineDocument = gql<{ release: ReleaseLine | null }, { id: string; asOf: object | undefined }>`
  query ReleaseLine($id: ID!, $asOf: AsOf) { release(id: $id, asOf: $asOf) { ${lineFields} } }
`;

/** The sentence above the list and the small picture. */
export const releaseListDocument = gql<{ releaseList: { sentence: string; count: number }; releasesPerDay: readonly { day: string; count: number }[] }, { filter: object }>`
  query ReleaseList($filter: ReleaseFilter, $asOf: AsOf) {
    releaseList(filter: $filter, asOf: $asOf) { sentence count } releasesPerDay(filter: $filter, asOf: $asOf) { day count }
  }
`;

/** A release as its record shows it. */
export type ReleaseRecord = Omit<ReleaseLine, "matches" | "service"> & {
  recordedAt: string;
  sha: string | null;
  notes: string;
  rollbackSafe: boolean;
  rollbackUnsafeReason: string | null;
  deployable: boolean;
  service: { id: string; slug: string; name: string; environments: readonly { name: string; deployable: boolean }[] };
  deploys: readonly DeployLine[];
};

/** The record; by id, or by service and version. */
export const releaseDocument = gql<{ release: ReleaseRecord | null }, { id: string }>`
  query Release($id: ID!, $asOf: AsOf) {
    release(id: $id, asOf: $asOf) {
      id version releasedAt recordedAt headline commitCount partial leadTimeMs sha notes rollbackSafe rollbackUnsafeReason deployable
      recordedBy { ${actorFields} } service { id slug name environments { name deployable } } where { ${whereFields} } deploys { ${deployLineFields} }
    }
  }
`;

/** Its commits, those that mention a text when one is given. */
export const releaseCommitsDocument = gql<{ release: { id: string; commits: Connection<Commit> } | null }, { id: string; first: number; text: string | null }>`
  query ReleaseCommits($id: ID!, $first: Int, $text: String, $asOf: AsOf) {
    release(id: $id, asOf: $asOf) { id commits(first: $first, text: $text) { totalCount edges { node { ${commitFields} } } } }
  }
`;

/** The releases just before and after it in its service, for comparing. */
export const neighboursDocument = gql<{ before: Connection<{ id: string; version: string }> }, { service: string; releasedTo: string }>`
  query Neighbours($service: String!, $releasedTo: DateTime!, $asOf: AsOf) {
    before: releases(first: 2, filter: { service: $service, releasedTo: $releasedTo }, sort: RELEASED_DESC, asOf: $asOf) { totalCount edges { node { id version } } }
  }
`;

/** What was recorded about it. */
export const releaseHistoryDocument = gql<{ events: Connection<HistoryEvent> }, { stream: string }>`
  query ReleaseHistory($stream: String!, $asOf: AsOf) { events(stream: $stream, first: 50, asOf: $asOf) { totalCount edges { node { ${historyFields} } } } }
`;

export interface ReleaseComparison {
  from: { id: string; version: string; releasedAt: string };
  to: { id: string; version: string; releasedAt: string };
  added: readonly Commit[];
  removed: readonly Commit[];
  releasesBetween: number;
  revertsOf: readonly string[];
}

/** What lies between two releases. */
export const compareDocument = gql<{ compareReleases: ReleaseComparison }, { service: string; from: string; to: string }>`
  query CompareReleases($service: String!, $from: String!, $to: String!, $asOf: AsOf) {
    compareReleases(service: $service, from: $from, to: $to, asOf: $asOf) {
      from { id version releasedAt } to { id version releasedAt } added { ${commitFields} } removed { ${commitFields} } releasesBetween revertsOf
    }
  }
`;
