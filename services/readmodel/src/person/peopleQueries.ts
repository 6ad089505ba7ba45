import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import type { Stored } from "../engine/projection.ts";
import { is, tableOf, type ListSlice, type SliceRequest } from "../engine/query.ts";
import { hasText } from "../engine/textFilter.ts";
import { personProjection, type PersonRow } from "./personProjection.ts";

/** A list of people, by name. */
export interface PeopleListRequest {
  readonly text?: string | undefined;
  readonly active?: boolean | undefined;
  readonly slice?: SliceRequest | undefined;
  readonly asOf?: AsOf | undefined;
}

/** Queries over people. */
export type PeopleQueries = ReturnType<typeof peopleQueries>;

/** Builds the queries. */
export function peopleQueries(db: () => Database) {
  const people = tableOf(db, personProjection);
  return {
    get: people.get,
    getMany: people.getMany,
    byLogin: (login: string, asOf?: AsOf) => people.find([is("login", login.trim().toLowerCase())], asOf),
    list: ({ text, active, slice, asOf }: PeopleListRequest = {}): ListSlice<Stored<PersonRow>> =>
      people.list({ where: [hasText("person", text), is("active", active)], sort: { column: "name", descending: false }, slice, asOf }),
    all: (asOf?: AsOf) => people.all([], { sort: { column: "name", descending: false }, asOf }),
    /** Who has left, and since when: they are on call nowhere. */
    left: (asOf?: AsOf): ReadonlyMap<string, string> =>
      new Map(people.all([is("active", false)], { asOf }).flatMap(({ id, leftAt }) => (leftAt === null ? [] : [[id, leftAt] as const]))),
    count: () => people.count(),
  };
}
