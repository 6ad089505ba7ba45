import { Agent, request } from "node:http";
import { sampleCustomers } from "./customers.ts";
import { randomFrom } from "./random.ts";

/** How often it is looked whether requests are due, ms: while there are many, and while there are few. */
const tickMs = { busy: 50, atRest: 500 };
/** More requests than this without an answer: the service is stuck, and more would not help. */
const mostInFlight = 500;
/** Where the few heavy customers stand, and what share of the requests is theirs. */
const heavy = { one: 60, share: 0.2 };
const paths = ["/checkout", "/checkout", "/cart", "/cart/items", "/payment/confirm", "/orders", "/shipping/quote"];

export interface TrafficOptions {
  readonly port: number;
  readonly requestsPerSecond: number;
  /** How many different customers there are. */
  readonly customers: number;
  /** The same seed asks in the same order. */
  readonly seed: string;
}

/** Who asks next: the heavy ones more often, the others in a shuffled round, so that all are seen soon. */
export function customerOrder(customers: number, seed: string): () => string {
  const names = sampleCustomers(customers);
  const random = randomFrom(seed);
  const shuffled = names.map((name) => ({ name, place: random() })).toSorted((a, b) => a.place - b.place).map(({ name }) => name);
  const heavies = shuffled.slice(0, Math.ceil(customers / heavy.one));
  let turn = 0;
  return () => {
    if (random() < heavy.share) return heavies[Math.floor(random() * heavies.length)] ?? "";
    turn += 1;
    return shuffled[turn % shuffled.length] ?? "";
  };
}

/** So long after something has changed, or was judged by its numbers, as many come as were asked for, ms; then a thirtieth of them. */
const busyMs = 120_000;
const atRest = 1 / 30;

/** How many requests are due: an even rate, which takes less of a machine on which nothing is being rolled out. */
export class Pace {
  private readonly requestsPerSecond: number;
  private changedAt: number;
  private last: number;
  private owed = 0;

  constructor(requestsPerSecond: number, nowMs: number) {
    this.requestsPerSecond = requestsPerSecond;
    this.changedAt = nowMs;
    this.last = nowMs;
  }

  /** What is served to whom has changed: it will be looked at. */
  changed(nowMs: number): void {
    // The time at rest is not made up for at once: a crowd would look like a release that is slow.
    if (!this.isBusy(nowMs)) this.last = nowMs;
    this.changedAt = nowMs;
  }

  /** When to look again, in ms. */
  nextInMs(nowMs: number): number {
    return this.isBusy(nowMs) ? tickMs.busy : tickMs.atRest;
  }

  private isBusy(nowMs: number): boolean {
    return nowMs - this.changedAt < busyMs;
  }

  /** Requests due since this was last asked; what a pause of the machine has missed is not made up for. */
  due(nowMs: number): number {
    const rate = this.requestsPerSecond * (this.isBusy(nowMs) ? 1 : atRest);
    this.owed += (Math.min(nowMs - this.last, 1_000) / 1_000) * rate;
    this.last = nowMs;
    const whole = Math.floor(this.owed);
    this.owed -= whole;
    return whole;
  }
}

/** Demonstration traffic to one router, until stopped. */
export class Traffic {
  private timer: NodeJS.Timeout | undefined;
  private pace: Pace | undefined;
  private readonly agent = new Agent({ keepAlive: true });
  private inFlight = 0;

  /** Starts, or goes on with other options. */
  start(options: TrafficOptions): void {
    this.stop();
    const nextCustomer = customerOrder(options.customers, options.seed);
    const random = randomFrom(`${options.seed} paths`);
    const pace = new Pace(options.requestsPerSecond, performance.now());
    this.pace = pace;
    const look = (): void => {
      for (let due = pace.due(performance.now()); due > 0; due -= 1) {
        const path = paths[Math.floor(random() * paths.length)] ?? "/";
        if (this.inFlight < mostInFlight) this.send(options.port, path, nextCustomer());
      }
      this.timer = setTimeout(look, pace.nextInMs(performance.now()));
    };
    look();
  }

  /** What is served to whom has changed. */
  changed(): void {
    this.pace?.changed(performance.now());
  }

  /** No more requests; those under way still get their answers. */
  stop(): void {
    clearTimeout(this.timer);
  }

  private send(port: number, path: string, customer: string): void {
    this.inFlight += 1;
    const sent = request({ host: "127.0.0.1", port, path, agent: this.agent, headers: { "x-customer": customer }, timeout: 30_000 });
    sent.once("response", (response) => response.resume());
    sent.once("timeout", () => sent.destroy());
    // whether it was answered well is the router's to count
    sent.on("error", () => sent.destroy());
    sent.once("close", () => (this.inFlight -= 1));
    sent.end();
  }
}
