import type { Commit, ReleaseEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { CHUNK_BYTES, chunkBytes, chunksOf } from "./commits.ts";
import { differences } from "./differences.ts";
import { absentRelease, chunksListed, evolveRelease, type Release, type ReleaseCommand } from "./release.ts";

type Command<Type extends ReleaseCommand["type"]> = Extract<ReleaseCommand, { type: Type }>;

function recordRelease({ commits, ...command }: Command<"RecordRelease">, release: Release): readonly ReleaseEvent[] {
  if (release.status === "recorded" && !completes({ ...command, commitCount: commits.length }, release))
    return refuseDifference({ ...command, commitCount: commits.length }, release);
  const chunks = chunksOf(commits);
  const listed = chunks.flatMap((chunk, number) => list({ ...command, chunk: number, commits: chunk }, release));
  return [...listed, ...seal({ ...command, type: "SealRelease", chunkCount: chunks.length, commitCount: commits.length }, release)];
}

/** Whoever knows all of a release that is known in part completes it; who lists no commits (a pipeline that has none to tell) does not. */
const completes = (
  { partial, commitCount }: { readonly partial?: boolean | undefined; readonly commitCount: number },
  release: Release,
): boolean =>
  release.status === "recorded" && release.partial === true && partial !== true && (commitCount > 0 || release.commitCount === 0);

interface Chunk {
  readonly partial?: boolean | undefined;
  readonly releaseId: string;
  readonly version: string;
  readonly chunk: number;
  readonly commits: readonly Commit[];
}

function list({ releaseId, version, chunk, commits, partial }: Chunk, release: Release): readonly ReleaseEvent[] {
  if (partial === true && release.status === "recorded") return [];
  const before = chunksListed(release).get(chunk);
  if (before !== undefined && sameContent(before, commits)) return [];
  if (release.status === "recorded" && !completes({ partial, commitCount: commits.length }, release)) {
    throw new Rejection("RELEASE_DIFFERS", `release ${release.version} is recorded with other commits in chunk ${chunk}`, ["commits"]);
  }
  if (chunkBytes(commits) > CHUNK_BYTES) {
    const which = commits.length === 1 ? `commit ${commits[0]?.sha}` : `chunk ${chunk}`;
    throw new Rejection(
      "INVALID_INPUT",
      `${which} of release ${version} has ${chunkBytes(commits)} bytes; at most ${CHUNK_BYTES} fit into one event`,
      ["commits"],
    );
  }
  return [{ type: "ReleaseCommitsListed", data: { releaseId, chunk, commits: [...commits] } }];
}

function sealRelease(command: Command<"SealRelease">, release: Release): readonly ReleaseEvent[] {
  if (release.status === "recorded" && !completes(command, release)) return refuseDifference(command, release);
  const counted = [...chunksListed(release)].filter(([number]) => number < command.chunkCount);
  const listed = counted.reduce((sum, [, commits]) => sum + commits.length, 0);
  if (counted.length !== command.chunkCount || listed !== command.commitCount) {
    const found = `${listed} of ${command.commitCount} commits in ${counted.length} of ${command.chunkCount} chunks`;
    throw new Rejection("INVALID_INPUT", `release ${command.version} cannot be sealed: ${found} are listed`, ["commitCount"]);
  }
  return seal(command, release);
}

/** Empties what an older try listed beyond today's chunks, then seals; what else was said of a release known in part must still be so. */
function seal({ type, now, chunkCount, ...described }: Command<"SealRelease">, release: Release): readonly ReleaseEvent[] {
  const left = [...chunksListed(release)].filter(([number, commits]) => number >= chunkCount && commits.length > 0);
  const emptied = left.map(([chunk]): ReleaseEvent => ({
    type: "ReleaseCommitsListed", data: { releaseId: described.releaseId, chunk, commits: [] },
  }));
  if (release.status === "recorded") {
    refuseDifference({ ...described, partial: true }, release);
    const { releaseId, commitCount, commitsHash } = described;
    return [...emptied, { type: "ReleaseCompleted", data: { releaseId, commitCount, commitsHash } }];
  }
  return [...emptied, { type: "ReleaseRecorded", data: { ...described, releasedAt: described.releasedAt ?? now } }];
}

function refuseDifference(given: Parameters<typeof differences>[0], recorded: Parameters<typeof differences>[1]): readonly ReleaseEvent[] {
  const found = differences(given, recorded);
  const [first] = found;
  if (first === undefined) return [];
  const said = found.map(({ text }) => text).join("; ");
  throw new Rejection("RELEASE_DIFFERS", `release ${recorded.version} is recorded with other contents: ${said}`, [first.field]);
}

function decide(command: ReleaseCommand, release: Release): readonly ReleaseEvent[] {
  switch (command.type) {
    case "RecordRelease":
      return recordRelease(command, release);
    case "ListCommits":
      return list(command, release);
    case "SealRelease":
      return sealRelease(command, release);
  }
}

/** A release: immutable once sealed whole, completed by repetition until then. */
export const releaseDecider = aggregate("release", {
  initialState: absentRelease,
  evolve: evolveRelease,
  decide,
  keyOf: (serviceId: string, version: string) => [serviceId, version],
});

/** Commits up to this many bytes go in one append together with the seal. */
const ONE_APPEND_BYTES = 3 * CHUNK_BYTES;

/**
 * The commands that record a release, each of which fits one append (1 MiB): one, or one for each chunk and the seal.
 * They may be repeated from the start after an interruption; the seal makes the release visible.
 */
export function commandsToRecord(command: Command<"RecordRelease">): readonly ReleaseCommand[] {
  if (chunkBytes(command.commits) <= ONE_APPEND_BYTES) return [command];
  const { commits, ...described } = command;
  const { now, releaseId, version, partial } = described;
  const chunks = chunksOf(commits);
  const lists = chunks.map((chunk, number): ReleaseCommand => ({
    type: "ListCommits", now, releaseId, version, partial, chunk: number, commits: [...chunk],
  }));
  return [...lists, { ...described, type: "SealRelease", chunkCount: chunks.length, commitCount: commits.length }];
}
