import { randomUUID } from "node:crypto";
import { END } from "@eventstore/db-client";
import { startEventStore } from "@ballast/eventstore";
import { expect, test } from "vitest";
import { connect, describeEmbedded, event, events, newStream, temporaryFolder, useClient } from "./support/contractStore.ts";
import { consume, createGroup } from "./support/groups.ts";
import { Listener, collect, errorTypeOf, eventually, revisions, streamOf } from "./support/reading.ts";

/** Projections have to be switched on in the original and write with a delay; here they are built in and immediate. */
describeEmbedded("the built-in streams", () => {
  const client = useClient();
  const unique = (): string => randomUUID().replaceAll("-", "");

  test("$ce-… links to every event of a category, the part of a stream's name before its first dash", async () => {
    const category = unique();
    const [one, two] = [`${category}-1`, `${category}-2-b`];
    await client().appendToStream(one, event());
    await client().appendToStream(two, event());
    await client().appendToStream(one, event());
    const read = await collect(client().readStream(`$ce-${category}`, { resolveLinkTos: true }));
    expect(read.map(streamOf)).toEqual([one, two, one]);
    expect(read.map(({ link }) => link?.revision)).toEqual([0n, 1n, 2n]);
    expect(await revisions(client(), `$ce-${category}`, { direction: "backwards", fromRevision: "end", maxCount: 2 })).toEqual([2, 1]);
  });

  test("$et-… links to every event of a type", async () => {
    const type = `Type${unique()}`;
    await client().appendToStream(newStream("a"), event(type));
    await client().appendToStream("nodash", [event(type), event("Other")]);
    const read = await collect(client().readStream(`$et-${type}`, { resolveLinkTos: true }));
    expect(read).toHaveLength(2);
    expect(read.every((resolved) => resolved.event?.type === type)).toBe(true);
  });

  test("unresolved, give links that name revision and stream", async () => {
    const category = unique();
    const one = event();
    await client().appendToStream(`${category}-1`, one);
    const [read] = await collect(client().readStream(`$ce-${category}`));
    expect(read?.event).toMatchObject({ type: "$>", streamId: `$ce-${category}`, metadata: { $causedBy: one.id } });
    expect(Buffer.from(read?.event?.data as Uint8Array).toString()).toBe(`0@${category}-1`);
  });

  test("can be subscribed to", async () => {
    const category = unique();
    await client().appendToStream(`${category}-1`, event());
    const listener = new Listener(client().subscribeToStream(`$ce-${category}`, { resolveLinkTos: true }));
    await listener.take(1);
    await client().appendToStream(`${category}-2`, events(2));
    expect((await listener.take(3)).map(streamOf)).toEqual([`${category}-1`, `${category}-2`, `${category}-2`]);
    await listener.subscription.unsubscribe();
  });

  test("give a group that starts from their end what was appended just before it was created, but nothing older", async () => {
    let elapsed = 0;
    let now = Date.now();
    const store = await startEventStore({ dataDir: temporaryFolder(), now: () => now, elapsed: () => elapsed });
    const own = connect(store.address);
    await own.appendToStream("late-1", events(3));
    elapsed += 60_000;
    // What is late goes by the time that passed, not by a clock that was put back meanwhile.
    now -= 3_600_000;
    await own.appendToStream("late-2", events(2));
    await createGroup(own, { startFrom: END, resolveLinkTos: true }, "$ce-late");
    await own.appendToStream("late-3", event());
    const consumer = await consume(own, "$ce-late");
    expect((await consumer.take(3)).map(streamOf)).toEqual(["late-2", "late-2", "late-3"]);
    await consumer.subscription.unsubscribe();
    await own.dispose();
    await store.close();
  });

  test("hide links to events that are deleted", async () => {
    const category = unique();
    await client().appendToStream(`${category}-1`, event());
    await client().tombstoneStream(`${category}-1`);
    const read = await collect(client().readStream(`$ce-${category}`, { resolveLinkTos: true }));
    expect(read.filter((resolved) => resolved.event?.streamId === `${category}-1` && resolved.event.type === "Happened")).toEqual([]);
  });

  test("can be truncated like others, but neither written nor deleted", async () => {
    const category = unique();
    await client().appendToStream(`${category}-1`, events(5));
    await client().setStreamMetadata(`$ce-${category}`, { maxCount: 2 });
    await eventually(async () => (await revisions(client(), `$ce-${category}`)).length === 2);
    expect(await errorTypeOf(client().appendToStream(`$ce-${category}`, event()))).toBe("access-denied");
    expect(await errorTypeOf(client().deleteStream(`$ce-${category}`))).toBe("access-denied");
  });
});
