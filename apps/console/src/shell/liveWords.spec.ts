import { expect, it } from "vitest";
import { liveWords } from "./liveWords.ts";

it("says how far behind, and does not pretend when it is old or cut off", () => {
  expect(liveWords({ state: "live" }, 0.2, 0).words).toBe("Live · 0.2 s behind the log");
  expect(liveWords({ state: "quiet" }, null, 0).words).toBe("Live");
  expect(liveWords({ state: "live" }, 12, 0)).toMatchObject({ tone: "attention", words: "Data as of 12 s ago" });
  expect(liveWords({ state: "lost", attempt: 2, since: 0 }, 0.2, 72_000).words).toBe("Reconnecting · lost 1 m 12 s ago");
});
