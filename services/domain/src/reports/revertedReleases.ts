import { MS_PER_HOUR } from "../statistics/calendar.ts";
import { namedBy, type OwningRelease } from "./commitOwnership.ts";

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

/** All failed releases in order of release. A commit reverted before or as it shipped fails nothing. */
export function failedReleases(inOrder: readonly OwningRelease[]): readonly FailedRelease[] {
  const byRelease = new Map<OwningRelease, Reversal[]>();
  for (const reversal of reversals(inOrder)) {
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

function reversals(inOrder: readonly OwningRelease[]): readonly Reversal[] {
  const owners = inOrder.flatMap((release) => release.commits.map(({ sha }) => [sha, { release, sha }] as const));
  const find = namedBy(new Map(owners));
  return inOrder.flatMap((restoring) =>
    restoring.commits.flatMap((commit) =>
      (commit.reverts ?? []).flatMap((named) => {
        const reverted = find(named);
        if (reverted === undefined || reverted.release.instant >= restoring.instant) return [];
        const record = { sha: reverted.sha, revertedBy: commit.sha, revertedIn: restoring.version };
        return [{ failed: reverted.release, restoring, commit: record }];
      }),
    ),
  );
}
