import { randomUUID } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { openReadModel, type ReadModel } from "@ballast/readmodel";
import { streamName } from "@ballast/schema";
import { described, newEvent, registered } from "./events.ts";
import { openTestLog, type TestLog } from "./testLog.ts";

let test: TestLog;
let folder: string;
let opened: ReadModel[] = [];
beforeAll(async () => void (test = await openTestLog()));
afterAll(() => test.close());
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "ballast-readmodel-"))));
afterEach(async () => {
  await Promise.all(opened.map((model) => model.close()));
  opened = [];
  await rm(folder, { recursive: true, force: true });
});

const open = (): ReadModel => {
  const model = openReadModel({ file: join(folder, "readmodel.sqlite"), log: test.connect() });
  opened.push(model);
  return model;
};
const close = async (model: ReadModel) => {
  opened = opened.filter((other) => other !== model);
  await model.close();
};

async function write(descriptions: number) {
  const { serviceId, event } = registered();
  const stream = streamName("service", serviceId);
  const events = [newEvent(event), ...Array.from({ length: descriptions }, (_, n) => newEvent(described(serviceId, n)))];
  return { serviceId, stream, ...(await test.log.append(stream, events, "no_stream")) };
}

describe("the read model of a server", () => {
  it("shows one's own writes when asked to wait for them, and tells its listeners", async () => {
    const model = open();
    const heard: string[] = [];
    const stop = model.onApplied(({ events }) => heard.push(...events.map(({ eventId }) => eventId)));
    const { serviceId, position } = await write(3);
    expect(await model.waitFor(position)).toEqual({ behind: false });
    expect(model.services.get(serviceId)).toMatchObject({ name: "n2", revision: 3, position });
    expect(heard.length).toBeGreaterThanOrEqual(4);
    stop();
    expect(await model.waitFor(String(BigInt(position) + 1_000_000n), { timeoutMs: 20 })).toEqual({ behind: true });
  });

  it("goes on where it stopped, and reports how it is doing", async () => {
    const first = open();
    const { serviceId, stream, position } = await write(5);
    await first.waitFor(position);
    await close(first);
    const { position: later } = await test.log.append(stream, [newEvent(described(serviceId, 5))], 5n);
    const second = open();
    expect(second.services.get(serviceId)?.name).toBe("n4");
    await second.waitFor(later);
    await vi.waitUntil(() => second.status().rebuilding === null && !second.status().behind, { timeout: 15_000 });
    expect(second.services.get(serviceId)).toMatchObject({ name: "n5", revision: 6 });
    expect(second.status()).toMatchObject({
      position: later, behind: false, lagMs: 0, rebuilding: null, unhealthy: [], rebuildFailure: null,
    });
  });

  it("keeps its place through a restart of the log", async () => {
    const model = open();
    const { serviceId, stream, position } = await write(0);
    await model.waitFor(position);
    await test.restart();
    const { position: later } = await test.log.append(stream, [newEvent(described(serviceId, 1))], 0n);
    expect(await model.waitFor(later, { timeoutMs: 15_000 })).toEqual({ behind: false });
    expect(model.services.get(serviceId)?.name).toBe("n1");
  });

  it("answers from the old file while a new one is built, and then from the new one, which holds the same", async () => {
    const model = open();
    const { serviceId, position } = await write(900);
    await model.waitFor(position, { timeoutMs: 20_000 });
    const before = model.services.list({ slice: { first: 1_000 } }).nodes;
    const rebuilt = model.rebuild();
    expect(model.status().rebuilding).not.toBeNull();
    expect(model.services.get(serviceId)?.name).toBe("n899");
    await rebuilt;
    expect(model.status().rebuilding).toBeNull();
    expect(existsSync(join(folder, "readmodel.sqlite.next"))).toBe(false);
    expect(model.services.list({ slice: { first: 1_000 } }).nodes).toEqual(before);
    const { serviceId: fresh, position: later } = await write(1);
    expect(await model.waitFor(later)).toEqual({ behind: false });
    expect(model.services.get(fresh)?.name).toBe("n0");
  });

  it("builds a file anew that was folded by other rules, and answers from it meanwhile", async () => {
    const first = open();
    const { serviceId, position } = await write(2);
    await first.waitFor(position);
    await close(first);
    const file = join(folder, "readmodel.sqlite");
    const db = new DatabaseSync(file);
    db.exec(
      "UPDATE meta SET value = 'older' WHERE name = 'stamp'; UPDATE current_service SET doc = json_set(doc, '$.name', 'as the older rules had it')",
    );
    db.close();
    const second = open();
    expect(second.services.get(serviceId)?.name).toBe("as the older rules had it");
    await vi.waitUntil(() => second.status().rebuilding === null && second.services.get(serviceId)?.name === "n1", { timeout: 15_000 });
  });

  it("starts over from a file that is no read model, or has other tables", async () => {
    const { serviceId, position } = await write(1);
    writeFileSync(join(folder, "readmodel.sqlite"), `not a database ${randomUUID()}`.repeat(100));
    const first = open();
    await first.waitFor(position, { timeoutMs: 15_000 });
    expect(first.services.get(serviceId)?.name).toBe("n0");
    await close(first);
    const db = new DatabaseSync(join(folder, "readmodel.sqlite"));
    db.exec("UPDATE meta SET value = 'other' WHERE name = 'shape'");
    db.close();
    const second = open();
    await second.waitFor(position, { timeoutMs: 15_000 });
    expect(second.services.get(serviceId)?.name).toBe("n0");
  });
});
