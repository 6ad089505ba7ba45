import type { Commit } from "@ballast/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CHUNK_BYTES, canonicalCommits, chunkBytes, chunksOf, jsonBytes } from "./commits.ts";

const commit = (sha: string, subject = "Fix rounding"): Commit => ({
  sha, authorAt: "2026-01-05T10:00:00+02:00", author: "Ada", subject, merge: false, reverts: [],
});

const anyCommits = fc.array(
  fc.record({
    sha: fc.stringMatching(/^[0-9a-f]{40}$/),
    authorAt: fc.constant("2026-01-05T08:00:00Z"),
    author: fc.string({ unit: "grapheme", maxLength: 30 }),
    subject: fc.integer({ min: 0, max: 2_000 }).map((length) => "ü".repeat(length)),
    merge: fc.boolean(),
    reverts: fc.array(fc.stringMatching(/^[0-9a-f]{8,40}$/), { maxLength: 3 }),
  }),
  { maxLength: 400 },
);

describe("chunks of commits", () => {
  it("fit one event each and together are the list", () => {
    fc.assert(
      fc.property(anyCommits, (commits) => {
        const chunks = chunksOf(commits);
        expect(chunks.flat()).toEqual(commits);
        for (const chunk of chunks) {
          expect(chunk.length).toBeGreaterThan(0);
          expect(chunkBytes(chunk)).toBeLessThanOrEqual(CHUNK_BYTES);
        }
      }),
      { numRuns: 30 },
    );
  });
  it("are none for a release without commits", () => expect(chunksOf([])).toEqual([]));
  it("are counted in bytes of UTF-8", () => expect(jsonBytes("ü😀")).toBe(8));
  it("are as few as possible", () => {
    const many = Array.from({ length: 4_900 }, (_, index) => commit(index.toString(16).padStart(40, "0"), "x".repeat(100)));
    const chunks = chunksOf(many);
    expect(chunks).toHaveLength(Math.ceil(jsonBytes(many) / CHUNK_BYTES));
  });
});

describe("canonical commits", () => {
  it("are the same in any order and with any offset", () => {
    const one = [commit("aaaaaaa"), commit("bbbbbbb")];
    const other = [commit("bbbbbbb"), { ...commit("aaaaaaa"), authorAt: "2026-01-05T08:00:00.000Z" }];
    expect(canonicalCommits(one)).toBe(canonicalCommits(other));
  });
  it("differ when anything about a commit differs", () => {
    const base = commit("aaaaaaa");
    const changed: Commit[] = [
      { ...base, sha: "aaaaaab" },
      { ...base, authorAt: "2026-01-05T10:00:01+02:00" },
      { ...base, committedAt: base.authorAt },
      { ...base, author: "Grace" },
      { ...base, subject: "Fix" },
      { ...base, merge: true },
      { ...base, reverts: ["bbbbbbbb"] },
    ];
    expect(new Set([base, ...changed].map((one) => canonicalCommits([one]))).size).toBe(changed.length + 1);
  });
  it("tell a commit listed twice from one listed once", () =>
    expect(canonicalCommits([commit("aaaaaaa"), commit("aaaaaaa")])).not.toBe(canonicalCommits([commit("aaaaaaa")])));
});
