import { MemoryStorage } from "@openfeature/flagd-core";
import { forEngine, type FlagContext } from "./context.ts";

const quiet = { error: () => undefined, warn: () => undefined, info: () => undefined, debug: () => undefined };

/** What a file of flagd's own gives, by the engine itself. */
export interface FlagdFile {
  /** Null for a flag that is not there or disabled, and where the engine gives none. */
  variantOf(key: string, context: FlagContext): string | null;
}

/** Takes a file in flagd's format. @throws Error in the engine's words, where it does not take it */
export function flagdFile(text: string): FlagdFile {
  const storage = new MemoryStorage(quiet);
  storage.setConfigurations(text, true);
  return { variantOf: (key, context) => storage.getFlag(key)?.evaluate(forEngine(context), quiet).variant ?? null };
}
