import { personDecider, type Person } from "@ballast/domain";
import { defineProjection, rowIsState, type RowOf } from "../engine/projection.ts";
import { keyList } from "../engine/query.ts";

interface Times {
  readonly joinedAt: string;
  /** Since when they are reached as they are now: what was proven before proves nothing of it. */
  readonly contactsAt: string;
  /** Since when they are gone; null: they are here. */
  readonly leftAt: string | null;
  /** Sessions begun before are over; null when never revoked. */
  readonly sessionsRevokedAt: string | null;
}

/** A person who may sign in, or once might. */
export type PersonRow = RowOf<Person> & Times;

const told = rowIsState(personDecider, ({ event, metadata }, before: Times | null) => ({
  joinedAt: before?.joinedAt ?? metadata.occurredAt,
  contactsAt: event.type === "ContactsSet" ? metadata.occurredAt : (before?.contactsAt ?? metadata.occurredAt),
  leftAt: event.type === "PersonJoined" ? null : event.type === "PersonLeft" ? metadata.occurredAt : (before?.leftAt ?? null),
  sessionsRevokedAt:
    event.type === "PersonLeft" || (event.type === "SessionsRevoked" && event.data.sessionId === null)
      ? metadata.recordedAt
      : (before?.sessionsRevokedAt ?? null),
}));

/** People by id. */
export const personProjection = defineProjection({
  kind: "person",
  columns: {
    login: { type: "text", of: (row: PersonRow) => row.login.toLowerCase(), index: true },
    name: { type: "text", of: (row) => row.name.toLowerCase(), index: true },
    active: { type: "integer", of: (row) => row.status === "active" },
    roles: { type: "text", of: (row) => keyList(row.roles) },
  },
  handlers: {
    PersonJoined: told,
    PersonDescribed: told,
    PersonPlaced: told,
    ContactsSet: told,
    PagingRulesSet: told,
    RemindersSet: told,
    NoticeGiven: told,
    TestPageAsked: told,
    TestPageSent: told,
    TestPageRefused: told,
    TestPageAnswered: told,
    RolesSet: told,
    PersonLeft: told,
    SessionsRevoked: told,
    SignInLinkUsed: told,
  },
  search: (row) => ({ title: row.name, detail: row.login, body: row.contacts.email ?? "", at: null }),
});
