import { describe, expect, it } from "vitest";
import { impactSeries, type Measured } from "./impactSeries.ts";

const at = (second: number): string => `2026-11-23T14:00:0${second}.000Z`;
const effect = (series: NonNullable<Measured["deploy"]["effect"]>["series"]) => ({
  at: at(9), sentence: "", recovered: true, before: null, after: null, beforeErrorsPer100k: null, afterErrorsPer100k: null, overMs: 1,
  affectedCustomers: [], affectedCustomerCount: 0, series,
});
const verdicts: Measured["verdicts"] = [
  { to: at(2), canary: { requests: 10, errors: 2, p50Ms: 1, p95Ms: 1 } },
  { to: at(3), canary: null },
];
const felt = [
  { at: at(1), requests: 100, errors: 0 },
  { at: at(2), requests: 10, errors: 2 },
  { at: at(3), requests: 0, errors: 0 },
];

describe("the errors of an incident over time", () => {
  it("are what was felt from before the release until after it, where that was measured", () => {
    expect(impactSeries([{ deploy: { kind: "deploy", version: "v3", fromVersion: "v2", effect: effect(felt) }, verdicts }])).toEqual([
      { at: at(1), errorsPer100k: 0, version: "v3" }, { at: at(2), errorsPer100k: 20_000, version: "v3" },
    ]);
  });

  it("are those of the release that a rollback left", () => {
    expect(
      impactSeries([{ deploy: { kind: "rollback", version: "v2", fromVersion: "v3", effect: effect(felt) }, verdicts: [] }]).map(
        ({ version }) => version,
      ),
    ).toEqual(["v3", "v3"]);
  });

  it("are what the judge saw, while nothing went back or nothing was kept", () => {
    const looked = [{ at: at(2), errorsPer100k: 20_000, version: "v3" }];
    expect(impactSeries([{ deploy: { kind: "deploy", version: "v3", fromVersion: "v2", effect: null }, verdicts }])).toEqual(looked);
    expect(impactSeries([{ deploy: { kind: "deploy", version: "v3", fromVersion: "v2", effect: effect([]) }, verdicts }])).toEqual(looked);
  });
});
