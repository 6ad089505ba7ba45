import type { ReleasedCommit, ReleasedVersion, ReportedDeploy } from "@ballast/domain";
import type { Database } from "../engine/database.ts";
import { toCommit, type CommitRow } from "./commitTable.ts";
import { releaseOrder, type ReleaseRow } from "./releaseProjection.ts";

/** What a deploy says of the release that it brought. */
interface Bringing {
  readonly releaseId: string | null;
  readonly version: string;
}

/** A service's releases in their order, as reports of its deploys look at them. */
export interface ReleaseLine {
  /** The release that a deploy brought, as far as one is known. */
  of(deploy: Bringing): ReleaseRow | undefined;
  /** Its release and those that it skipped, back to what was live before; none where no release is known. */
  broughtBy(release: ReleaseRow | undefined, before: ReleaseRow | undefined): readonly ReleaseRow[];
  /** The commits that these list, or why there are none. */
  commitsOf(releases: readonly ReleaseRow[]): Pick<ReportedDeploy, "commits" | "lacking">;
}

type Commits = ReadonlyMap<string, readonly CommitRow[]>;

/** For `deliveryReport`: releases in order, with the commits each lists. */
export function releasedVersions(db: Database, serviceId: string, order: readonly ReleaseRow[]): readonly ReleasedVersion[] {
  const commits = commitsByRelease(db, serviceId);
  return order.map(({ id, version, releasedAt }) => ({ version, releasedAt, commits: (commits.get(id) ?? []).map(toReleased) }));
}

/** `shipping` finds the release that ships a commit. */
export function releaseLine(
  db: Database,
  serviceId: string,
  { order, shipping }: { readonly order: readonly ReleaseRow[]; readonly shipping: (sha: string) => ReleaseRow | undefined },
): ReleaseLine {
  // A service may have a hundred thousand, and only reports of single commits ask for them.
  let commits: Commits | undefined;
  // What another system told of without commits stands for the release that is known to ship its commit, whichever came first.
  const known = new Map(
    order.map((release) => [release.id, release.commitCount === 0 && release.sha !== null ? (shipping(release.sha) ?? release) : release]),
  );
  // An observed deploy may have come before anything was known by its version.
  const byVersion = new Map(order.map(({ version, id }) => [version, id]));
  return {
    of: ({ releaseId, version }) => known.get(releaseId ?? byVersion.get(version) ?? ""),
    broughtBy: (release, before) => broughtBy(release, order, before),
    commitsOf: (releases) => listedBy(releases, (commits ??= commitsByRelease(db, serviceId))),
  };
}

function commitsByRelease(db: Database, serviceId: string): Commits {
  const rows = db.all(
    "SELECT c.* FROM current_release r JOIN commits c ON c.releaseId = r.id WHERE r.serviceId = ? ORDER BY c.releaseId, c.chunk, c.place",
    serviceId,
  );
  return Map.groupBy(rows.map(toCommit), ({ releaseId }) => releaseId);
}

const toReleased = ({ sha, authorAt, merge, reverts, alsoReverts = [], subject }: CommitRow): ReleasedCommit => ({
  sha, authorAt, merge, reverts, alsoReverts, subject,
});

function listedBy(releases: readonly ReleaseRow[], commits: Commits): Pick<ReportedDeploy, "commits" | "lacking"> {
  const found = releases.flatMap(({ id }) => (commits.get(id) ?? []).map(toReleased));
  if (found.length > 0) return { commits: found };
  return { commits: [], lacking: releases.length === 0 ? "release" : "commits" };
}

function broughtBy(release: ReleaseRow | undefined, order: readonly ReleaseRow[], before: ReleaseRow | undefined): readonly ReleaseRow[] {
  if (release === undefined) return [];
  const place = (row: ReleaseRow): string => releaseOrder(row.releasedAt, row.order);
  if (before === undefined) return [release];
  const between = order.filter((candidate) => place(candidate) > place(before) && place(candidate) <= place(release));
  // Deployed again, or something older: it brings its own.
  return between.length === 0 ? [release] : between;
}
