import type { EnvironmentKind } from "@ballast/schema";
import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import type { Stored } from "../engine/projection.ts";
import { is, isOneOf, tableOf } from "../engine/query.ts";
import type { Queries } from "../engine/registry.ts";
import { foldedLanes } from "./foldedLane.ts";
import { laneProjection, type LaneExposure, type LaneRow } from "./laneProjection.ts";
import { laneReleaseProjection, type LaneReleaseRow } from "./laneReleaseProjection.ts";

/** Which lanes. */
export interface LaneFilter {
  readonly serviceId?: string | undefined;
  readonly serviceIds?: readonly string[] | undefined;
  readonly environment?: string | undefined;
  readonly kind?: EnvironmentKind | undefined;
}

/** A release's state is a matter of release and environment, never of the release alone. */
export type ReleaseState = "deploying" | "live" | "lastKnownGood" | "replaced" | "rolledBack" | "none";

/** Where a release stands in one environment. */
export interface ReleaseWhere {
  readonly laneId: string;
  readonly environment: string;
  readonly state: ReleaseState;
  /** Of customers; null where nobody is served by it. */
  readonly percent: number | null;
  readonly since: string | null;
  /** The deploy that made it so. */
  readonly deployId: string | null;
  readonly held: boolean;
}

/** Queries over what is live where. */
export type LaneQueries = ReturnType<typeof laneQueries>;

/** Builds the queries. */
export function laneQueries(db: () => Database, others: Pick<Queries, "services">) {
  const lanes = tableOf(db, laneProjection);
  const releases = tableOf(db, laneReleaseProjection);
  const folded = foldedLanes(db);
  const ofKind = (
    rows: readonly Stored<LaneRow>[],
    kind: EnvironmentKind | undefined,
    asOf: AsOf | undefined,
  ): readonly Stored<LaneRow>[] => {
    if (kind === undefined) return rows;
    const known = new Map(
      others.services.getMany([...new Set(rows.map(({ serviceId }) => serviceId))], asOf).map(({ id, environments }) => [id, environments]),
    );
    return rows.filter(
      ({ serviceId, environment }) =>
        known.get(serviceId)?.some((defined) => defined.name === environment && defined.kind === kind) === true,
    );
  };
  return {
    get: lanes.get,
    getMany: lanes.getMany,
    /** The lane as the rules see it: give it to the domain's `situationOf`, or take `situation` for `rollbackTarget`. */
    folded: folded.of,
    situation: folded.situation,
    /** Release a rollback of what is live would go to. */
    lastKnownGood: folded.lastKnownGood,
    of: (serviceId: string, environment: string, asOf?: AsOf) =>
      lanes.find([is("serviceId", serviceId), is("environment", environment)], asOf),
    all: ({ serviceId, serviceIds, environment, kind }: LaneFilter = {}, asOf?: AsOf): readonly Stored<LaneRow>[] =>
      ofKind(
        lanes.all([is("serviceId", serviceId), isOneOf("serviceId", serviceIds), is("environment", environment)], {
          sort: { column: "environment", descending: false }, asOf,
        }),
        kind,
        asOf,
      ),
    /** Where each release stands, one entry for every lane of its service that it ever reached. */
    statesOf(releaseIds: readonly string[], asOf?: AsOf): ReadonlyMap<string, readonly ReleaseWhere[]> {
      const touched = releases.all([isOneOf("releaseId", releaseIds)], { asOf });
      const byId = new Map(lanes.getMany([...new Set(touched.map(({ laneId }) => laneId))], asOf).map((lane) => [lane.id, lane]));
      const good = new Map([...byId.keys()].map((laneId) => [laneId, folded.lastKnownGood(laneId, asOf)]));
      const grouped = Map.groupBy(touched, ({ releaseId }) => releaseId);
      return new Map(
        [...grouped].map(([releaseId, rows]) => [
          releaseId,
          rows.flatMap((row) => whereOf(byId.get(row.laneId), row, good.get(row.laneId))),
        ]),
      );
    },
    /** Releases that stand in this state in one of the lanes. */
    releasesIn: (state: ReleaseState, filter: LaneFilter = {}, asOf?: AsOf): readonly string[] => {
      const rows = ofKind(
        lanes.all([is("serviceId", filter.serviceId), is("environment", filter.environment)], { asOf }),
        filter.kind,
        asOf,
      );
      const known = new Map(rows.map((lane) => [lane.id, lane]));
      const touched = releases.all([isOneOf("laneId", [...known.keys()])], { asOf });
      const good = new Map([...known.keys()].map((laneId) => [laneId, folded.lastKnownGood(laneId, asOf)]));
      return [
        ...new Set(
          touched
            .filter((row) => whereOf(known.get(row.laneId), row, good.get(row.laneId)).some((where) => where.state === state))
            .map(({ releaseId }) => releaseId),
        ),
      ];
    },
  };
}

/** What serves customers in a lane, the canary first. */
export const exposuresOf = ({ live, canary }: LaneRow): readonly LaneExposure[] => [
  ...(canary === null ? [] : [canary]),
  ...(live === null ? [] : [{ ...live, percent: Math.max(0, 100 - (canary?.percent ?? 0)) }]),
];

function whereOf(lane: LaneRow | undefined, row: LaneReleaseRow, lastKnownGood: string | undefined): readonly ReleaseWhere[] {
  if (lane === undefined) return [];
  const { releaseId, deployId } = row;
  const base = { laneId: lane.id, environment: lane.environment, deployId, held: lane.hold?.releaseId === releaseId };
  if (lane.canary?.releaseId === releaseId)
    return [{ ...base, state: "deploying", percent: lane.canary.percent, since: lane.canary.since }];
  if (lane.live?.releaseId === releaseId)
    return [{ ...base, state: "live", percent: 100 - (lane.canary?.percent ?? 0), since: lane.live.since }];
  if (row.faultyAt !== null) return [{ ...base, state: "rolledBack", percent: null, since: row.faultyAt }];
  if (lastKnownGood === releaseId) return [{ ...base, state: "lastKnownGood", percent: null, since: row.provedGoodAt }];
  if (row.servedEveryoneAt !== null) return [{ ...base, state: "replaced", percent: null, since: row.servedEveryoneAt }];
  return [{ ...base, state: "none", percent: null, since: row.firstExposedAt }];
}
