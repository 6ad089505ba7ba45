import type { LogFilter } from "../filter.ts";
import type { RecordedEvent, UnknownEvents } from "../recordedEvent.ts";

/** What a thread that reads history is told when it is started. */
export interface HistoryData {
  /** Connection string of the log. */
  readonly address: string;
  readonly filter: LogFilter | undefined;
  readonly batchSize: number;
}

/** What it is told when it has said that it is ready. */
export interface HistoryStart {
  /** Exclusive; undefined starts at the beginning. */
  readonly from: string | undefined;
}

/** What a thread says once, when it can begin. */
export const ready = "ready";

/** One batch, as a thread hands it over: one text is copied faster than a thousand objects. */
export interface HistoryMessage {
  /** The events as JSON, see {@link eventsIn}. */
  readonly text: string;
  readonly position: string;
  /** The thread has reached the end and ends: what comes now is for its starter to read. */
  readonly over: boolean;
  /** All that the thread could not read so far. */
  readonly unknown: UnknownEvents;
}

/** What the thread is answered for each batch that was delivered. */
export const delivered = "delivered";

type Written = Omit<RecordedEvent, "revision" | "category" | "id"> & { readonly revision: string };

/** The events as one text. */
export const textOf = (events: readonly RecordedEvent[]): string =>
  JSON.stringify(events.map(({ event, metadata, stream, eventId, revision, position }): Written =>
    ({ event, metadata, stream, eventId, revision: revision.toString(), position })));

/** The events of a text that {@link textOf} wrote. */
export const eventsIn = (text: string): readonly RecordedEvent[] =>
  (JSON.parse(text) as readonly Written[]).map((written) => {
    const dash = written.stream.indexOf("-");
    return {
      ...written, revision: BigInt(written.revision), category: written.stream.slice(0, dash), id: written.stream.slice(dash + 1),
    };
  });
