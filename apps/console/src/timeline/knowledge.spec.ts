import { describe, expect, it } from "vitest";
import type { TimelineEntry } from "./entry.ts";
import { parseLanes, passes, toggledLanes } from "./filter.ts";
import { asKnownAt } from "./knowledge.ts";
import { momentOf, sliderScale, stepOf } from "./slider.ts";
import { seriesPaths } from "./series.ts";
import { steered } from "./steer.ts";
import type { Step, Stop } from "./steer.ts";

const at = (time: string): number => Date.parse(`2026-11-23T${time}Z`);
const iso = (time: string): string => new Date(at(time)).toISOString();

function entry(id: string, time: string, more: Partial<TimelineEntry> = {}): TimelineEntry {
  return {
    id, lane: "notes", kind: "note", title: id, at: iso(time), keyMoment: false, tone: "idle", knownFrom: iso(time), recordedAt: iso(time),
    visibility: "internal", pinned: false, evidence: {}, corrections: [], ...more,
  };
}

describe("as known then", () => {
  const entries = [
    entry("page", "14:03:00"),
    entry("ticket", "14:01:00", { knownFrom: iso("14:30:00") }),
    entry("cause", "14:02:00", { title: "network", knownFrom: iso("14:05:00"), knownTo: iso("14:20:00") }),
    entry("cause", "14:02:00", { title: "release", knownFrom: iso("14:20:00") }),
    entry("withdrawn", "14:04:00", { knownTo: iso("14:10:00") }),
  ];
  const told = (time: string | null) =>
    asKnownAt(entries, time === null ? null : at(time)).map(({ entry: { title }, known }) => `${title}${known ? "" : "?"}`);

  it("shows the version of that moment, and marks what was learned later", () => {
    expect(told("14:06:00")).toEqual(["ticket?", "network", "page", "withdrawn"]);
    expect(told("14:15:00")).toEqual(["ticket?", "network", "page"]);
    expect(told("14:25:00")).toEqual(["ticket?", "release", "page"]);
  });

  it("is everything that still stands when it is now", () => {
    expect(told(null)).toEqual(["ticket", "release", "page"]);
  });
});

describe("the slider", () => {
  it("moves in lengths people count in, and ends at now", () => {
    const scale = sliderScale(at("13:40:00"), at("14:45:00"));
    expect(scale).toEqual({ stepMs: 5000, steps: 780 });
    expect(momentOf(scale.steps, at("13:40:00"), scale)).toBeNull();
    expect(momentOf(12, at("13:40:00"), scale)).toBe(at("13:41:00"));
    expect(stepOf(at("13:41:00"), at("13:40:00"), scale)).toBe(12);
    expect(stepOf(null, at("13:40:00"), scale)).toBe(780);
    expect(sliderScale(0, 30 * 86_400_000).steps).toBeLessThanOrEqual(2000);
  });
});

describe("the filter", () => {
  it("reads lanes from the URL and forgives nonsense", () => {
    expect(parseLanes("pages,alerts,bogus")).toEqual(["alerts", "pages"]);
    expect(parseLanes("bogus")).toBeNull();
  });

  it("switches lanes, and all of them on is no filter", () => {
    expect(toggledLanes(null, "pages", ["alerts", "pages"])).toEqual(["alerts"]);
    expect(toggledLanes(["alerts"], "pages", ["alerts", "pages"])).toBeNull();
    expect(toggledLanes(["alerts"], "alerts", ["alerts", "pages"])).toBeNull();
  });

  it("finds every word wherever it stands", () => {
    const page = entry("Paged Ana", "14:00:00", { detail: "by mail", actor: { id: "p", name: "Ana Kovač" } });
    expect(passes(page, { lanes: null, text: "kovač mail" })).toBe(true);
    expect(passes(page, { lanes: null, text: "kovač chat" })).toBe(false);
    expect(passes(page, { lanes: ["alerts"], text: "" })).toBe(false);
  });
});

describe("the keyboard", () => {
  const stops: Stop[] = [
    { key: "a", lane: "alerts", at: 1, keyMoment: false },
    { key: "b", lane: "pages", at: 2, keyMoment: true },
    { key: "c", lane: "pages", at: 9, keyMoment: false },
    { key: "d", lane: "alerts", at: 10, keyMoment: true },
  ];
  const go = (from: string | null, step: Step) => steered({ stops, lanes: ["alerts", "pages"] }, from, step)?.key;

  it("walks in time, between lanes to the nearest, and over key moments", () => {
    expect([go(null, "next"), go("a", "next"), go("d", "next"), go("a", "previous")]).toEqual(["a", "b", "d", "a"]);
    expect([go("a", "down"), go("c", "up"), go("a", "up"), go("b", "nextKey"), go("d", "previousKey")]).toEqual(["b", "d", "a", "d", "b"]);
    expect([go("b", "first"), go("b", "last")]).toEqual(["a", "d"]);
  });
});

describe("the measured series", () => {
  it("breaks where nothing was observed, and keeps a peak however far out", () => {
    const broken = seriesPaths(
      [
        { at: 0, value: 1 },
        { at: 5, value: null },
        { at: 10, value: 2 },
        { at: 11, value: 1 },
      ],
      { from: 0, to: 20 },
      { width: 20, top: 0, bottom: 10 },
    );
    expect(broken.line.match(/M/gu)).toHaveLength(2);
    const flat = Array.from({ length: 5000 }, (_, index) => ({ at: index, value: index === 2500 ? 9 : 0 }));
    const far = seriesPaths(flat, { from: 0, to: 5000 }, { width: 100, top: 0, bottom: 10 });
    expect(far.line).toContain("50.0,0.0");
    expect(far.highest).toBe(9);
  });
});
