import { statSync } from "node:fs";
import { openForReading, type Moments } from "./engine/database.ts";
import { queriesOver, type Queries } from "./queries.ts";

/** The queries of a read model in a thread that does not fold it. */
export interface Reader extends Queries {
  /**
   * Reads the file as it is now: all that `work` asks is of one moment. One piece of work at a time.
   * @throws SQLite's error where there is no file, as while a rebuilt one takes its place
   */
  at<T>(work: () => Promise<T>): Promise<T>;
  close(): void;
}

/** Opens the file of a read model that another thread or process folds. It is opened again where another one has taken its place. */
export function openReader(file: string): Reader {
  let open: { readonly inode: number; readonly moments: Moments } | null = null;
  const close = (): void => {
    open?.moments.database.close();
    open = null;
  };
  const moments = (): Moments => {
    const { ino: inode } = statSync(file);
    if (open?.inode !== inode) {
      close();
      open = { inode, moments: openForReading(file) };
    }
    return open.moments;
  };
  return { ...queriesOver(() => (open?.moments ?? moments()).database), at: async (work) => moments().at(work), close };
}
