import { momentOf, type AsOf } from "../engine/asOf.ts";
import { numberOf, textOf, type Bindable, type Database } from "../engine/database.ts";
import { OPEN } from "../engine/tables.ts";

/** Which days, and in which environment; in all of them unless told. */
export interface FlagDaysRequest {
  /** ISO; the first day whole. */
  readonly from: string;
  readonly environment?: string | undefined;
  readonly asOf?: AsOf | undefined;
}

/** A kill of a day. */
export interface KillOfDay {
  readonly flagId: string;
  readonly incidentId: string | null;
}

/** A day (UTC) on which flags were changed. */
export interface FlagDay {
  /** `2026-11-28`. */
  readonly day: string;
  readonly count: number;
  readonly kills: readonly KillOfDay[];
}

/** How often flags were changed each day, oldest first, days without a change left out. */
export function flagDaysOf(db: Database, { from, environment, asOf }: FlagDaysRequest): readonly FlagDay[] {
  const moment = momentOf(db, asOf);
  const known = moment.axis === "position" ? moment.key : OPEN;
  const parts: readonly (readonly [sql: string, ...params: Bindable[]])[] = [
    ["c.kind = 'flag' AND c.atMs >= ?", Date.parse(`${from.slice(0, 10)}T00:00:00Z`)],
    ["c.position <= ? AND (c.replacedBy IS NULL OR c.replacedBy > ?)", known, known],
    ...(moment.axis === "at" ? [["c.atMs <= ?", moment.key] as const] : []),
    ...(environment === undefined ? [] : [["(c.environment = ? OR c.environment IS NULL)", environment] as const]),
  ];
  const where = parts.map(([sql]) => sql).join(" AND ");
  const params = parts.flatMap(([, ...each]) => each);
  const day = "date(c.atMs / 1000, 'unixepoch')";
  const kills = Map.groupBy(
    db.all(
      `SELECT ${day} AS day, c.ofId, e.data ->> '$.incidentId' AS incidentId FROM changes c JOIN events e ON e.position = c.position WHERE e.type = 'KillEngaged' AND ${where} ORDER BY c.atMs, c.position`,
      ...params,
    ),
    (row) => textOf(row, "day"),
  );
  return db.all(`SELECT ${day} AS day, count(*) AS n FROM changes c WHERE ${where} GROUP BY day ORDER BY day`, ...params).map((row) => ({
    day: textOf(row, "day"),
    count: numberOf(row, "n"),
    kills: (kills.get(textOf(row, "day")) ?? []).map((kill) => ({
      flagId: textOf(kill, "ofId"), incidentId: textOf(kill, "incidentId") || null,
    })),
  }));
}
