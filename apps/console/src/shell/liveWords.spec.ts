import { expect, it } from "vitest";
import { liveWords } from "./liveWords.ts";

const live = { state: "live", forMs: 0 } as const;
const fresh = { lagSeconds: 0, toldAt: 0, building: null };

it("says how far behind, and does not pretend when it is old, silent or cut off", () => {
  expect(liveWords(live, { ...fresh, lagSeconds: 0.2 }, 0).words).toBe("Live · 0.2 s behind the log");
  expect(liveWords(live, { ...fresh, lagSeconds: null }, 0).words).toBe("Live");
  expect(liveWords(live, { ...fresh, lagSeconds: 12 }, 0)).toMatchObject({ tone: "attention", words: "Data as of 12 s ago" });
  expect(liveWords({ state: "silent", forMs: 12_400 }, { ...fresh, lagSeconds: 0.2 }, 12_400)).toMatchObject({
    tone: "attention", words: "Not heard for 12 s",
  });
  expect(liveWords({ state: "offline", forMs: 72_000 }, { ...fresh, lagSeconds: 0.2 }, 72_000)).toMatchObject({
    tone: "bad", words: "Offline · last heard 1 m 12 s ago",
  });
});

it("lets a lag grow by itself, and leaves what has caught up alone", () => {
  expect(liveWords(live, { ...fresh, lagSeconds: 1, toldAt: 1_000 }, 10_000).words).toBe("Data as of 10 s ago");
  expect(liveWords(live, { ...fresh, toldAt: 1_000 }, 90_000).words).toBe("Live · 0 s behind the log");
});

it("has one word for the ear that does not count", () => {
  const at = (forMs: number): string => liveWords({ state: "silent", forMs }, fresh, forMs).state;
  expect(at(4_000)).toBe(at(11_000));
});

it("says how far a rebuild has come, and never promises the end before it is there", () => {
  const at = (done: number, total: number): string => liveWords(live, { ...fresh, building: { done, total } }, 0).words;
  expect(at(4_250, 10_000)).toBe("Rebuilding from the log · 42 %");
  expect(at(0, 0)).toBe("Rebuilding from the log · 0 %");
  expect(at(9_999, 10_000)).toBe("Rebuilding from the log · 99 %");
});
