import { graphql } from "@ballast/schema/graphql";
import type { ResultOf, VariablesOf } from "@ballast/schema/graphql";
import { actorFields, commitFields, historyFields } from "../data/fields.ts";
import { deployLineFields } from "../rollout/rolloutDocuments.ts";

const whereFields = graphql(`fragment ReleaseWhereFields on ReleaseWhere { environment kind state percent since incidentNumber }`);
export type ReleaseWhere = ResultOf<typeof whereFields>;

const lineFields = graphql(
  `fragment ReleaseLineFields on Release { id version releasedAt headline commitCount partial leadTimeMs matches recordedBy { ...ActorFields } service { id slug } where { ...ReleaseWhereFields } }`,
  [actorFields, whereFields],
);
/** A release as lists show it. */
export type ReleaseLine = ResultOf<typeof lineFields>;

/** A slice of the list. */
export const releasesDocument = graphql(`
  query Releases($first: Int, $after: String, $filter: ReleaseFilter, $sort: ReleaseSort, $asOf: AsOf) {
    releases(first: $first, after: $after, filter: $filter, sort: $sort, asOf: $asOf) { totalCount pageInfo { endCursor hasNextPage } edges { node { ...ReleaseLineFields } } }
  }
`, [lineFields]);
export type ReleaseFilter = NonNullable<VariablesOf<typeof releasesDocument>["filter"]>;

/** One line, for references from elsewhere. */
export const releaseLineDocument = graphql(`
  query ReleaseLine($id: ID!, $asOf: AsOf) { release(id: $id, asOf: $asOf) { ...ReleaseLineFields } }
`, [lineFields]);

/** The sentence above the list and the small picture. */
export const releaseListDocument = graphql(`
  query ReleaseList($filter: ReleaseFilter, $asOf: AsOf) {
    releaseList(filter: $filter, asOf: $asOf) { sentence count } releasesPerDay(filter: $filter, asOf: $asOf) { day count }
  }
`);

/** The record; by id, or by service and version. */
export const releaseDocument = graphql(`
  query Release($id: ID!, $asOf: AsOf) {
    release(id: $id, asOf: $asOf) {
      id version releasedAt recordedAt headline commitCount partial leadTimeMs sha notes rollbackSafe rollbackUnsafeReason deployable
      recordedBy { ...ActorFields } service { id slug name environments { name deployable } } where { ...ReleaseWhereFields } deploys { ...DeployLineFields }
    }
  }
`, [actorFields, whereFields, deployLineFields]);
/** A release as its record shows it. */
export type ReleaseRecord = NonNullable<ResultOf<typeof releaseDocument>["release"]>;

/** Its commits, those that mention a text when one is given. */
export const releaseCommitsDocument = graphql(`
  query ReleaseCommits($id: ID!, $first: Int, $text: String, $asOf: AsOf) {
    release(id: $id, asOf: $asOf) { id commits(first: $first, text: $text) { totalCount edges { node { ...CommitFields } } } }
  }
`, [commitFields]);

/** The releases just before and after it in its service, for comparing. */
export const neighboursDocument = graphql(`
  query Neighbours($service: String!, $releasedTo: DateTime!, $asOf: AsOf) {
    before: releases(first: 2, filter: { service: $service, releasedTo: $releasedTo }, sort: RELEASED_DESC, asOf: $asOf) { totalCount edges { node { id version } } }
  }
`);

/** What was recorded about it. */
export const releaseHistoryDocument = graphql(`
  query ReleaseHistory($stream: String!, $asOf: AsOf) { events(stream: $stream, first: 50, asOf: $asOf) { totalCount edges { node { ...HistoryFields } } } }
`, [historyFields]);

/** What lies between two releases. */
export const compareDocument = graphql(`
  query CompareReleases($service: String!, $from: String!, $to: String!, $asOf: AsOf) {
    compareReleases(service: $service, from: $from, to: $to, asOf: $asOf) {
      from { id version releasedAt } to { id version releasedAt } added { ...CommitFields } removed { ...CommitFields } releasesBetween revertsOf
    }
  }
`, [commitFields]);
export type ReleaseComparison = ResultOf<typeof compareDocument>["compareReleases"];
