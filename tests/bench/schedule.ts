import { findingsIn, type RotationSchedule } from "@ballast/domain";
import { plainLayer, type RotationLayer } from "@ballast/schema";
import type { Figure } from "./figure.ts";
import { summarise, type BenchResult } from "./result.ts";

const WEEK_MS = 7 * 86_400_000;
const zones = ["Europe/Zagreb", "America/Chicago", "Asia/Tokyo", "Australia/Lord_Howe", "UTC"];
const [people, runs] = [50, 60];

/** Fifty people in five layers of daily turns, each at its own hours in a zone of its own, and a stand-in each week. */
function schedule(): RotationSchedule {
  const layer = (timeZone: string, index: number): RotationLayer => ({
    ...plainLayer, layerId: timeZone, name: timeZone, effectiveFrom: "2026-01-01T00:00:00Z", timeZone, startsOn: "2026-01-01",
    handOver: { every: "day", weekday: null, at: "09:00" },
    people: Array.from({ length: people / zones.length }, (_, at) => `person-${String(index * 10 + at)}`),
    hours: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: "08:00", to: "20:00", daysLater: 0 }],
  });
  const start = Date.parse("2026-01-05T00:00:00Z");
  const overrides = Array.from({ length: 52 }, (_, week) => ({
    overrideId: String(week), personId: `person-${String(week % people)}`, insteadOf: null,
    from: new Date(start + week * WEEK_MS).toISOString(), to: new Date(start + week * WEEK_MS + 40_000_000).toISOString(),
  }));
  return { layers: zones.map(layer), overrides, left: new Map() };
}

/** 52 weeks of 50 people with every gap and overlap; each run in another year, so that nothing was worked out before. */
export const run = (): Promise<readonly BenchResult[]> => {
  const plan = schedule();
  const began = performance.now();
  const samplesMs = Array.from({ length: runs }, (_, year) => {
    const from = Date.UTC(2026 + year, 0, 1);
    const started = performance.now();
    findingsIn(plan, { from, to: from + 52 * WEEK_MS }, { kept: [], timeZone: "UTC" });
    return performance.now() - started;
  });
  return Promise.resolve([summarise({ name: "52 weeks of 50 people", samplesMs, elapsedMs: performance.now() - began })]);
};

export const figures = ([result]: readonly BenchResult[]): readonly Figure[] =>
  result === undefined ? [] : [{ what: "52 weeks of 50 people on call, p95 ms", ours: [result.p95Ms], goal: { of: "ours", atMost: 100 } }];
