import type { Log } from "@ballast/eventlog";
import { Engine, type AppliedListener } from "./engine/engine.ts";
import type { ReadModelStatus } from "./engine/status.ts";
import { model } from "./model.ts";
import { queriesOver, type Queries } from "./queries.ts";

/** The read model of one process: folds the log, answers queries. */
export interface ReadModel extends Queries {
  /** Waits until one's own append can be read; after the time (5 s unless told) `behind` is true, never an error. */
  waitFor(position: string, options?: { readonly timeoutMs?: number }): Promise<{ readonly behind: boolean }>;
  /** Hears of new events once they can be read; the answer stops it. */
  onApplied(listener: AppliedListener): () => void;
  status(): ReadModelStatus;
  /** Builds the file anew beside the old one, which answers meanwhile. */
  rebuild(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the file (`:memory:` for none) and starts to follow the log. Answers at once, with what it has. `onStorage` is told
 * when the disk stops taking what is folded, in words, and with null when it does again.
 */
export function openReadModel({
  file, log, onStorage,
}: {
  readonly file: string;
  readonly log: Log;
  readonly onStorage?: (trouble: string | null) => void;
}): ReadModel {
  const engine = new Engine({ file, log, model, onStorage });
  return {
    ...queriesOver(engine.db),
    waitFor: (position, options) => engine.waitFor(position, options),
    onApplied: (listener) => engine.onApplied(listener),
    status: () => engine.status(),
    rebuild: () => engine.rebuild(),
    close: () => engine.close(),
  };
}
