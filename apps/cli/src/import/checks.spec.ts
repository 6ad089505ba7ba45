import { describe, expect, it } from "vitest";
import { byMonth, mapCheck } from "./checks.ts";
import type { SourceItem } from "./source.ts";

const look = (time: string, other: object = {}): object => ({
  site: "www", time, state: "up", http_status: 200, response_ms: 12, commit: "06441b1", ...other,
});
const itemsOf = (...given: unknown[]): readonly SourceItem[] => given.map((one, place) => ({ line: place + 1, ...mapCheck(one) }));

describe("a file of checks", () => {
  it("is read in the words that people have", () => {
    const check = { at: "2026-02-01T00:00:00.000Z", state: "down", httpStatus: null, responseMs: null };
    for (const state of [{ state: "down" }, { status: "DOWN " }, { up: false }]) {
      expect(mapCheck({ name: "www", at: "2026-02-01T00:00:00.000Z", ...state }).record).toEqual({
        site: "www", month: "2026-02", checks: [check],
      });
    }
  });

  it.each([
    [7, "a check was expected"],
    [{ site: "www" }, "missing: time, state"],
    [look("2026-02-01T00:00:00Z", { state: "sideways" }), "up or down"],
    [look("yesterday"), "time"],
    [look("2026-02-01T00:00:00Z", { http_status: "two hundred" }), "httpStatus"],
    [look("2026-02-01T00:00:00Z", { state: "__proto__" }), "up or down"],
  ])("names what cannot be used: %j", (given, problem) => {
    const { record, problems } = mapCheck(given);
    expect(record).toBeNull();
    expect(problems.join(" ")).toContain(problem);
  });

  it("is sent a site's month at a time, by the UTC calendar; what cannot be used comes at its own line", async () => {
    const items = itemsOf(
      look("2026-02-28T23:30:00Z"),
      { site: "www" },
      look("2026-03-01T00:30:00+01:00", { site: "api" }),
      look("2026-02-28T22:00:00-03:00"),
      look("2026-02-01T00:00:00Z", { state: "down" }),
    );
    const sent: SourceItem[] = [];
    for await (const item of byMonth(items)) sent.push(item);
    expect(sent.map(({ line, problems }) => [line, problems])).toEqual([
      [2, ["missing: time, state"]],
      [1, []],
      [3, []],
      [4, []],
    ]);
    expect(
      sent.flatMap(({ record }) =>
        record !== null && "checks" in record ? [[record.site, record.month, record.checks.map(({ state }) => state)]] : [],
      ),
    ).toEqual([
      ["www", "2026-02", ["up", "down"]],
      ["api", "2026-02", ["up"]],
      ["www", "2026-03", ["up"]],
    ]);
  });
});
