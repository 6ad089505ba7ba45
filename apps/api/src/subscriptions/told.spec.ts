import type { RecordedEvent } from "@ballast/eventlog";
import type { AppliedListener } from "@ballast/readmodel";
import { describe, expect, it } from "vitest";
import { recorded } from "../specification/recorded.ts";
import { told, type Telling } from "./told.ts";

/** A read model that says when events can be read. */
function source() {
  const listeners = new Set<AppliedListener>();
  return {
    listeners,
    readModel: {
      onApplied: (listener: AppliedListener) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
    happens: (...events: RecordedEvent[]) => listeners.forEach((listener) => listener({ events, position: "1" })),
  };
}

const registered = recorded({
  type: "ServiceRegistered", data: { serviceId: "a0000000-0000-4000-8000-000000000000", slug: "search", name: "Search", description: "" },
});

function counting(options: Partial<Telling<number>> = {}) {
  const from = source();
  let reads = 0;
  const values = told<number>({ readModel: from.readModel, touches: () => true, read: () => [(reads += 1)], ...options });
  return { ...from, values, reads: () => reads };
}

describe("telling", () => {
  it("reads when something happened, and once for a burst", async () => {
    const { values, happens, reads } = counting();
    const first = values.next();
    happens(registered);
    expect(await first).toEqual({ done: false, value: 1 });
    happens(registered);
    happens(registered);
    expect(await values.next()).toEqual({ done: false, value: 2 });
    expect(reads()).toBe(2);
  });

  it("reads at once where asked to, and not for events that do not touch it", async () => {
    const { values, happens, reads } = counting({ atOnce: true, touches: ({ category }) => category === "deploy" });
    expect((await values.next()).value).toBe(1);
    happens(registered);
    expect(reads()).toBe(1);
  });

  it("ends while it waits, and listens no more", async () => {
    const { values, listeners } = counting();
    const waiting = values.next();
    await values.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(listeners.size).toBe(0);
  });

  it("ends while it is to be quiet", async () => {
    const { values } = counting({ atOnce: true, everyMs: 60_000 });
    await values.next();
    const waiting = values.next();
    await values.return?.();
    expect((await waiting).done).toBe(true);
  });

  it("tells the last of a burst, after the quiet", async () => {
    const { values, happens, reads } = counting({ atOnce: true, everyMs: 20 });
    await values.next();
    happens(registered);
    happens(registered);
    expect((await values.next()).value).toBe(2);
    expect(reads()).toBe(2);
  });

  it("goes on reading while there is more", async () => {
    const pages = [[1, 2], [3, 4], [5]];
    const { values } = counting({ atOnce: true, read: () => pages.shift() ?? [], goesOn: (page) => page.length === 2 });
    const all: (number | undefined)[] = [];
    for (let n = 0; n < 5; n += 1) all.push((await values.next()).value as number);
    expect(all).toEqual([1, 2, 3, 4, 5]);
  });

  it("listens no more after reading failed", async () => {
    const { values, listeners } = counting({ atOnce: true, read: () => { throw new Error("signed out"); } });
    await expect(values.next()).rejects.toThrow("signed out");
    expect(listeners.size).toBe(0);
    expect((await values.next()).done).toBe(true);
  });
});
