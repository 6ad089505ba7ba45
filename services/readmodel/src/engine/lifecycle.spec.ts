import { mkdtempSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ids } from "@ballast/eventlog";
import { afterEach, describe, expect, it, vi } from "vitest";
import { model } from "../model.ts";
import { openReadModel } from "../openReadModel.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";
import { scriptedLog } from "../specification/scriptedLog.ts";
import { Engine, type EngineOptions } from "./engine.ts";
import { replaceDatabase, successorOf } from "./files.ts";
import { openStore, stampsOf } from "./store.ts";

const ends: (() => unknown)[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const end of ends.splice(0).toReversed()) await end();
});

const history = recordedHistory();
for (const slug of ["a", "b", "c"]) {
  const serviceId = ids.service(slug);
  history.add(["service", serviceId], { type: "ServiceRegistered", data: { serviceId, slug, name: slug, description: "" } });
}
const [first, second] = history.events;
if (first === undefined || second === undefined) throw new Error("three events");

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "readmodel-"));
  ends.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** An engine over a log that says nothing until it is told to. */
function running(options: Partial<EngineOptions> = {}) {
  const scripted = scriptedLog(history);
  const engine = new Engine({ file: ":memory:", log: scripted.log, model, ...options });
  ends.push(() => engine.close());
  const slugs = () => engine.db().all("SELECT slug FROM current_service ORDER BY slug").map(({ slug }) => slug);
  return { ...scripted, engine, slugs };
}

describe("a read model that follows the log", () => {
  it("lets those who wait for a position go once it has passed it, or their time is over, or it closes", async () => {
    const { engine, deliver } = running();
    expect(await engine.waitFor("0")).toEqual({ behind: false });
    expect(await engine.waitFor("10", { timeoutMs: 1 })).toEqual({ behind: true });
    const [soon, later] = [engine.waitFor("10"), engine.waitFor("30", { timeoutMs: 60_000 })];
    await deliver({ events: [first], position: "10", caughtUp: false });
    expect(await soon).toEqual({ behind: false });
    const never = engine.waitFor("40", { timeoutMs: 60_000 });
    await deliver();
    expect(await later).toEqual({ behind: false });
    expect(await engine.waitFor("30")).toEqual({ behind: false });
    await engine.close();
    expect(await never).toEqual({ behind: true });
  });

  it("tells what is new once it can be read, and nothing of what was told before", async () => {
    const { engine, deliver, slugs } = running();
    const heard: unknown[] = [];
    const stop = engine.onApplied(({ events, position }) => heard.push([events.map(({ position: at }) => at), position, slugs()]));
    await deliver({ events: [first], position: "15", caughtUp: false });
    await deliver({ events: [], position: "15", caughtUp: false });
    await deliver({ events: [first, second], position: "20", caughtUp: false });
    await deliver({ events: [], position: "25", caughtUp: false });
    stop();
    await deliver();
    expect(heard).toEqual([[["10"], "15", ["a"]], [["20"], "20", ["a", "b"]]]);
    expect(slugs()).toEqual(["a", "b", "c"]);
  });

  it("says where it stands, where the log ends, and how it is connected", async () => {
    const { engine, deliver, tell } = running();
    expect(engine.status()).toMatchObject({
      position: "0", behind: true, lagMs: 0, connection: "connecting", unhealthy: [], storage: null,
    });
    await vi.waitUntil(() => engine.status().head === "30");
    tell({ state: "catchingUp" });
    await deliver({ events: [first], position: "10", caughtUp: false });
    // A third of the way, one event: there will be about three.
    expect(engine.status()).toMatchObject({
      position: "10", head: "30", behind: true, connection: "catchingUp", rebuilding: { done: 1, total: 3 },
    });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.parse(first.metadata.recordedAt) + 5_000 });
    expect(engine.status().lagMs).toBe(5_000);
    vi.setSystemTime(Date.parse(first.metadata.recordedAt) - 5_000);
    expect(engine.status().lagMs).toBe(0);
    vi.useRealTimers();
    await deliver();
    tell({ state: "live" });
    await vi.waitUntil(() => engine.status().rebuilding === null);
    expect(engine.status()).toMatchObject({
      position: "30", head: "30", behind: false, lagMs: 0, connection: "live", rebuildFailure: null,
    });
    await deliver({ events: [], position: "50", caughtUp: false });
    expect(engine.status()).toMatchObject({ position: "50", head: "50", behind: false });
    tell({ state: "reconnecting", attempt: 1, error: "gone" });
    expect(engine.status()).toMatchObject({ behind: true, connection: "reconnecting" });
    await deliver({ events: [], position: "50", caughtUp: true });
    expect(engine.status().behind).toBe(false);
  });

  it("goes on where its file ends", async () => {
    const file = join(folder(), "read.db");
    const one = running({ file });
    await one.deliver();
    await vi.waitUntil(() => one.engine.status().rebuilding === null);
    expect(one.subscribers.map(({ from }) => from)).toEqual([undefined]);
    await one.engine.close();
    const other = running({ file });
    expect(other.slugs()).toEqual(["a", "b", "c"]);
    expect(other.engine.status()).toMatchObject({ position: "30", rebuilding: null });
    expect(other.subscribers.map(({ from }) => from)).toEqual(["30"]);
  });
});

