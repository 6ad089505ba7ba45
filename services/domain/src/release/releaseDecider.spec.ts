import type { Commit, ReleaseEvent } from "@ballast/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fold } from "../decider.ts";
import { given } from "../specification.ts";
import { CHUNK_BYTES, canonicalCommits, chunkBytes } from "./commits.ts";
import { artifactOf, commitsOf, recordedRelease, type Release, type ReleaseCommand } from "./release.ts";
import { commandsToRecord, releaseDecider } from "./releaseDecider.ts";

const now = "2026-03-02T10:00:00Z";
const releaseId = "20000000-0000-4000-8000-000000000001";
const commit = (number: number, subject = "Round totals half up"): Commit => ({
  sha: number.toString(16).padStart(40, "0"), authorAt: "2026-03-01T09:00:00Z", author: "Ada", subject, merge: false, reverts: [],
});
const described = {
  releaseId, serviceId: "50000000-0000-4000-8000-000000000001", version: "2026.11.4", releasedAt: "2026-03-02T09:00:00Z" as string | null,
  sha: "abc1234", artifact: { command: "node", args: ["server.js"], env: {} }, rollbackSafe: true, rollbackUnsafeReason: null, notes: "",
  order: 7,
};
/** Stands for a digest: the canonical text itself tells lists apart. */
const recordOf = (commits: readonly Commit[]) =>
  ({ type: "RecordRelease", now, ...described, commits, commitsHash: canonicalCommits(commits) }) as const;
const two = [commit(1), commit(2)];
const record = recordOf(two);
const listed = (chunk: number, commits: Commit[]): ReleaseEvent => ({ type: "ReleaseCommitsListed", data: { releaseId, chunk, commits } });
const recorded = (commits: readonly Commit[], releasedAt = "2026-03-02T09:00:00Z"): ReleaseEvent => ({
  type: "ReleaseRecorded", data: { ...described, releasedAt, commitCount: commits.length, commitsHash: canonicalCommits(commits) },
});
const sealOf = (commits: readonly Commit[], chunkCount: number) => {
  const { commits: _, ...rest } = recordOf(commits);
  return { ...rest, type: "SealRelease", chunkCount, commitCount: commits.length } as const;
};
/** Large enough that five fill more than one chunk. */
const large = (number: number): Commit => ({ ...commit(number), reverts: Array.from({ length: 1_500 }, () => "f".repeat(40)) });
const decideAll = (commands: readonly ReleaseCommand[], start: Release) =>
  commands.reduce((release, command) => releaseDecider.decide(command, release).reduce(releaseDecider.evolve, release), start);

describe("recording a release", () => {
  it("lists the commits and seals them", () =>
    given(releaseDecider, [])
      .when(record)
      .then([listed(0, two), recorded(two)]));
  it("needs no commits", () =>
    given(releaseDecider, [])
      .when(recordOf([]))
      .then([recorded([])]));
  it("takes now for a source without a time", () =>
    given(releaseDecider, [])
      .when({ ...record, releasedAt: null })
      .then([listed(0, two), recorded(two, now)]));
  it("lists as many chunks as needed", () => {
    const commits = [1, 2, 3, 4, 5, 6, 7].map(large);
    const events = releaseDecider.decide(recordOf(commits), releaseDecider.initialState);
    expect(events.map(({ type }) => type)).toEqual(["ReleaseCommitsListed", "ReleaseCommitsListed", "ReleaseRecorded"]);
    expect(commitsOf(fold(releaseDecider, events))).toEqual(commits);
  });
  it("is refused when one commit fits no event", () =>
    given(releaseDecider, [])
      .when(recordOf([{ ...commit(3), subject: "x".repeat(CHUNK_BYTES) }]))
      .thenRejected("INVALID_INPUT", { message: /commit 0{39}3 of release 2026\.11\.4 has \d+ bytes/, path: ["commits"] }));
});

