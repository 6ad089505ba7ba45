import { START, eventTypeFilter, excludeSystemEvents, streamNameFilter } from "@eventstore/db-client";
import type { Filter, Position } from "@eventstore/db-client";
import { describe, expect, test } from "vitest";
import { event, events, newStream, useClient } from "./support/contractStore.ts";
import { Listener, revisionOf, streamOf } from "./support/reading.ts";

const client = useClient();

describe("a filtered subscription to $all", () => {
  const wantedStream = newStream("wanted");
  const cases: { name: string; filter: () => Filter }[] = [
    { name: "stream name prefix", filter: () => streamNameFilter({ prefixes: ["nothing", wantedStream.slice(0, 20)] }) },
    { name: "stream name expression", filter: () => streamNameFilter({ regex: `^${wantedStream}$` }) },
    { name: "event type prefix", filter: () => eventTypeFilter({ prefixes: ["Wanted"] }) },
    { name: "event type expression", filter: () => eventTypeFilter({ regex: "^Want.d" }) },
  ];

  test.each(cases)("by $name gives what matches, history and live", async ({ filter }) => {
    const { nextExpectedRevision } = await client().appendToStream(wantedStream, events(4, "WantedEvent"));
    await client().appendToStream(newStream("other"), events(50));
    const listener = new Listener(client().subscribeToAll({ fromPosition: START, filter: filter() }));
    const before = Number(nextExpectedRevision) + 1;
    await listener.take(before);
    await client().appendToStream(newStream("other"), event());
    await client().appendToStream(wantedStream, event("WantedEvent"));
    const received = await listener.take(before + 1);
    expect(received.map(streamOf)).toEqual(received.map(() => wantedStream));
    expect(received.map(revisionOf)).toEqual(received.map((_, index) => index));
    await listener.subscription.unsubscribe();
  });

  test("without system events gives none of those", async () => {
    const stream = newStream();
    await client().setStreamMetadata(stream, { maxCount: 5 });
    await client().appendToStream(stream, event("Last"));
    const listener = new Listener(client().subscribeToAll({ fromPosition: START, filter: excludeSystemEvents() }));
    await listener.until(() => listener.received.some((one) => streamOf(one) === stream));
    expect(listener.received.filter((one) => one.event?.type.startsWith("$"))).toEqual([]);
    await listener.subscription.unsubscribe();
  });
});

describe("checkpoints", () => {
  test("come by events considered, not by events that match", async () => {
    await client().appendToStream(newStream("noise"), events(100, "Noise"));
    const checkpoints: Position[] = [];
    const filter = eventTypeFilter({
      prefixes: ["NothingHasThisType"],
      maxSearchWindow: 10,
      checkpointInterval: 2,
      checkpointReached: async (_subscription, position) => void checkpoints.push(position),
    });
    const subscription = client().subscribeToAll({ fromPosition: START, filter });
    subscription.on("data", () => undefined);
    await new Promise<void>((resolve) => void subscription.once("caughtUp", resolve));
    expect(checkpoints.length).toBeGreaterThanOrEqual(5);
    const commits = checkpoints.map(({ commit }) => commit);
    expect(commits).toEqual([...commits].sort((a, b) => Number(a - b)));
    await subscription.unsubscribe();
  });

  test("one comes on going live, from which a later subscription misses nothing", async () => {
    const type = newStream("Type");
    await client().appendToStream(newStream("noise"), events(3, "Noise"));
    const reached: Position[] = [];
    const filter = (): Filter =>
      eventTypeFilter({ prefixes: [type], checkpointReached: async (_s, position) => void reached.push(position) });
    const first = client().subscribeToAll({ fromPosition: START, filter: filter() });
    first.on("data", () => undefined);
    await new Promise<void>((resolve) => void first.once("caughtUp", resolve));
    await first.unsubscribe();
    const position = reached.at(-1);
    if (position === undefined) throw new Error("No checkpoint came");
    await client().appendToStream(newStream(), event(type));
    const second = new Listener(client().subscribeToAll({ fromPosition: position, filter: filter() }));
    expect((await second.take(1))[0]?.event?.type).toBe(type);
    await second.subscription.unsubscribe();
  });
});
