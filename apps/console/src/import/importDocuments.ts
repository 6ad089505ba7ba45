import { gql } from "../api/document.ts";
import type { ResourceBinding } from "../api/dataProvider.ts";
import { clientError } from "../api/errors.ts";
import { call } from "../api/graphqlClient.ts";
import { command } from "../data/command.ts";
import { actorFields, nodesOf } from "../data/fields.ts";
import type { Actor, Connection } from "../data/fields.ts";
import type { AsOfInput } from "../shell/asOf.ts";

export type ImportState = "running" | "finished" | "cancelled";

/** An import as lists show it. */
export type ImportLine = {
  id: string;
  kind: "incidents" | "statuspage" | "releases" | "git";
  sourceName: string;
  state: ImportState;
  startedAt: string;
  endedAt: string | null;
  imported: number;
  updated: number;
  unchanged: number;
  skippedCount: number;
  expectedRecords: number | null;
  by: Actor;
  service: { id: string; slug: string; name: string };
};
const lineFields = `id kind sourceName state startedAt endedAt imported updated unchanged skippedCount expectedRecords by { ${actorFields} } service { id slug name }`;

/** An import with what could not be used. */
export type ImportRecord = ImportLine & { skipped: readonly { line: number; reason: string }[]; cancelReason: string | null };

export const importsDocument = gql<{ imports: Connection<ImportLine> & { pageInfo: { hasNextPage: boolean; endCursor: string | null } } }, { first: number; after: string | undefined; asOf: AsOfInput | undefined }>`
  query Imports($first: Int, $after: String, $asOf: AsOf) {
    imports(first: $first, after: $after, asOf: $asOf) { totalCount pageInfo { hasNextPage endCursor } edges { node { ${lineFields} } } }
  }
`;

export const importDocument = gql<{ import: ImportRecord | null }, { id: string }>`
  query Import($id: ID!, $asOf: AsOf) { import(id: $id, asOf: $asOf) { ${lineFields} cancelReason skipped { line reason } } }
`;

export const cancelImport = command<{ importId: string; reason: string }, { import: { id: string; state: string } | null }>("cancelImport", "import { id state }");

/** What is recorded while something is imported. */
export const importEvents = ["ImportStarted", "ImportProgressed", "ImportFinished", "ImportCancelled"];

/** Imports for the data provider. */
export const importsBinding: ResourceBinding = {
  list: async ({ first, after, asOf, signal }) => {
    const { imports } = await call(importsDocument, { first, after, asOf }, signal === undefined ? {} : { signal });
    return { rows: [...nodesOf(imports)], totalCount: imports.totalCount, ...imports.pageInfo };
  },
  one: () => Promise.reject(clientError("NO_RECORD", "Imports are read by their page.", "Open the import itself.")),
};
