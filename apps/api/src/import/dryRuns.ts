import type { DataOf, ImportBatch, ImportResult } from "@ballast/schema";

/** An import that only looks: nothing of it is in the log. */
export interface DryRun {
  readonly start: DataOf<"ImportStarted">;
  readonly lines: ImportBatch["lines"];
  readonly beganMs: number;
  /** Whether a real run would register what is missing. */
  readonly registers: boolean;
}

/** Dry runs that nobody finished are forgotten after an hour. */
const KEPT_MS = 60 * 60_000;

/** The dry runs of this server. */
export function dryRuns(nowMs: () => number) {
  const runs = new Map<string, DryRun>();
  return {
    begin(start: DataOf<"ImportStarted">, registers: boolean): void {
      for (const [id, { beganMs }] of runs) if (nowMs() - beganMs > KEPT_MS) runs.delete(id);
      runs.set(start.importId, { start, lines: [], beganMs: nowMs(), registers });
    },
    find: (importId: string): DryRun | undefined => runs.get(importId),
    drop: (importId: string): void => void runs.delete(importId),
    /** What it would have brought. */
    end({ start, lines }: DryRun): ImportResult {
      runs.delete(start.importId);
      const count = (wanted: string): number => lines.filter(({ result }) => result === wanted).length;
      const skipped = lines.flatMap(({ line, result, reason }) => (result === "skipped" ? [{ line, reason: reason ?? "" }] : []));
      return { imported: count("imported"), updated: count("updated"), unchanged: count("unchanged"), skipped };
    },
  };
}
