import type { DatabaseSync } from "node:sqlite";
import { BoundedMap } from "./boundedMap.ts";
import { integerAt, textAt } from "./columns.ts";
import { prepareQuery } from "./query.ts";

const CACHED_NAMES = 50_000;

/** Stream names and the numbers that stand for them in the tables. */
export type StreamNames = {
  idOf(name: string): number | undefined;
  nameOf(id: number): string;
  create(name: string): number;
  /** Forgets what was cached, after a rollback. */
  forget(): void;
};

/** Opens the `streams` table; both directions are cached, bounded. */
export function openStreamNames(database: DatabaseSync): StreamNames {
  const byName = prepareQuery(database, "SELECT id FROM streams WHERE name = ?");
  const byId = prepareQuery(database, "SELECT name FROM streams WHERE id = ?");
  const insert = prepareQuery(database, "INSERT INTO streams (name) VALUES (?) RETURNING id");
  const names = new BoundedMap<number, string>(CACHED_NAMES);
  return {
    idOf(name) {
      const row = byName.first(name);
      return row === undefined ? undefined : integerAt(row, 0);
    },
    nameOf(id) {
      const known = names.get(id);
      if (known !== undefined) return known;
      const row = byId.first(id);
      if (row === undefined) throw new Error(`The log names stream ${id} nowhere: the file is damaged`);
      const name = textAt(row, 0);
      names.set(id, name);
      return name;
    },
    create(name) {
      const row = insert.first(name);
      if (row === undefined) throw new Error("A stream's row was not inserted");
      const id = integerAt(row, 0);
      names.set(id, name);
      return id;
    },
    forget() {
      names.clear();
    },
  };
}
