import { StoreError } from "../failures.ts";
import type { EventLog } from "../storage/eventLog.ts";
import type { ResolvedEvent } from "../storage/records.ts";
import type { StreamState } from "../storage/streamDirectory.ts";
import { isBuiltInStream } from "../streams/streamNaming.ts";
import { streamPresence, visibilityOf } from "../streams/visibility.ts";
import { readBuiltInPage } from "./builtInStream.ts";
import { PageSize } from "./page.ts";
import type { Direction } from "./page.ts";
import { ReadBudget } from "./readBudget.ts";
import { resolveLink } from "./resolveLink.ts";

/** A bounded read of one stream. `from` is inclusive; `Infinity` means the end. */
export type StreamRead = {
  readonly stream: string;
  readonly from: number;
  readonly direction: Direction;
  readonly maxCount: number;
  readonly resolveLinks: boolean;
};

/** One page: its events, and where the next one starts; `next` is undefined at the end. */
export type StreamPage = { readonly events: readonly ResolvedEvent[]; readonly next: number | undefined };

/** Where a page starts and how large it may be. */
export type PageRequest = {
  readonly stream: string;
  readonly from: number;
  readonly limit: number;
  readonly direction: Direction;
  readonly resolveLinks: boolean;
};

/**
 * Reads a stream page by page; nothing is read before the page before it was taken.
 *
 * @returns undefined when there is no such stream (or it is softly deleted).
 * @throws StoreError `streamDeleted` when it is tombstoned.
 */
export function readStream(log: EventLog, read: StreamRead): Generator<readonly ResolvedEvent[]> | undefined {
  const presence = streamPresence(log, log.streams.get(read.stream));
  if (presence === "tombstoned") throw new StoreError({ kind: "streamDeleted", stream: read.stream });
  return presence === "missing" ? undefined : pages(log, read);
}

function* pages(log: EventLog, read: StreamRead): Generator<readonly ResolvedEvent[]> {
  const size = new PageSize();
  let from: number | undefined = read.from;
  let left = read.maxCount;
  while (from !== undefined && left > 0) {
    const page: StreamPage = readStreamPage(log, { ...read, from, limit: Math.min(left, size.rows) });
    learn(size, page.events);
    left -= page.events.length;
    from = page.next;
    if (page.events.length > 0) yield page.events;
  }
}

/** Lets a page size learn from resolved events. */
export function learn(size: PageSize, events: readonly ResolvedEvent[]): void {
  size.learn(events.flatMap((resolved) => (resolved.event === undefined ? [] : [resolved.event])));
}

/** Reads one page of what is visible in a stream now. */
export function readStreamPage(log: EventLog, request: PageRequest): StreamPage {
  const state = log.streams.get(request.stream);
  if (state.id === undefined || streamPresence(log, state) !== "present") return { events: [], next: undefined };
  return request.direction === "forwards"
    ? readForwards(log, request, state)
    : readBackwards(log, request, state);
}

function readForwards(log: EventLog, request: PageRequest, state: StreamState): StreamPage {
  const visible = visibilityOf(log, state);
  const from = Math.max(request.from, visible.from);
  if (from > state.head) return { events: [], next: undefined };
  const page = readRows(log, { ...request, from }, state);
  const events = page.events.filter((resolved) => createdOf(resolved) >= visible.createdSince);
  const next = page.last === undefined || page.last >= state.head ? undefined : page.last + 1;
  return { events, next };
}

function readBackwards(log: EventLog, request: PageRequest, state: StreamState): StreamPage {
  const visible = visibilityOf(log, state);
  const from = Math.min(request.from, state.head);
  if (from < visible.from) return { events: [], next: undefined };
  const page = readRows(log, { ...request, from }, state);
  const events = page.events.filter(
    (resolved) => revisionOf(resolved) >= visible.from && createdOf(resolved) >= visible.createdSince,
  );
  const next = page.last === undefined || page.last <= visible.from ? undefined : page.last - 1;
  return { events, next };
}

type Rows = { readonly events: readonly ResolvedEvent[]; readonly last: number | undefined };

function readRows(log: EventLog, request: PageRequest, state: StreamState): Rows {
  const { from, limit, direction, resolveLinks } = request;
  const range = { streamId: log.streams.ensureId(state), from, limit };
  if (isBuiltInStream(state.name)) {
    return readBuiltInPage(log, { stream: state.name, range, direction, resolveLinks });
  }
  const rows = direction === "forwards" ? log.events.streamForwards(range) : log.events.streamBackwards(range);
  const budget = new ReadBudget();
  const events: ResolvedEvent[] = [];
  let last: number | undefined;
  for (const row of budget.take(rows)) {
    const resolved = resolveLink(log, row, resolveLinks);
    if (resolved.link !== undefined) budget.add(resolved.event);
    events.push(resolved);
    last = row.revision;
  }
  return { events, last };
}

function revisionOf(resolved: ResolvedEvent): number {
  return (resolved.link ?? resolved.event)?.revision ?? 0;
}

function createdOf(resolved: ResolvedEvent): number {
  return (resolved.link ?? resolved.event)?.created ?? 0;
}