describe("a successor", () => {
  /** A file that a model with these stamps has folded. */
  async function foldedBefore(stamps: Partial<typeof model>): Promise<string> {
    const file = join(folder(), "read.db");
    const store = openStore(file, { ...model, ...stamps });
    store.apply({ events: history.events, position: "30" });
    await store.index();
    store.close();
    return file;
  }

  it("is built beside a file of other rules, which answers meanwhile, and takes its place", async () => {
    const file = await foldedBefore({ stamp: "older" });
    const { engine, slugs, deliver, subscribers } = running({ file });
    const place = engine.db();
    expect(slugs()).toEqual(["a", "b", "c"]);
    expect(engine.status().rebuilding).toEqual({ done: 0, total: 3 });
    expect(subscribers.map(({ from }) => from)).toEqual(["30", undefined]);
    await deliver({ events: [first], position: "10", caughtUp: false });
    expect(engine.status().rebuilding).toEqual({ done: 1, total: 3 });
    expect([engine.db() === place, slugs()]).toEqual([true, ["a", "b", "c"]]);
    const waiting = engine.waitFor("30", { timeoutMs: 60_000 });
    await deliver();
    await vi.waitUntil(() => engine.status().rebuilding === null);
    expect([engine.db() === place, slugs(), existsSync(successorOf(file)), stampsOf(file).stamp]).toEqual([
      false, ["a", "b", "c"], false, model.stamp,
    ]);
    expect(await waiting).toEqual({ behind: false });
    expect(engine.status()).toMatchObject({ position: "30", rebuildFailure: null });
    expect(subscribers.at(-1)?.from).toBe("30");
  });

  it("is not built for a file of the same rules; one with other tables is begun anew", async () => {
    expect(running({ file: await foldedBefore({}) }).engine.status().rebuilding).toBeNull();
    const other = running({ file: await foldedBefore({ shape: "other" }) });
    expect([other.slugs(), other.engine.status().position, other.subscribers.length]).toEqual([[], "0", 1]);
  });

  it("is built once for all who ask for it, in memory too", async () => {
    const { engine, deliver, slugs } = running();
    await deliver();
    const place = engine.db();
    const [one, same] = [engine.rebuild(), engine.rebuild()];
    expect(same).toBe(one);
    await deliver();
    await one;
    expect([engine.db() === place, slugs(), engine.status().rebuilding]).toEqual([false, ["a", "b", "c"], null]);
    const again = engine.rebuild();
    expect(again).not.toBe(one);
    await deliver();
    await again;
  });

  it("that could not be made is told, and the older one goes on", async () => {
    const file = await foldedBefore({ stamp: "older" });
    const broken = {
      ...model,
      sideTables: [{ name: "no", ddl: "CREATE TABLE nonsense", types: new Set<string>(), apply: () => undefined }],
    };
    const { engine, slugs } = running({ file, model: broken });
    await vi.waitUntil(() => engine.status().rebuildFailure !== null);
    expect([engine.status().rebuildFailure, engine.status().rebuilding, slugs()]).toEqual(["incomplete input", null, ["a", "b", "c"]]);
  });

  it("is left where it is when everything is closed meanwhile", async () => {
    const file = await foldedBefore({ stamp: "older" });
    const { engine, deliver } = running({ file });
    await deliver({ events: [first], position: "10", caughtUp: false });
    await engine.close();
    expect([stampsOf(file).stamp, existsSync(successorOf(file))]).toEqual(["older", true]);
    const next = running({ file });
    expect(next.engine.status().rebuilding).toEqual({ done: 0, total: 3 });
  });

  it("takes the place of all of a file's parts", () => {
    const path = folder();
    const at = (name: string): string => join(path, name);
    for (const name of ["old", "old-wal", "old-shm", "new", "new-wal"]) writeFileSync(at(name), name);
    replaceDatabase(at("new"), at("old"));
    expect(["old", "old-wal", "old-shm", "new", "new-wal"].map((name) => existsSync(at(name)))).toEqual([true, true, false, false, false]);
  });
});