describe("recording it again", () => {
  const sealed = [listed(0, two), recorded(two)];
  it("is nothing new", () => given(releaseDecider, sealed).when(record).then([]));
  it("is nothing new in another offset, another order or another place of the file, or without a time", () => {
    const again = { ...recordOf([commit(2), commit(1)]), order: 9, releasedAt: "2026-03-02T11:00:00+02:00" };
    given(releaseDecider, sealed).when(again).then([]);
    given(releaseDecider, sealed).when({ ...record, now: "2026-03-03T00:00:00Z", releasedAt: null }).then([]);
  });
  it("is refused with other commits, and says how many", () => {
    given(releaseDecider, sealed)
      .when(recordOf([commit(1)]))
      .thenRejected("RELEASE_DIFFERS", {
        message: "release 2026.11.4 is recorded with other contents: commits (2 are recorded, 1 are given)", path: ["commits"],
      });
    given(releaseDecider, sealed)
      .when(recordOf([commit(1), commit(3)]))
      .thenRejected("RELEASE_DIFFERS", { message: "as many are given, but not the same" });
  });
  it.each([
    ["releasedAt", { releasedAt: "2026-03-02T09:00:01Z" }],
    ["sha", { sha: "def5678" }],
    ["artifact", { artifact: null }],
    ["rollbackSafe", { rollbackSafe: false }],
    ["rollbackUnsafeReason", { rollbackUnsafeReason: "drops a column" }],
    ["notes", { notes: "Rounding" }],
    ["serviceId", { serviceId: "50000000-0000-4000-8000-000000000002" }],
    ["version", { version: "2026.11.5" }],
  ])("is refused with another %s, and names it", (field, change) =>
    given(releaseDecider, sealed)
      .when({ ...record, ...change })
      .thenRejected("RELEASE_DIFFERS", { message: `${field} (recorded: `, path: [field] }),
  );
  it("names everything that differs, long notes in short", () =>
    given(releaseDecider, sealed)
      .when({ ...recordOf([]), notes: "n".repeat(500), sha: null })
      .thenRejected("RELEASE_DIFFERS", {
        message: /commits \(.*\); sha \(recorded: "abc1234", given: null\); notes \(recorded: "", given: "n{76}…\)$/,
      }));
});

describe("an interrupted recording", () => {
  it("is completed", () => given(releaseDecider, [listed(0, two)]).when(record).then([recorded(two)]));
  it("takes the source as it is now", () => {
    const older = [listed(0, [commit(8)]), listed(1, [commit(9)])];
    given(releaseDecider, older).when(record).then([listed(0, two), listed(1, []), recorded(two)]);
    expect(commitsOf(given(releaseDecider, [...older, listed(0, two), listed(1, []), recorded(two)]).state)).toEqual(two);
  });
  it("can be interrupted after any command and repeated from the start", () => {
    const commits = Array.from({ length: 25 }, (_, index) => large(index));
    const commands = commandsToRecord(recordOf(commits));
    expect(commands.length).toBeGreaterThan(4);
    fc.assert(
      fc.property(fc.array(fc.nat(commands.length)), (interruptions) => {
        const tried = interruptions.reduce((state, after) => decideAll(commands.slice(0, after), state), releaseDecider.initialState);
        const release = decideAll(commands, tried);
        expect(commitsOf(release)).toEqual(commits);
        expect(release).toMatchObject({ status: "recorded", commitCount: 25 });
      }),
      { numRuns: 20 },
    );
  });
});

describe("listing commits", () => {
  const list = { type: "ListCommits", now, releaseId, version: "2026.11.4", chunk: 0, commits: two } as const;
  const command = { ...list, commits: [...two] };
  it("lists a chunk", () => given(releaseDecider, []).when(command).then([listed(0, two)]));
  it("is nothing new the second time, sealed or not", () => {
    given(releaseDecider, [listed(0, two)]).when(command).then([]);
    given(releaseDecider, [listed(0, two), recorded(two)]).when(command).then([]);
  });
  it("is refused once the release is sealed with others", () =>
    given(releaseDecider, [listed(0, two), recorded(two)])
      .when({ ...command, commits: [commit(4)] })
      .thenRejected("RELEASE_DIFFERS", { message: "release 2026.11.4 is recorded with other commits in chunk 0", path: ["commits"] }));
  it("is refused when the chunk is too large", () => {
    const commits = Array.from({ length: 10 }, (_, index) => large(index));
    given(releaseDecider, [])
      .when({ ...command, chunk: 3, commits })
      .thenRejected("INVALID_INPUT", {
        message: `chunk 3 of release 2026.11.4 has ${chunkBytes(commits)} bytes; at most 262144`, path: ["commits"],
      });
  });
});

describe("sealing a release", () => {
  it("covers all listed commits", () =>
    given(releaseDecider, [listed(0, [commit(1)]), listed(1, [commit(2)])])
      .when(sealOf(two, 2))
      .then([recorded(two)]));
  it("empties chunks left from an older try", () =>
    given(releaseDecider, [listed(0, two), listed(1, [commit(9)])])
      .when(sealOf(two, 1))
      .then([listed(1, []), recorded(two)]));
  it("is refused while commits are missing", () => {
    given(releaseDecider, [listed(0, [commit(1)])])
      .when(sealOf(two, 2))
      .thenRejected("INVALID_INPUT", {
        message: "release 2026.11.4 cannot be sealed: 1 of 2 commits in 1 of 2 chunks are listed", path: ["commitCount"],
      });
    given(releaseDecider, []).when(sealOf(two, 1)).thenRejected("INVALID_INPUT", { message: "0 of 2 commits" });
    given(releaseDecider, [listed(0, [commit(1)])])
      .when(sealOf(two, 1))
      .thenRejected("INVALID_INPUT", { message: "1 of 2 commits in 1 of 1 chunks" });
  });
  it("is nothing new the second time", () =>
    given(releaseDecider, [listed(0, two), recorded(two)])
      .when(sealOf(two, 1))
      .then([]));
  it("is refused over other contents", () =>
    given(releaseDecider, [listed(0, two), recorded(two)])
      .when(sealOf([commit(1)], 1))
      .thenRejected("RELEASE_DIFFERS"));
});

describe("commands to record", () => {
  it("are one for a small release", () => expect(commandsToRecord(record)).toEqual([record]));
  it("are one for each chunk and the seal for a large one", () => {
    const types = commandsToRecord(recordOf(Array.from({ length: 14 }, (_, index) => large(index)))).map(({ type }) => type);
    expect(types).toEqual([...types.slice(0, -1).map(() => "ListCommits"), "SealRelease"]);
  });
});

describe("reading a release", () => {
  it("finds only sealed ones", () => {
    expect(recordedRelease(given(releaseDecider, [listed(0, two), recorded(two)]).state, "2026.11.4").version).toBe("2026.11.4");
    expect(() => recordedRelease({ status: "absent" }, "2026.11.4")).toThrow("there is no release 2026.11.4: it was never recorded");
    expect(() => recordedRelease(given(releaseDecider, [listed(0, two)]).state, "2026.11.4")).toThrow("its recording was never completed");
  });
  it("finds what to start, or says that there is nothing", () => {
    const release = recordedRelease(given(releaseDecider, [recorded([])]).state, "2026.11.4");
    expect(artifactOf(release)).toEqual(described.artifact);
    expect(() => artifactOf({ ...release, artifact: null })).toThrow(expect.objectContaining({ code: "NO_ARTIFACT", path: ["version"] }));
  });
  it("is not changed by anything after the seal", () => {
    const sealed = given(releaseDecider, [listed(0, two), recorded(two)]).state;
    expect(given(releaseDecider, [listed(0, two), recorded(two), listed(0, [commit(5)]), recorded([])]).state).toEqual(sealed);
  });
});

describe("a release known in part", () => {
  const inPart = { ...recordOf([commit(1)]), partial: true };
  const recordedInPart: ReleaseEvent = {
    type: "ReleaseRecorded",
    data: { ...(recorded([commit(1)]).data as Extract<ReleaseEvent, { type: "ReleaseRecorded" }>["data"]), partial: true },
  };
  const sealed = [listed(0, [commit(1)]), recordedInPart];
  const completed: ReleaseEvent = { type: "ReleaseCompleted", data: { releaseId, commitCount: 2, commitsHash: canonicalCommits(two) } };

  it("says so", () => given(releaseDecider, []).when(inPart).then(sealed));
  it("is completed by whoever knows the whole, even when nothing was missing", () => {
    const completion = given(releaseDecider, sealed).when(record);
    completion.then([listed(0, two), completed]);
    given(releaseDecider, sealed)
      .when(recordOf([commit(1)]))
      .then([{ type: "ReleaseCompleted", data: { releaseId, commitCount: 1, commitsHash: canonicalCommits([commit(1)]) } }]);
  });
  it("is whole then: the same is nothing new, another list is refused", () => {
    const whole = [...sealed, listed(0, two), completed];
    expect(given(releaseDecider, whole).state).toMatchObject({ status: "recorded", partial: false, commitCount: 2 });
    expect(commitsOf(given(releaseDecider, whole).state)).toEqual(two);
    given(releaseDecider, whole).when(record).then([]);
    given(releaseDecider, whole).when(recordOf([commit(1)])).thenRejected("RELEASE_DIFFERS", { path: ["commits"] });
  });
  it("keeps what it has until the completion is sealed", () => {
    const begun = [...sealed, listed(0, two)];
    expect(commitsOf(given(releaseDecider, begun).state)).toEqual([commit(1)]);
    given(releaseDecider, begun).when(record).then([completed]);
  });
  it("is completed chunk by chunk too", () => {
    const commits = Array.from({ length: 25 }, (_, index) => large(index));
    const release = decideAll(commandsToRecord(recordOf(commits)), given(releaseDecider, sealed).state);
    expect(release).toMatchObject({ status: "recorded", partial: false, commitCount: 25 });
    expect(commitsOf(release)).toEqual(commits);
  });
  it("contradicts nobody: told again in part, more or less, it changes nothing", () => {
    given(releaseDecider, sealed).when({ ...recordOf([]), partial: true }).then([]);
    given(releaseDecider, [listed(0, two), recorded(two)]).when(inPart).then([]);
    expect(
      decideAll(
        commandsToRecord({ ...recordOf(Array.from({ length: 25 }, (_, index) => large(index))), partial: true }),
        given(releaseDecider, sealed).state,
      ),
    ).toMatchObject({ partial: true, commitCount: 1 });
  });
  it("is not emptied by who lists no commits", () =>
    given(releaseDecider, sealed).when(recordOf([])).thenRejected("RELEASE_DIFFERS", { path: ["commits"] }));
  it("is not completed by another artifact or sha", () =>
    given(releaseDecider, sealed).when({ ...record, sha: "def5678" }).thenRejected("RELEASE_DIFFERS", { path: ["sha"] }));
});
