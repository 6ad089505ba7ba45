import { appendFileSync, existsSync, renameSync, statSync } from "node:fs";

/** Appends lines to a file that is put aside when full: NAME.log, NAME.log.1 … with the newest first. */
export interface LogFile {
  readonly path: string;
  append(line: string): void;
}

/** How large a log grows before it is put aside, and how many are kept. */
export interface Rotation {
  readonly bytes: number;
  readonly keep: number;
}

/** Opens a part's log. Written synchronously: the last line before a crash is the one that is wanted. */
export function openLog(path: string, rotation: Rotation = { bytes: 10_000_000, keep: 3 }): LogFile {
  let size = existsSync(path) ? statSync(path).size : 0;
  const rotate = (): void => {
    for (let n = rotation.keep - 1; n >= 0; n -= 1) {
      const from = n === 0 ? path : `${path}.${String(n)}`;
      if (existsSync(from)) renameSync(from, `${path}.${String(n + 1)}`);
    }
    size = 0;
  };
  return {
    path,
    append(line) {
      if (size >= rotation.bytes) rotate();
      appendFileSync(path, `${line}\n`, { mode: 0o600 });
      size += Buffer.byteLength(line) + 1;
    },
  };
}
