import { severityMatrixDecider, type SeverityMatrix } from "@ballast/domain/severityMatrix";
import type { SeverityMatrixEvent } from "@ballast/schema";
import type { Database } from "../engine/database.ts";
import { defineProjection, rowIsState, type HappenedAs, type RowOf } from "../engine/projection.ts";
import { tableOf } from "../engine/query.ts";
import { defineSlice } from "../engine/slice.ts";

interface Times {
  readonly writtenAt: string;
}

/** The severity matrix: what the domain says it is, and its time. */
export type SeverityMatrixRow = RowOf<SeverityMatrix> & Times;

const severityMatrixProjection = defineProjection({
  kind: "severityMatrix",
  columns: { version: { type: "integer", of: (row: SeverityMatrixRow) => row.version } },
  handlers: {
    SeverityMatrixWritten: rowIsState(
      severityMatrixDecider, ({ metadata }: HappenedAs<SeverityMatrixEvent>): Times => ({ writtenAt: metadata.occurredAt }),
    ),
  },
  search: (row) => ({
    title: "Severity matrix", detail: `version ${String(row.version)}`,
    body: row.rows.flatMap(({ effect, cells }) => [effect, ...cells.map(({ says }) => says)]).join("\n"), at: row.writtenAt,
  }),
});

/** Queries over the severity matrix. */
export type SeverityMatrixQueries = ReturnType<typeof severityMatrixQueries>;

function severityMatrixQueries(db: () => Database) {
  const { get } = tableOf(db, severityMatrixProjection);
  return { get };
}

declare module "../engine/registry.ts" {
  interface Queries {
    readonly severityMatrices: SeverityMatrixQueries;
  }
  interface Rows {
    readonly severityMatrix: SeverityMatrixRow;
  }
}

/** The severity matrix. */
export const severityMatrixSlice = defineSlice({
  projections: [severityMatrixProjection], queries: { severityMatrices: severityMatrixQueries },
});
