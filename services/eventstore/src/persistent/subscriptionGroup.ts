import { randomUUID } from "node:crypto";
import { StoreError } from "../failures.ts";
import { Checkpointer } from "./checkpointer.ts";
import { Consumer } from "./consumer.ts";
import type { ConsumerConnection } from "./consumer.ts";
import type { StoredGroup } from "./groupSettings.ts";
import type { GroupParts, NackAction } from "./groupParts.ts";
import { lowestPlace } from "./lowestPlace.ts";
import type { Message } from "./message.ts";
import { OverdueTimer } from "./overdueTimer.ts";
import { createChooser } from "./strategies.ts";
import type { Chooser } from "./strategies.ts";
import { WaitingMessages } from "./waitingMessages.ts";

/** Most events that one turn reads ahead. */
const MOST_READ_AT_ONCE = 256;


/**
 * A running group: reads ahead from its source, hands messages to consumers that have room, and keeps each one until
 * it is acknowledged, skipped or parked. At least once: what a lost consumer held is delivered again.
 */
export class SubscriptionGroup {
  readonly stored: StoredGroup;
  /** Deliveries since the group was started. */
  delivered = 0;
  readonly parts: GroupParts;
  readonly #chooser: Chooser;
  readonly #checkpointer: Checkpointer;
  readonly #unlisten: () => void;
  readonly #parking = new Set<Message>();
  readonly #waiting = new WaitingMessages();
  readonly #overdue = new OverdueTimer(() => this.#consumers, (messages) => this.#retryOverdue(messages));
  #consumers: Consumer[] = [];
  #next: number;
  #atEnd = false;
  #scheduled = false;
  #closed = false;

  constructor(stored: StoredGroup, parts: GroupParts) {
    this.stored = stored;
    this.parts = parts;
    this.#next = stored.checkpoint ?? stored.startsAt;
    this.#chooser = createChooser(stored.settings.strategy);
    this.#checkpointer = new Checkpointer(
      stored.settings,
      { lowestUnprocessed: () => this.#lowestUnprocessed(), save: parts.saveCheckpoint, report: parts.report },
      this.#next,
    );
    this.#unlisten = parts.source.listen(() => this.#onCommit());
  }

  get consumers(): readonly Consumer[] {
    return this.#consumers;
  }

