import { expect, it } from "vitest";
import { monthColumns } from "./months.ts";

it("keeps empty months, so that a calm year looks calm", () => {
  const columns = monthColumns([
    { month: "2025-11", count: 2, byImpact: { major: 2 } },
    { month: "2026-02", count: 1, byImpact: { minor: 1 } },
  ]);
  expect(columns.map(({ from, to, count }) => [from, to, count])).toEqual([
    ["2025-11-01", "2025-11-30", 2],
    ["2025-12-01", "2025-12-31", 0],
    ["2026-01-01", "2026-01-31", 0],
    ["2026-02-01", "2026-02-28", 1],
  ]);
});

it("joins months when there are too many to be seen", () => {
  const columns = monthColumns(
    [
      { month: "2020-01", count: 3, byImpact: { major: 3 } },
      { month: "2020-02", count: 1, byImpact: { major: 1 } },
      { month: "2020-04", count: 5, byImpact: { minor: 5 } },
    ],
    2,
  );
  expect(columns).toEqual([
    { from: "2020-01-01", to: "2020-02-29", months: 2, count: 4, byImpact: { major: 4 } },
    { from: "2020-03-01", to: "2020-04-30", months: 2, count: 5, byImpact: { minor: 5 } },
  ]);
  expect(monthColumns([])).toEqual([]);
});
