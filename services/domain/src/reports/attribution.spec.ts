import { describe, expect, it } from "vitest";
import { attributed } from "./attribution.ts";
import { deployReport, type ReportedDeploy } from "./deployReport.ts";

const at = (day: number, hour = 12) => new Date(Date.UTC(2024, 0, day, hour)).toISOString();
const deploy = (id: string, day: number, rest: Partial<ReportedDeploy> = {}): ReportedDeploy => ({
  id, kind: "deploy", lane: "checkout/production", version: id, exposedAt: at(day, 11), liveAt: at(day), commits: [], ...rest,
});
const incident = (id: string, day: number, hour: number) => ({ id, startedAt: at(day, hour), mitigatedAt: at(day, hour + 1) });
const blamed = (deploys: readonly ReportedDeploy[]) =>
  Object.fromEntries(deploys.flatMap(({ id, incidents }) => (incidents === undefined ? [] : [[id, incidents.map((each) => each.id)]])));

describe("an incident that names no deploy", () => {
  it("is put down to the latest one that served everybody before it, within the limit, and to none beyond it or before any", () => {
    const deploys = [deploy("a", 2), deploy("canary", 3, { liveAt: null }), deploy("back", 3, { kind: "rollback" }), deploy("b", 5)];
    const incidents = [incident("before", 1, 1), incident("soon", 3, 20), incident("edge", 6, 12), incident("late", 6, 13)];
    expect(blamed(attributed(deploys, incidents, 24))).toEqual({ b: ["edge"] });
    expect(blamed(attributed(deploys, incidents, 48))).toEqual({ a: ["soon"], b: ["edge", "late"] });
  });

  it("is left to what people said of it, also where they ruled a deploy out", () => {
    const named = (relation: "caused" | "ruledOut" | "mitigated") => [{ id: "i", relation }];
    const incidents = [incident("i", 5, 13)];
    expect(blamed(attributed([deploy("a", 2, { incidents: named("caused") }), deploy("b", 5)], incidents, 24))).toEqual({ a: ["i"] });
    expect(blamed(attributed([deploy("a", 2, { incidents: named("ruledOut") }), deploy("b", 5)], incidents, 24))).toEqual({ a: ["i"] });
    expect(blamed(attributed([deploy("a", 2, { incidents: named("mitigated") }), deploy("b", 5)], incidents, 24))).toEqual({
      a: ["i"], b: ["i"],
    });
  });
});

it("six incidents over four of 23 deploys are a change fail rate of 17.4 %, not of 26.1 % (worked value 14)", () => {
  const deploys = Array.from({ length: 23 }, (_, index) => deploy(`d${String(index)}`, index + 1));
  const incidents = [[2, 13], [2, 15], [2, 18], [7, 13], [11, 13], [20, 13]].map(
    ([day = 0, hour = 0], index) => incident(`i${String(index)}`, day, hour),
  );
  const report = deployReport(attributed(deploys, incidents, 12), { from: at(1, 0), to: at(28, 0) });
  expect([report.deploys, report.failed, Number(report.changeFailRatePercent?.toFixed(1))]).toEqual([23, 4, 17.4]);
});
