import { describe, expect, it } from "vitest";
import { deployReport, type ReportedDeploy } from "./deployReport.ts";

const window = { from: "2024-01-01", to: "2024-01-15" };
const at = (day: string, time = "12:00") => `2024-01-${day}T${time}:00Z`;
const deploy = (id: string, day: string, rest: Partial<ReportedDeploy> = {}): ReportedDeploy => ({
  id,
  kind: "deploy",
  lane: "checkout/production",
  version: id,
  exposedAt: at(day),
  liveAt: at(day, "13:00"),
  commits: [],
  ...rest,
});
const commit = (sha: string, day: string) => ({ sha, authorAt: at(day, "11:00") });

describe("the report over production deploys", () => {
  it("counts deploys a week by first exposure; rollbacks are no deploys", () => {
    const report = deployReport([deploy("a", "02"), deploy("b", "09", { kind: "rollback" }), deploy("c", "20")], window);
    expect(report).toMatchObject({ basis: "deploys", deploys: 1, perIsoWeek: { "2024-W01": 1, "2024-W02": 0 } });
  });

  it("measures from author to live for everyone, each commit once, without the lane's first deploy", () => {
    const report = deployReport(
      [
        deploy("a", "02", { commits: [commit("1", "01")] }),
        deploy("canary-only", "03", { liveAt: null, rolledBackAt: at("03", "12:10"), commits: [commit("2", "03")] }),
        deploy("b", "04", { commits: [commit("1", "01"), commit("2", "03"), { ...commit("m", "01"), merge: true }] }),
        deploy("b-again", "05", { commits: [commit("2", "03")] }),
        deploy("other lane", "05", { lane: "search/production", commits: [commit("9", "01")] }),
      ],
      window,
    );
    expect(report.records.leadTimeHours).toEqual([{ sha: "2", deploy: "b", hours: 26 }]);
  });

  it("fails what was rolled back or is named as a cause, and nothing for another relation", () => {
    const incident = (relation: "suspected" | "contributed", mitigatedAt: string | null) => ({
      id: `i-${relation}`, relation, mitigatedAt,
    });
    const report = deployReport(
      [
        deploy("fine", "02", { incidents: [incident("contributed", null)] }),
        deploy("rolled back", "03", { rolledBackAt: at("03", "12:30") }),
        deploy("fixed forward", "04", { incidents: [incident("suspected", at("04", "14:00"))] }),
        deploy("going on", "05", { rolledBackAt: at("05", "12:30"), incidents: [incident("suspected", null)] }),
      ],
      window,
    );
    expect(report).toMatchObject({ deploys: 4, failed: 3, changeFailRatePercent: 75 });
    expect(report.recoveryTimeHours).toMatchObject({ n: 2, min: 0.5, max: 2 });
    expect(report.records.failed).toEqual([
      { deploy: "rolled back", rolledBack: true, incidents: [], hours: 0.5 },
      { deploy: "fixed forward", rolledBack: false, incidents: ["i-suspected"], hours: 2 },
      { deploy: "going on", rolledBack: true, incidents: ["i-suspected"], hours: null },
    ]);
  });

  it("counts as rework what mitigated an incident, and what came while a failure went on; not what came after", () => {
    const report = deployReport(
      [
        deploy("fails", "03", { incidents: [{ id: "i", relation: "caused", mitigatedAt: at("04", "15:00") }] }),
        deploy("forward", "04"),
        deploy("other lane", "04", { lane: "search/production" }),
        deploy("after", "05"),
        deploy("mends", "06", { incidents: [{ id: "j", relation: "mitigated" }] }),
        deploy("open", "07", { incidents: [{ id: "k", relation: "suspected" }] }),
        deploy("meanwhile", "08"),
        deploy("back", "08", { kind: "rollback" }),
      ],
      window,
    );
    expect(report.records.rework).toEqual([
      { deploy: "forward", because: "fixedForward", of: "fails" },
      { deploy: "mends", because: "mitigated", of: "j" },
      { deploy: "meanwhile", because: "fixedForward", of: "open" },
    ]);
    expect([report.rework, report.deploys, Number(report.reworkRatePercent?.toFixed(2))]).toEqual([3, 7, 42.86]);
  });

  it("counts no rework of what customers met in the very moment in which the failure was over", () => {
    const fails = deploy("fails", "03", { rolledBackAt: at("03", "13:00") });
    const [exposedAt, liveAt] = [at("03", "13:00"), at("03", "13:00")];
    const reworked = (moment: string) =>
      deployReport([fails, deploy("next", "03", { exposedAt: moment, liveAt })], window).records.rework.map(({ of }) => of);
    expect(reworked(exposedAt)).toEqual([]);
    expect(reworked(at("03", "12:59"))).toEqual(["fails"]);
  });

  it("says nothing about a rate of nothing", () => {
    expect(deployReport([], window)).toMatchObject({ deploys: 0, changeFailRatePercent: null, recoveryTimeHours: { n: 0, mean: null } });
  });

  it("says of which deploys no commits are known, and why", () => {
    const report = deployReport(
      [
        deploy("a", "02", { commits: [commit("1", "01")] }),
        deploy("b", "03", { lacking: "release" }),
        deploy("c", "04", { lacking: "commits" }),
        deploy("outside", "20", { lacking: "commits" }),
      ],
      window,
    );
    expect(report.withoutCommits).toBe(2);
    expect(report.records.withoutCommits).toEqual([{ deploy: "b", lacking: "release" }, { deploy: "c", lacking: "commits" }]);
  });
});
