import { ids } from "@ballast/eventlog";
import { describe, expect, it } from "vitest";
import { folded } from "../specification/folded.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";

const serviceId = ids.service("shop");
const day = (n: number): string => new Date(Date.UTC(2026, 10, n, 12)).toISOString();
const idOf = (version: string): string => ids.release(serviceId, version);

interface Told {
  readonly version: string;
  readonly on: number;
  readonly order: number;
  /** Commits by how many days before the release they were written; a merge where it is negative. */
  readonly commits: readonly number[];
}

/** Two of one day, told in the order of their source; versions that sort by their numbers. */
const releases: readonly Told[] = [
  { version: "v1.9", on: 1, order: 0, commits: [1, 3] },
  { version: "v1.10", on: 3, order: 1, commits: [1, 2, 6, -9] },
  { version: "v1.11", on: 3, order: 2, commits: [] },
];

function story() {
  const history = recordedHistory();
  for (const { version, on, order, commits } of releases) {
    const releaseId = idOf(version);
    const listed = commits.map((before, n) => ({
      sha: `${String(order)}${String(n)}cafe00`, authorAt: day(on - Math.abs(before)), author: "Ana",
      subject: `Work ${String(n)} of ${version}`, merge: before < 0, reverts: n === 1 ? ["00cafe00"] : [],
    }));
    if (listed.length > 0)
      history.add(
        ["release", releaseId],
        { type: "ReleaseCommitsListed", data: { releaseId, chunk: 0, commits: listed } },
        { at: day(on) },
      );
    history.add(
      ["release", releaseId],
      {
        type: "ReleaseRecorded",
        data: {
          releaseId, serviceId, version, releasedAt: day(on), sha: version === "v1.11" ? "feed0001" : null, artifact: null,
          commitCount: listed.length, commitsHash: "", rollbackSafe: true, rollbackUnsafeReason: null,
          notes: version === "v1.9" ? "The aubergine release" : "", order,
        },
      },
      { at: day(on) },
    );
  }
  return folded(history.events).releases;
}
const row = (queries: ReturnType<typeof story>, version: string) => {
  const found = queries.byVersion(serviceId, version);
  if (found === undefined) throw new Error(`${version} was recorded`);
  return found;
};

describe("releases", () => {
  it("stand in the order of their times, those of one moment in that of their source", () => {
    const queries = story();
    expect(queries.ofService(serviceId).map(({ version }) => version)).toEqual(["v1.9", "v1.10", "v1.11"]);
    expect([queries.first(serviceId), queries.newest(serviceId)].map((found) => found?.version)).toEqual(["v1.9", "v1.11"]);
    expect(queries.previous(row(queries, "v1.11"))?.version).toBe("v1.10");
    expect(queries.previous(row(queries, "v1.9"))).toBeUndefined();
    expect(queries.list({ sort: "VERSION_DESC" }).nodes.map(({ version }) => version)).toEqual(["v1.11", "v1.10", "v1.9"]);
    expect(queries.list({ sort: "COMMITS_DESC" }).nodes.map(({ commitCount }) => commitCount)).toEqual([4, 2, 0]);
  });

  it("are found by version, time and words, their commits' words too", () => {
    const queries = story();
    const found = (filter: Parameters<typeof queries.count>[0]) =>
      queries.list({ filter, sort: "RELEASED_ASC" }).nodes.map(({ version }) => version);
    expect(found({ version: "v1.9" })).toEqual(["v1.9"]);
    expect(found({ releasedFrom: day(1), releasedTo: day(3) })).toEqual(["v1.9"]);
    expect(found({ text: "aubergine" })).toEqual(["v1.9"]);
    expect(found({ text: "Work 2" })).toEqual(["v1.10"]);
    expect(found({ text: " " })).toHaveLength(3);
    expect(queries.count({ serviceIds: [] })).toBe(0);
    expect(queries.perDay()).toEqual([{ day: "2026-11-01", count: 1 }, { day: "2026-11-03", count: 2 }]);
  });

  it("are those of a commit: built from it, else the first that lists it; a beginning of its id will do", () => {
    const queries = story();
    expect(queries.ofCommit(serviceId, "feed")?.version).toBe("v1.11");
    expect(queries.ofCommit(serviceId, "10cafe")?.version).toBe("v1.10");
    expect(queries.shipping(serviceId, "feed")).toBeUndefined();
    expect(queries.ofCommit(serviceId, "0fff")).toBeUndefined();
  });

  it("take the median of their commits' times as lead time, merges left out; the two in the middle are averaged", () => {
    const queries = story();
    const DAY = 24 * 60 * 60_000;
    expect(queries.leadTimeMs(row(queries, "v1.9"))).toBe(2 * DAY);
    expect(queries.leadTimeMs(row(queries, "v1.10"))).toBe(2 * DAY);
    expect(queries.leadTimeMs(row(queries, "v1.11"))).toBeNull();
  });

  it("are compared in both directions: what comes in forwards goes out backwards", () => {
    const queries = story();
    const [old, young] = [row(queries, "v1.9"), row(queries, "v1.11")];
    const there = queries.compare(old, young);
    expect([there.added.length, there.removed.length, there.releasesBetween, there.revertsOf]).toEqual([4, 0, 1, ["00cafe00"]]);
    expect(queries.compare(young, old)).toMatchObject({ added: [], releasesBetween: 1 });
    expect(queries.compare(young, old).removed).toHaveLength(4);
  });
});

describe("the commits of a release", () => {
  it("are read slice by slice in the order of their source, or those with the words", () => {
    const queries = story();
    const one = queries.commits(idOf("v1.10"), { first: 3 });
    expect([one.nodes.length, one.hasNextPage, one.hasPreviousPage, one.totalCount()]).toEqual([3, true, false, 4]);
    const two = queries.commits(idOf("v1.10"), { first: 3, after: one.edges.at(-1)?.cursor });
    expect([two.nodes.map(({ sha }) => sha), two.hasNextPage, two.hasPreviousPage]).toEqual([["13cafe00"], false, true]);
    expect(queries.commits(idOf("v1.10"), { first: 4 }).hasNextPage).toBe(false);
    for (const after of ["x", "1", "1.", "a.b", "-1.0"])
      expect(() => queries.commits(idOf("v1.10"), { after }), after).toThrow("does not belong to this list");
    expect(queries.commits(idOf("v1.10"), { text: "Work 2" }).nodes.map(({ sha }) => sha)).toEqual(["12cafe00"]);
    expect(queries.matchingCommits(idOf("v1.10"), "work", 2)).toHaveLength(2);
  });
});
