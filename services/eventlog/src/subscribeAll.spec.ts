import { EventEmitter } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Connection } from "./connection.ts";
import type { Decoder, RecordedEvent } from "./recordedEvent.ts";
import { subscribeLog, type LogBatch } from "./subscribeAll.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

/** The client's side of a subscription whose events the spec says, by their place in the log. */
class Said extends EventEmitter {
  say(...places: readonly number[]): void {
    for (const place of places) this.emit("data", { event: { type: "Said", position: { commit: BigInt(place) } } });
  }
  isPaused(): boolean { return false; }
  pause(): void {}
  resume(): void {}
  unsubscribe(): Promise<void> { return Promise.resolve(); }
}

/** Follows what is said, live from the start; `onBatch` is what each delivery does. */
function following(onBatch: (batch: LogBatch) => void, hurry?: () => string | null) {
  const said = new Said();
  const places: string[][] = [];
  const ending = new AbortController();
  const decoder: Pick<Decoder, "decodeRecord"> = {
    decodeRecord: ({ position }) => ({ position: String(position?.commit) }) as RecordedEvent,
  };
  const done = subscribeLog(
    {
      connection: Object.create({ client: () => ({ subscribeToAll: () => said }) }) as Connection, decoder: decoder as Decoder,
      address: "esdb://127.0.0.1:9?tls=false",
    },
    {
      signal: ending.signal,
      hurry,
      onBatch(batch) {
        places.push(batch.events.map(({ position }) => position));
        onBatch(batch);
      },
    },
  );
  said.emit("caughtUp");
  return {
    said, places, end: async () => {
      ending.abort();
      await done;
    },
  };
}

const turns = async (): Promise<void> => {
  for (let n = 0; n < 5; n += 1) await turn();
};

it("delivers live events one by one while they are delivered faster than they come", async () => {
  const { said, places, end } = following(() => void vi.advanceTimersByTime(40));
  await turns();
  said.say(1);
  await turns();
  said.say(2);
  await turns();
  expect(places.filter(({ length }) => length > 0)).toEqual([["1"], ["2"]]);
  await end();
});

/** What comes while the first is still being delivered, in 20 ms. */
const behind = (hurry?: () => string | null) => {
  const followed = following(({ events: [first] }) => {
    if (first?.position !== "1") return;
    followed.said.say(2);
    vi.advanceTimersByTime(20);
  }, hurry);
  return followed;
};

it("waits for more, four times as long as the last delivery took, where they come faster than they are delivered", async () => {
  const { said, places, end } = behind();
  await turns();
  said.say(1);
  await turns();
  said.say(3);
  vi.advanceTimersByTime(79);
  await turns();
  expect(places.at(-1), "the eighty ms are not over").toEqual(["1"]);
  vi.advanceTimersByTime(1);
  await vi.waitFor(() => expect(places.at(-1)).toEqual(["2", "3"]));
  await end();
});

it("waits a tenth of a second for more of what comes in fast, however fast it is delivered, and not when that is over", async () => {
  const { said, places, end } = following(() => void vi.advanceTimersByTime(1));
  await turns();
  vi.advanceTimersByTime(60_000);
  said.say(...Array.from({ length: 40 }, (_, n) => n + 1));
  await turns();
  expect(places.at(-1), "one command").toHaveLength(40);
  vi.advanceTimersByTime(50);
  said.say(...Array.from({ length: 40 }, (_, n) => n + 41));
  await turns();
  expect(places.at(-1), "forty in a twentieth of a second").toHaveLength(40);
  said.say(81);
  vi.advanceTimersByTime(60);
  await turns();
  said.say(82);
  expect(places.at(-1)).toHaveLength(40);
  vi.advanceTimersByTime(40);
  await vi.waitFor(() => expect(places.at(-1)).toEqual(["81", "82"]));
  said.say(83);
  await vi.waitFor(() => expect(places.at(-1)).toEqual(["83"]));
  await end();
});

it("waits for none while somebody waits for what has come", async () => {
  let hurried: string | null = null;
  const { said, places, end } = behind(() => hurried);
  await turns();
  said.say(1);
  await turns();
  expect(places.at(-1)).toEqual(["1"]);
  hurried = "2";
  await vi.waitFor(() => expect(places.at(-1)).toEqual(["2"]));
  await end();
});

it("waits a moment for what somebody waits for, which is on its way, and delivers it with what came before", async () => {
  let wanted: string | null = null;
  const { said, places, end } = following(() => undefined, () => wanted);
  await turns();
  wanted = "3";
  said.say(1);
  await turns();
  said.say(2);
  await turns();
  expect(places.filter(({ length }) => length > 0), "the third has not come").toEqual([]);
  said.say(3);
  vi.advanceTimersByTime(2);
  await vi.waitFor(() => expect(places.at(-1)).toEqual(["1", "2", "3"]));
  wanted = "9";
  said.say(4);
  vi.advanceTimersByTime(1);
  await turns();
  vi.advanceTimersByTime(40);
  await vi.waitFor(() => expect(places.at(-1), "what never comes holds nothing up").toEqual(["4"]));
  wanted = null;
  await end();
});
