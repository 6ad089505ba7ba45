import { describe, expect, it } from "vitest";
import { namedBy, type ReleasedCommit, type ReleasedVersion } from "./commitOwnership.ts";
import { deliveryReport } from "./deliveryReport.ts";

const window = { from: "2024-01-01", to: "2024-01-15" };
const commit = (sha: string, authorAt: string, rest: Partial<ReleasedCommit> = {}): ReleasedCommit => ({ sha, authorAt, ...rest });
const release = (version: string, day: string, commits: readonly ReleasedCommit[] = []): ReleasedVersion => ({
  version,
  releasedAt: `2024-01-${day}T12:00:00Z`,
  commits,
});
const FIRST: ReleasedVersion = { version: "v0", releasedAt: "2023-06-01T00:00:00Z", commits: [commit("0000", "2020-01-01T00:00:00Z")] };

describe("the delivery report", () => {
  it("counts releases a week, weeks without one included", () => {
    const report = deliveryReport([FIRST, release("v1", "02"), release("v2", "03")], window);
    expect(report).toMatchObject({
      basis: "releases", releases: 2, weeks: 2, perIsoWeek: { "2024-W01": 2, "2024-W02": 0 }, perWeekMean: 1,
    });
    expect(report.records.perIsoWeek).toEqual({ "2024-W01": ["v1", "v2"], "2024-W02": [] });
  });

  it("has nulls where there is no release", () => {
    const report = deliveryReport([], window);
    expect(report).toMatchObject({ releases: 0, perWeekMean: 0, revertRatePercent: null });
    expect(report.leadTimeHours).toMatchObject({ n: 0, mean: null, clamped: 0 });
  });

  it("measures each commit to the first release that contains it, and leaves merges and the first release out", () => {
    const shared = commit("aaaa", "2024-01-02T10:00:00Z");
    const merge = commit("bbbb", "2024-01-01T00:00:00Z", { merge: true });
    // given out of order, and the later release lists the commit again
    const report = deliveryReport([release("v2", "09", [shared]), release("v1", "02", [shared, merge]), FIRST], window);
    expect(report.records.leadTimeHours).toEqual([{ sha: "aaaa", version: "v1", hours: 2 }]);
  });

  it("gives a commit in two releases of one instant to the first in the file", () => {
    const shared = commit("aaaa", "2024-01-02T10:00:00Z");
    const report = deliveryReport([FIRST, release("v1", "02", [shared]), release("v1-copy", "02", [shared])], window);
    expect(report.records.leadTimeHours).toMatchObject([{ version: "v1" }]);
  });

  it("clamps a commit authored after its release, and counts it", () => {
    const report = deliveryReport([FIRST, release("v1", "02", [commit("aaaa", "2024-01-05T00:00:00+14:00")])], window);
    expect(report.leadTimeHours).toMatchObject({ n: 1, min: 0, max: 0, clamped: 1 });
  });

  it("calls a release failed when a strictly later one reverts its commit, also by a prefix and after the window", () => {
    const report = deliveryReport(
      [
        FIRST,
        release("v1", "02", [commit("aaaabbbbcccc", "2024-01-01T00:00:00Z")]),
        release("v2", "03", [commit("dddd", "2024-01-03T00:00:00Z", { reverts: ["dddd1"] }), commit("dddd1", "2024-01-03T00:00:00Z")]),
        release("v3", "20", [commit("eeee", "2024-01-20T00:00:00Z", { reverts: ["aaaabbbb"] })]),
        release("v4", "21", [commit("ffff", "2024-01-20T00:00:00Z", { reverts: ["aaaabbbbcccc"] })]),
      ],
      window,
    );
    expect(report).toMatchObject({ failed: 1, failedVersions: ["v1"], revertRatePercent: 50 });
    expect(report.timeToRestoreHours).toMatchObject({ n: 1, mean: 18 * 24 });
    expect(report.records.failed).toEqual([
      {
        version: "v1",
        restoredBy: "v3",
        hours: 18 * 24,
        commits: [
          { sha: "aaaabbbbcccc", revertedBy: "eeee", revertedIn: "v3" },
          { sha: "aaaabbbbcccc", revertedBy: "ffff", revertedIn: "v4" },
        ],
      },
    ]);
  });

  it("does not fail a release for a revert that shipped with it or at the same instant", () => {
    const reverting = commit("bbbb", "2024-01-02T00:00:00Z", { reverts: ["aaaa"] });
    const report = deliveryReport(
      [FIRST, release("v1", "02", [commit("aaaa", "2024-01-01T00:00:00Z")]), release("v1-copy", "02", [reverting])],
      window,
    );
    expect(report.failed).toBe(0);
  });
});

describe("a commit named by a prefix", () => {
  const find = namedBy(new Map([["abc1", 1], ["abc2", 2], ["abd", 3], ["abd9", 4]]));

  it("is found when the prefix names one, and a full id always", () => {
    expect([find("abc1"), find("abc"), find("abd"), find("abd9"), find("a"), find(""), find("zzz")]).toEqual([
      1, undefined, 3, 4, undefined, undefined, undefined,
    ]);
  });

  it("counts of what is taken back only releases of the window", () => {
    const taken = commit("eeee5555", "2024-01-05T00:00:00Z", { reverts: ["00001111"], alsoReverts: ["bbbb2222"] });
    const before = release("v1", "02", [commit("00001111", "2024-01-01T00:00:00Z"), commit("bbbb2222", "2024-01-01T00:00:00Z")]);
    const report = deliveryReport([FIRST, before, release("v5", "06", [taken])], { from: "2024-01-04", to: "2024-01-15" });
    expect(report).toMatchObject({ failed: 0, takenBack: 0, releases: 1 });
  });

  it("counts what is taken back in other words beside the reverts of D6, and never instead of them", () => {
    const report = deliveryReport(
      [
        FIRST,
        release("v1", "02", [commit("aaaa1111", "2024-01-01T00:00:00Z")]),
        release("v2", "03", [commit("bbbb2222", "2024-01-02T00:00:00Z", { subject: "Round half up (#12)" })]),
        release("v3", "04", [commit("cccc3333", "2024-01-03T00:00:00Z", { subject: "Merge pull request #7 from ana/cache" })]),
        release("v4", "05", [commit("dddd4444", "2024-01-04T00:00:00Z", { subject: "Mentions (#70) in the middle" })]),
        release("v5", "06", [
          commit("eeee5555", "2024-01-05T00:00:00Z", { reverts: ["aaaa1111"], alsoReverts: ["bbbb2222", "shop/web#7", "#70", "#99"] }),
        ]),
      ],
      window,
    );
    expect(report).toMatchObject({ releases: 5, failedVersions: ["v1"], revertRatePercent: 20, takenBack: 3, takenBackPercent: 60 });
    expect(report.records.takenBack.map(({ version, restoredBy }) => [version, restoredBy])).toEqual([
      ["v1", "v5"],
      ["v2", "v5"],
      ["v3", "v5"],
    ]);
    const byPull = deliveryReport(
      [
        FIRST,
        release("v2", "03", [commit("bbbb2222", "2024-01-02T00:00:00Z", { subject: "Round half up (#12)" })]),
        release("v5", "06", [commit("eeee5555", "2024-01-05T00:00:00Z", { alsoReverts: ["shop/web#12"] })]),
      ],
      window,
    );
    expect(byPull).toMatchObject({ failed: 0, takenBack: 1 });
  });
});
