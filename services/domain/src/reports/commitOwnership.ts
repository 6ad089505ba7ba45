import type { Commit } from "@ballast/schema";
import { instantOf } from "../statistics/calendar.ts";

/** What the reports need of a commit; `reverts` may hold prefixes of ids, and pull requests are found by subjects. */
export type ReleasedCommit = Pick<Commit, "sha" | "authorAt"> & Partial<Pick<Commit, "merge" | "reverts" | "alsoReverts" | "subject">>;

/** A release with all commits it lists, in the order of its source. */
export type ReleasedVersion = {
  readonly version: string;
  readonly releasedAt: string;
  readonly commits: readonly ReleasedCommit[];
};

/** A release with the commits that no earlier release contains. */
export type OwningRelease = ReleasedVersion & { readonly instant: number };

/**
 * Releases ordered by `releasedAt`, ties in the order given, each with only the commits first shipped in it:
 * a commit belongs to the first release that contains it.
 */
export function ownedCommits(releases: readonly ReleasedVersion[]): readonly OwningRelease[] {
  const shipped = new Set<string>();
  return releases
    .map((release) => ({ ...release, instant: instantOf(release.releasedAt) }))
    .toSorted((a, b) => a.instant - b.instant)
    .map((release) => ({
      ...release,
      commits: release.commits.filter(({ sha }) => !shipped.has(sha) && shipped.add(sha)),
    }));
}

/** A finder of what a full commit id or a prefix of one names; an ambiguous prefix names nothing, as in git. */
export function namedBy<T>(bySha: ReadonlyMap<string, T>): (prefix: string) => T | undefined {
  const sorted = [...bySha.keys()].toSorted();
  return (prefix) => {
    const exact = bySha.get(prefix);
    if (exact !== undefined || prefix === "") return exact;
    const index = firstNotBelow(sorted, prefix);
    const [sha, next] = [sorted[index], sorted[index + 1]];
    if (sha === undefined || !sha.startsWith(prefix) || next?.startsWith(prefix)) return undefined;
    return bySha.get(sha);
  };
}

function firstNotBelow(sorted: readonly string[], text: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? "") < text) low = middle + 1;
    else high = middle;
  }
  return low;
}
