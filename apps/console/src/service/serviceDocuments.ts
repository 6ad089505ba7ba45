import { graphql } from "@ballast/schema/graphql";
import type { ResultOf, VariablesOf } from "@ballast/schema/graphql";
import { historyFields } from "../data/fields.ts";
import { releaseHealthFields } from "../rollout/releaseHealth.ts";
import { deployLineFields } from "../rollout/rolloutDocuments.ts";

const laneFields = graphql(`
  fragment LaneLineFields on Lane {
  id environment kind live { id version } liveSince canary { id version } canaryPercent
  hold { reason since faultyVersion deploy { id } } health { ...ReleaseHealthFields }
  }
`, [releaseHealthFields]);
/** What is live in one environment, as the services' views show it. */
export type LaneLine = ResultOf<typeof laneFields>;

const lineFields = graphql(`
  fragment ServiceLineFields on Service {
  id slug name description releaseCount lastRelease { id version releasedAt } openIncidents { id reference }
  responders { id name onNow { name } } lanes { ...LaneLineFields }
  }
`, [laneFields]);
/** A service as lists show it. */
export type ServiceLine = ResultOf<typeof lineFields>;

/** A slice of the list. */
export const servicesDocument = graphql(`
  query Services($first: Int, $after: String, $filter: ServiceFilter, $sort: ServiceSort, $asOf: AsOf) {
    services(first: $first, after: $after, filter: $filter, sort: $sort, asOf: $asOf) { totalCount pageInfo { endCursor hasNextPage } edges { node { ...ServiceLineFields } } }
  }
`, [lineFields]);
export type ServiceFilter = NonNullable<VariablesOf<typeof servicesDocument>["filter"]>;

/** One line, for references from elsewhere. */
export const serviceLineDocument = graphql(`
  query ServiceLine($id: ID!, $asOf: AsOf) { service(id: $id, asOf: $asOf) { ...ServiceLineFields } }
`, [lineFields]);

/** The record, by slug or id, whichever the address has. */
export const serviceDocument = graphql(`
  query Service($slug: String, $id: ID, $asOf: AsOf) {
    service(slug: $slug, id: $id, asOf: $asOf) {
      id slug name description repositoryUrl runbookUrl revision releaseCount lastRelease { id version releasedAt }
      thresholds { pageErrorsPer100k pageCustomers } responders { id name onNow { name } } commanders { id name onNow { name } }
      escalation { id name } namesEscalation supportHours { timeZone weekdays from to alwaysUpTo sentence } openIncidents { id reference number title open }
      environments { name kind target deployable plan lane { ...LaneLineFields lastKnownGood { id version } canaryCustomers runningDeploy { ...DeployLineFields } } }
    }
  }
`, [laneFields, deployLineFields]);
/** A service as its record shows it. */
export type ServiceRecord = NonNullable<ResultOf<typeof serviceDocument>["service"]>;
export type Environment = ServiceRecord["environments"][number];
/** Where deploys of an environment go. */
export type Target = Environment["target"];

/** Everything that was recorded about a service. */
export const serviceHistoryDocument = graphql(`
  query ServiceHistory($id: ID!, $first: Int, $asOf: AsOf) {
    service(id: $id, asOf: $asOf) { id history(first: $first) { totalCount edges { node { ...HistoryFields } } } }
  }
`, [historyFields]);

/** Its newest releases and deploys. */
export const serviceRecentDocument = graphql(`
  query ServiceRecent($service: String!, $asOf: AsOf) {
    releases(first: 5, filter: { service: $service }, sort: RELEASED_DESC, asOf: $asOf) { totalCount edges { node { id version headline releasedAt commitCount } } }
    deploys(first: 5, filter: { service: $service }, sort: REQUESTED_DESC, asOf: $asOf) { totalCount edges { node { ...DeployLineFields } } }
  }
`, [deployLineFields]);

/** The rotations one can assign. */
export const rotationsDocument = graphql(`
  query RotationChoices($asOf: AsOf) { rotations(asOf: $asOf) { id name onNow { name } } }
`);
