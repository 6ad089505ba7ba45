import { expect, it } from "vitest";
import type { DowntimeIncident } from "../reports/availabilityReport.ts";
import type { ObjectiveContent } from "./objective.ts";
import { calendarPeriodOf } from "./standing.ts";
import { unforeseen } from "./unforeseen.ts";

const service = "20000000-0000-4000-8000-000000000001";
const MINUTE = 60_000;
const content: ObjectiveContent = {
  objectiveId: "35000000-0000-4000-8000-000000000001",
  name: "Checkout",
  parts: [{ serviceId: service, component: null, share: 100_000 }],
  target: 99_800,
  window: { kind: "calendar", unit: "month", timeZone: "America/New_York" },
  weights: { critical: 100_000, major: 50_000, minor: 0 },
  overlap: "max",
  maintenance: "excluded",
  ownerId: null,
};
const incident = (id: string, from: string, to: string, impact = "critical"): DowntimeIncident => ({
  id,
  impact,
  startedAt: `2026-${from}:00Z`,
  resolvedAt: `2026-${to}:00Z`,
  components: [],
});
const incidents = [
  incident("foreseen", "02-01T10:00", "02-01T11:00"),
  incident("both", "02-01T10:40", "02-01T11:20"),
  incident("alone", "03-01T10:00", "03-01T11:00", "major"),
  incident("little", "03-02T10:00", "03-02T11:00", "minor"),
  incident("window", "02-01T11:10", "02-01T11:30", "maintenance"),
];
const known = {
  incidents: new Map([[service, incidents]]),
  observedFrom: new Map([[service, 0]]),
  now: Date.parse("2026-11-16T00:00:00Z"),
};
const window = { from: Date.parse("2026-01-01T00:00:00Z"), to: known.now };

it("is what the incidents that no risk is linked to would have cost by themselves, maintenance apart", () => {
  const found = unforeseen(content, known, { window, foreseen: new Set(["foreseen", "window"]) });
  expect(found).toEqual({
    badMs: (70 + 30) * MINUTE,
    unforeseenMs: (30 + 30) * MINUTE,
    share: 0.6,
    records: [
      { id: "alone", badMs: 30 * MINUTE },
      { id: "both", badMs: 30 * MINUTE },
    ],
  });
  expect(unforeseen(content, { ...known, incidents: new Map() }, { window, foreseen: new Set() })).toMatchObject({
    share: null,
    records: [],
  });
});

it("the year of an objective is the calendar's in its zone, with its bad minutes so far and its whole budget", () => {
  const year = calendarPeriodOf(content, known, { unit: "year" });
  expect([year.from, year.to].map((ms) => new Date(ms).toISOString())).toEqual(["2026-01-01T05:00:00.000Z", "2027-01-01T05:00:00.000Z"]);
  expect(year.badMs).toBe(100 * MINUTE);
  expect(year.budgetMs / MINUTE).toBeCloseTo((365 * 1440 - 20) * 0.002, 6);
  expect(
    new Date(calendarPeriodOf({ ...content, window: { kind: "rolling", days: 30 } }, known, { unit: "year" }).to).toISOString(),
  ).toBe("2027-01-01T00:00:00.000Z");
});
