import { describe, expect, it } from "vitest";
import { momentOf, notAgain } from "./lookAgain.ts";

describe("when one looks again", () => {
  const now = Date.parse("2026-11-30T14:00:00Z");
  it("is counted from the press, or is the moment that was chosen, or is not said", () => {
    expect(momentOf(notAgain, now)).toBeNull();
    expect(momentOf({ again: "30", at: "2026-11-30T20:00:00Z" }, now)).toBe(Date.parse("2026-11-30T14:30:00Z"));
    expect(momentOf({ again: "120", at: null }, now)).toBe(Date.parse("2026-11-30T16:00:00Z"));
    expect(momentOf({ again: "at", at: "2026-11-30T20:00:00Z" }, now)).toBe(Date.parse("2026-11-30T20:00:00Z"));
    expect(momentOf({ again: "at", at: null }, now)).toBeNull();
  });
});
