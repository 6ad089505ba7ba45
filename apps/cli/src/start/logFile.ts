import { appendFileSync, existsSync, renameSync, statSync } from "node:fs";

/** Appends lines to a file that is put aside when full: NAME.log, NAME.log.1 … with the newest first. */
export interface LogFile {
  readonly path: string;
  /** Never fails: what cannot be written is missing, and the next line that can be says so. */
  append(line: string): void;
}

/** Lines that could not be written, and why; null: they can again, and so many are missing. */
export interface LogTrouble {
  readonly error: string | null;
  readonly missing: number;
}

export interface LogOptions {
  /** How large a log grows before it is put aside, and how many are kept. */
  readonly bytes: number;
  readonly keep: number;
  /** Told once when lines begin to be lost, and once when that is over. */
  readonly onTrouble: (trouble: LogTrouble) => void;
  /** Appends to a file; of tests. */
  readonly write: (path: string, text: string) => void;
}

const usual: LogOptions = {
  bytes: 10_000_000,
  keep: 3,
  onTrouble: () => undefined,
  write: (path, text) => { appendFileSync(path, text, { mode: 0o600 }); },
};

/**
 * Opens a part's log. Written synchronously: the last line before a crash is the one that is wanted. A full disk ends
 * nothing: the part goes on, and so does its log as soon as there is room.
 */
export function openLog(path: string, options: Partial<LogOptions> = {}): LogFile {
  const { bytes, keep, onTrouble, write } = { ...usual, ...options };
  let size = sizeOf(path);
  let missing = 0;
  const rotate = (): void => {
    for (let n = keep - 1; n >= 0; n -= 1) {
      const from = n === 0 ? path : `${path}.${String(n)}`;
      if (existsSync(from)) renameSync(from, `${path}.${String(n + 1)}`);
    }
    size = 0;
  };
  /** Says what is missing; on a line of its own, also where the last one was cut off. */
  const gap = (): string => {
    if (missing === 0) return "";
    const cut = sizeOf(path) > size ? "\n" : "";
    return `${cut}${JSON.stringify({ level: 40, time: Date.now(), part: "supervisor", msg: `${String(missing)} lines are missing here: they could not be written` })}\n`;
  };
  return {
    path,
    append(line) {
      try {
        if (size >= bytes) rotate();
        write(path, `${gap()}${line}\n`);
        size = missing === 0 ? size + Buffer.byteLength(line) + 1 : sizeOf(path);
        if (missing > 0) onTrouble({ error: null, missing });
        missing = 0;
      } catch (error) {
        missing += 1;
        if (missing === 1) onTrouble({ error: error instanceof Error ? error.message : String(error), missing });
      }
    },
  };
}

const sizeOf = (path: string): number => (existsSync(path) ? statSync(path).size : 0);
