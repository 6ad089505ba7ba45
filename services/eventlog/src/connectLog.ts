import type { StreamName } from "@ballast/schema";
import { appendTo, type Appended, type ExpectedRevision, type NewEvent } from "./append.ts";
import { appendInOne, appendTogether, type Together } from "./appendTogether.ts";
import { openConnection } from "./connection.ts";
import { subscribePersistently, type PersistentSubscriptionOptions } from "./persistentSubscription.ts";
import { lastPosition, readLog, readStream, type ReadAllOptions, type Reader, type ReadOptions, type StreamHistory } from "./read.ts";
import { createDecoder, type RecordedEvent, type UnknownEvents } from "./recordedEvent.ts";
import { persist } from "./retry.ts";
import { subscribeLog, type SubscribeAllOptions } from "./subscribeAll.ts";

/** The event log: the only thing Ballast's processes share. */
export interface Log {
  /**
   * Appends all or nothing at exactly the expected revision. Lost connections are repeated with the same event ids.
   * @throws Rejection INVALID_INPUT for an event that does not fit its schema, TOO_LARGE; RevisionConflict, LogRefused, LogUnavailable
   */
  append(stream: StreamName, events: readonly NewEvent[], expected: ExpectedRevision | AppendOptions): Promise<Appended>;
  /**
   * Appends all or nothing, wherever the stream is at: for what must never lose a race, and is none the worse for being
   * there twice. An append that is sent again with the same ids is known again, on a cluster only while it is recent:
   * that is why everything else names an exact revision.
   * @throws as {@link append}; RevisionConflict where only some of these ids are in the stream
   */
  appendRegardless(stream: StreamName, events: readonly NewEvent[], options?: CallOptions): Promise<Appended>;
  /**
   * Appends to several streams, all or nothing, where the log offers it (KurrentDB since 26.1, and the embedded store);
   * null, and nothing appended, where it does not.
   * @throws as {@link append}; RevisionConflict names all streams that were elsewhere
   */
  appendTogether(together: Together, options?: CallOptions): Promise<readonly Appended[] | null>;
  /** A stream's history; one that is not there has no events and revision null. */
  read(stream: StreamName, options?: ReadOptions & CallOptions): Promise<StreamHistory>;
  /** Events of the whole log, forwards or backwards, read in pages. */
  readAll(options?: ReadAllOptions & CallOptions): AsyncGenerator<RecordedEvent, void, undefined>;
  /** Delivers batches until the signal aborts; then the promise resolves. */
  subscribeAll(options: SubscribeAllOptions): Promise<void>;
  /** Handles a group's events until the signal aborts; then the promise resolves. */
  persistentSubscription(options: PersistentSubscriptionOptions): Promise<void>;
  /** Position of the newest event; "0" for an empty log. */
  lastPosition(options?: CallOptions): Promise<string>;
  /** How many of its newest events a stream keeps. */
  setMaxCount(stream: StreamName, maxCount: number, options?: CallOptions): Promise<void>;
  /** What this process could not read, by name. */
  unknown(): UnknownEvents;
  close(): Promise<void>;
}

/** How long one call goes on trying. */
export interface CallOptions {
  /** In ms; the log's own patience unless told. */
  readonly giveUpAfterMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What the stream must be at, and how patient the append is. */
export interface AppendOptions extends CallOptions {
  readonly expectedRevision: ExpectedRevision;
}

/** Where the log is and how patient calls are. */
export interface LogOptions {
  /** Connection string, `esdb://host:port?tls=false`. */
  readonly address: string;
  /** For how long, in ms, a call goes on when the log does not answer; 30 s unless told. */
  readonly giveUpAfterMs?: number | undefined;
  /** How long a single attempt may take, in ms; 10 s unless told. */
  readonly attemptMs?: number | undefined;
}

/** Connects lazily: nothing is sent before the first call, and no call needs a server that is up already. */
export function connectLog({ address, giveUpAfterMs = 30_000, attemptMs = 10_000 }: LogOptions): Log {
  const connection = openConnection(address);
  const decoder = createDecoder();
  const patience = (options: CallOptions = {}) => ({
    giveUpAfterMs: options.giveUpAfterMs ?? giveUpAfterMs, attemptMs, signal: options.signal,
  });
  const reader = (options?: CallOptions): Reader => ({ connection, decoder, how: patience(options) });
  return {
    append: (stream, events, expected) => {
      const options = typeof expected === "object" ? expected : { expectedRevision: expected };
      return appendInOne(connection, { stream, events, expectedRevision: options.expectedRevision }, patience(options));
    },
    appendRegardless: (stream, events, options) => appendTo(connection, { stream, events, expectedRevision: "any" }, patience(options)),
    appendTogether: (together, options) => appendTogether(connection, together, patience(options)),
    read: (stream, options = {}) => readStream(reader(options), stream, options),
    readAll: (options = {}) => readLog(reader(options), options),
    subscribeAll: (options) => subscribeLog({ connection, decoder, address }, options),
    persistentSubscription: (options) => subscribePersistently({ connection, decoder }, options),
    lastPosition: (options) => lastPosition(reader(options)),
    setMaxCount: async (stream, maxCount, options) => {
      await persist(() => connection.client().setStreamMetadata(stream, { maxCount }), {
        ...patience(options), what: `set what ${stream} keeps`, changes: true,
      });
    },
    unknown: () => decoder.unknown(),
    close: () => connection.close(),
  };
}

/** The same log for who has more time, or less: its calls give up after so many ms unless told otherwise. */
export function withPatience(log: Log, giveUpAfterMs: number): Log {
  const patient = <Options extends CallOptions>(options: Options): Options => ({ giveUpAfterMs, ...options });
  return {
    ...log,
    append: (stream, events, expected) =>
      log.append(stream, events, patient(typeof expected === "object" ? expected : { expectedRevision: expected })),
    appendRegardless: (stream, events, options = {}) => log.appendRegardless(stream, events, patient(options)),
    appendTogether: (together, options = {}) => log.appendTogether(together, patient(options)),
    read: (stream, options = {}) => log.read(stream, patient(options)),
    readAll: (options = {}) => log.readAll(patient(options)),
    lastPosition: (options = {}) => log.lastPosition(patient(options)),
    setMaxCount: (stream, maxCount, options = {}) => log.setMaxCount(stream, maxCount, patient(options)),
  };
}
