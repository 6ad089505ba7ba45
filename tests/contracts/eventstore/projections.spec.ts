import { jsonEvent } from "@eventstore/db-client";
import type { EventStoreDBClient } from "@eventstore/db-client";
import { startEventStore } from "@ballast/eventstore";
import type { EventStoreOptions } from "@ballast/eventstore";
import { expect, test } from "vitest";
import { connect, describeEmbedded, event, events, newStream, temporaryFolder, useClient } from "./support/contractStore.ts";
import { collect, eventually, revisions } from "./support/reading.ts";

const EMIT = { emitEnabled: true };

/** A name that no other projection has. */
const newName = (): string => newStream("projection");

/** Runs `action` against a store that runs custom projections, started for it and closed after it. */
async function run<T>(options: EventStoreOptions, action: (client: EventStoreDBClient) => Promise<T>): Promise<T> {
  const store = await startEventStore({ runProjections: "all", ...options });
  const client = connect(store.address);
  try {
    return await action(client);
  } finally {
    await client.dispose();
    await store.close();
  }
}

/** How many events a stream has; none when it is not there. */
async function sizeOf(client: EventStoreDBClient, stream: string): Promise<number> {
  return (await revisions(client, stream).catch(() => [])).length;
}

const statusOf = async (client: EventStoreDBClient, name: string): Promise<string> =>
  (await client.getProjectionStatus(name)).projectionStatus;

