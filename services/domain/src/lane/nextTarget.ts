import type { OpenLane } from "./lane.ts";
import { situationOf, type FactsOf } from "./situation.ts";
import type { NamedRelease } from "../namedRelease.ts";
import { rollbackTarget, type LaneRelease } from "./rollbackTarget.ts";

/**
 * Where a rollback goes on to when its target does not start: to the next older release that is known to be good.
 * Null: none is left.
 * @param tried Releases that this rollback found not to start.
 */
export function nextTarget(lane: OpenLane, factsOf: FactsOf, tried: ReadonlySet<string>): NamedRelease | null {
  return rollbackTarget({ ...situationOf(lane, factsOf), tried }).target;
}

/** So many are named: a page is no catalogue. */
const mostNamed = 5;

/**
 * What a person could still name when a rollback does not get there by itself: every other release that can be
 * started, those that proved good first, the newest of them first.
 */
export function alternativesTo(lane: OpenLane, factsOf: FactsOf, tried: ReadonlySet<string>): readonly LaneRelease[] {
  const { releases, servingReleaseId, movingReleaseId } = situationOf(lane, factsOf);
  const running = movingReleaseId ?? servingReleaseId;
  const open = releases
    .filter(({ releaseId, artifactAvailable }) => artifactAvailable && releaseId !== running && !tried.has(releaseId))
    .toReversed();
  const isGood = ({ provedGood, faulty }: LaneRelease): boolean => provedGood && !faulty;
  return [...open.filter(isGood), ...open.filter((release) => !isGood(release))].slice(0, mostNamed);
}
