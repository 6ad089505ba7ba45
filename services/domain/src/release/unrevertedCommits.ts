import type { Commit } from "@ballast/schema";
import { namedBy, ownedCommits, type ReleasedCommit, type ReleasedVersion } from "../reports/commitOwnership.ts";

/** The question before a deploy: what of releases that were rolled back does this one still contain? */
export type ContainedFaults = {
  /** All releases of the service with their commits; ties of `releasedAt` in file order. */
  readonly releases: readonly (Omit<ReleasedVersion, "commits"> & { readonly commits: readonly FaultyCommit[] })[];
  /** The version about to be deployed. */
  readonly version: string;
  /** What serves everyone: what it contains is not news. Null when nothing does. */
  readonly lastGood: string | null;
  /** Versions that were rolled back in this environment. */
  readonly faulty: readonly string[];
};

/** A commit with the line that people know it by. */
export type FaultyCommit = ReleasedCommit & Pick<Commit, "subject">;

/** Commits of one rolled-back release that come along again. */
export type Unreverted = {
  readonly version: string;
  readonly commits: readonly { readonly sha: string; readonly subject: string }[];
  /** "3 unreverted commits of rolled-back 2026.11.4". */
  readonly sentence: string;
};

/**
 * What a release still contains of rolled-back ones: the commits of those released after the last good one and not
 * after this one, that no commit up to it reverts. A revert that was itself reverted counts for nothing. History is
 * taken as one line: who records a release from a side branch sees a warning too many rather than one too few.
 */
export function unrevertedCommits({ releases, version, lastGood, faulty }: ContainedFaults): readonly Unreverted[] {
  const inOrder = ownedCommits(releases);
  const last = inOrder.findIndex((release) => release.version === version);
  const first = lastGood === null ? 0 : inOrder.findIndex((release) => release.version === lastGood) + 1;
  const isReverted = revertedAmong(inOrder.slice(0, last + 1).flatMap(({ commits }) => commits));
  const subjects = new Map(releases.flatMap(({ commits }) => commits.map(({ sha, subject }) => [sha, subject])));
  return inOrder.slice(first, Math.max(0, last)).flatMap((release) => {
    if (!faulty.includes(release.version)) return [];
    const commits = release.commits
      .filter(({ sha, merge }) => merge !== true && !isReverted(sha))
      .map(({ sha }) => ({ sha, subject: subjects.get(sha) ?? "" }));
    return commits.length === 0 ? [] : [{ version: release.version, commits, sentence: sentenceOf(release.version, commits.length) }];
  });
}

/** Tells whether a commit is undone by another one that is not undone itself. */
function revertedAmong(commits: readonly ReleasedCommit[]): (sha: string) => boolean {
  const find = namedBy(new Map(commits.map((commit) => [commit.sha, commit.sha])));
  const reverters = new Map<string, string[]>();
  for (const commit of commits) {
    for (const named of commit.reverts ?? []) {
      const sha = find(named);
      if (sha !== undefined && sha !== commit.sha) reverters.set(sha, [...(reverters.get(sha) ?? []), commit.sha]);
    }
  }
  // Two commits that name each other (by a broken prefix) must not go round for ever: `above` is the way here.
  const isReverted = (sha: string, above: readonly string[]): boolean =>
    (reverters.get(sha) ?? []).some((by) => !above.includes(by) && !isReverted(by, [...above, sha]));
  return (sha) => isReverted(sha, []);
}

function sentenceOf(version: string, count: number): string {
  return `${count} unreverted ${count === 1 ? "commit" : "commits"} of rolled-back ${version}`;
}
