import { MS_PER_HOUR } from "../statistics/calendar.ts";
import { namedBy, type OwningRelease, type ReleasedCommit } from "./commitOwnership.ts";

/** A commit of a release that a later release takes back. */
export type RevertedCommit = { readonly sha: string; readonly revertedBy: string; readonly revertedIn: string };

/** A release of which a later release reverts a commit (definition D6). */
export type FailedRelease = {
  readonly version: string;
  /** The earliest release that reverts one of its commits. */
  readonly restoredBy: string;
  /** From the failed release to that one. */
  readonly hours: number;
  readonly commits: readonly RevertedCommit[];
};

type Reversal = { readonly failed: OwningRelease; readonly restoring: OwningRelease; readonly commit: RevertedCommit };

/** All failed releases in order of release (D6). A commit reverted before or as it shipped fails nothing. */
export function failedReleases(inOrder: readonly OwningRelease[]): readonly FailedRelease[] {
  const find = commitFinder(inOrder);
  return restoredReleases(inOrder, ({ reverts = [] }) => reverts.flatMap((named) => find(named) ?? []));
}

/**
 * The same in all the words that people have for it: the commits of D6, further ones of the same message ("This
 * reverts commits A and B"), and pull requests ("Reverts owner/repo#12"), which count for the commits whose subject
 * says that they brought them. So it has all of `failedReleases`, and mostly more.
 */
export function takenBackReleases(inOrder: readonly OwningRelease[]): readonly FailedRelease[] {
  const find = commitFinder(inOrder);
  const broughtBy = pullFinder(inOrder);
  const named = (name: string): readonly Shipped[] => (name.includes("#") ? broughtBy(name) : [find(name) ?? []].flat());
  return restoredReleases(inOrder, ({ reverts = [], alsoReverts = [] }) => [...reverts, ...alsoReverts].flatMap(named));
}

function restoredReleases(
  inOrder: readonly OwningRelease[],
  revertedBy: (commit: ReleasedCommit) => readonly Shipped[],
): readonly FailedRelease[] {
  const byRelease = new Map<OwningRelease, Reversal[]>();
  for (const reversal of reversals(inOrder, revertedBy)) {
    byRelease.set(reversal.failed, [...(byRelease.get(reversal.failed) ?? []), reversal]);
  }
  return inOrder.flatMap((release) => {
    const own = byRelease.get(release) ?? [];
    const [first] = own;
    if (first === undefined) return [];
    return [
      {
        version: release.version,
        restoredBy: first.restoring.version,
        hours: (first.restoring.instant - release.instant) / MS_PER_HOUR,
        commits: own.map(({ commit }) => commit),
      },
    ];
  });
}

/** A commit with the release that shipped it first. */
type Shipped = { readonly release: OwningRelease; readonly sha: string };

const shippedIn = (inOrder: readonly OwningRelease[]): readonly (Shipped & Pick<ReleasedCommit, "subject">)[] =>
  inOrder.flatMap((release) =>
    release.commits.map(({ sha, subject }) => ({ release, sha, ...(subject === undefined ? {} : { subject }) })),
  );

function commitFinder(inOrder: readonly OwningRelease[]): (named: string) => Shipped | undefined {
  return namedBy(new Map(shippedIn(inOrder).map((shipped) => [shipped.sha, shipped])));
}

/** How hosts write which pull request a commit brings: squashed "Round half up (#12)", merged "Merge pull request #12 from …". */
const pullOf = /\(#(\d+)\)\s*$|^Merge pull request #(\d+) /;

function pullFinder(inOrder: readonly OwningRelease[]): (named: string) => readonly Shipped[] {
  const byPull = Map.groupBy(shippedIn(inOrder), ({ subject = "" }) => {
    const match = pullOf.exec(subject);
    return match?.[1] ?? match?.[2];
  });
  return (named) => byPull.get(named.slice(named.indexOf("#") + 1)) ?? [];
}

function reversals(inOrder: readonly OwningRelease[], revertedBy: (commit: ReleasedCommit) => readonly Shipped[]): readonly Reversal[] {
  return inOrder.flatMap((restoring) =>
    restoring.commits.flatMap((commit) =>
      revertedBy(commit).flatMap(({ release, sha }) => {
        if (release.instant >= restoring.instant) return [];
        return [{ failed: release, restoring, commit: { sha, revertedBy: commit.sha, revertedIn: restoring.version } }];
      }),
    ),
  );
}
