import { unrevertedCommits, type Lane, type Unreverted } from "@ballast/domain";
import type { ReadModel } from "@ballast/readmodel";

/** A release about to be deployed somewhere. */
export interface Candidate {
  readonly serviceId: string;
  readonly version: string;
}

/**
 * What a release still contains of those that were rolled back in a lane ("3 unreverted commits of rolled-back v3").
 * A warning, so that the read model may answer: it never refuses anything.
 */
export function containedFaults(
  readModel: Pick<ReadModel, "releases">,
  lane: Lane,
  { serviceId, version }: Candidate,
): readonly Unreverted[] {
  const faulty =
    lane.status === "absent" ? [] : lane.releases.filter((release) => release.faulty !== null).map((release) => release.version);
  if (lane.status === "absent" || faulty.length === 0) return [];
  const lastGood = lane.serving?.version ?? null;
  const all = readModel.releases.ofService(serviceId);
  // What serves everyone is the horizon: nothing released before it is news.
  const horizon = all.find((release) => release.version === lastGood)?.releasedAt ?? "";
  const releases = all
    .filter(({ releasedAt }) => horizon === "" || Date.parse(releasedAt) >= Date.parse(horizon))
    .map((release) => ({ version: release.version, releasedAt: release.releasedAt, commits: readModel.releases.allCommits(release.id) }));
  return unrevertedCommits({ releases, version, lastGood, faulty });
}
