import type { AppendResult, EventStoreDBClient, JSONEventData } from "@eventstore/db-client";
import { event } from "./contractStore.ts";

/** An append and what became of it; without `result` nobody knows. */
export type Attempt = {
  readonly stream: string;
  readonly events: readonly JSONEventData[];
  result: AppendResult | undefined;
};

/** A load of mixed appends by several writers, until the store is gone. */
export class MixedLoad {
  readonly attempts: Attempt[] = [];
  #acknowledged = 0;
  #stopped = false;
  #watchers: (() => void)[] = [];

  /** Writes with `writers` writers at once; resolves when all have met an error or `stop` was called. */
  async run(client: EventStoreDBClient, writers: number): Promise<void> {
    await Promise.all(Array.from({ length: writers }, (_, writer) => this.#write(client, writer)));
  }

  stop(): void {
    this.#stopped = true;
  }

  /** Resolves when this many appends have been acknowledged. */
  async acknowledged(count: number): Promise<void> {
    while (this.#acknowledged < count) await new Promise<void>((resolve) => void this.#watchers.push(resolve));
  }

  async #write(client: EventStoreDBClient, writer: number): Promise<void> {
    for (let turn = 0; !this.#stopped; turn += 1) {
      // Some streams belong to one writer, some are written by all; sizes from 1 to 20 events, small and large.
      const stream = turn % 3 === 0 ? "shared-stream" : `writer-${writer}`;
      const size = turn % 5 === 0 ? 20 : 1 + (turn % 3);
      const text = turn % 7 === 0 ? "x".repeat(10_000) : "";
      const events = Array.from({ length: size }, () => event("Load", { writer, turn, text }));
      const attempt: Attempt = { stream, events, result: undefined };
      this.attempts.push(attempt);
      // The unary call for some: the client makes it when it is given credentials.
      const options = turn % 4 === 0 ? { credentials: { username: "a", password: "b" } } : {};
      try {
        attempt.result = await client.appendToStream(stream, events, options);
      } catch {
        // The server was killed: whether this append is in the log is for the log to say.
        return;
      }
      this.#acknowledged += 1;
      for (const watcher of this.#watchers.splice(0)) watcher();
    }
  }
}
