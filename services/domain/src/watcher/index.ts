import type { DataOf, WatcherEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { instantOf } from "../statistics/calendar.ts";

/** What is known of the watcher outside. */
export type Watcher =
  | { readonly status: "absent" }
  /** `toldAt`: when any server has told it last, as far as they have said; `why`: of the last try that is known, where it failed. */
  | { readonly status: "asked"; readonly at: string; readonly toldAt: string | null; readonly why: string };

export interface AskWatcher extends DataOf<"WatcherAsked"> {
  readonly type: "AskWatcher";
}

function evolve(watcher: Watcher, { data: { at, toldAt, why } }: WatcherEvent): Watcher {
  const before = watcher.status === "absent" ? null : watcher.toldAt;
  const later = before === null || (toldAt !== null && instantOf(toldAt) > instantOf(before)) ? toldAt : before;
  return { status: "asked", at, toldAt: later, why };
}

/** The one watcher outside; each time is a fact of its own, and its stream keeps the last of them. */
export const watcherDecider = aggregate("watcher", {
  initialState: { status: "absent" } as Watcher, evolve,
  decide: ({ type: _, ...data }: AskWatcher): readonly WatcherEvent[] => [{ type: "WatcherAsked", data }],
  keyOf: () => ["outside"],
});
