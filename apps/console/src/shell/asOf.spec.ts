import { describe, expect, it } from "vitest";
import { asOfInput, formatAsOf, parseAsOf } from "./asOf.ts";

describe("as of, in the URL", () => {
  it("keeps all three ways to look back", () => {
    for (const text of ["2026-11-23T14:28:10Z", "at~2026-11-23T14:28:10Z", "48213"]) {
      const parsed = parseAsOf(text);
      expect(parsed === null ? "" : formatAsOf(parsed)).toBe(text);
    }
  });

  it("is now when it is missing or cannot be read", () => {
    expect(parseAsOf(null)).toBeNull();
    expect(parseAsOf("yesterday-ish")).toBeNull();
    expect(asOfInput(null)).toBeUndefined();
  });

  it("asks the API on the axis that was chosen", () => {
    expect(asOfInput(parseAsOf("2026-11-23T14:28:10Z"))).toEqual({ recordedAt: "2026-11-23T14:28:10.000Z" });
    expect(asOfInput(parseAsOf("at~2026-11-23T14:28:10Z"))).toEqual({ at: "2026-11-23T14:28:10.000Z" });
    expect(asOfInput(parseAsOf("48213"))).toEqual({ position: "48213" });
  });
});
