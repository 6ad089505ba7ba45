import type { RecordedEvent } from "@ballast/eventlog";

/** What a look at an open record came to. */
export interface Looked {
  /** What was said of a run that was lost and is carried on; null where there was nothing to do. */
  readonly said: string | null;
  /** It is over by its own record, or never was one. */
  readonly over: boolean;
}

export const nothingLost: Looked = { said: null, over: false };
export const over: Looked = { said: null, over: true };

/** What was only just asked for is about to be started in the usual way, ms. */
export const graceMs = 30_000;

const replaced: ReadonlySet<string> = new Set(["DeployRunReplaced", "PageRunReplaced", "ResponseRunReplaced"]);
const firstPauseMs = 5_000;
const longestPauseMs = 15 * 60_000;
/** Runs that were lost longer ago than this have nothing to do with one that is lost now, ms. */
const rememberedMs = 3_600_000;

/** Whether a record that was taken up again and again is to be left for a while: a run that fails each time is no help. */
export function isTooSoon({ events }: { readonly events: readonly RecordedEvent[] }, now: number): boolean {
  const times = events.filter(({ event }) => replaced.has(event.type)).map(({ metadata }) => Date.parse(metadata.recordedAt));
  const recent = times.filter((at) => now - at < rememberedMs);
  const last = recent.at(-1);
  return last !== undefined && now - last < Math.min(longestPauseMs, firstPauseMs * 2 ** (recent.length - 1));
}
