import { EventEmitter, once } from "node:events";
import { RevisionConflict, type Log, type LogFilter, type NewEvent, type RecordedEvent } from "@ballast/eventlog";
import { definitionOf, parseStreamName, type StreamName } from "@ballast/schema";

/**
 * The event log in memory, for specifications: exact revisions, positions that grow, and every event checked as it comes. An id that
 * stands in it already is refused: two steps of one story that share their key would pass for one another.
 */
export class MemoryLog implements Pick<Log, "append" | "read" | "readAll" | "subscribeAll" | "lastPosition"> {
  readonly #events: RecordedEvent[] = [];
  readonly #ids = new Set<string>();
  readonly #appended = new EventEmitter().setMaxListeners(0);

  append(stream: StreamName, events: readonly NewEvent[], expected: Parameters<Log["append"]>[2]): ReturnType<Log["append"]> {
    const wanted = typeof expected === "object" ? expected.expectedRevision : expected;
    const revision = this.#revisionOf(stream);
    if ((wanted === "no_stream" ? null : wanted) !== revision) return Promise.reject(new RevisionConflict(stream, revision));
    for (const event of events) this.#take(stream, event);
    this.#appended.emit("appended");
    return Promise.resolve({ revision: this.#revisionOf(stream) ?? 0n, position: String(this.#events.length) });
  }

  read(stream: StreamName, { max, newest }: Parameters<Log["read"]>[1] = {}): ReturnType<Log["read"]> {
    const events = this.#events.filter((recorded) => recorded.stream === stream);
    const part = newest === undefined ? events.slice(0, max) : events.slice(-newest);
    return Promise.resolve({ events: part, revision: this.#revisionOf(stream) });
  }

  async *readAll({ backwards = false, filter, from = "0", max }: Parameters<Log["readAll"]>[0] = {}): ReturnType<Log["readAll"]> {
    const found = this.#events.filter((recorded) => isWanted(recorded, filter) && (backwards || Number(recorded.position) >= Number(from)));
    yield* await Promise.resolve((backwards ? found.toReversed() : found).slice(0, max));
  }

  /** Everything that is there, and what comes, until the signal aborts. */
  async subscribeAll({ filter, from = "0", onBatch, signal }: Parameters<Log["subscribeAll"]>[0]): Promise<void> {
    let seen = Number(from);
    while (!signal.aborted) {
      const appended = once(this.#appended, "appended", { signal }).catch(() => undefined);
      const events = this.#events.slice(seen);
      seen = Math.max(seen, this.#events.length);
      await onBatch({ events: events.filter((recorded) => isWanted(recorded, filter)), position: String(seen), caughtUp: true });
      await appended;
    }
  }

  lastPosition(): Promise<string> {
    return Promise.resolve(String(this.#events.length));
  }

  /** As the parts of a worker take it: what it cannot do here, nobody asks of it. */
  asLog(): Log {
    const absent = (): never => {
      throw new Error("not of this log");
    };
    return {
      append: this.append.bind(this), read: this.read.bind(this), readAll: this.readAll.bind(this), appendRegardless: absent,
      appendTogether: () => Promise.resolve(null), subscribeAll: this.subscribeAll.bind(this), persistentSubscription: absent,
      lastPosition: this.lastPosition.bind(this),
      setMaxCount: absent, unknown: absent, close: () => Promise.resolve(),
    };
  }

  /** Names of a stream's events, in order. */
  facts(stream: StreamName): readonly string[] {
    return this.#events.filter((recorded) => recorded.stream === stream).map(({ event }) => event.type);
  }

  get events(): readonly RecordedEvent[] {
    return this.#events;
  }

  #revisionOf(stream: string): bigint | null {
    const count = this.#events.filter((recorded) => recorded.stream === stream).length;
    return count === 0 ? null : BigInt(count - 1);
  }

  #take(stream: StreamName, { eventId, event, metadata }: NewEvent): void {
    const name = parseStreamName(stream);
    if (name === null) throw new Error(`${stream} is none of our streams`);
    definitionOf(event.type)?.schema.parse(event.data);
    if (this.#ids.has(eventId)) throw new Error(`${event.type} of ${stream} has the id of an event that is there already`);
    this.#ids.add(eventId);
    const revision = (this.#revisionOf(stream) ?? -1n) + 1n;
    this.#events.push({
      event, eventId, stream, category: name.category, id: name.id, revision, position: String(this.#events.length + 1),
      metadata: { ...metadata, schemaVersion: 1 },
    });
  }
}

function isWanted({ event, category }: RecordedEvent, filter: LogFilter | undefined): boolean {
  if (filter === undefined) return true;
  return "types" in filter ? filter.types.includes(event.type) : filter.categories.some((wanted) => wanted === category);
}
