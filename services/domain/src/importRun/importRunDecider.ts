import type { DataOf, ImportEvent, SkippedRecord } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { put, valuesOf, type Keyed } from "../keyed.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";

type Counts = Omit<DataOf<"ImportProgressed">, "importId" | "skipped">;

/** One run of an import. What it brought stays, also when it is cancelled: importing again goes on from there. */
export type ImportRun =
  | { readonly status: "absent" }
  | {
      readonly status: "running" | "finished" | "cancelled";
      readonly start: DataOf<"ImportStarted">;
      readonly counts: Counts;
      readonly skipped: Keyed<readonly SkippedRecord[]>;
      readonly result: DataOf<"ImportFinished"> | null;
    };
type StartedImport = Exclude<ImportRun, { status: "absent" }>;

export type ImportRunCommand =
  | ({ readonly type: "StartImport"; readonly now: string } & DataOf<"ImportStarted">)
  /** Counts so far, since the start. */
  | ({ readonly type: "ProgressImport"; readonly now: string } & DataOf<"ImportProgressed">)
  | ({ readonly type: "FinishImport"; readonly now: string } & DataOf<"ImportFinished">)
  | ({ readonly type: "CancelImport"; readonly now: string } & DataOf<"ImportCancelled">);

type Command<Type extends ImportRunCommand["type"]> = Extract<ImportRunCommand, { type: Type }>;

function evolve(run: ImportRun, event: ImportEvent): ImportRun {
  if (event.type === "ImportStarted") return run.status === "absent" ? started(event.data) : run;
  if (run.status === "absent") return run;
  switch (event.type) {
    case "ImportProgressed":
      return { ...run, counts: countsOf(event.data), skipped: withSkipped(run, event.data) };
    case "ImportFinished":
      return { ...run, status: "finished", counts: countsOf(event.data), result: event.data };
    case "ImportCancelled":
      return { ...run, status: "cancelled" };
  }
}

const started = (start: DataOf<"ImportStarted">): ImportRun => ({
  status: "running",
  start,
  counts: { imported: 0, updated: 0, unchanged: 0, skippedCount: 0 },
  skipped: null,
  result: null,
});

/** Keyed by the counts, which grow with every progress: a run of many parts is folded without copying its list each time. */
const withSkipped = ({ skipped }: StartedImport, data: DataOf<"ImportProgressed">): StartedImport["skipped"] =>
  data.skipped === undefined || data.skipped.length === 0 ? skipped : put(skipped, String(data.skippedCount), data.skipped);

/** Every line of the run that could not be used, in the order in which they came. */
export const skippedOf = (run: ImportRun): readonly SkippedRecord[] => (run.status === "absent" ? [] : valuesOf(run.skipped).flat());

const countsOf = ({ imported, updated, unchanged, skippedCount }: Counts): Counts => ({ imported, updated, unchanged, skippedCount });

function startImport({ type, now, ...data }: Command<"StartImport">, run: ImportRun): readonly ImportEvent[] {
  if (run.status === "absent") return [{ type: "ImportStarted", data }];
  if (sameContent(run.start, data)) return [];
  throw new Rejection("ALREADY_EXISTS", `import ${data.importId} was started for ${run.start.sourceName}`, ["importId"]);
}

function progressImport({ type, now, ...data }: Command<"ProgressImport">, run: StartedImport): readonly ImportEvent[] {
  if (sameContent(run.counts, countsOf(data))) return [];
  refuseUnlessRunning(run, "go on");
  refuseShrinking(run, data);
  return [{ type: "ImportProgressed", data }];
}

function finishImport({ type, now, ...data }: Command<"FinishImport">, run: StartedImport): readonly ImportEvent[] {
  if (sameContent(run.result, data)) return [];
  refuseUnlessRunning(run, "finish");
  refuseShrinking(run, data);
  if (data.skippedCount < data.skipped.length) {
    throw new Rejection("INVALID_INPUT", `${data.skipped.length} skipped records are named, but the count says ${data.skippedCount}`, [
      "skippedCount",
    ]);
  }
  return [{ type: "ImportFinished", data }];
}

function cancelImport({ importId, reason }: Command<"CancelImport">, run: StartedImport): readonly ImportEvent[] {
  if (run.status === "cancelled") return [];
  refuseUnlessRunning(run, "be cancelled");
  return [{ type: "ImportCancelled", data: { importId, reason } }];
}

function refuseUnlessRunning({ status, start }: StartedImport, act: string): void {
  if (status === "running") return;
  throw new Rejection("TRANSITION_NOT_ALLOWED", `the import of ${start.sourceName} is ${status} and cannot ${act}: start another one`, [
    "importId",
  ]);
}

function refuseShrinking({ counts }: StartedImport, next: Counts): void {
  for (const key of ["imported", "updated", "unchanged", "skippedCount"] as const) {
    if (next[key] < counts[key]) throw new Rejection("INVALID_INPUT", `${key} was ${counts[key]} and cannot shrink to ${next[key]}`, [key]);
  }
}

function existing(run: ImportRun, importId: string): StartedImport {
  if (run.status === "absent") throw new Rejection("NOT_FOUND", `there is no import ${importId}`, ["importId"]);
  return run;
}

function decide(command: ImportRunCommand, run: ImportRun): readonly ImportEvent[] {
  switch (command.type) {
    case "StartImport":
      return startImport(command, run);
    case "ProgressImport":
      return progressImport(command, existing(run, command.importId));
    case "FinishImport":
      return finishImport(command, existing(run, command.importId));
    case "CancelImport":
      return cancelImport(command, existing(run, command.importId));
  }
}

/** An import's progress and its result: counts only grow, and what has ended stays ended. */
export const importRunDecider = aggregate("import", {
  initialState: { status: "absent" }, evolve, decide, keyOf: (commandId: string) => [commandId],
});
