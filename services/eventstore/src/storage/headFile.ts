import { closeSync, constants, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { chainText } from "./hashTable.ts";
import type { Chain } from "./hashTable.ts";

/** Wide enough for every chain, so that a write needs no more room on the disk than the one before. */
const WIDTH = 96;

const headFileOf = (file: string): string => `${file}.head`;

/**
 * Beside the log: up to where it was acknowledged. The log and its journal cannot tell that their own ends were cut
 * off, as SQLite takes a shorter journal for a shorter history. It is written after each commit, without waiting for the
 * disk: it may lag behind the log, and never runs ahead of it.
 */
export class HeadFile {
  readonly #descriptor: number;

  private constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  /** Opens or creates the file of the log `file`. */
  static open(file: string): HeadFile {
    return new HeadFile(openSync(headFileOf(file), constants.O_RDWR | constants.O_CREAT, 0o600));
  }

  write(chain: Chain): void {
    try {
      writeSync(this.#descriptor, chainText(chain).padEnd(WIDTH - 1) + "\n", 0);
    } catch {
      // It lags behind then, as it may; the log itself has what was acknowledged.
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}

/** What the file says; undefined when there is none, or nothing that can be read. */
export function readHeadFile(file: string): Chain | undefined {
  try {
    const [position = "", hex = ""] = readFileSync(headFileOf(file), "latin1").trim().split(" ");
    if (!/^\d{1,16}$/.test(position) || !/^[0-9a-f]{64}$/.test(hex)) return undefined;
    return { position: Number(position), hash: Buffer.from(hex, "hex") };
  } catch {
    return undefined;
  }
}

/** For a log that goes back on purpose, as a restored one. */
export function removeHeadFile(file: string): void {
  rmSync(headFileOf(file), { force: true });
}
