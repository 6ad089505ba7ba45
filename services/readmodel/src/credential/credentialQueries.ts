import type { Database } from "../engine/database.ts";
import { is, tableOf } from "../engine/query.ts";
import { credentialProjection } from "./credentialProjection.ts";

/** Queries over credentials. */
export type CredentialQueries = ReturnType<typeof credentialQueries>;

/** Builds the queries. */
export function credentialQueries(db: () => Database) {
  const table = tableOf(db, credentialProjection);
  return {
    /** By person or token id. */
    of: (subjectId: string) => table.get(subjectId),
    /** Of a token, by the SHA-256 of its secret. */
    byHash: (hash: string) => table.find([is("hash", hash)]),
  };
}
