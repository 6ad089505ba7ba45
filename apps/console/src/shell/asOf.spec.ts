import { describe, expect, it } from "vitest";
import { asOfInput, formatAsOf, lookBackTo, parseAsOf, tooEarly } from "./asOf.ts";

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

  it("reads a position as a position, and words around a number as nothing: never as a year", () => {
    for (const text of ["48213", "position~48213", "position:48213"])
      expect(parseAsOf(text)).toEqual({ kind: "position", position: "48213" });
    expect(parseAsOf("2026")).toEqual({ kind: "position", position: "2026" });
    for (const text of ["position 48213", "at~48213", "p48213", "event 12", "-5", "1".repeat(16), "2026-13-45"])
      expect(parseAsOf(text)).toBeNull();
  });

  it("reads a date as its first moment in UTC, and a zone whose plus became a blank", () => {
    expect(parseAsOf("2026-11-23")).toEqual({ kind: "recordedAt", at: "2026-11-23T00:00:00.000Z" });
    expect(parseAsOf("2026-11-23T14:28")).toEqual({ kind: "recordedAt", at: "2026-11-23T14:28:00.000Z" });
    expect(parseAsOf("2026-11-23T14:28:10 01:00")).toEqual({ kind: "recordedAt", at: "2026-11-23T13:28:10.000Z" });
  });

  it("asks the API on the axis that was chosen", () => {
    expect(asOfInput(parseAsOf("2026-11-23T14:28:10Z"))).toEqual({ recordedAt: "2026-11-23T14:28:10.000Z" });
    expect(asOfInput(parseAsOf("at~2026-11-23T14:28:10Z"))).toEqual({ at: "2026-11-23T14:28:10.000Z" });
    expect(asOfInput(parseAsOf("48213"))).toEqual({ position: "48213" });
  });
});

describe("a past that is empty", () => {
  const reach = { logBeginsAt: "2026-11-23T12:00:00.000Z", historyBeginsAt: "2022-02-01T00:00:00.000Z" };
  const at = Date.parse("2026-11-22T12:00:00Z");

  it("says when the log begins, and whether what was imported reaches further", () => {
    expect(tooEarly({ kind: "recordedAt", at: new Date(at).toISOString() }, at, reach)).toEqual({ begins: reach.logBeginsAt, older: true });
    expect(tooEarly({ kind: "position", position: "0" }, Date.parse("2021-01-01T00:00:00Z"), reach)).toEqual({
      begins: reach.logBeginsAt, older: false,
    });
    expect(tooEarly({ kind: "at", at: new Date(at).toISOString() }, at, reach)).toBeNull();
    expect(tooEarly({ kind: "at", at: "2021-01-01T00:00:00Z" }, Date.parse("2021-01-01T00:00:00Z"), reach)).toEqual({
      begins: reach.historyBeginsAt, older: false,
    });
    expect(tooEarly({ kind: "recordedAt", at: "2026-11-24T00:00:00Z" }, Date.parse("2026-11-24T00:00:00Z"), reach)).toBeNull();
  });

  it("is not where a look back by a day leads: before the log it looks at what was true, as known now", () => {
    expect(lookBackTo(at, "recordedAt", reach)).toEqual({ kind: "at", at: "2026-11-22T12:00:00.000Z" });
    expect(lookBackTo(Date.parse("2026-11-23T13:00:00Z"), "recordedAt", reach)).toEqual({
      kind: "recordedAt", at: "2026-11-23T13:00:00.000Z",
    });
  });
});
