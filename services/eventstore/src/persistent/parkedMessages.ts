import { randomUUID } from "node:crypto";
import { appendEvents, metadataEvent } from "../append/appendEvents.ts";
import { ANY } from "../append/expectation.ts";
import { readStream } from "../read/readStream.ts";
import type { EventLog } from "../storage/eventLog.ts";
import { LINK_TYPE, NO_HEAD, originalOf } from "../storage/records.ts";
import type { NewEvent } from "../storage/records.ts";
import { isSoftDeleted } from "../streams/streamMetadata.ts";
import { metadataStreamOf } from "../streams/streamNaming.ts";
import { streamPresence, visibilityOf } from "../streams/visibility.ts";
import type { FaultReport } from "./faultReport.ts";
import type { Message } from "./message.ts";

/** The stream in which a group's parked messages wait. */
export function parkedStreamOf(source: string, group: string): string {
  return `$persistentsubscription-${source}::${group}-parked`;
}

/** The parked messages of one group: links to the events that could not be processed. */
export class ParkedMessages {
  readonly #log: EventLog;
  readonly #stream: string;
  readonly #report: FaultReport;
  /** Parked messages before this revision are under way again. */
  #replayedBefore = 0;

  constructor(log: EventLog, stream: string, report: FaultReport) {
    this.#log = log;
    this.#stream = stream;
    this.#report = report;
  }

  /** How many wait. */
  count(): number {
    const state = this.#log.streams.get(this.#stream);
    if (streamPresence(this.#log, state) !== "present") return 0;
    return state.head + 1 - Math.max(visibilityOf(this.#log, state).from, this.#replayedBefore);
  }

  /** Parks a message; settles once that is on the disk. */
  async park(message: Message, reason: string): Promise<void> {
    await appendEvents(this.#log, { stream: this.#stream, expected: ANY, events: [parkedEvent(message, reason)] });
  }

  /**
   * Takes up to `limit` parked messages for another delivery. They leave the parked stream only when all of them are
   * finished: a crash in between parks them again rather than losing them.
   */
  replay(limit: number): Message[] {
    const first = this.#replayedBefore;
    const pages = this.#readFrom(first, limit);
    const events = pages === undefined ? [] : [...pages].flat();
    let unfinished = events.length;
    let upTo = first;
    for (const event of events) upTo = Math.max(upTo, originalOf(event).revision + 1);
    this.#replayedBefore = upTo;
    const finished = (): void => {
      unfinished -= 1;
      if (unfinished === 0) this.#truncate(upTo).catch(this.#report);
    };
    return events.map((parked) => ({
      resolved: parked.event === undefined ? parked : { event: parked.event, link: parked.link },
      id: originalOf(parked).id,
      place: undefined,
      finished,
      retries: 0,
    }));
  }

  #readFrom(from: number, limit: number): ReturnType<typeof readStream> {
    return readStream(this.#log, {
      stream: this.#stream,
      from,
      maxCount: limit,
      direction: "forwards",
      resolveLinks: true,
    });
  }

  async #truncate(before: number): Promise<void> {
    await this.#log.write(() => {
      const state = this.#log.streams.get(this.#stream);
      const metadata = this.#log.streams.metadataOf(state);
      if (state.head === NO_HEAD || isSoftDeleted(metadata) || (metadata.truncateBefore ?? 0) >= before) return;
      const holder = this.#log.streams.get(metadataStreamOf(this.#stream));
      this.#log.record(holder, [metadataEvent(Buffer.from(JSON.stringify({ $tb: before })))]);
    });
  }
}

function parkedEvent({ resolved }: Message, reason: string): NewEvent {
  const target = resolved.event ?? originalOf(resolved);
  const metadata = { added: new Date().toISOString(), reason, subscriptionEventNumber: originalOf(resolved).revision };
  return {
    id: randomUUID(),
    type: LINK_TYPE,
    isJson: false,
    data: Buffer.from(`${target.revision}@${target.stream}`),
    metadata: Buffer.from(JSON.stringify(metadata)),
  };
}
