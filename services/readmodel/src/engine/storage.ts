import { setTimeout as delay } from "node:timers/promises";

/** SQLite's primary codes for what is no fault of the data: no memory, busy, read-only, I/O, full, cannot be opened. */
const storageCodes: ReadonlySet<number> = new Set([5, 7, 8, 10, 13, 14]);
const systemCodes: ReadonlySet<string> = new Set(["ENOSPC", "EDQUOT", "EROFS", "EIO"]);

/** Whether the disk is the reason: then the same work succeeds later, when there is room. */
export function isStorageTrouble(error: unknown): error is Error {
  if (!(error instanceof Error) || !("code" in error)) return false;
  if (error.code === "ERR_SQLITE_ERROR")
    return "errcode" in error && typeof error.errcode === "number" && storageCodes.has(error.errcode & 0xff);
  return typeof error.code === "string" && systemCodes.has(error.code);
}

/** What a read model's disk does to it. */
export interface StorageWatch {
  /** Why nothing can be written now; null where it can. */
  trouble(): string | null;
  /** Does it, and knows from then on whether the disk takes it. @throws what it throws */
  attempt<T>(work: () => T): T;
  /** Does it again and again until the disk takes it. @throws anything that waiting would not mend; `stopped` by then */
  untilRoom<T>(work: () => T | Promise<T>): Promise<T>;
}

export interface Storage {
  /** Told when the disk stops taking what is folded, in words, and with null when it does again. */
  readonly onTrouble: (trouble: string | null) => void;
  readonly stopped: () => boolean;
  readonly againAfterMs?: number;
}

/** Watches over what is written. */
export function watchStorage({ onTrouble, stopped, againAfterMs = 3_000 }: Storage): StorageWatch {
  let trouble: string | null = null;
  const note = (next: string | null): void => {
    if ((next === null) !== (trouble === null)) onTrouble(next);
    trouble = next;
  };
  const noteError = (error: unknown): void => {
    if (isStorageTrouble(error)) note(error.message);
  };
  return {
    trouble: () => trouble,
    attempt(work) {
      try {
        const done = work();
        note(null);
        return done;
      } catch (error) {
        noteError(error);
        throw error;
      }
    },
    async untilRoom(work) {
      for (;;) {
        try {
          const done = await work();
          note(null);
          return done;
        } catch (error) {
          if (!isStorageTrouble(error) || stopped()) throw error;
          noteError(error);
          await delay(againAfterMs, undefined, { ref: false });
        }
      }
    },
  };
}
