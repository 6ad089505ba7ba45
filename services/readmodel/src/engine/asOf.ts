import { Rejection } from "@ballast/domain";
import { numberOf, type Bindable, type Database } from "./database.ts";
import type { Projection } from "./projection.ts";
import { axisTable, currentTable, docOf, lastRowAt, positionTable, ROW, sinceColumn } from "./tables.ts";

/**
 * Which past is asked for. `position` and `recordedAt` are a prefix of the log: exactly what was known then.
 * `at` is what was true at that moment, as known now.
 */
export type AsOf = { readonly position: string } | { readonly recordedAt: string } | { readonly at: string };

/** A moment on one axis, found once per query. */
export type Moment = { readonly axis: "now" } | PastMoment;
export interface PastMoment {
  readonly axis: "position" | "at" | "known";
  readonly key: number;
}

/** Now. */
export const NOW: Moment = { axis: "now" };

/**
 * Finds the moment.
 * @throws Rejection INVALID_INPUT when it names none
 */
export function momentOf(db: Database, asOf: AsOf): PastMoment;
export function momentOf(db: Database, asOf: AsOf | undefined): Moment;
export function momentOf(db: Database, asOf: AsOf | undefined): Moment {
  if (asOf === undefined) return NOW;
  if ("at" in asOf) return { axis: "at", key: instant(asOf.at, "at") };
  if ("recordedAt" in asOf) return { axis: "position", key: positionAt(db, instant(asOf.recordedAt, "recordedAt")) };
  if (!/^\d{1,15}$/.test(asOf.position)) throw new Rejection("INVALID_INPUT", "a position is a decimal number", ["asOf", "position"]);
  return { axis: "position", key: Number(asOf.position) };
}

/** The last position up to which nothing was recorded later than this (ms). */
export function positionAt(db: Database, recordedMs: number): number {
  const before = (position: number) =>
    db.get("SELECT position, latestMs FROM events WHERE position <= ? ORDER BY position DESC LIMIT 1", position);
  let low = 0;
  let high = numberOf(before(Number.MAX_SAFE_INTEGER), "position");
  // `latestMs` never falls along the log, so the place is found by halving.
  while (low < high) {
    const middle = low + Math.ceil((high - low) / 2);
    const found = before(middle);
    if (found === undefined || numberOf(found, "latestMs") <= recordedMs) low = middle;
    else high = numberOf(found, "position") - 1;
  }
  return numberOf(before(low), "position");
}

/**
 * What to select from, aliased `r`, with its parameters. Without `doc` where nothing asks for a row's text: putting past ones together
 * would keep SQLite from taking the rows of a list out of the indexes, one after the other.
 */
export function sourceOf(
  { kind, columns, axes, history }: Projection,
  moment: Moment,
  { doc = true }: { readonly doc?: boolean } = {},
): { readonly sql: string; readonly params: readonly Bindable[] } {
  if (moment.axis === "now" || !history) return { sql: `${currentTable(kind)} AS r`, params: [] };
  if (moment.axis !== "position" && !axes.includes(moment.axis)) return { sql: `${currentTable(kind)} AS r`, params: [] };
  const [table, since] =
    moment.axis === "position" ? [positionTable(kind), "fromKey"] : [axisTable(kind, moment.axis), sinceColumn(moment.axis)];
  const current = currentTable(kind);
  const listed = (from: string): string => [ROW, ...Object.keys(columns)].map((name) => `, ${from}."${name}"`).join("");
  const [past, present] = doc ? [`, ${docOf(kind)}`, ", c.doc"] : ["", ""];
  // Beside the index that sorts a list, never in its stead: hence the plus, which keeps SQLite from looking rows up by it.
  const there = moment.axis === "position" ? ` AND +c.${ROW} <= ${lastRowAt(kind)}` : "";
  return {
    sql: `(SELECT c.id${listed("v")}${past} FROM ${table} v JOIN ${current} c ON c.${ROW} = v.${ROW} WHERE v.fromKey <= ? AND v.toKey > ?
      UNION ALL SELECT c.id${listed("c")}${present} FROM ${current} c WHERE c.${since} <= ?${there}) AS r`,
    params: [moment.key, moment.key, moment.key, ...(there === "" ? [] : [moment.key])],
  };
}

/** Whether a part of a query looks into a row's text. */
export const looksIntoDoc = (...parts: readonly string[]): boolean => parts.some((sql) => sql.includes("r.doc"));

function instant(text: string, field: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new Rejection("INVALID_INPUT", `${text} is not an instant`, ["asOf", field]);
  return ms;
}
