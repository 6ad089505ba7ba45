import { randomUUID } from "node:crypto";
import { appendNow, metadataEvent } from "../append/appendEvents.ts";
import { ANY } from "../append/expectation.ts";
import { readStreamPage } from "../read/readStream.ts";
import type { EventLog } from "../storage/eventLog.ts";
import { LINK_TYPE, originalOf } from "../storage/records.ts";
import type { NewEvent, ResolvedEvent } from "../storage/records.ts";
import { withTruncateBefore } from "../streams/streamMetadata.ts";
import { metadataStreamOf } from "../streams/streamNaming.ts";
import { streamPresence, visibilityOf } from "../streams/visibility.ts";
import type { FaultReport } from "./faultReport.ts";
import type { Message } from "./message.ts";

/** The stream in which a group's parked messages wait. */
export function parkedStreamOf(source: string, group: string): string {
  return `$persistentsubscription-${source}::${group}-parked`;
}

/** A replay: parked messages from the one revision to before the other are still to be processed. */
export type Replay = { readonly from: number; readonly before: number };

/** What the parked messages of a group need. */
export type ParkedParts = {
  /** See {@link parkedStreamOf}. */
  readonly stream: string;
  /** Writes down how far a replay was asked for. Only inside EventLog.write. */
  readonly saveReplay: (before: number) => void;
  readonly report: FaultReport;
};

/** Replayed messages that are finished before this is written down: a crash delivers at most so many again. */
const FINISHED_PER_WRITE = 500;

/**
 * The parked messages of one group: links to the events that could not be processed, and the replay of them.
 *
 * Both ends of a replay are on the disk: how far it was asked for, with the group; how far it is finished, as the
 * parked stream's `$tb`. So a replayed message that nobody has answered yet is delivered again after a crash, a stop or
 * an update, whatever else was parked or replayed in the meantime. It is read page by page, as consumers take it.
 */
export class ParkedMessages {
  readonly #log: EventLog;
  readonly #parts: ParkedParts;
  /** Revisions that consumers have or wait for, lowest first. */
  readonly #underWay = new Set<number>();
  #next: number;
  #before: number;
  #written: number;
  #discarded = false;

  constructor(log: EventLog, parts: ParkedParts, replay: Replay) {
    this.#log = log;
    this.#parts = parts;
    this.#next = replay.from;
    this.#before = replay.before;
    this.#written = replay.from;
  }

  /** How many wait; those that are being replayed do not. */
  count(): number {
    const state = this.#log.streams.get(this.#parts.stream);
    if (streamPresence(this.#log, state) !== "present") return 0;
    return Math.max(0, state.head + 1 - Math.max(visibilityOf(this.#log, state).from, this.#before));
  }

  /** Whether a replay has messages that were not taken yet. */
  get replaying(): boolean {
    return this.#next < this.#before;
  }

  /** What is left of the replay. */
  get replay(): Replay {
    const [lowest = this.#next] = this.#underWay;
    return { from: lowest, before: this.#before };
  }

  /** Parks a message; settles once that is on the disk. */
  async park(message: Message, reason: string): Promise<void> {
    await this.#log.write(() => {
      // What its group held when it was deleted is not parked for another of the same name.
      if (this.#discarded) return;
      appendNow(this.#log, { stream: this.#parts.stream, expected: ANY, events: [parkedEvent(message, reason)] });
    });
  }

  /** Asks for up to `limit` parked messages to be delivered again; settles once that is on the disk. */
  async startReplay(limit: number): Promise<void> {
    const before = await this.#log.write(() => {
      const wanted = Math.min(this.count(), Math.max(0, limit));
      const state = this.#log.streams.get(this.#parts.stream);
      const before = state.head + 1 - this.count() + wanted;
      if (wanted > 0) this.#parts.saveReplay(before);
      return wanted > 0 ? before : 0;
    });
    this.#before = Math.max(this.#before, before);
  }

  /** The next replayed messages, at most `limit`. */
  take(limit: number): Message[] {
    if (!this.replaying) return [];
    const { stream } = this.#parts;
    const page = readStreamPage(this.#log, { stream, from: this.#next, limit, direction: "forwards", resolveLinks: true });
    const wanted = page.events.filter((parked) => originalOf(parked).revision < this.#before);
    this.#next = Math.min(page.next ?? this.#before, this.#before);
    if (wanted.length === 0 && !this.replaying) this.#writeFinished();
    return wanted.map((parked) => this.#toMessage(parked));
  }

  /** Writes down how far the replay is finished. */
  async flush(): Promise<void> {
    const { from } = this.replay;
    if (from <= this.#written) return;
    this.#written = from;
    await this.#log.write(() => this.#truncate(from));
  }

  /** Parks nothing any more, for a group that is deleted. */
  discard(): void {
    this.#discarded = true;
  }

  #toMessage(parked: ResolvedEvent): Message {
    const { revision, id } = originalOf(parked);
    this.#underWay.add(revision);
    const finished = (): void => {
      this.#underWay.delete(revision);
      const ended = this.#underWay.size === 0 && !this.replaying;
      if (ended || this.replay.from - this.#written >= FINISHED_PER_WRITE) this.#writeFinished();
    };
    return { resolved: parked, id, place: undefined, finished, retries: 0 };
  }

  #writeFinished(): void {
    const before = this.#written;
    this.flush().catch((error: unknown) => {
      this.#written = before;
      this.#parts.report(error);
    });
  }

  #truncate(before: number): void {
    if (this.#discarded) return;
    const { stream } = this.#parts;
    const state = this.#log.streams.get(stream);
    if (streamPresence(this.#log, state) !== "present") return;
    if ((this.#log.streams.metadataOf(state).truncateBefore ?? 0) >= before) return;
    const holder = this.#log.streams.get(metadataStreamOf(stream));
    const newest = holder.id === undefined ? undefined : this.#log.events.at(holder.id, holder.head);
    this.#log.record(holder, [metadataEvent(withTruncateBefore(newest?.data ?? new Uint8Array(), before))]);
  }
}

/** What of a replay a log says is not finished. */
export function storedReplay(log: EventLog, stream: string, before: number): Replay {
  const state = log.streams.get(stream);
  if (streamPresence(log, state) !== "present") return { from: before, before };
  return { from: Math.min(visibilityOf(log, state).from, before), before };
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
