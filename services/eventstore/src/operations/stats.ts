import { integerAt, textAt } from "../storage/columns.ts";
import { prepareQuery } from "../storage/query.ts";
import { sizeOf, withLogFile } from "./readLog.ts";

/** What a log holds. Times are ISO strings, sizes bytes. */
export type LogStats = {
  readonly file: string;
  readonly bytes: number;
  readonly events: number;
  readonly streams: number;
  readonly lastPosition: number;
  readonly firstCreatedAt: string | undefined;
  readonly lastCreatedAt: string | undefined;
  readonly subscriptionGroups: readonly { source: string; name: string; checkpoint: number | undefined }[];
  readonly largestStreams: readonly { stream: string; events: number }[];
};

/** Counts what is in a log; works while a server runs. @throws OperationError, StoreError. */
export function readStats(file: string): Promise<LogStats> {
  return withLogFile(file, (database) => {
    const number = (sql: string): number => {
      const row = prepareQuery(database, sql).first();
      return row === undefined || row[0] === null ? 0 : integerAt(row, 0);
    };
    const createdAt = (order: string): string | undefined => {
      const row = prepareQuery(database, `SELECT created FROM events ORDER BY position ${order} LIMIT 1`).first();
      return row === undefined ? undefined : new Date(integerAt(row, 0) / 1000).toISOString();
    };
    return {
      file,
      bytes: sizeOf(file),
      events: number("SELECT count(*) FROM events"),
      streams: number("SELECT count(DISTINCT stream) FROM events"),
      lastPosition: number("SELECT max(position) FROM events"),
      firstCreatedAt: createdAt("ASC"),
      lastCreatedAt: createdAt("DESC"),
      subscriptionGroups: prepareQuery(database, "SELECT source, name, checkpoint FROM subscription_groups")
        .all()
        .map((row) => ({
          source: textAt(row, 0),
          name: textAt(row, 1),
          checkpoint: typeof row[2] === "number" ? row[2] : undefined,
        })),
      largestStreams: prepareQuery(
        database,
        "SELECT s.name, count(*) AS n FROM events e JOIN streams s ON s.id = e.stream GROUP BY e.stream ORDER BY n DESC LIMIT 10",
      )
        .all()
        .map((row) => ({ stream: textAt(row, 0), events: integerAt(row, 1) })),
    };
  });
}
