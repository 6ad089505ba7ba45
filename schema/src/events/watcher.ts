import { z } from "zod";
import { defineEvent, type EventsOf } from "../defineEvent.ts";
import { instant, uuid } from "../scalars.ts";

/** Of so many its stream keeps the last ones. */
export const KEPT_WATCHES = 20;

/** The watcher outside, who tells somebody when Ballast falls silent. */
export const watcherEvents = {
  /**
   * Written right before it is asked, so that it is asked only while the log can be written. `toldAt`: when the server that writes has told
   * it last; `why`: what became of the last try where it failed, empty where it did not.
   */
  WatcherAsked: defineEvent({
    type: "WatcherAsked", schema: z.object({ watcherId: uuid, at: instant, toldAt: instant.nullable(), why: z.string().max(1_000) }),
  }),
};
export type WatcherEvent = EventsOf<typeof watcherEvents>;
