import { describe, expect, it } from "vitest";
import { firstPromise, lateness, priceOfLateness } from "./index.ts";

const slipped = { dueOn: "2026-12-15", slips: [{ from: "2026-11-15" }, { from: "2026-12-01" }] };

describe("a promise", () => {
  it("is late against the day of now, and against the first that ever was", () => {
    expect(lateness(slipped, "2026-11-24")).toEqual({ overdue: 0, sinceFirst: 30 });
    expect(lateness(slipped, "2026-12-20")).toEqual({ overdue: 5, sinceFirst: 35 });
    expect(firstPromise(slipped)).toBe("2026-11-15");
  });

  it("stays as late as it was when it was kept, and is late for nobody where no day was promised", () => {
    expect(lateness(slipped, "2027-03-01", "2026-12-16")).toEqual({ overdue: 0, sinceFirst: 31 });
    expect(lateness({ dueOn: null, slips: [] }, "2027-03-01")).toEqual({ overdue: 0, sinceFirst: 0 });
  });

  it("costs its days times what it would take off a day", () => {
    expect(priceOfLateness(30, 365.25)).toBe(30);
  });
});
