import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import type { Stored } from "../engine/projection.ts";
import { contains, is, tableOf } from "../engine/query.ts";
import { defineSlice } from "../engine/slice.ts";
import { assessmentProjection, lensProjection, type AssessmentRow, type LensRow } from "./lensProjections.ts";

export type { AssessmentRow, LensRow } from "./lensProjections.ts";

/** Which assessments. */
export interface AssessmentFilter {
  readonly lensId?: string | undefined;
  readonly serviceId?: string | undefined;
  readonly forumId?: string | undefined;
  /** Those of which an answer became this risk. */
  readonly riskId?: string | undefined;
}

/** Queries over lenses, and what is answered to them. */
export type LensQueries = ReturnType<typeof lensQueries>;

function lensQueries(db: () => Database) {
  const [table, assessments] = [tableOf(db, lensProjection), tableOf(db, assessmentProjection)];
  return {
    get: table.get,
    /** By their names; those that were retired as well where asked for. */
    all: ({ retired = false, asOf }: { readonly retired?: boolean; readonly asOf?: AsOf | undefined } = {}): readonly Stored<LensRow>[] =>
      table.all([is("status", retired ? undefined : "imported")], { sort: { column: "name", descending: false }, asOf }),
    assessment: assessments.get,
    /** The latest begun first. */
    assessments: ({ filter: { lensId, serviceId, forumId, riskId } = {}, asOf }: {
      readonly filter?: AssessmentFilter; readonly asOf?: AsOf | undefined;
    } = {}): readonly Stored<AssessmentRow>[] =>
      assessments.all(
        [is("lensId", lensId), is("serviceId", serviceId), is("forumId", forumId), contains("risks", riskId)],
        { sort: { column: "begunAt", descending: true }, asOf },
      ),
  };
}

declare module "../engine/registry.ts" {
  interface Queries {
    readonly lenses: LensQueries;
  }
  interface Rows {
    readonly lens: LensRow;
    readonly assessment: AssessmentRow;
  }
}

/** Lenses, and what is answered to them. */
export const lensSlice = defineSlice({ projections: [lensProjection, assessmentProjection], queries: { lenses: lensQueries } });