describe("the read model of a process", () => {
  it("answers queries over what it has folded, also after it was rebuilt", async () => {
    const { log, deliver } = scriptedLog(history);
    const readModel = openReadModel({ file: ":memory:", log });
    ends.push(() => readModel.close());
    const heard = vi.fn();
    const stop = readModel.onApplied(heard);
    await deliver();
    stop();
    expect([heard.mock.calls.length, readModel.services.bySlug("b")?.name, readModel.status().position]).toEqual([1, "b", "30"]);
    expect(await readModel.waitFor("30", { timeoutMs: 1 })).toEqual({ behind: false });
    const rebuilt = readModel.rebuild();
    await deliver();
    await rebuilt;
    expect(readModel.services.bySlug("c")?.name).toBe("c");
  });
});

describe("a store", () => {
  it("has the stamps of what it was made by, and none where it is no read model", () => {
    const path = folder();
    openStore(join(path, "one"), { ...model, stamp: "s", shape: "t" }).close();
    writeFileSync(join(path, "two"), "not a database, by far not one");
    expect(stampsOf(join(path, "one"))).toEqual({ stamp: "s", shape: "t" });
    expect(stampsOf(join(path, "two"))).toEqual({ stamp: "", shape: "" });
  });

  it("takes what lies behind its checkpoint, whole or not at all, and is written to by nobody else", () => {
    const file = join(folder(), "read.db");
    const [one, other] = [openStore(file, model), openStore(file, model)];
    ends.push(() => one.close(), () => other.close());
    expect([one.position(), one.latestMs(), one.eventCount(), one.isIndexed()]).toEqual(["0", 0, 0, false]);
    expect(one.apply({ events: [first, second], position: "20" })).toEqual([first, second]);
    expect(one.apply({ events: [first], position: "20" })).toEqual([]);
    expect(one.apply({ events: history.events, position: "30" })).toEqual(history.events.slice(2));
    expect([one.position(), one.latestMs(), one.eventCount()]).toEqual(["30", Date.parse(history.events[2]?.metadata.recordedAt ?? ""), 3]);
    expect(() => other.apply({ events: history.events, position: "30" })).toThrow("another process writes");
    expect([other.position(), other.eventCount()]).toEqual(["0", 0]);
    const reopened = openStore(file, model);
    ends.push(() => reopened.close());
    expect([reopened.position(), reopened.latestMs(), reopened.eventCount()]).toEqual(["30", one.latestMs(), 3]);
  });

  it("keeps nothing of a batch that could not be written", () => {
    let fails = true;
    const side = {
      name: "side", ddl: "CREATE TABLE side (n INTEGER)", types: new Set(["ServiceRegistered"]),
      apply: () => {
        if (fails) throw Object.assign(new Error("no"), { code: "ERR_SQLITE_ERROR", errcode: 1 });
      },
    };
    const store = openStore(":memory:", { ...model, sideTables: [side] });
    ends.push(() => store.close());
    expect(() => store.apply({ events: history.events, position: "30" })).toThrow("no");
    expect([store.position(), store.eventCount(), store.db.all("SELECT id FROM current_service")]).toEqual(["0", 0, []]);
    fails = false;
    expect(store.apply({ events: history.events, position: "30" })).toHaveLength(3);
    expect(store.db.all("SELECT id FROM current_service")).toHaveLength(3);
  });
});