describeEmbedded("a custom projection", () => {
  const client = useClient({ runProjections: "all" });

  test("links events, and the links resolve to them", async () => {
    const [source, name] = [newStream(), newName()];
    const target = newStream("linked");
    await client().createProjection(
      name,
      `fromStream("${source}").when({ $any: (s, e) => { linkTo(e.data.to, e, { why: "test" }); } });`,
      EMIT,
    );
    const appended = jsonEvent({ type: "Happened", data: { to: target }, metadata: { $correlationId: "c-1" } });
    await client().appendToStream(source, [event("Other", { to: newStream() }), appended]);
    await eventually(async () => (await sizeOf(client(), target)) === 1);
    const [read] = await collect(client().readStream(target, { resolveLinkTos: true }));
    expect(read?.event).toMatchObject({ id: appended.id, streamId: source, revision: 1n });
    expect(read?.link).toMatchObject({ type: "$>", metadata: { $causedBy: appended.id, $correlationId: "c-1", why: "test" } });
    expect(Buffer.from(read?.link?.data as Uint8Array).toString()).toBe(`1@${source}`);
  });

  test("emits events of its own", async () => {
    const [source, target] = [newStream(), newStream("emitted")];
    await client().createProjection(
      newName(),
      `fromStream("${source}").when({ Paid(s, e) { emit("${target}", "Booked", { sum: e.data.n + 1 }); } });`,
      EMIT,
    );
    await client().appendToStream(source, [...events(2, "Paid"), event("Ignored")]);
    await eventually(async () => (await sizeOf(client(), target)) === 2);
    const read = await collect(client().readStream(target));
    expect(read.map(({ event: one }) => [one?.type, one?.data])).toEqual([["Booked", { sum: 1 }], ["Booked", { sum: 2 }]]);
  });

  test.each([
    { source: "several streams", from: (a: string, b: string) => `fromStreams("${a}", "${b}")`, counts: 5 },
    { source: "a category", from: (a: string) => `fromCategory("${a.slice(0, a.indexOf("-"))}")`, counts: 2 },
    { source: "a built-in stream", from: (a: string) => `fromStream("$ce-${a.slice(0, a.indexOf("-"))}")`, counts: 2 },
    { source: "everything", from: () => "fromAll()", counts: 5 },
  ])("keeps a state over $source", async ({ from, counts }) => {
    const type = newName();
    const [a, b] = [newStream(newName().replaceAll("-", "")), newStream("other")];
    await client().appendToStream(a, events(2, type));
    await client().appendToStream(b, events(3, type));
    const name = newName();
    await client().createProjection(name, `${from(a, b)}.when({ $init: () => ({ seen: 0 }), "${type}": (s) => { s.seen += 1; } });`);
    await eventually(async () => (await client().getProjectionState<{ seen: number } | null>(name))?.seen === counts);
    expect(await client().getProjectionResult(name)).toEqual({ seen: counts });
  });

  test("resolves the links in its source, and tells a handler of its own from $any", async () => {
    const [source, links, name] = [newStream(), newStream("links"), newName()];
    await client().createProjection(newName(), `fromStream("${source}").when({ $any: (s, e) => { linkTo("${links}", e); } });`, EMIT);
    await client().createProjection(
      name,
      `fromStream("${links}").when({ $init: () => [], A: (s, e) => [...s, "A" + e.sequenceNumber], $any: (s, e) => [...s, e.eventType + "@" + e.streamId] });`,
    );
    await client().appendToStream(source, [event("A"), event("B")]);
    await eventually(async () => (await client().getProjectionState<string[] | null>(name))?.length === 2);
    expect(await client().getProjectionState(name)).toEqual(["A0", `B@${source}`]);
  });

  test.each([
    { fault: "throws", code: `throw new Error("no such thing");`, says: /^Error: no such thing \(event 1@/ },
    { fault: "never ends", code: "for (;;);", says: /timed out/ },
    { fault: "fills its memory", code: "const all = []; for (;;) all.push(new Array(2e7).fill(s));", says: /more than 256 MB|timed out/ },
    { fault: "reaches for Node", code: "process.exit(1);", says: /process is not defined/ },
    { fault: "writes to a view", code: `emit("$ce-x", "A", {});`, says: /cannot write to the stream '\$ce-x'/ },
    { fault: "copies a stream", code: `linkStreamTo("x", "y");`, says: /linkStreamTo is not supported/ },
  ])("that $fault is faulted, says why, and harms nothing else", async ({ code, says }) => {
    const [source, target, bad, good] = [newStream(), newStream(), newName(), newName()];
    await client().createProjection(
      bad,
      `fromStream("${source}").when({ Good() { emit("${target}", "Before", {}); }, Bad(s, e) { ${code} } });`,
      EMIT,
    );
    await client().createProjection(good, `fromStream("${source}").when({ $init: () => 0, $any: (s) => s + 1 });`);
    await client().appendToStream(source, [event("Good"), event("Bad"), event("Good")]);
    await eventually(async () => (await statusOf(client(), bad)) === "Faulted");
    expect((await client().getProjectionStatus(bad)).stateReason).toMatch(says);
    await eventually(async () => (await client().getProjectionState(good)) === 3);
  });

  test("that is faulted goes on after what did not fail, once its code is mended", async () => {
    const [source, target, name] = [newStream(), newStream("mended"), newName()];
    const query = (bad: string): string => `fromStream("${source}").when({ $any(s, e) { ${bad} linkTo("${target}", e); } });`;
    await client().createProjection(name, query("if (e.data.n === 2) throw new Error('two');"), EMIT);
    await client().appendToStream(source, events(5));
    await eventually(async () => (await statusOf(client(), name)) === "Faulted");
    expect(await sizeOf(client(), target)).toBe(2);
    await client().restartSubsystem();
    await eventually(async () => (await statusOf(client(), name)) === "Faulted");
    expect(await sizeOf(client(), target)).toBe(2);
    await client().updateProjection(name, query(""));
    await eventually(async () => (await sizeOf(client(), target)) === 5);
    expect(await statusOf(client(), name)).toBe("Running");
  });

  test("is stopped and started, and is gone when it is deleted", async () => {
    const [source, name] = [newStream(), newName()];
    await client().createProjection(name, `fromStream("${source}").when({ $init: () => 0, $any: (s) => s + 1 });`);
    await client().disableProjection(name);
    expect(await statusOf(client(), name)).toBe("Stopped");
    await client().appendToStream(source, events(3));
    await client().enableProjection(name);
    await eventually(async () => (await client().getProjectionState(name)) === 3);
    expect((await client().listProjections()).map((one) => one.name)).toEqual(expect.arrayContaining(["$by_category", name]));
    await client().deleteProjection(name);
    await expect(client().getProjectionStatus(name)).rejects.toThrow("There is no projection");
  });

  test.each([
    { why: "its code cannot be read", query: "fromAll(", says: /SyntaxError/ },
    { why: "it has no source", query: "1;", says: /needs a source/ },
    { why: "it asks for partitions", query: "fromAll().foreachStream().when({});", says: /foreachStream is not supported/ },
  ])("is refused when $why", async ({ query, says }) => {
    const name = newName();
    await expect(client().createProjection(name, query)).rejects.toThrow(says);
    await expect(client().getProjectionStatus(name)).rejects.toThrow("There is no projection");
  });
});

describeEmbedded("custom projections", () => {
  test("go on after a restart from where they were, with their state, and double nothing", async () => {
    const dataDir = temporaryFolder();
    const [source, target, name] = [newStream(), newStream("numbered"), newName()];
    const query = `fromStream("${source}").when({ $init: () => 0, $any(s, e) { emit("${target}", "Numbered", { s }); return s + 1; } });`;
    await run({ dataDir }, async (client) => {
      await client.createProjection(name, query, EMIT);
      await client.appendToStream(source, events(150));
      // Stopped in the middle of it, or at its end.
      await eventually(async () => (await sizeOf(client, target)) > 0);
    });
    await run({ dataDir }, async (client) => {
      await client.appendToStream(source, events(50));
      await eventually(async () => (await sizeOf(client, target)) >= 200);
      const read = await collect(client.readStream(target));
      expect(read.map(({ event: one }) => one?.data)).toEqual(Array.from({ length: 200 }, (_, s) => ({ s })));
      expect(await client.getProjectionState(name)).toBe(200);
      // The same code from the start makes the same events: the log knows their ids.
      await client.deleteProjection(name);
      await client.createProjection(name, query, EMIT);
      await eventually(async () => (await client.getProjectionState(name)) === 200);
      expect(await sizeOf(client, target)).toBe(200);
    });
  });

  test.each(["system", "none"] as const)("are refused by a server that runs %s, which names the option", async (runProjections) => {
    const options = runProjections === "system" ? {} : { runProjections };
    const store = await startEventStore({ dataDir: temporaryFolder(), ...options });
    const client = connect(store.address);
    const refusal = { code: 12, message: expect.stringContaining("--run-projections all") as string };
    await expect(client.createProjection(newName(), "fromAll().when({});")).rejects.toMatchObject(refusal);
    await expect(client.enableProjection(newName())).rejects.toMatchObject(refusal);
    if (runProjections === "system") await client.enableProjection("$by_category");
    else await expect(client.enableProjection("$by_category")).rejects.toMatchObject(refusal);
    await client.dispose();
    await store.close();
  });
});
