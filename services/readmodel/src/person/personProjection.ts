import type { Contacts, Role } from "@ballast/schema";
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
      sessionsRevokedAt: row?.sessionsRevokedAt ?? null, revokedSessionIds: row?.revokedSessionIds ?? [],
      usedLinkIds: row?.usedLinkIds ?? [],
    }),
    PersonDescribed: existing((row, { name, timeZone }) => ({ ...row, name, timeZone })),
    ContactsSet: existing((row, { contacts }) => ({ ...row, contacts })),
    RolesSet: existing((row, { roles }) => ({ ...row, roles })),
    PersonLeft: existing((row, _, { metadata }) => ({
      ...row, active: false, leftAt: metadata.occurredAt, sessionsRevokedAt: metadata.recordedAt,
    })),
    SessionsRevoked: existing((row, { sessionId }, { metadata }) =>
      sessionId === null
        ? { ...row, sessionsRevokedAt: metadata.recordedAt }
        : { ...row, revokedSessionIds: [...row.revokedSessionIds, sessionId] },
    ),
    SignInLinkUsed: existing((row, { linkId }) => ({ ...row, usedLinkIds: [...row.usedLinkIds, linkId] })),
  },
  search: (row) => ({ title: row.name, detail: row.login, body: row.contacts.email ?? "", at: null }),
});
