import type { LaneSituation } from "../delivery/rollbackTarget.ts";
import { releaseIn, type OpenLane, type ReleaseInLane } from "./lane.ts";

/** What a release itself says about going back; the lane does not know it. */
export type ReleaseFacts = Pick<LaneSituation["releases"][number], "artifactAvailable" | "rollbackSafe" | "rollbackUnsafeReason">;

/** What `rollbackTarget` asks of a lane. `factsOf` answers for every release that ever came here. */
export function situationOf(lane: OpenLane, factsOf: (releaseId: string) => ReleaseFacts): LaneSituation {
  const moving = movingIn(lane);
  const arriving = moving === null || releaseIn(lane, moving.releaseId) !== undefined ? [] : [moving];
  const known = lane.releases.map((release) => ({ ...card(release), ...factsOf(release.releaseId) }));
  const releases = [...known, ...arriving.map(({ releaseId, version }) => ({ releaseId, version, provedGood: false, faulty: false, ...factsOf(releaseId) }))];
  const serving = moving !== null && lane.lock !== null ? lane.lock.servedBefore : lane.serving;
  return { releases, servingReleaseId: serving?.releaseId ?? null, movingReleaseId: moving?.releaseId ?? null };
}

const card = ({ releaseId, version, provedGood, faulty }: ReleaseInLane) => ({ releaseId, version, provedGood, faulty: faulty !== null });

/**
 * The release on its way: the running deploy's, before its first customer as well, since a rollback then must not
 * leave what serves; or one that a failed undo left with some customers.
 */
function movingIn({ lock, exposure, serving }: OpenLane): { readonly releaseId: string; readonly version: string } | null {
  if (lock !== null) return lock.kind === "deploy" ? lock : null;
  return exposure !== null && exposure.releaseId !== serving?.releaseId ? exposure : null;
}
