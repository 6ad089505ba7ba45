import type { Commit } from "@ballast/schema";
import { instantOf } from "../statistics/calendar.ts";

/** A digest over a release's commits; the caller has the cryptography, `canonicalCommits` says what goes in. */
export type HashOfCommits = (commits: readonly Commit[]) => string;

/** Bytes of one `ReleaseCommitsListed` at most: four of them fit into one append of 1 MiB. */
export const CHUNK_BYTES = 256 * 1024;
/** What stands around the commits in the payload: ids, number, brackets. */
const ENVELOPE_BYTES = 128;

const utf8 = new TextEncoder();

/** Length of a value as JSON in UTF-8, in bytes. */
export const jsonBytes = (value: unknown): number => utf8.encode(JSON.stringify(value)).length;

/** Length of a chunk as it is stored, in bytes. */
export const chunkBytes = (commits: readonly Commit[]): number => jsonBytes(commits) + ENVELOPE_BYTES;

/**
 * The text over which the hash goes: one line for each commit, ordered by sha, times as instants in UTC. So neither
 * the order in a source nor an offset makes two equal lists differ. `alsoReverts` is read from the message, which its
 * sha covers, and is left out: lists that were recorded before it was read are still the same.
 */
export const canonicalCommits = (commits: readonly Commit[]): string => commits.map(canonicalLine).toSorted().join("\n");

function canonicalLine({ sha, authorAt, committedAt, author, subject, merge, reverts }: Commit): string {
  return JSON.stringify([
    sha,
    instantOf(authorAt),
    committedAt === undefined ? null : instantOf(committedAt),
    author,
    subject,
    merge,
    reverts,
  ]);
}

/** Divides commits, in their order, into lists that each fit one event. The same commits always divide alike. */
export function chunksOf(commits: readonly Commit[]): readonly (readonly Commit[])[] {
  const chunks: Commit[][] = [];
  let bytes = Infinity;
  for (const commit of commits) {
    const more = jsonBytes(commit) + 1;
    if (bytes + more > CHUNK_BYTES) {
      chunks.push([]);
      bytes = ENVELOPE_BYTES + 2;
    }
    chunks.at(-1)?.push(commit);
    bytes += more;
  }
  return chunks;
}