  /** Sizes of the queues, for display. */
  get depths(): { ready: number; retries: number; next: number; saved: number; atEnd: boolean } {
    const { saved } = this.#checkpointer;
    const { ready, retries } = this.#waiting;
    return { ready, retries, next: this.#next, saved, atEnd: this.#atEnd };
  }

  /** @throws StoreError `groupFull`. */
  connect(connection: ConsumerConnection, bufferSize: number): Consumer {
    const { source: stream, name: group, settings } = this.stored;
    if (settings.maxSubscriberCount > 0 && this.#consumers.length >= settings.maxSubscriberCount) {
      throw new StoreError({ kind: "groupFull", stream, group });
    }
    const consumer = new Consumer(randomUUID(), connection, Math.max(1, bufferSize));
    consumer.onRoom = () => this.#schedule();
    this.#consumers.push(consumer);
    this.#schedule();
    return consumer;
  }

  /** Takes back what the consumer held; it goes to others, or waits. */
  disconnect(consumer: Consumer): void {
    if (!this.#consumers.includes(consumer)) return;
    this.#consumers = this.#consumers.filter((other) => other !== consumer);
    const held = [...consumer.inFlight.values()].map((entry) => entry.message);
    consumer.inFlight.clear();
    this.#waiting.returnFirst(held);
    this.#schedule();
  }

  /** The consumer has processed these. Ids it does not hold are ignored: they timed out, or were never its own. */
  ack(consumer: Consumer, ids: readonly string[]): void {
    for (const id of ids) {
      const message = consumer.take(id);
      if (message === undefined) continue;
      this.#finish(message);
      this.#dispatchAll();
    }
    this.#schedule();
  }

  /** The consumer could not process these. */
  nack(consumer: Consumer, answer: { ids: readonly string[]; action: NackAction; reason: string }): void {
    for (const id of answer.ids) {
      const message = consumer.take(id);
      if (message === undefined) continue;
      if (answer.action === "skip") this.#finish(message);
      else if (answer.action === "park") this.#park(message, answer.reason);
      else this.#retry(message);
      this.#dispatchAll();
    }
    if (answer.action === "stop") this.#drop(consumer);
    this.#schedule();
  }

  /** Delivers up to `limit` parked messages again; settles once that is on the disk. */
  async replayParked(limit: number): Promise<void> {
    await this.parts.parked.startReplay(limit);
    this.#schedule();
  }

  /** The group as it stands: with it another one goes on where this one is. */
  get standing(): StoredGroup {
    const place = this.#lowestUnprocessed();
    const before = this.stored.checkpoint ?? this.stored.startsAt;
    const checkpoint = place > before ? place : this.stored.checkpoint;
    return { ...this.stored, checkpoint, replayBefore: this.parts.parked.replay.before };
  }

  /** Ends every consumer's connection and writes how far the group got. */
  async close(reason: StoreError): Promise<void> {
    this.abandon(reason);
    await this.#checkpointer.close();
    await this.parts.parked.flush();
  }

  /** As {@link close}, for a group whose place another one takes, or none: it writes nothing any more. */
  abandon(reason: StoreError): void {
    this.#stop(reason);
    this.#checkpointer.abandon();
  }

  #stop(reason: StoreError): void {
    this.#closed = true;
    this.#unlisten();
    this.#overdue.stop();
    for (const consumer of [...this.#consumers]) {
      this.disconnect(consumer);
      consumer.connection.drop(reason);
    }
  }

  #drop(consumer: Consumer): void {
    this.disconnect(consumer);
    const { source: stream, name: group } = this.stored;
    consumer.connection.drop(new StoreError({ kind: "groupDropped", stream, group }));
  }

  #onCommit(): void {
    this.#atEnd = false;
    if (this.#consumers.length > 0) this.#schedule();
  }

  /** Delivers soon; many reasons to do so in one turn are served at once. */
  #schedule(): void {
    if (this.#scheduled || this.#closed) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (!this.#closed) this.#pump();
    });
  }

  #pump(): void {
    if (this.#consumers.length === 0) return;
    const { readBatchSize, historyBufferSize } = this.stored.settings;
    // Clients set these as they like; one turn reads no more than others can wait for.
    const wanted = Math.max(1, Math.min(readBatchSize, historyBufferSize, MOST_READ_AT_ONCE));
    const { parked } = this.parts;
    if (this.#waiting.retries < wanted) this.#waiting.addRetries(parked.take(wanted));
    if (this.#waiting.ready < wanted && !this.#atEnd) {
      const page = this.parts.source.read(this.#next, wanted);
      this.#waiting.addReady(page.messages);
      this.#next = page.next;
      this.#atEnd = page.atEnd;
    }
    this.#dispatchAll();
    if (!this.#consumers.some((consumer) => consumer.slots > 0)) return;
    const more = this.#waiting.ready < wanted && !this.#atEnd;
    if (more || (this.#waiting.retries < wanted && parked.replaying)) this.#schedule();
  }

  /**
   * Hands out what can be handed out, retries first. Done after each single answer, so that the place it frees goes
   * to its own retry before it goes to something new, as in the original.
   */
  #dispatchAll(): void {
    if (this.#closed) return;
    this.#waiting.dispatch(this.#consumers, this.#chooser, (consumer, message) => this.#deliver(consumer, message));
  }

  #deliver(consumer: Consumer, message: Message): void {
    const { messageTimeout } = this.stored.settings;
    const due = messageTimeout > 0 ? performance.now() + messageTimeout : Number.POSITIVE_INFINITY;
    this.delivered += 1;
    consumer.deliver(message, due);
    if (messageTimeout > 0) this.#overdue.arm(messageTimeout);
  }

  #retryOverdue(messages: readonly Message[]): void {
    for (const message of messages) this.#retry(message);
    this.#schedule();
  }

  #retry(message: Message): void {
    if (message.retries >= this.stored.settings.maxRetryCount) {
      this.#park(message, "Maximum retry count reached");
      return;
    }
    message.retries += 1;
    this.#waiting.addRetries([message]);
  }

  /** Until the parking is on the disk the message counts as unprocessed; when it fails, it is delivered again. */
  #park(message: Message, reason: string): void {
    this.#parking.add(message);
    this.parts.parked
      .park(message, reason)
      .then(
        () => {
          this.#parking.delete(message);
          this.#finish(message);
        },
        (error: unknown) => {
          this.#parking.delete(message);
          this.#waiting.addRetries([message]);
          this.parts.report(error);
        },
      )
      .finally(() => this.#schedule());
  }

  #finish(message: Message): void {
    message.finished();
    if (message.place !== undefined) this.#checkpointer.count();
  }

  #lowestUnprocessed(): number {
    return lowestPlace(this.#next, { waiting: this.#waiting, parking: this.#parking, consumers: this.#consumers });
  }
}
