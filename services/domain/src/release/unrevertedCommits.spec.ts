import { describe, expect, it } from "vitest";
import { unrevertedCommits, type FaultyCommit } from "./unrevertedCommits.ts";

const commit = (sha: string, reverts: readonly string[] = []): FaultyCommit => ({
  sha,
  authorAt: "2024-01-01T00:00:00Z",
  subject: `change ${sha}`,
  merge: false,
  reverts: [...reverts],
});
const release = (version: string, day: number, commits: readonly FaultyCommit[]) => ({
  version, releasedAt: `2024-01-0${day}T00:00:00Z`, commits,
});
const v2 = release("v2", 2, [commit("a000000000")]);
const v3 = release("v3", 3, [commit("b111111111"), commit("b222222222"), commit("b333333333"), { ...commit("b444444444"), merge: true }]);
const sentences = (v4: readonly FaultyCommit[], more: { lastGood?: string | null; faulty?: string[] } = {}) =>
  unrevertedCommits({ releases: [v2, v3, release("v4", 4, v4)], version: "v4", lastGood: "v2", faulty: ["v3"], ...more }).map(
    ({ sentence }) => sentence,
  );

describe("what a release still contains of rolled-back ones", () => {
  it("is counted, without merges", () => {
    expect(sentences([commit("c1")])).toEqual(["3 unreverted commits of rolled-back v3"]);
  });

  it("is named with its subjects", () => {
    const [found] = unrevertedCommits({ releases: [v2, v3, release("v4", 4, [])], version: "v4", lastGood: "v2", faulty: ["v3"] });
    expect(found?.commits[0]).toEqual({ sha: "b111111111", subject: "change b111111111" });
  });

  it("leaves out what was reverted, by a full id or a prefix", () => {
    expect(sentences([commit("c1", ["b111111111"]), commit("c2", ["b2222222"])])).toEqual(["1 unreverted commit of rolled-back v3"]);
    expect(sentences([commit("c1", ["b111111111", "b222222222", "b333333333"])])).toEqual([]);
  });

  it("counts again what a revert of the revert brought back", () => {
    expect(sentences([commit("c1000000", ["b111111111"]), commit("c2000000", ["c1000000"])])).toEqual([
      "3 unreverted commits of rolled-back v3",
    ]);
  });

  it("survives commits that name each other", () => {
    expect(sentences([commit("c1000000", ["c2000000", "b111111111"]), commit("c2000000", ["c1000000"])])).toHaveLength(1);
  });

  it("does not count what already serves everyone, nor what came after this release", () => {
    expect(sentences([], { lastGood: "v3" })).toEqual([]);
    const releases = [v2, v3, release("v4", 4, [])];
    expect(unrevertedCommits({ releases, version: "v2", lastGood: null, faulty: ["v3"] })).toEqual([]);
    expect(unrevertedCommits({ releases, version: "v3", lastGood: "v2", faulty: ["v3"] })).toEqual([]);
    expect(unrevertedCommits({ releases, version: "unknown", lastGood: "v2", faulty: ["v3"] })).toEqual([]);
  });

  it("looks at everything before when nothing serves, and at several faulty releases", () => {
    expect(sentences([], { lastGood: null, faulty: ["v2", "v3"] })).toEqual([
      "1 unreverted commit of rolled-back v2",
      "3 unreverted commits of rolled-back v3",
    ]);
  });
});
