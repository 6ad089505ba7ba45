import { releaseDecider, type ReleaseCommand } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import type { Commit } from "@ballast/schema";
import fc from "fast-check";
import { expect, it } from "vitest";
import { rowsAreStates } from "../specification/randomHistories.ts";
import { releaseProjection } from "./releaseProjection.ts";

const now = "2026-11-01T10:00:00.000Z";
const serviceId = ids.service("checkout");
const releaseId = ids.release(serviceId, "v1");
const commitsOf = (many: number): Commit[] =>
  Array.from({ length: many }, (_, n) => ({
    sha: `${String(n)}abcdef0`, authorAt: now, author: "Ana", subject: `Work ${String(n)}`, merge: false, reverts: [],
  }));
const described = {
  releaseId, serviceId, version: "v1", releasedAt: now, sha: null, artifact: null, commitsHash: "", rollbackSafe: true,
  rollbackUnsafeReason: null, notes: "", order: 0,
};

/** Known in part or whole, at once or chunk by chunk. */
const anyCommand: fc.Arbitrary<ReleaseCommand> = fc.tuple(fc.boolean(), fc.nat(2), fc.nat(2)).chain(([partial, many, chunk]) =>
  fc.constantFrom<ReleaseCommand>(
    { type: "RecordRelease", now, ...described, ...(partial && { partial }), commits: commitsOf(many) },
    { type: "ListCommits", now, releaseId, version: "v1", partial, chunk, commits: commitsOf(many) },
    { type: "SealRelease", now, ...described, ...(partial && { partial }), chunkCount: chunk, commitCount: many * chunk },
  ));

it("a release's row says of every history what the domain's state says", () => {
  rowsAreStates(
    { record: ["release", releaseId], decider: releaseDecider, projection: releaseProjection, command: anyCommand },
    (state, row) => {
      // What is not sealed yet is there for nobody.
      if (state.status !== "recorded") return expect(row).toBeNull();
      const { version, releasedAt, sha, artifact, commitCount, rollbackSafe, rollbackUnsafeReason, notes, order } = state;
      expect(row).toMatchObject({
        id: releaseId, version, releasedAt, sha, artifact, commitCount, rollbackSafe, rollbackUnsafeReason, notes, order,
        partial: state.partial === true,
      });
    },
  );
});
