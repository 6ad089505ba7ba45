import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { appendEvents } from "../append/appendEvents.ts";
import { ANY } from "../append/expectation.ts";
import { StoreError } from "../failures.ts";
import { EventLog } from "./eventLog.ts";
import { readPragma } from "./openDatabase.ts";
import type { NewEvent } from "./records.ts";

const folder = mkdtempSync(join(tmpdir(), "ballast-log-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let log: EventLog;
beforeEach(() => {
  log = EventLog.open({ file: join(folder, `${randomUUID()}.sqlite`) });
});
afterEach(() => log.close());

const newEvent = (): NewEvent => ({
  id: randomUUID(),
  type: "Happened",
  isJson: true,
  data: Buffer.from("{}"),
  metadata: new Uint8Array(),
});

describe("the log", () => {
  test("commits with synchronous=FULL: what kill -9 cannot prove about a loss of power", () => {
    expect(readPragma(log.database, "synchronous")).toBe(2);
    expect(log.database.prepare("PRAGMA journal_mode").get()).toEqual({ journal_mode: "wal" });
  });

  test("lets writes that come together share a commit, in the order they came", async () => {
    const before = log.commitCounts.commits;
    const appends = Array.from({ length: 50 }, (_, n) =>
      appendEvents(log, { stream: `s-${n % 5}`, expected: ANY, events: [newEvent()] }),
    );
    const positions = (await Promise.all(appends)).map(({ position }) => position);
    expect(positions).toEqual(Array.from({ length: 50 }, (_, n) => n + 1));
    expect(log.commitCounts.commits - before).toBe(1);
  });

  test("refuses one write of a commit without touching its neighbours", async () => {
    const good = (): Promise<unknown> => appendEvents(log, { stream: "good", expected: ANY, events: [newEvent()] });
    const bad = appendEvents(log, { stream: "bad", expected: { kind: "exact", revision: 3 }, events: [newEvent()] });
    const outcomes = await Promise.allSettled([good(), bad, good()]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(log.streams.get("good").head).toBe(1);
  });

  test("forgets everything of a write that failed half way, and leaves no gap", async () => {
    const failing = log.write(() => {
      log.record(log.streams.get("half"), [newEvent(), newEvent()]);
      throw new TypeError("a bug");
    });
    const beside = appendEvents(log, { stream: "whole", expected: ANY, events: [newEvent()] });
    await expect(failing).rejects.toThrow("a bug");
    await expect(beside).resolves.toEqual({ revision: 0, position: 1 });
    expect(log.streams.get("half").head).toBe(-1);
    expect(log.recent.from(1, 10)).toHaveLength(1);
  });

  test("on a disk that turns read-only refuses, says so, loses nothing, and goes on when it can be written again", async () => {
    const append = (): Promise<unknown> => appendEvents(log, { stream: "s", expected: ANY, events: [newEvent()] });
    await append();
    log.database.exec("PRAGMA query_only=1");
    await expect(append()).rejects.toMatchObject({
      failure: { fault: "readOnly" }, message: expect.stringContaining("read-only") as string,
    });
    expect(log.lastPosition).toBe(1);
    log.database.exec("PRAGMA query_only=0");
    await expect(append()).resolves.toMatchObject({ revision: 1 });
  });

  test("takes nothing after it was closed", async () => {
    const other = EventLog.open({ file: join(folder, "closed.sqlite") });
    other.close();
    await expect(other.write(() => 1)).rejects.toBeInstanceOf(StoreError);
  });
});
