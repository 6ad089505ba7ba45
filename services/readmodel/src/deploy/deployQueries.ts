import type { DataOf, DeployState } from "@ballast/schema";
import { momentOf, type AsOf } from "../engine/asOf.ts";
import type { Bindable, Database } from "../engine/database.ts";
import { toRecorded } from "../engine/eventTable.ts";
import { lastPerService, newestPerService, servicesBy } from "../engine/perService.ts";
import type { Stored } from "../engine/projection.ts";
import { contains, is, isOneOf, isWithin, tableOf, type Condition, type ListSlice, type SliceRequest, type Sort } from "../engine/query.ts";
import { hasText } from "../engine/textFilter.ts";
import { deployProjection } from "./deployProjection.ts";
import type { DeployRow, VerdictRow } from "./deployRow.ts";

/** Which deploys. Times limit when they were requested. */
export interface DeployFilter {
  readonly serviceId?: string | undefined;
  readonly serviceIds?: readonly string[] | undefined;
  readonly laneId?: string | undefined;
  readonly environment?: string | undefined;
  readonly kind?: DeployRow["kind"] | undefined;
  readonly states?: readonly DeployState[] | undefined;
  /** Still moving. */
  readonly running?: boolean | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly personId?: string | undefined;
  readonly releaseId?: string | undefined;
  readonly incidentId?: string | undefined;
  readonly text?: string | undefined;
  readonly ids?: readonly string[] | undefined;
}

export type DeploySort = "REQUESTED_DESC" | "REQUESTED_ASC" | "DURATION_DESC";

const sorts: Readonly<Record<DeploySort, Sort<"requestedMs" | "durationMs">>> = {
  REQUESTED_DESC: { column: "requestedMs", descending: true },
  REQUESTED_ASC: { column: "requestedMs", descending: false },
  DURATION_DESC: { column: "durationMs", descending: true },
};

/** A list of deploys. */
export interface DeployListRequest {
  readonly filter?: DeployFilter | undefined;
  readonly sort?: DeploySort | undefined;
  readonly slice?: SliceRequest | undefined;
  readonly asOf?: AsOf | undefined;
}

/** Queries over deploys and rollbacks. */
export type DeployQueries = ReturnType<typeof deployQueries>;

/** Builds the queries. */
export function deployQueries(db: () => Database) {
  const table = tableOf(db, deployProjection);
  return {
    get: table.get,
    getMany: table.getMany,
    list: ({ filter = {}, sort = "REQUESTED_DESC", slice, asOf }: DeployListRequest = {}): ListSlice<Stored<DeployRow>> =>
      table.list({ where: conditions(filter), sort: sorts[sort], slice, asOf }),
    all: (filter: DeployFilter = {}, asOf?: AsOf) => table.all(conditions(filter), { sort: sorts.REQUESTED_DESC, asOf }),
    /** What moves now, the newest first. */
    running: (filter: DeployFilter = {}, asOf?: AsOf) =>
      table.all(conditions({ ...filter, running: true }), { sort: sorts.REQUESTED_DESC, asOf }),
    /** The rollback that took over from this deploy; undefined when none did. */
    rollbackOf: (deployId: string, asOf?: AsOf) => table.find([is("preempts", deployId)], asOf),
    /** The newest rollback of a lane that is done, for how long the next will take. */
    lastRollback: (laneId: string, asOf?: AsOf) =>
      table.all([is("laneId", laneId), is("kind", "rollback"), is("state", "done")], { sort: sorts.REQUESTED_DESC, asOf, limit: 1 })[0],
    /** When going back was last carried out for each service, asked for or by a deploy itself: the newest, and when it was asked for. */
    lastRollbacks: (asOf?: AsOf) => newestPerService(db(), deployProjection, { column: "requestedMs", where: [wentBack], asOf }),
    /** Deploys about which a person was told without a page, the newest first: the rest of the inbox. */
    notifiedTo: (personId: string, limit = 50) => table.all([contains("notified", personId)], { sort: sorts.REQUESTED_DESC, limit }),
    /** Services with a deploy by a moment, as known now. */
    servicesBy: (atMs: number) => servicesBy(db(), deployProjection, { column: "requestedMs", atMs }),
    /** When each service was last deployed, ms. */
    lastPerService: (asOf?: AsOf) => lastPerService(db(), deployProjection, { column: "requestedMs", asOf }),
    /** Every verdict of a deploy, oldest first. */
    verdicts: (deployId: string, asOf?: AsOf): readonly VerdictRow[] => verdictsOf(db(), deployId, asOf),
    /** Every measured shift of traffic, oldest first. */
    shifts: (deployId: string, asOf?: AsOf): readonly (Omit<DataOf<"TrafficShifted">, "deployId"> & { readonly at: string })[] =>
      eventsOf(db(), { deployId, type: "TrafficShifted" }, asOf).flatMap(({ event, metadata }) =>
        event.type === "TrafficShifted" ? [{ ...event.data, at: metadata.occurredAt }] : [],
      ),
  };
}

const wentBack: Condition = { sql: "((r.kind = 'rollback' AND r.state = 'done') OR r.state = 'rolledBack')", params: [] };

const ms = (text: string | undefined): number | undefined => (text === undefined ? undefined : Date.parse(text));

function conditions(filter: DeployFilter): readonly (Condition | undefined)[] {
  return [
    is("serviceId", filter.serviceId),
    isOneOf("serviceId", filter.serviceIds),
    is("laneId", filter.laneId),
    is("environment", filter.environment),
    is("kind", filter.kind),
    isOneOf("state", filter.states),
    filter.running === undefined ? undefined : is("ended", !filter.running),
    isWithin("requestedMs", ms(filter.from), ms(filter.to)),
    is("personId", filter.personId),
    is("releaseId", filter.releaseId),
    is("incidentId", filter.incidentId),
    hasText("deploy", filter.text),
    isOneOf("id", filter.ids),
  ];
}

const verdictsOf = (db: Database, deployId: string, asOf: AsOf | undefined): readonly VerdictRow[] =>
  eventsOf(db, { deployId, type: "VerdictReached" }, asOf).flatMap(({ event, metadata }) => {
    if (event.type !== "VerdictReached") return [];
    const { deployId: _, ...verdict } = event.data;
    return [{ ...verdict, at: metadata.occurredAt }];
  });

function eventsOf(db: Database, { deployId, type }: { deployId: string; type: string }, asOf: AsOf | undefined) {
  const moment = momentOf(db, asOf);
  const limit = moment.axis === "position" ? "AND position <= ?" : moment.axis === "now" ? "" : "AND occurredMs <= ?";
  const params: readonly Bindable[] = moment.axis === "now" ? [] : [moment.key];
  return db
    .all(`SELECT * FROM recorded WHERE id = ? AND category = 'deploy' AND type = ? ${limit} ORDER BY position`, deployId, type, ...params)
    .map(toRecorded);
}
