import type { Contacts, IntegrationKind, Role } from "@ballast/schema";
import { defineProjection, existing } from "../engine/projection.ts";
import { keyList } from "../engine/query.ts";

/** A person who may sign in. */
export interface PersonRow {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly contacts: Contacts;
  readonly timeZone: string;
  readonly active: boolean;
  /** Since when they are gone; null: they are here. */
  readonly leftAt: string | null;
  readonly joinedAt: string;
  /** Sessions begun before are over; null when never revoked. */
  readonly sessionsRevokedAt: string | null;
  readonly revokedSessionIds: readonly string[];
  /** One-time links that were used: each works once. */
  readonly usedLinkIds: readonly string[];
}

/** People by id. */
export const personProjection = defineProjection({
  kind: "person",
  columns: {
    login: { type: "text", of: (row: PersonRow) => row.login.toLowerCase(), index: true },
    name: { type: "text", of: (row) => row.name.toLowerCase(), index: true },
    active: { type: "integer", of: (row) => row.active },
    roles: { type: "text", of: (row) => keyList(row.roles) },
  },
  handlers: {
    PersonJoined: (row, { personId, login, name, roles, contacts, timeZone }, { metadata }) => ({
      id: personId, login, name, roles, contacts, timeZone, active: true, leftAt: null, joinedAt: row?.joinedAt ?? metadata.occurredAt,
      sessionsRevokedAt: row?.sessionsRevokedAt ?? null, revokedSessionIds: row?.revokedSessionIds ?? [], usedLinkIds: row?.usedLinkIds ?? [],
    }),
    PersonDescribed: existing((row, { name, timeZone }) => ({ ...row, name, timeZone })),
    ContactsSet: existing((row, { contacts }) => ({ ...row, contacts })),
    RolesSet: existing((row, { roles }) => ({ ...row, roles })),
    PersonLeft: existing((row, _, { metadata }) => ({ ...row, active: false, leftAt: metadata.occurredAt, sessionsRevokedAt: metadata.recordedAt })),
    SessionsRevoked: existing((row, { sessionId }, { metadata }) =>
      sessionId === null ? { ...row, sessionsRevokedAt: metadata.recordedAt } : { ...row, revokedSessionIds: [...row.revokedSessionIds, sessionId] }),
    SignInLinkUsed: existing((row, { linkId }) => ({ ...row, usedLinkIds: [...row.usedLinkIds, linkId] })),
  },
  search: (row) => ({ title: row.name, detail: row.login, body: row.contacts.email ?? "", at: null }),
});

/** An API token, without its secret. */
export interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly personId: string;
  readonly roles: readonly Role[];
  /** Empty: all services. */
  readonly serviceIds: readonly string[];
  readonly expiresAt: string | null;
  readonly issuedAt: string;
  /** To the hour; null: never. */
  readonly usedAt: string | null;
  readonly revoked: boolean;
}

/** Tokens by id. */
export const tokenProjection = defineProjection({
  kind: "token",
  columns: { personId: { type: "text", of: (row: TokenRow) => row.personId, index: true }, name: { type: "text", of: (row) => row.name.toLowerCase() } },
  handlers: {
    TokenIssued: (row, { tokenId, ...token }, { metadata }) => row ?? { ...token, id: tokenId, issuedAt: metadata.occurredAt, usedAt: null, revoked: false },
    TokenRevoked: existing((row) => ({ ...row, revoked: true })),
    TokenUsed: existing((row, { at }) => ({ ...row, usedAt: at })),
  },
});

/** A hash to check a password or a token against. Never leaves the process. */
export interface CredentialRow {
  readonly id: string;
  readonly subject: "person" | "token";
  readonly kind: "scrypt" | "sha256";
  readonly hash: string;
}

/** Credentials by subject; they leave no history. */
export const credentialProjection = defineProjection({
  kind: "credential",
  history: false,
  columns: { hash: { type: "text", of: (row: CredentialRow) => row.hash, index: true } },
  handlers: { CredentialSet: (_, { subjectId, subject, kind, hash }) => ({ id: subjectId, subject, kind, hash }) },
});

/** Another system that may send us alerts or deploys. */
export interface IntegrationRow {
  readonly id: string;
  readonly kind: IntegrationKind;
  readonly name: string;
  readonly keyHash: string | null;
  readonly sealedSecret: string | null;
  readonly serviceId: string | null;
  readonly severities: Readonly<Record<string, number | null>>;
  readonly defaultSeverity: number;
  readonly redactedLabels: readonly string[];
  /** Who looks after it; null: nobody in particular. */
  readonly ownerId: string | null;
  readonly removed: boolean;
}

/** Integrations by id; as they hold secrets, they leave no history either. */
export const integrationProjection = defineProjection({
  kind: "integration",
  history: false,
  columns: { keyHash: { type: "text", of: (row: IntegrationRow) => row.keyHash ?? "", index: true }, name: { type: "text", of: (row) => row.name.toLowerCase() } },
  handlers: {
    IntegrationAdded: (row, { integrationId, ...integration }) => row ?? { ...integration, id: integrationId, ownerId: null, removed: false },
    IntegrationHandedOver: existing((row, { ownerId }) => ({ ...row, ownerId })),
    IntegrationRemoved: existing((row) => ({ ...row, removed: true, keyHash: null, sealedSecret: null })),
  },
});
