import type { Telling } from "../heartbeat.ts";

/** The first try of an activity that tells many; nobody breaks it off. `done`: what tries before it have told after all. */
export function firstTry(done = new Set<string>()): Telling {
  return { signal: new AbortController().signal, done, note: (key) => void done.add(key) };
}
