import type { ResourceBinding } from "../api/dataProvider.ts";
import { graphql } from "@ballast/schema/graphql";
import type { ResultOf } from "@ballast/schema/graphql";
import { clientError } from "../api/errors.ts";
import { call } from "../api/graphqlClient.ts";
import { channelStateFields } from "./myPaging.ts";
import { historyFields, nodesOf } from "../data/fields.ts";

const personFields = graphql(`fragment PersonFields on Person { id login name roles timeZone email chatWebhookUrl phone pushUrl pagerDutyKey channels active teams reportsTo { id name } ...ChannelStateFields }`, [channelStateFields]);
/** A person as lists and their view show them. */
export type PersonRecord = ResultOf<typeof personFields>;

export const peopleListDocument = graphql(`
  query People($first: Int, $after: String, $text: String, $asOf: AsOf) {
    people(first: $first, after: $after, text: $text, asOf: $asOf) { totalCount pageInfo { hasNextPage endCursor } edges { node { ...PersonFields } } }
  }
`, [personFields]);

export const personDocument = graphql(
  `query Person($id: ID!, $asOf: AsOf) { node(id: $id, asOf: $asOf) { ... on Person { ...PersonFields } } }`,
  [personFields],
);

/** What falls empty when somebody leaves. */
export const onCallAheadDocument = graphql(`
  query OnCallAhead($id: ID!, $asOf: AsOf) { node(id: $id, asOf: $asOf) { ... on Person { id onCallAhead { rotation { id name latestPeople { id } } shifts { from to } } } } }
`);
/** A rotation that somebody is on call in, with their shifts of the coming eight weeks. */
export type OnCallAhead = Extract<ResultOf<typeof onCallAheadDocument>["node"], { onCallAhead: unknown }>["onCallAhead"][number];

/** What would have nobody who looks after it when somebody leaves. */
export const ownedIntegrationsDocument = graphql(`query OwnedIntegrations { integrations { id name removed owner { id } } }`);
/** An integration, and who looks after it. */
export type OwnedIntegration = ResultOf<typeof ownedIntegrationsDocument>["integrations"][number];

/** What was recorded about a person. */
export const personHistoryDocument = graphql(`
  query PersonHistory($stream: String!, $asOf: AsOf) { events(stream: $stream, first: 50, asOf: $asOf) { totalCount edges { node { ...HistoryFields } } } }
`, [historyFields]);

export const failedSignInsDocument = graphql(
  `query FailedSignIns { failedSignIns { person { id name } from until failed refused addresses addressCount } }`,
);
/** Sign-ins that failed within a few minutes. */
export type FailedSignIns = ResultOf<typeof failedSignInsDocument>["failedSignIns"][number];

/** What is recorded when somebody comes, changes or goes. */
export const personEvents = [
  "PersonJoined", "PersonDescribed", "PersonPlaced", "RolesSet", "ContactsSet", "PagingRulesSet",
  "RemindersSet", "TestPageAsked", "TestPageSent", "TestPageRefused", "TestPageAnswered",
  "SessionsRevoked", "PersonLeft",
];

function textOf(filter: unknown): string | undefined {
  const text: unknown = typeof filter === "object" && filter !== null ? Reflect.get(filter, "text") : undefined;
  return typeof text === "string" ? text : undefined;
}

/** People for the data provider. */
export const peopleBinding: ResourceBinding = {
  list: async ({ first, after, filter, asOf, signal }) => {
    const { people } = await call(peopleListDocument, { first, after, text: textOf(filter), asOf }, signal === undefined ? {} : { signal });
    return { rows: [...nodesOf(people)], totalCount: people.totalCount, ...people.pageInfo };
  },
  one: () => Promise.reject(clientError("NO_RECORD", "People are read by their page.", "Open the person.")),
};
