import { describe, expect, it } from "vitest";
import { ledgerOf } from "./ledger.ts";

const base = { since: "2026-01-01T08:00:00Z", keptOn: null, open: true } as const;

describe("the line of a promise", () => {
  it("has every day that was promised, and is red from the last one to today", () => {
    const drawn = ledgerOf({ ...base, dueOn: "2026-02-10", slips: [{ from: "2026-01-21", to: "2026-02-10" }] }, "2026-02-20");
    expect(drawn).toEqual({
      promises: [{ day: "2026-01-21", at: 0.4, row: 0 }, { day: "2026-02-10", at: 0.8, row: 0 }],
      slips: [{ from: 0.4, to: 0.8 }], today: 1, kept: null, over: { from: 0.8, to: 1 },
    });
    expect(ledgerOf({ ...base, dueOn: null, slips: [] }, "2026-02-20")).toBeNull();
  });

  it("is late for nobody once it was kept or dropped, and may be a day long", () => {
    expect(ledgerOf({ ...base, open: false, keptOn: "2026-02-01", dueOn: "2026-01-21", slips: [] }, "2026-02-20")?.over).toBeNull();
    expect(ledgerOf({ ...base, dueOn: "2026-01-01", slips: [] }, "2026-01-01")).toMatchObject({ today: 0.5, promises: [{ at: 0.5 }] });
  });

  it("writes days that are close below each other, and the first of too many not at all", () => {
    const days = ["2026-01-10", "2026-01-11", "2026-01-12"];
    const slips = days.map((from) => ({ from, to: "2026-01-13" }));
    expect(ledgerOf({ ...base, dueOn: "2026-01-13", slips }, "2026-12-31")?.promises.map(({ row }) => row)).toEqual([null, null, 1, 0]);
  });
});
