import { createFilter } from "../read/filter.ts";
import { readAllPage } from "../read/readAll.ts";
import { readStreamPage } from "../read/readStream.ts";
import type { EventLog } from "../storage/eventLog.ts";
import { originalOf } from "../storage/records.ts";
import type { StoredGroup } from "./groupSettings.ts";
import { messageFrom } from "./message.ts";
import type { Message } from "./message.ts";

/** What one read of a group's source gave: `next` is the place after the last one looked at. */
export type SourcePage = { readonly messages: readonly Message[]; readonly next: number; readonly atEnd: boolean };

/** Where a group gets its events from. Places are revisions, or positions for `$all`. */
export type GroupSource = {
  read(from: number, limit: number): SourcePage;
  /** The newest place there is, -1 for none. */
  last(): number;
  listen(listener: () => void): () => void;
};

/** The source of a group. */
export function openGroupSource(log: EventLog, group: Pick<StoredGroup, "source" | "settings">): GroupSource {
  return group.source === "$all" ? openAll(log, group) : openStream(log, group);
}

function openStream(log: EventLog, { source, settings }: Pick<StoredGroup, "source" | "settings">): GroupSource {
  const { resolveLinks } = settings;
  return {
    read(from, limit) {
      const page = readStreamPage(log, { stream: source, from, limit, direction: "forwards", resolveLinks });
      const messages = page.events.map((resolved) => messageFrom(resolved, originalOf(resolved).revision));
      const next = page.next ?? Math.max(from, (messages.at(-1)?.place ?? -1) + 1);
      return { messages, next, atEnd: page.next === undefined };
    },
    last: () => log.streams.get(source).head,
    listen: (listener) => log.signal.onStream(source, listener),
  };
}

function openAll(log: EventLog, { settings }: Pick<StoredGroup, "settings">): GroupSource {
  const { resolveLinks } = settings;
  const filter = settings.filter === undefined ? undefined : createFilter(settings.filter);
  return {
    read(from, limit) {
      // Looking at more than is wanted keeps a filter that lets little through from reading in tiny steps.
      const window = filter === undefined ? limit : Math.max(limit, 256);
      const page = readAllPage(log, { from, window, direction: "forwards", resolveLinks, filter });
      const messages = page.events.map((resolved) => messageFrom(resolved, originalOf(resolved).position));
      const next = page.last === undefined ? from : page.last + 1;
      return { messages, next, atEnd: next > log.lastPosition };
    },
    last: () => log.lastPosition,
    listen: (listener) => log.signal.onAll(listener),
  };
}
