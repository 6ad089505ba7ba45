import { expect, it } from "vitest";
import { downtimeFilter, lastedFilter } from "./figureFilters.ts";

const now = Date.parse("2026-11-23T14:00:00Z");

it("asks for the incidents behind an availability only where a pill says so", () => {
  expect(downtimeFilter({ service: "search" }, now)).toBeUndefined();
  expect(downtimeFilter({ during: "2026-01-01..2026-01-31", down: "major,critical", component: "API" }, now)).toEqual({
    from: "2026-01-01T00:00:00.000Z", to: "2026-02-01T00:00:00.000Z", impact: ["major", "critical"], component: "API",
  });
  expect(downtimeFilter({ component: "API" }, now)).toEqual({
    from: "1970-01-01T00:00:00.000Z", to: "2026-11-23T14:00:00.000Z", impact: ["minor", "major", "critical"], component: "API",
  });
});

it("asks how long in the API's terms", () => {
  expect([undefined, "known", "some", "1h", "unknown", "?"].map(lastedFilter)).toEqual([
    {},
    { measured: true },
    { lastedAtLeastMs: 1 },
    { lastedAtLeastMs: 3_600_000 },
    { measured: false },
    {},
  ]);
});
