import type { RiskStanding } from "@ballast/domain/risk";
import type { Treatment } from "@ballast/schema";
import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import type { Stored } from "../engine/projection.ts";
import { contains, is, isOneOf, tableOf, type Condition, type SliceRequest } from "../engine/query.ts";
import { defineSlice } from "../engine/slice.ts";
import { hasText } from "../engine/textFilter.ts";
import { factorProjection, mitigationProjection, riskProjection, type FactorRow, type MitigationRow } from "./riskProjections.ts";
import type { RiskRow } from "./riskRow.ts";

export type { FactorRow, MitigationRow } from "./riskProjections.ts";
export { minutesOf, type AcceptanceTimes, type EstimateRow, type RatingRow, type RiskRow } from "./riskRow.ts";

/** Which risks. */
export interface RiskFilter {
  readonly serviceId?: string | undefined;
  readonly ownerId?: string | undefined;
  readonly treatment?: Treatment | undefined;
  readonly standings?: readonly RiskStanding[] | undefined;
  /** True: those that are not closed; false: the others. */
  readonly open?: boolean | undefined;
  /** Those that cost more minutes a year than this. */
  readonly above?: number | undefined;
  /** Those that are linked with this record. */
  readonly recordId?: string | undefined;
  readonly text?: string | undefined;
}

export type RiskSort = "MINUTES_DESC" | "NUMBER_ASC" | "NUMBER_DESC";
const sorts = {
  MINUTES_DESC: { column: "minutes", descending: true },
  NUMBER_ASC: { column: "number", descending: false },
  NUMBER_DESC: { column: "number", descending: true },
} as const;

/** Queries over risks, what is done about them, and what makes all of them bigger. */
export type RiskQueries = ReturnType<typeof riskQueries>;
export type MitigationQueries = ReturnType<typeof mitigationQueries>;
export type FactorQueries = ReturnType<typeof factorQueries>;

const filtered = ({
  serviceId, ownerId, treatment, standings, open, above, recordId, text,
}: RiskFilter): readonly (Condition | undefined)[] => [
  contains("services", serviceId),
  is("ownerId", ownerId),
  is("treatment", treatment),
  isOneOf("standing", standings),
  is("closed", open === undefined ? undefined : open ? 0 : 1),
  contains("records", recordId),
  above === undefined ? undefined : { sql: 'r."minutes" > ?', params: [above] },
  hasText("risk", text),
];

function riskQueries(db: () => Database) {
  const table = tableOf(db, riskProjection);
  return {
    get: table.get,
    byNumber: (number: number, asOf?: AsOf) => table.find([is("number", number)], asOf),
    list: ({ filter = {}, sort = "MINUTES_DESC", slice, asOf }: {
      readonly filter?: RiskFilter; readonly sort?: RiskSort | undefined; readonly slice?: SliceRequest; readonly asOf?: AsOf | undefined;
    } = {}) => table.list({ where: filtered(filter), sort: sorts[sort], slice, asOf }),
    /** All of them, the largest first. */
    all: ({ filter = {}, asOf }: { readonly filter?: RiskFilter; readonly asOf?: AsOf | undefined } = {}): readonly Stored<RiskRow>[] =>
      table.all(filtered(filter), { sort: sorts.MINUTES_DESC, asOf }),
  };
}

function mitigationQueries(db: () => Database) {
  const table = tableOf(db, mitigationProjection);
  return {
    get: table.get,
    byNumber: (number: number, asOf?: AsOf) => table.find([is("number", number)], asOf),
    getMany: table.getMany,
    /** By the days that are promised; of one risk, or of all. */
    all: ({ riskId, ownerId, asOf }: {
      readonly riskId?: string | undefined; readonly ownerId?: string | undefined; readonly asOf?: AsOf | undefined;
    } = {}): readonly Stored<MitigationRow>[] =>
      table.all([contains("risks", riskId), is("ownerId", ownerId)], { sort: { column: "dueOn", descending: false }, asOf }),
  };
}

function factorQueries(db: () => Database) {
  const table = tableOf(db, factorProjection);
  return {
    get: table.get,
    /** Those that hold, by their titles. */
    all: (asOf?: AsOf): readonly Stored<FactorRow>[] =>
      table.all([is("status", "stated")], { sort: { column: "title", descending: false }, asOf }),
  };
}

declare module "../engine/registry.ts" {
  interface Queries {
    readonly risks: RiskQueries;
    readonly mitigations: MitigationQueries;
    readonly factors: FactorQueries;
  }
  interface Rows {
    readonly risk: RiskRow;
    readonly mitigation: MitigationRow;
    readonly factor: FactorRow;
  }
}

/** The register: risks, mitigations, cross-cutting factors. */
export const riskSlice = defineSlice({
  projections: [riskProjection, mitigationProjection, factorProjection],
  queries: { risks: riskQueries, mitigations: mitigationQueries, factors: factorQueries },
});
