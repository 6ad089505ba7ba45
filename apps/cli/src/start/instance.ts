import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Mode } from "./folders.ts";
import { isSameProcess } from "./processes.ts";
import type { ProcessMark } from "./processes.ts";

/** One process of a running instance. */
export interface PartRecord extends ProcessMark {
  /** How many times it was started again since the supervisor came up. */
  readonly restarts: number;
  /** Whether this process has said that it is ready. */
  readonly healthy: boolean;
}

/** What is written to `instance.json` (mode 0600) so that others on this machine find the running instance. */
export interface InstanceRecord {
  readonly mode: Mode;
  /** The supervisor; its process is gone when the instance was stopped or killed. */
  readonly supervisor: ProcessMark;
  /** Origin of API and console, e.g. `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Addresses by part: `eventstore`, `temporal`, `fleet`, `api`. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Ports by part, preferred again at the next start. */
  readonly ports: Readonly<Record<string, number>>;
  readonly parts: Readonly<Record<string, PartRecord>>;
  readonly state: "starting" | "running" | "stopping" | "stopped";
}

const fileOf = (folder: string): string => join(folder, "instance.json");

function isRecord(value: unknown): value is InstanceRecord {
  return typeof value === "object" && value !== null && "supervisor" in value && "ports" in value && "parts" in value;
}

/** The record in an instance's folder; undefined where there is none or it was cut off by a crash. */
export function readInstance(folder: string): InstanceRecord | undefined {
  if (!existsSync(fileOf(folder))) return undefined;
  try {
    const parsed: unknown = JSON.parse(readFileSync(fileOf(folder), "utf8"));
    return isRecord(parsed) ? parsed : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Replaces the record in one step, so that a reader never sees half of it. */
export function writeInstance(folder: string, record: InstanceRecord): void {
  const beside = `${fileOf(folder)}.new`;
  writeFileSync(beside, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  renameSync(beside, fileOf(folder));
}

/** What keeps a record on disk. */
export interface RecordKeeping {
  /** Told in a sentence when the record cannot be written, and when it could again. */
  readonly say: (text: string) => void;
  /** Writes it; of tests. */
  readonly write?: (folder: string, record: InstanceRecord) => void;
  readonly againAfterMs?: number;
}

/** Keeps the newest record on disk. A full disk ends nothing: it is written as soon as there is room. */
export function keepInstance(
  folder: string,
  { say, write = writeInstance, againAfterMs = 1_000 }: RecordKeeping,
): (record: InstanceRecord) => void {
  let failing = false;
  let again: NodeJS.Timeout | undefined;
  const keep = (record: InstanceRecord): void => {
    clearTimeout(again);
    try {
      write(folder, record);
      if (failing) say("instance.json is written again");
      failing = false;
    } catch (error) {
      if (!failing)
        say(
          `instance.json cannot be written (${error instanceof Error ? error.message : String(error)}); everything goes on, and it is tried again`,
        );
      failing = true;
      again = setTimeout(() => { keep(record); }, againAfterMs).unref();
    }
  };
  return keep;
}

/** Whether the supervisor of a record is still there. */
export const isRunning = (record: InstanceRecord | undefined): record is InstanceRecord =>
  record !== undefined && isSameProcess(record.supervisor);
