import { describe, expect, it } from "vitest";
import { oneOf, parseCount, parseDuration, parseList, parseMoment, parsePercent } from "./values.ts";

describe("values on the command line", () => {
  it.each([
    ["250ms", 250],
    ["5s", 5_000],
    ["1.5m", 90_000],
    ["2 h", 7_200_000],
    ["1d", 86_400_000],
  ])("%j is %j ms", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });
  it.each(["", "5", "soon", "-5s", "5 weeks"])("%j is no length of time", (text) => {
    expect(() => parseDuration(text)).toThrow("30s, 5m or 1h");
  });

  it("moments have a zone, are a date, or are told from now", () => {
    const now = Date.parse("2026-01-01T12:00:00Z");
    expect([
      parseMoment("2026-01-31"), parseMoment("2026-01-31T10:00:00+02:00"), parseMoment("now", now), parseMoment("2h ago", now),
    ]).toEqual(["2026-01-31T00:00:00Z", "2026-01-31T10:00:00+02:00", "2026-01-01T12:00:00.000Z", "2026-01-01T10:00:00.000Z"]);
    for (const text of ["2026-01-31T10:00:00", "2026-13-01", "yesterday", ""])
      expect(() => parseMoment(text)).toThrow("Give a moment with its zone");
  });

  it("percentages, counts, lists and words", () => {
    expect([parsePercent("0.5%"), parsePercent("100"), parseCount("12"), parseList("a, b,,c"), oneOf(["a", "b"])("b")]).toEqual([
      500,
      100_000,
      12,
      ["a", "b", "c"],
      "b",
    ]);
    for (const text of ["", "-1", "101", "x"]) expect(() => parsePercent(text)).toThrow("percentage");
    for (const text of ["", "-1", "1.5", "x"]) expect(() => parseCount(text)).toThrow("whole number");
    expect(() => oneOf(["a", "b"])("c")).toThrow("Give one of a, b.");
  });
});
