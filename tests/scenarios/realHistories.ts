import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";

/** Where real records of others stand, outside the project: licences differ, so that they are never copied in. */
const folder = process.env["BALLAST_SHARED_DATA"] ?? fileURLToPath(new URL("../../../shared/data", import.meta.url));

/** Whether they are there; tests that need them are skipped, with a message, where they are not. */
export const hasRealHistories = existsSync(`${folder}/expected`);
if (!hasRealHistories)
  process.stderr.write(`Real histories: skipped, there are none at ${folder} (BALLAST_SHARED_DATA names their place).\n`);

/** Path of a history. */
export const history = (name: string): string => `${folder}/open/${name}`;

/** Figures that an independent program computed. */
export const figuresOf = <Figures>(name: string): Figures => JSON.parse(readFileSync(`${folder}/expected/${name}`, "utf8")) as Figures;

/** A summary as the expectations write it. */
export interface ExpectedSummary {
  readonly n: number;
  readonly mean: number;
  readonly median_linear: number;
  readonly p90_nearest_rank: number;
  readonly p90_linear: number;
  readonly min: number;
  readonly max: number;
}

/** A summary as `ballast report` prints it. */
export interface PrintedSummary {
  readonly n: number;
  readonly mean: number | null;
  readonly medianLinear: number | null;
  readonly p90NearestRank: number | null;
  readonly p90Linear: number | null;
  readonly min: number | null;
  readonly max: number | null;
}

/** Rounded to the decimals that an expectation was written with. */
export const rounded = (value: number | null, decimals = 4): number | null => (value === null ? null : Number(value.toFixed(decimals)));

/** Compares a printed summary with an expected one, to its last digit. */
export function expectSummary(printed: PrintedSummary | undefined, expected: ExpectedSummary): void {
  const { n, mean = null, medianLinear = null, p90NearestRank = null, p90Linear = null, min = null, max = null } = printed ?? { n: -1 };
  expect({
    n, mean: rounded(mean), median_linear: rounded(medianLinear), p90_nearest_rank: rounded(p90NearestRank), p90_linear: rounded(p90Linear),
    min, max,
  }).toEqual(expected);
}

/** `ballast import … --json`. */
export interface ImportResult {
  readonly imported: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly skipped: readonly { readonly line: number; readonly reason: string }[];
}

/** `ballast report incidents --json`. */
export interface IncidentReport {
  readonly incidents: number;
  readonly byImpact: Readonly<Record<string, number>>;
  readonly perMonth: Readonly<Record<string, number>>;
  readonly timeToResolveMinutes: {
    readonly all: PrintedSummary;
    readonly nonzero: PrintedSummary;
    readonly byImpact: Readonly<Record<string, PrintedSummary>>;
  };
}

/** `ballast report delivery --json`. */
export interface DeliveryReport {
  readonly basis: string;
  readonly releases: number;
  readonly weeks: number;
  readonly perIsoWeek: Readonly<Record<string, number>>;
  readonly perWeekMean: number;
  readonly leadTimeHours: PrintedSummary & { readonly clamped: number };
  readonly failed: number;
  readonly failedVersions: readonly string[];
  readonly revertRatePercent: number | null;
  readonly timeToRestoreHours: PrintedSummary;
}
