import { laneDecider, rollbackTarget, situationOf, type LaneSituation, type OpenLane, type ReleaseFacts } from "@ballast/domain";
import { momentOf, type AsOf, type Moment } from "../engine/asOf.ts";
import { numberOf, textOf, type Bindable, type Database, type SqlRow } from "../engine/database.ts";
import type { LaneEvent } from "@ballast/schema";

type Lane = ReturnType<typeof laneDecider.evolve>;

/** Lanes as the rules see them, folded from their events; today's are kept and only brought up to date. */
export interface FoldedLanes {
  of(laneId: string, asOf?: AsOf): OpenLane | undefined;
  /** What `rollbackTarget` asks of the lane. */
  situation(laneId: string, asOf?: AsOf): LaneSituation | undefined;
  /** The newest release known to be good that is older than what serves everyone: undefined where there is none. */
  lastKnownGood(laneId: string, asOf?: AsOf): string | undefined;
}

/** Builds the lookup. Its memory goes with the database it was folded from. */
export function foldedLanes(db: () => Database): FoldedLanes {
  let memory: { db: Database; lanes: Map<string, { lane: Lane; position: number }> } | undefined;
  const today = (laneId: string): Lane => {
    if (memory?.db !== db()) memory = { db: db(), lanes: new Map() };
    const known = memory.lanes.get(laneId) ?? { lane: laneDecider.initialState, position: 0 };
    const rows = db().all(
      "SELECT position, type, data FROM events WHERE id = ? AND category = 'lane' AND position > ? ORDER BY position",
      laneId,
      known.position,
    );
    const lane = rows.map(toEvent).reduce(laneDecider.evolve, known.lane);
    memory.lanes.set(laneId, { lane, position: numberOf(rows.at(-1), "position") || known.position });
    return lane;
  };
  const of = (laneId: string, asOf?: AsOf): OpenLane | undefined => {
    const moment = momentOf(db(), asOf);
    const lane = moment.axis === "now" ? today(laneId) : foldThen(db(), laneId, moment);
    return lane.status === "open" ? lane : undefined;
  };
  const situation = (laneId: string, asOf?: AsOf): LaneSituation | undefined => {
    const lane = of(laneId, asOf);
    return lane === undefined ? undefined : situationOf(lane, (releaseId) => factsOf(db(), releaseId));
  };
  return {
    of,
    situation,
    lastKnownGood(laneId, asOf) {
      const lane = of(laneId, asOf);
      if (lane === undefined) return undefined;
      const settled = situationOf({ ...lane, lock: null, exposure: null }, (releaseId) => factsOf(db(), releaseId));
      return rollbackTarget(settled).target?.releaseId;
    },
  };
}

function foldThen(db: Database, laneId: string, moment: Exclude<Moment, { axis: "now" }>): Lane {
  const [limit, order] = moment.axis === "position" ? ["position <= ?", "position"] : ["occurredMs <= ?", "occurredMs, position"];
  const params: readonly Bindable[] = [laneId, moment.key];
  return db
    .all(`SELECT type, data FROM events WHERE id = ? AND category = 'lane' AND ${limit} ORDER BY ${order}`, ...params)
    .map(toEvent)
    .reduce(laneDecider.evolve, laneDecider.initialState);
}

/** Stored by us from an event that was checked when it was read from the log. */
const toEvent = (row: SqlRow): LaneEvent => ({ type: textOf(row, "type"), data: JSON.parse(textOf(row, "data")) as unknown }) as LaneEvent;

function factsOf(db: Database, releaseId: string): ReleaseFacts {
  const row = db.get(
    "SELECT doc ->> '$.artifact' IS NOT NULL AS available, doc ->> '$.rollbackSafe' AS safe, doc ->> '$.rollbackUnsafeReason' AS reason FROM current_release WHERE id = ?",
    releaseId,
  );
  return {
    artifactAvailable: numberOf(row, "available") === 1, rollbackSafe: row === undefined || numberOf(row, "safe") === 1,
    rollbackUnsafeReason: textOf(row, "reason") || null,
  };
}
