import { MOST_CHECKS, type Check, type CheckEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { checkDecider } from "./index.ts";

const about = {
  checkId: "36000000-0000-4000-8000-000000000001", serviceId: "20000000-0000-4000-8000-000000000001", site: "shop.example",
  month: "2026-02",
};
const check = (at: string, state: Check["state"] = "up"): Check => ({ at, state, httpStatus: 200, responseMs: 12 });
const recorded = (...checks: Check[]): CheckEvent => ({ type: "ChecksRecorded", data: { ...about, checks } });
const record = (...checks: Check[]) => ({ type: "RecordChecks", now: "2026-03-01T00:00:00.000Z", ...about, checks }) as const;
const [early, late] = [check("2026-02-01T00:00:00Z"), check("2026-02-03T10:00:00+01:00", "down")];

describe("checks of a site", () => {
  it("are recorded once each, in the order of their times, whatever the offset they are told with", () => {
    given(checkDecider, []).when(record(late, early)).then([recorded(early, late)]);
    given(checkDecider, [recorded(early)]).when(record(early, late)).then([recorded(late)]);
    given(checkDecider, [recorded(early, late)]).when(record(check("2026-02-03T09:00:00Z", "up"), early)).then([]);
    given(checkDecider, []).when(record(early, early)).then([recorded(early)]);
  });

  it("lie in their month, of the UTC calendar", () => {
    given(checkDecider, [])
      .when(record(check("2026-02-01T00:30:00+01:00")))
      .thenRejected("INVALID_INPUT", { path: ["checks"], message: "2026-02" });
    given(checkDecider, []).when(record(check("2026-01-31T23:30:00-01:00"))).then([recorded(check("2026-01-31T23:30:00-01:00"))]);
  });

  it("go into events of a bounded size", () => {
    const many = Array.from({ length: MOST_CHECKS + 1 }, (_, n) => check(new Date(Date.UTC(2026, 1, 1) + n * 60_000).toISOString()));
    const events = checkDecider.decide(record(...many), checkDecider.initialState);
    expect(events.map(({ data }) => data.checks.length)).toEqual([MOST_CHECKS, 1]);
  });
});
