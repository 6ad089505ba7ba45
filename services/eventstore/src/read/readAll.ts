import type { EventLog } from "../storage/eventLog.ts";
import type { EventHeader } from "../storage/eventRows.ts";
import type { RecordedEvent, ResolvedEvent } from "../storage/records.ts";
import type { EventFilter } from "./filter.ts";
import { PageSize } from "./page.ts";
import type { Direction } from "./page.ts";
import { ReadBudget } from "./readBudget.ts";
import { learn } from "./readStream.ts";
import { resolveLink } from "./resolveLink.ts";

/** A bounded read of the whole log. `from` is inclusive forwards, and exclusive backwards, as in the original. */
export type AllRead = {
  readonly from: number;
  readonly direction: Direction;
  readonly maxCount: number;
  readonly resolveLinks: boolean;
  readonly filter: EventFilter | undefined;
};

/** One page of `$all`, from `from` on inclusive either way: at most `window` events are looked at. */
export type AllPageRequest = Omit<AllRead, "maxCount"> & { readonly window: number };

/** What a page of `$all` found. `considered` counts events looked at, `last` is the position of the last of them. */
export type AllPage = {
  readonly events: readonly ResolvedEvent[];
  readonly considered: number;
  readonly last: number | undefined;
};

/** Reads the log page by page; nothing is read before the page before it was taken. */
export function* readAll(log: EventLog, read: AllRead): Generator<readonly ResolvedEvent[]> {
  const size = new PageSize();
  let from = read.direction === "forwards" ? read.from : Math.min(read.from - 1, log.lastPosition);
  let left = read.maxCount;
  while (left > 0) {
    // With a filter the number looked at says nothing about the number found.
    const window = read.filter === undefined ? Math.min(left, size.rows) : size.rows;
    const page = readAllPage(log, { ...read, from, window });
    if (page.last === undefined) return;
    learn(size, page.events);
    const taken = page.events.slice(0, left);
    left -= taken.length;
    // An empty page is handed on too, so that a long search lets others run.
    yield taken;
    from = read.direction === "forwards" ? page.last + 1 : page.last - 1;
  }
}

/** Reads one page of the log. */
export function readAllPage(log: EventLog, request: AllPageRequest): AllPage {
  const { resolveLinks, filter } = request;
  const resolve = (event: RecordedEvent): ResolvedEvent => resolveLink(log, event, resolveLinks);
  const rows = readRecent(log, request) ?? (filter === undefined ? readRows(log, request) : undefined);
  if (rows === undefined) return readFiltered(log, request, resolve);
  return look(rows, (event, budget) => {
    if (filter !== undefined && !filter.accepts(event.stream, event.type)) return undefined;
    const resolved = resolve(event);
    if (resolved.link !== undefined) budget.add(resolved.event);
    return resolved;
  });
}

/** Looks at what was found until the turn's budget is spent; what is not wanted gives undefined. */
function look<T extends { readonly position: number }>(
  found: readonly T[],
  take: (item: T, budget: ReadBudget) => ResolvedEvent | undefined,
): AllPage {
  const budget = new ReadBudget();
  const events: ResolvedEvent[] = [];
  let considered = 0;
  let last: number | undefined;
  for (const item of budget.take(found)) {
    const resolved = take(item, budget);
    if (resolved !== undefined) events.push(resolved);
    considered += 1;
    last = item.position;
  }
  return { events, considered, last };
}

function readRecent(log: EventLog, request: AllPageRequest): readonly RecordedEvent[] | undefined {
  // Whoever asks where the log ends reads a few events backwards: in a storm some ask all the time.
  if (request.direction === "backwards") return log.recent.upTo(request.from, request.window);
  return request.from > log.lastPosition ? [] : log.recent.from(request.from, request.window);
}

function readRows(log: EventLog, { from, window, direction }: AllPageRequest): readonly RecordedEvent[] {
  return direction === "forwards" ? log.events.allForwards(from, window) : log.events.allBackwards(from, window);
}

/** Looks at stream and type first; the body of an event is only read when it is wanted. */
function readFiltered(
  log: EventLog,
  request: AllPageRequest,
  resolve: (event: RecordedEvent) => ResolvedEvent,
): AllPage {
  const { from, window, direction } = request;
  const headers =
    direction === "forwards" ? log.events.headersForwards(from, window) : log.events.headersBackwards(from, window);
  return look(headers, (header, budget) => {
    const event = accepts(request, header) ? log.events.atPosition(header.position) : undefined;
    if (event === undefined) return undefined;
    const resolved = resolve(event);
    budget.add(event);
    budget.add(resolved.event);
    return resolved;
  });
}

function accepts({ filter }: AllPageRequest, header: EventHeader): boolean {
  return filter === undefined || filter.accepts(header.stream, header.type);
}
