import { MessageChannel, Worker, type MessagePort } from "node:worker_threads";
import { DeliveryError } from "../../error.ts";
import type { Log } from "../log.ts";
import type { Asked, FromData, Opening, ToData } from "./messages.ts";
import { serveData } from "./serveData.ts";

/** A thread that answers nothing for so long hangs: another takes its lanes. */
const hungAfterMs = 30_000;
const startAgainAfterMs = 100;

interface Pending {
  readonly asked: ToData;
  readonly resolve: (port: number | null) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout | undefined;
}

/** A lane as its thread has to be told of it again, should it end. */
export interface LaneSeat {
  readonly opening: () => Opening;
  readonly hear: (news: Exclude<FromData, { kind: "done" }>) => void;
}

/**
 * One thread that serves lanes, asked by numbered messages. One that ends is started again with all of its lanes, on
 * the ports they had; what was asked of it meanwhile is answered by its successor.
 */
export class DataThread {
  readonly seats = new Map<number, LaneSeat>();
  private readonly pending = new Map<number, Pending>();
  private readonly log: Log;
  private readonly inline: boolean;
  private worker: Worker | null = null;
  private port: Pick<MessagePort, "postMessage"> | null = null;
  private channel: MessageChannel | null = null;
  private calls = 0;
  private closing = false;

  /** `inline`: no thread of its own, everything on the one that controls. */
  constructor({ log, inline }: { log: Log; inline: boolean }) {
    this.log = log;
    this.inline = inline;
    this.start();
  }

  /** Ends the thread as a fault of its own would. */
  async fail(): Promise<void> {
    await this.worker?.terminate();
  }

  /** Asks, and resolves once it is so: with the port of a lane that was opened. */
  ask(asked: ToData): Promise<number | null> {
    if (this.closing) return Promise.resolve(null);
    return new Promise((resolve, reject) => {
      this.calls += 1;
      const timer = asked.kind === "idle" ? undefined : setTimeout(() => void this.fail(), hungAfterMs).unref();
      this.pending.set(this.calls, { asked, resolve, reject, timer });
      this.post({ ...asked, call: this.calls });
    });
  }

  async close(): Promise<void> {
    this.closing = true;
    await this.worker?.terminate();
    this.channel?.port1.close();
    for (const { resolve, timer } of this.pending.values()) {
      clearTimeout(timer);
      resolve(null);
    }
  }

  private start(): void {
    if (this.inline) {
      this.channel = new MessageChannel();
      serveData(this.channel.port2);
      this.channel.port1.on("message", (news: FromData) => this.hear(news));
      this.port = this.channel.port1;
      return;
    }
    const worker = new Worker(new URL("./thread.ts", import.meta.url));
    worker.on("message", (news: FromData) => this.hear(news));
    worker.on("error", (error) => this.log.error("a thread that serves customers failed", { error: error.stack ?? error.message }));
    worker.once("exit", () => this.ended());
    this.worker = worker;
    this.port = worker;
  }

  private ended(): void {
    this.port = null;
    if (this.closing) return;
    this.log.warn("a thread that serves customers ended and is started again", { lanes: this.seats.size });
    setTimeout(() => this.startAgain(), startAgainAfterMs);
  }

  private startAgain(): void {
    if (this.closing) return;
    this.start();
    for (const seat of this.seats.values()) this.post({ ...seat.opening(), call: 0 });
    // opening puts the newest table in force, and nobody is being answered: what was asked comes down to being heard
    for (const [call, { asked }] of this.pending)
      this.post({ ...(asked.kind === "open" ? asked : { kind: "settle", lane: asked.lane }), call });
  }

  private post(asked: Asked): void {
    // without a thread it waits in `pending` for the next one
    this.port?.postMessage(asked);
  }

  private hear(news: FromData): void {
    if (news.kind !== "done") return this.seats.get(news.lane)?.hear(news);
    const pending = this.pending.get(news.call);
    if (pending === undefined) {
      if (news.error !== null) this.log.error("a lane could not be served again", { error: news.error });
      return;
    }
    this.pending.delete(news.call);
    clearTimeout(pending.timer);
    if (news.error === null) pending.resolve(news.port);
    else pending.reject(new DeliveryError("INTERNAL", news.error, "See the fleet daemon's log."));
  }
}
