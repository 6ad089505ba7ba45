import { setTimeout as wait } from "node:timers/promises";
import { importRunDecider, type ImportRunCommand } from "@ballast/domain";
import { foldRecord, handle, ids, RevisionConflict, type Append, type Log } from "@ballast/eventlog";
import { wholeHistory, type Actor } from "@ballast/schema";
import { demonstrationSource } from "../author.ts";
import type { ToldRecord } from "./collecting.ts";
import { yearOf, type YearOf } from "./year.ts";

/** So many records go into the log at once. */
const TOGETHER = 60;
/** So long the log is left alone between, ms: the live story comes first. */
const PAUSE_MS = 80;

const importId = ids.import(ids.command(demonstrationSource, "year"));
const narrator: Actor = { personId: null, name: "The demonstration", means: "import" };

/**
 * Writes what comes first of the year (numbers, so that whatever comes meanwhile is counted behind them; customers), and says that the rest
 * will come. Repeated, it writes nothing new.
 */
export async function beginYear(log: Log, whose: YearOf): Promise<void> {
  const { first, records } = await yearOf(whose);
  await appendNew(log, first);
  await tellRun(log, "start", {
    type: "StartImport", now: new Date().toISOString(), importId, kind: wholeHistory, serviceId: null,
    sourceName: `a sample company, the year up to ${whose.now.toISOString().slice(0, 10)}`, expectedRecords: records.length,
  });
}

/** What `loadYear` is told. */
export interface Loading extends YearOf {
  /** Told how far it has come. */
  readonly say: (what: string) => void;
  readonly signal: AbortSignal;
  /** For tests: how long the log is left alone between two parts, ms. */
  readonly pauseMs?: number;
}

/**
 * Writes what of the year is not there yet, record by record whole, and notes how far it has come: an interrupted one goes on there.
 * Answers whether there was anything to write.
 */
export async function loadYear(log: Log, { say, signal, pauseMs = PAUSE_MS, ...whose }: Loading): Promise<boolean> {
  let run = await foldRecord(log, importRunDecider, importId);
  if (run.status !== "running") return false;
  const began = Date.now();
  const { records } = await yearOf(whose);
  let { imported, unchanged } = run.counts;
  let said = -1;
  for (let next = imported + unchanged; next < records.length && !signal.aborted; next = imported + unchanged) {
    const together = records.slice(next, next + TOGETHER);
    const written = await appendNew(log, together);
    imported += written;
    unchanged += together.length - written;
    run = await foldRecord(log, importRunDecider, importId);
    if (run.status !== "running") return true;
    await tellRun(log, `progress ${String(imported + unchanged)}`, {
      type: "ProgressImport", now: new Date().toISOString(), importId, imported, unchanged, updated: 0, skippedCount: 0,
    });
    const tenth = Math.floor(((imported + unchanged) / records.length) * 10);
    // What comes last (risks, actions) begins anywhere in the year.
    const month = tenth < 10 ? together.slice(-1).map(({ begins }) => `, ${monthOf(begins)}`).join("") : "";
    if (tenth > said) say(`${String(tenth * 10)} %${month}`);
    said = tenth;
    await wait(pauseMs);
  }
  if (signal.aborted) return true;
  await tellRun(log, "finish", {
    type: "FinishImport", now: new Date().toISOString(), importId, imported, unchanged, updated: 0, skippedCount: 0, skipped: [],
    durationMs: Date.now() - began,
  });
  return true;
}

const monthOf = (at: string): string => new Date(at).toLocaleDateString("en", { month: "long", year: "numeric", timeZone: "UTC" });

async function tellRun(log: Log, part: string, command: ImportRunCommand): Promise<void> {
  const commandId = ids.command(demonstrationSource, "year", part);
  await handle(log, {
    aggregate: importRunDecider, id: importId, command,
    context: { commandId, actor: narrator, now: command.now, correlationId: importId, causationId: demonstrationSource },
  });
}

/** Appends those that are not there, all at once where the log takes that; what is there stays as it is. Answers how many were new. */
async function appendNew(log: Log, records: readonly ToldRecord[]): Promise<number> {
  let waiting: readonly Append[] = records.map(({ stream, events }) => ({ stream, events, expectedRevision: "no_stream" }));
  while (waiting.length > 0) {
    try {
      const appended = await log.appendTogether({ appends: waiting });
      return appended === null ? await oneByOne(log, waiting) : waiting.length;
    } catch (error) {
      if (!(error instanceof RevisionConflict)) throw error;
      const there = new Set(error.streams);
      const rest = waiting.filter(({ stream }) => !there.has(stream));
      if (rest.length === waiting.length) throw error;
      waiting = rest;
    }
  }
  return 0;
}

async function oneByOne(log: Log, appends: readonly Append[]): Promise<number> {
  let written = 0;
  for (const { stream, events, expectedRevision } of appends) {
    try {
      await log.append(stream, events, { expectedRevision });
      written += 1;
    } catch (error) {
      if (!(error instanceof RevisionConflict)) throw error;
    }
  }
  return written;
}
