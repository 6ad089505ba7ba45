import { describe, expect, it, vi } from "vitest";
import { randomUUID } from "node:crypto";
import { model } from "../model.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";
import { scriptedLog } from "../specification/scriptedLog.ts";
import { Engine } from "./engine.ts";
import { numberOf } from "./database.ts";
import { isStorageTrouble, watchStorage } from "./storage.ts";

const history = recordedHistory();
const register = (description: string): string => {
  const serviceId = randomUUID();
  history.add(["service", serviceId], {
    type: "ServiceRegistered", data: { serviceId, slug: `s-${serviceId}`, name: "Search", description },
  });
  return serviceId;
};

/** As much room as it has now, or all of it: SQLite itself then says that the disk is full. */
const room = (engine: Engine, more: boolean): void => {
  const pages = numberOf(engine.db().get("PRAGMA page_count"), "page_count");
  engine.db().all(`PRAGMA max_page_count=${more ? 1_000_000 : pages}`);
};

describe("a read model whose disk is full", () => {
  it("says so, answers with what it has, and goes on by itself when there is room", async () => {
    const { log, deliver } = scriptedLog(history);
    const told: (string | null)[] = [];
    const engine = new Engine({ file: ":memory:", log, model, onStorage: (trouble) => told.push(trouble), againAfterMs: 1 });
    const before = register("before");
    expect(await deliver()).toBe(true);
    const names = () => engine.db().all("SELECT id FROM current_service").map(({ id }) => id);
    await vi.waitUntil(() => engine.status().rebuilding === null);
    room(engine, false);
    const later = Array.from({ length: 40 }, () => register("x".repeat(20_000)));
    const heard = vi.fn();
    engine.onApplied(heard);
    for (let tries = 0; tries < 3; tries += 1) expect(await deliver(), "it is not taken, and nothing ends").toBe(false);
    expect(engine.status().storage).toContain("full");
    expect(told).toEqual([expect.stringContaining("full")]);
    expect(names()).toEqual([before]);
    expect(heard).not.toHaveBeenCalled();
    room(engine, true);
    expect(await deliver()).toBe(true);
    expect(engine.status().storage).toBeNull();
    expect(told).toEqual([expect.any(String), null]);
    expect(names().toSorted()).toEqual([before, ...later].toSorted());
    await engine.close();
  });

  it("waits with indexes and a successor as well, and not with what waiting would not mend", async () => {
    const full = Object.assign(new Error("database or disk is full"), { code: "ERR_SQLITE_ERROR", errcode: 13 });
    const told: (string | null)[] = [];
    const watch = watchStorage({ onTrouble: (trouble) => told.push(trouble), stopped: () => false, againAfterMs: 1 });
    const work = vi
      .fn<() => string>()
      .mockImplementationOnce(() => {
        throw full;
      })
      .mockImplementationOnce(() => {
        throw full;
      })
      .mockReturnValue("indexed");
    expect(await watch.untilRoom(work)).toBe("indexed");
    expect(told).toEqual(["database or disk is full", null]);
    const wrong = Object.assign(new Error("no such table"), { code: "ERR_SQLITE_ERROR", errcode: 1 });
    await expect(watch.untilRoom(() => { throw wrong; })).rejects.toBe(wrong);
    const ended = watchStorage({ onTrouble: () => undefined, stopped: () => true });
    await expect(ended.untilRoom(() => { throw full; })).rejects.toBe(full);
  });
});

describe("trouble with the disk", () => {
  const sqlite = (errcode: unknown) => Object.assign(new Error("x"), { code: "ERR_SQLITE_ERROR", errcode });
  const system = (code: unknown) => Object.assign(new Error("x"), { code });

  it("is what waiting mends: SQLite's codes for it, extended ones too, and the system's", () => {
    for (const code of [5, 7, 8, 10, 13, 14, 5 + 256, 10 + 512]) expect([code, isStorageTrouble(sqlite(code))]).toEqual([code, true]);
    for (const code of [1, 11, 19, 26, 1 + 256, "13", undefined]) expect([code, isStorageTrouble(sqlite(code))]).toEqual([code, false]);
    expect(isStorageTrouble(Object.assign(new Error("x"), { code: "ERR_SQLITE_ERROR" }))).toBe(false);
    for (const code of ["ENOSPC", "EDQUOT", "EROFS", "EIO"]) expect([code, isStorageTrouble(system(code))]).toEqual([code, true]);
    for (const code of ["ENOENT", 13, undefined]) expect([code, isStorageTrouble(system(code))]).toEqual([code, false]);
    expect([new Error("x"), "ENOSPC", { code: "ENOSPC" }, null].map(isStorageTrouble)).toEqual([false, false, false, false]);
  });

  it("is told once, and its end once; anything else is thrown on and is no trouble", () => {
    const told: (string | null)[] = [];
    const watch = watchStorage({ onTrouble: (trouble) => told.push(trouble), stopped: () => false });
    const failing = (error: Error) => () => watch.attempt(() => { throw error; });
    expect(watch.attempt(() => 7)).toBe(7);
    expect(failing(new Error("a bug"))).toThrow("a bug");
    expect([told, watch.trouble()]).toEqual([[], null]);
    for (let tries = 0; tries < 2; tries += 1) expect(failing(sqlite(13))).toThrow("x");
    expect([told, watch.trouble()]).toEqual([["x"], "x"]);
    expect(failing(new Error("a bug"))).toThrow("a bug");
    expect(watch.trouble()).toBe("x");
    watch.attempt(() => undefined);
    expect([told, watch.trouble()]).toEqual([["x", null], null]);
  });
});
