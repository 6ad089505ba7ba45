import { expect, it } from "vitest";
import { liveWords } from "./liveWords.ts";

const live = { state: "live", forMs: 0 } as const;

it("says how far behind, and does not pretend when it is old, silent or cut off", () => {
  expect(liveWords(live, { lagSeconds: 0.2, toldAt: 0 }, 0).words).toBe("Live · 0.2 s behind the log");
  expect(liveWords(live, { lagSeconds: null, toldAt: 0 }, 0).words).toBe("Live");
  expect(liveWords(live, { lagSeconds: 12, toldAt: 0 }, 0)).toMatchObject({ tone: "attention", words: "Data as of 12 s ago" });
  expect(liveWords({ state: "silent", forMs: 12_400 }, { lagSeconds: 0.2, toldAt: 0 }, 12_400)).toMatchObject({ tone: "attention", words: "Not heard for 12 s" });
  expect(liveWords({ state: "offline", forMs: 72_000 }, { lagSeconds: 0.2, toldAt: 0 }, 72_000)).toMatchObject({ tone: "bad", words: "Offline · last heard 1 m 12 s ago" });
});

it("lets a lag grow by itself, and leaves what has caught up alone", () => {
  expect(liveWords(live, { lagSeconds: 1, toldAt: 1_000 }, 10_000).words).toBe("Data as of 10 s ago");
  expect(liveWords(live, { lagSeconds: 0, toldAt: 1_000 }, 90_000).words).toBe("Live · 0.0 s behind the log");
});

it("has one word for the ear that does not count", () => {
  const at = (forMs: number): string => liveWords({ state: "silent", forMs }, { lagSeconds: 0, toldAt: 0 }, forMs).state;
  expect(at(4_000)).toBe(at(11_000));
});
