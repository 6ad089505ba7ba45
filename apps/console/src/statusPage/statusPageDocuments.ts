import type { EventType } from "@ballast/schema";
import { command, graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";
import { historyFields } from "../data/fields.ts";

const lineFields = graphql(`
  fragment StatusPageFields on StatusPage {
    id slug name path sentence retired timeZone language uptime { days percent publishedPercent countedMinutes }
    components { id name about groupId serviceId service { id slug name } component startedAt onlyWhenHurt notice status heldReason
      uptime { days percent publishedPercent countedMinutes } }
  }
`);
export type StatusPageLine = ResultOf<typeof lineFields>;
export type StatusPageComponent = StatusPageLine["components"][number];

export const statusPagesDocument = graphql(
  `query StatusPages($asOf: AsOf, $retired: Boolean) { statusPages(asOf: $asOf, retired: $retired) { ...StatusPageFields } }`,
  [lineFields],
);

export const statusPageDocument = graphql(`
  query StatusPage($id: ID!, $asOf: AsOf) {
    statusPage(id: $id, asOf: $asOf) {
      ...StatusPageFields
      about logoUrl address lint revision changedAt groups { id name about } subscriberCounts { mail chat webhook }
      rule { name degradedPercent partialOutagePercent majorOutagePercent maintenance }
      history(first: 500) { totalCount edges { node { ...HistoryFields } } }
    }
  }
`, [lineFields, historyFields]);
export type StatusPageRecord = NonNullable<ResultOf<typeof statusPageDocument>["statusPage"]>;

export const statusPagePreviewDocument = graphql(`
  query StatusPagePreview($statusPageId: ID, $content: StatusPageContent, $layout: StatusPageLayout) {
    statusPagePreview(statusPageId: $statusPageId, content: $content, layout: $layout) { html sentence drawn components lint }
  }
`);

export const defineStatusPage = command("defineStatusPage", "statusPage { id }");
export const layOutStatusPage = command("layOutStatusPage", "statusPage { id }");
export const setComponentStatus = command("setComponentStatus", "statusPage { id }");
export const putStandingNotice = command("putStandingNotice", "statusPage { id }");
export const retireStatusPage = command("retireStatusPage", "statusPage { id }");

/** Who hears of a page; it takes `subscriber.write`. */
export const subscribersDocument = graphql(`
  query Subscribers($statusPageId: ID!, $first: Int, $asOf: AsOf) {
    subscribers(statusPageId: $statusPageId, first: $first, asOf: $asOf) {
      totalCount edges { node { id channel address components groups since } }
    }
  }
`);
export type Subscriber = ResultOf<typeof subscribersDocument>["subscribers"]["edges"][number]["node"];
export const addSubscriber = command("addSubscriber", "secret");
export const removeSubscriber = command("removeSubscriber");
export const subscriberEvents: readonly EventType[] = ["SubscriptionConfirmed", "SubscriberAdded", "SubscriberRemoved"];

/** What changes how a page stands: what is said of it, and everything about incidents. */
export const statusPageEvents: readonly EventType[] = [
  "StatusPageDefined", "PageGroupPlaced", "PageGroupRemoved", "PageComponentPlaced", "PageComponentRemoved", "ComponentStatusSet",
  "StandingNoticePut", "StatusPageRetired", "IncidentDeclared", "IncidentImported", "IncidentStateChanged", "PublicImpactSet",
  "PublicTitleSet", "UpdatePosted", "UpdateWithdrawn", "SubscriptionConfirmed", "SubscriberAdded", "SubscriberRemoved",
  "ImpactIntervalOpened", "ImpactIntervalClosed", "ImpactIntervalCorrected",
];
