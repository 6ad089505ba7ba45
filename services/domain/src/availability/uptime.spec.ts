import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { episodesOf, observedUptime, siteUptime, type SiteCheck } from "./uptime.ts";

const MINUTE = 60_000;
/** `u` up, `d` down, one a minute; a space is a minute without a check. */
const checks = (text: string): readonly SiteCheck[] =>
  [...text].flatMap((letter, place) => (letter === " " ? [] : [{ at: place * MINUTE, up: letter === "u" }]));
const window = { from: 0, to: 20 * MINUTE };

describe("what checks say of a site", () => {
  it("opens an episode at the first that finds it down, and closes it at the next that finds it up", () => {
    expect(episodesOf(checks("udduud u")).map(({ from, to }) => [from / MINUTE, to / MINUTE])).toEqual([
      [1, 3],
      [5, 7],
    ]);
    expect(episodesOf(checks("uddd")).map(({ from, to }) => [from / MINUTE, to / MINUTE])).toEqual([[1, 3]]);
    expect(episodesOf([])).toEqual([]);
    expect(episodesOf(checks("udu").toReversed()).map(({ from, to }) => [from / MINUTE, to / MINUTE])).toEqual([[1, 2]]);
  });

  it("counts the whole history, and downtime within the window", () => {
    expect(siteUptime(checks("uddu  duu"), { from: 2 * MINUTE, to: 12 * MINUTE })).toEqual({
      checks: 7,
      downChecks: 3,
      episodes: 2,
      downtimeMinutes: 2,
      longestMinutes: 2,
      availabilityPercent: 80,
    });
    expect(siteUptime([], window)).toEqual({
      checks: 0,
      downChecks: 0,
      episodes: 0,
      downtimeMinutes: 0,
      longestMinutes: 0,
      availabilityPercent: 100,
    });
  });

  it("is not up where nobody looked: before the first, after the last, in a gap of more than three times the usual", () => {
    expect(observedUptime(checks("uuduu    uu"), window)).toEqual({ unobservedMinutes: 15, availabilityPercent: 80 });
    expect(observedUptime(checks("uuduu  uu"), window)).toEqual({ unobservedMinutes: 12, availabilityPercent: 87.5 });
    expect(observedUptime(checks("uu"), { from: 10 * MINUTE, to: 20 * MINUTE })).toEqual({
      unobservedMinutes: 10,
      availabilityPercent: null,
    });
    // Gaps of 1, 9, 2 and 3 minutes: usual are two and a half, and nine are too many.
    expect(observedUptime(checks("uu        u u  u"), window)).toEqual({ unobservedMinutes: 14, availabilityPercent: 100 });
    expect(observedUptime(checks("u    u u"), window)).toEqual({ unobservedMinutes: 13, availabilityPercent: 100 });
    expect(observedUptime([], window)).toEqual({ unobservedMinutes: 20, availabilityPercent: null });
  });
});

/** Compares with figures that an independent program computed over real checks (definition D8). */
const FOLDER = process.env["BALLAST_SHARED_DATA"] ?? fileURLToPath(new URL("../../../../../shared/data", import.meta.url));

describe.skipIf(!existsSync(`${FOLDER}/expected/upptime_n8n.json`))("real checks", () => {
  it("come to what an independent program made of them", () => {
    interface Expected {
      readonly window: readonly [string, string];
      readonly sites: Readonly<
        Record<
          string,
          {
            checks: number;
            down_checks: number;
            episodes: number;
            downtime_minutes: number;
            longest_minutes: number;
            availability_pct: number;
          }
        >
      >;
    }
    const expected: Expected = JSON.parse(readFileSync(`${FOLDER}/expected/upptime_n8n.json`, "utf8"));
    const all = readFileSync(`${FOLDER}/open/upptime_n8n-io_checks.jsonl`, "utf8")
      .split("\n")
      .filter(Boolean)
      .map((text): { time: string; site: string; state: string } => JSON.parse(text));
    const sites = Map.groupBy(all, ({ site }) => site);
    const [from = "", to = ""] = expected.window;
    expect([...sites.keys()].toSorted()).toEqual(Object.keys(expected.sites).toSorted());
    const figures = [...sites].map(([site, own]) => {
      const {
        checks: n,
        downChecks,
        episodes,
        downtimeMinutes,
        longestMinutes,
        availabilityPercent,
      } = siteUptime(
        own.map(({ time, state }) => ({ at: Date.parse(time), up: state === "up" })),
        { from: Date.parse(from), to: Date.parse(to) },
      );
      return [
        site,
        {
          checks: n,
          down_checks: downChecks,
          episodes,
          downtime_minutes: Number(downtimeMinutes.toFixed(4)),
          longest_minutes: Number(longestMinutes.toFixed(4)),
          availability_pct: Number(availabilityPercent.toFixed(6)),
        },
      ] as const;
    });
    for (const [site, own] of figures) expect(expected.sites[site], site).toMatchObject(own);
  });
});
