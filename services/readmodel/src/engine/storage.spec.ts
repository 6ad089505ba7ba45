import { describe, expect, it, vi } from "vitest";
import type { Log, SubscribeAllOptions } from "@ballast/eventlog";
import { randomUUID } from "node:crypto";
import { model } from "../model.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";
import { Engine } from "./engine.ts";
import { numberOf } from "./database.ts";
import { watchStorage } from "./storage.ts";

const history = recordedHistory();
const register = (description: string): string => {
  const serviceId = randomUUID();
  history.add(["service", serviceId], {
    type: "ServiceRegistered", data: { serviceId, slug: `s-${serviceId}`, name: "Search", description },
  });
  return serviceId;
};

/** A log that delivers what is in the history, again and again until it is taken, as the real one does. */
function logOf(): { readonly log: Log; readonly deliver: () => Promise<boolean> } {
  const subscribers: SubscribeAllOptions[] = [];
  const notAsked = (): never => {
    throw new Error("not asked");
  };
  const log: Log = {
    subscribeAll: (options: SubscribeAllOptions) => {
      subscribers.push(options);
      return new Promise<void>((resolve) => options.signal.addEventListener("abort", () => resolve()));
    },
    lastPosition: async () => history.events.at(-1)?.position ?? "0",
    unknown: () => ({ total: 0, byType: {} }),
    append: notAsked,
    appendRegardless: notAsked,
    appendTogether: notAsked,
    read: notAsked,
    readAll: notAsked,
    persistentSubscription: notAsked,
    setMaxCount: notAsked,
    close: notAsked,
  };
  const deliver = async (): Promise<boolean> => {
    try {
      for (const { onBatch, signal } of subscribers)
        if (!signal.aborted) await onBatch({ events: history.events, position: history.events.at(-1)?.position ?? "0", caughtUp: true });
      return true;
    } catch {
      return false;
    }
  };
  return { log, deliver };
}

/** As much room as it has now, or all of it: SQLite itself then says that the disk is full. */
const room = (engine: Engine, more: boolean): void => {
  const pages = numberOf(engine.db().get("PRAGMA page_count"), "page_count");
  engine.db().all(`PRAGMA max_page_count=${more ? 1_000_000 : pages}`);
};

describe("a read model whose disk is full", () => {
  it("says so, answers with what it has, and goes on by itself when there is room", async () => {
    const { log, deliver } = logOf();
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
