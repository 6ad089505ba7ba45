import { describe, expect, it } from "vitest";
import { quarterBegins, quarterOf, roadmap } from "./index.ts";

const item = (dueOn: string, teams: readonly string[], open = true) => ({ dueOn, teams, open });

describe("a roadmap", () => {
  it("knows quarters over the ends of years", () => {
    expect([quarterOf("2026-01-01"), quarterOf("2026-12-31")]).toEqual(["2026-Q1", "2026-Q4"]);
    expect([quarterBegins("2026-11-29"), quarterBegins("2026-11-29", 1), quarterBegins("2026-11-29", 5)]).toEqual([
      "2026-10-01", "2027-01-01", "2028-01-01",
    ]);
  });

  it("has what is promised by quarter and team, who is in none last, and what is late from before in its own quarter", () => {
    const [late, done, now, next, far] = [
      item("2026-05-01", ["Payments"]), item("2026-05-02", ["Payments"], false), item("2026-12-01", ["Search", "Payments"]),
      item("2027-01-15", [], false), item("2027-10-01", []),
    ];
    expect(roadmap([far, next, now, done, late], "2026-11-29", 4)).toEqual([
      { quarter: "2026-Q2", from: "2026-04-01", teams: [{ team: "Payments", items: [late] }] },
      { quarter: "2026-Q4", from: "2026-10-01", teams: [{ team: "Payments", items: [now] }, { team: "Search", items: [now] }] },
      { quarter: "2027-Q1", from: "2027-01-01", teams: [{ team: null, items: [next] }] },
    ]);
  });

  it("has teams by their names and days in order, those that are the same as they were told", () => {
    const [one, two, same, none] = [
      item("2026-12-02", ["Web"]), item("2026-12-01", ["Ads"]), {
        ...item("2026-12-01", ["Web", "Ads"]), open: true,
      }, item("2026-12-31", []),
    ];
    expect(roadmap([one, none, two, same], "2026-11-29", 1)).toEqual([{
      quarter: "2026-Q4", from: "2026-10-01",
      teams: [{ team: "Ads", items: [two, same] }, { team: "Web", items: [same, one] }, { team: null, items: [none] }],
    }]);
    expect(roadmap([item("2027-01-01", []), item("2026-09-30", [], false)], "2026-11-29", 1)).toEqual([]);
    expect(roadmap([item("2026-10-01", [], false)], "2026-11-29", 1)).toHaveLength(1);
  });
});
