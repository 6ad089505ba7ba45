import type { LaneSituation } from "./rollbackTarget.ts";
import { releaseIn, type Lane, type OpenLane, type ReleaseInLane } from "./lane.ts";

/** What a release itself says about going back; the lane does not know it. */
export type ReleaseFacts = Pick<LaneSituation["releases"][number], "artifactAvailable" | "rollbackSafe" | "rollbackUnsafeReason">;

/** Answers for any release; null where none of that id is recorded. */
export type FactsOf = (releaseId: string) => ReleaseFacts | null;

const gone: ReleaseFacts = { artifactAvailable: false, rollbackSafe: true };

/** What `rollbackTarget` asks of a lane. `factsOf` answers for every release that ever came here. */
export function situationOf(lane: OpenLane, factsOf: FactsOf): LaneSituation {
  const moving = movingIn(lane);
  const arriving = moving === null || releaseIn(lane, moving.releaseId) !== undefined ? [] : [moving];
  const about = (releaseId: string): ReleaseFacts => factsOf(releaseId) ?? gone;
  const known = lane.releases.map((release) => ({ ...card(release), ...about(release.releaseId) }));
  const releases = [
    ...known,
    ...arriving.map(({ releaseId, version }) => ({ releaseId, version, provedGood: false, faulty: false, ...about(releaseId) })),
  ];
  const serving = moving !== null && lane.lock?.kind === "deploy" ? lane.lock.servedBefore : lane.serving;
  return { releases, servingReleaseId: serving?.releaseId ?? null, movingReleaseId: moving?.releaseId ?? null };
}

/** Every release that a decision about this lane may ask about. */
export function mentionedIn(lane: Lane): readonly string[] {
  if (lane.status === "absent") return [];
  const { releases, lock, exposure, serving } = lane;
  return [...new Set([...releases, lock, exposure, serving].flatMap((release) => (release === null ? [] : [release.releaseId])))];
}

const card = ({ releaseId, version, provedGood, faulty }: ReleaseInLane) => ({ releaseId, version, provedGood, faulty: faulty !== null });

/**
 * The release on its way: the running deploy's, before its first customer as well, since a rollback then must not
 * leave what serves; or one that a failed undo, or a rollback that is not there yet, left with some customers.
 */
function movingIn({ lock, exposure, serving }: OpenLane): { readonly releaseId: string; readonly version: string } | null {
  if (lock?.kind === "deploy") return lock;
  return exposure !== null && exposure.releaseId !== serving?.releaseId ? exposure : null;
}
