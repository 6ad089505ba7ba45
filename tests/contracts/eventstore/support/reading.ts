import type { EventStoreDBClient, ReadStreamOptions, ResolvedEvent } from "@eventstore/db-client";

/** Everything a read gives. */
export async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

/** The revisions a read of a stream gives, as numbers. */
export async function revisions(
  client: EventStoreDBClient,
  stream: string,
  options: ReadStreamOptions = {},
): Promise<number[]> {
  const read = await collect(client.readStream(stream, options));
  return read.map((resolved) => Number(resolved.link?.revision ?? resolved.event?.revision));
}

/** The `type` of the error a promise or a read fails with; "none" when it does not. */
export async function errorTypeOf(action: Promise<unknown> | AsyncIterable<unknown>): Promise<string> {
  try {
    if (Symbol.asyncIterator in action) await collect(action);
    else await action;
    return "none";
  } catch (error) {
    return error instanceof Error && "type" in error ? String(error.type) : `unexpected: ${String(error)}`;
  }
}

type Subscription = {
  on(event: "data", listener: (resolved: ResolvedEvent) => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  unsubscribe(): Promise<void>;
};

/** Gathers what a subscription delivers, and lets a test wait for it. */
export class Listener<S extends Subscription> {
  readonly subscription: S;
  readonly received: ResolvedEvent[] = [];
  error: Error | undefined;
  #wake: (() => void)[] = [];

  constructor(subscription: S) {
    this.subscription = subscription;
    subscription.on("data", (resolved) => {
      this.received.push(resolved);
      this.#notify();
    });
    subscription.on("error", (error) => {
      this.error = error;
      this.#notify();
    });
  }

  /** Waits until `condition` holds; it is looked at after every delivery and error. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => void this.#wake.push(resolve));
  }

  /** Waits for this many deliveries, and returns them. */
  async take(count: number): Promise<ResolvedEvent[]> {
    await this.until(() => this.received.length >= count);
    return this.received.slice(0, count);
  }

  /** Waits for the subscription's error. */
  async failure(): Promise<Error> {
    await this.until(() => this.error !== undefined);
    if (this.error === undefined) throw new Error("There is no error");
    return this.error;
  }

  #notify(): void {
    const waiting = this.#wake;
    this.#wake = [];
    for (const resolve of waiting) resolve();
  }
}

/** The revision of the event in its own stream. */
export function revisionOf(resolved: ResolvedEvent | undefined): number {
  return Number(resolved?.event?.revision ?? -1);
}

/** The stream of the event itself. */
export function streamOf(resolved: ResolvedEvent | undefined): string {
  return resolved?.event?.streamId ?? "";
}

/** Waits for `condition`, looking every few milliseconds, for ten seconds at most. */
export async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  const limit = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > limit) throw new Error("The condition did not come true within ten seconds");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
