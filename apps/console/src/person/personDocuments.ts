import type { ResourceBinding } from "../api/dataProvider.ts";
import { gql } from "../api/document.ts";
import { clientError } from "../api/errors.ts";
import { call } from "../api/graphqlClient.ts";
import { historyFields, nodesOf } from "../data/fields.ts";
import type { Connection, HistoryEvent } from "../data/fields.ts";
import type { AsOfInput } from "../shell/asOf.ts";

export type Role = "viewer" | "engineer" | "responder" | "commander" | "tpm" | "admin";

/** A person as lists and their page show them. */
export type PersonRecord = {
  id: string;
  login: string;
  name: string;
  roles: readonly Role[];
  timeZone: string;
  email: string | null;
  /** Only for themselves and administrators: who has it can write there. */
  chatWebhookUrl: string | null;
  active: boolean;
};
const personFields = "id login name roles timeZone email chatWebhookUrl active";

export const peopleListDocument = gql<{ people: Connection<PersonRecord> & { pageInfo: { hasNextPage: boolean; endCursor: string | null } } }, { first: number; after: string | undefined; text: string | undefined; asOf: AsOfInput | undefined }>`
  query People($first: Int, $after: String, $text: String, $asOf: AsOf) {
    people(first: $first, after: $after, text: $text, asOf: $asOf) { totalCount pageInfo { hasNextPage endCursor } edges { node { ${personFields} } } }
  }
`;

export const personDocument = gql<{ node: PersonRecord | null }, { id: string }>`query Person($id: ID!, $asOf: AsOf) { node(id: $id, asOf: $asOf) { ... on Person { ${personFields} } } }`;

/** A rotation that somebody is on call in, with their shifts of the coming eight weeks. */
export interface OnCallAhead {
  rotation: { id: string; name: string; latestPeople: readonly { id: string }[] };
  shifts: readonly { from: string; to: string }[];
}

/** What falls empty when somebody leaves. */
export const onCallAheadDocument = gql<{ node: { onCallAhead: readonly OnCallAhead[] } | null }, { id: string }>`
  query OnCallAhead($id: ID!, $asOf: AsOf) { node(id: $id, asOf: $asOf) { ... on Person { id onCallAhead { rotation { id name latestPeople { id } } shifts { from to } } } } }
`;

/** An integration, and who looks after it. */
export interface OwnedIntegration {
  id: string;
  name: string;
  removed: boolean;
  owner: { id: string } | null;
}

/** What would have nobody who looks after it when somebody leaves. */
export const ownedIntegrationsDocument = gql<{ integrations: readonly OwnedIntegration[] }, object>`query OwnedIntegrations { integrations { id name removed owner { id } } }`;

/** What was recorded about a person. */
export const personHistoryDocument = gql<{ events: Connection<HistoryEvent> }, { stream: string }>`
  query PersonHistory($stream: String!, $asOf: AsOf) { events(stream: $stream, first: 50, asOf: $asOf) { totalCount edges { node { ${historyFields} } } } }
`;

/** Sign-ins that failed within a few minutes. */
export interface FailedSignIns {
  /** Null: with names that nobody has. */
  person: { id: string; name: string } | null;
  from: string;
  until: string;
  failed: number;
  refused: number;
  addresses: readonly string[];
  addressCount: number;
}

export const failedSignInsDocument = gql<{ failedSignIns: readonly FailedSignIns[] }, object>`query FailedSignIns { failedSignIns { person { id name } from until failed refused addresses addressCount } }`;

/** What is recorded when somebody comes, changes or goes. */
export const personEvents = ["PersonJoined", "PersonDescribed", "RolesSet", "ContactsSet", "SessionsRevoked", "PersonLeft"];

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
