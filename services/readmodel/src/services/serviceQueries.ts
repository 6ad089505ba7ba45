import { deployProjection } from "../deploys/deployProjection.ts";
import { momentOf, sourceOf, type AsOf } from "../engine/asOf.ts";
import { numberOf, textOf, type Database } from "../engine/database.ts";
import { pageOf } from "../engine/pageOf.ts";
import type { Stored } from "../engine/projection.ts";
import { is, isOneOf, tableOf, type Page, type PageRequest } from "../engine/query.ts";
import { releaseProjection } from "../releases/releaseProjection.ts";
import { hasText } from "../search/textFilter.ts";
import { serviceProjection, type ServiceRow } from "./serviceProjection.ts";

/** Which services. */
export interface ServiceFilter {
  readonly text?: string | undefined;
  readonly ids?: readonly string[] | undefined;
}

/** `ACTIVITY_DESC`: by what happened last to the service, its releases, deploys or incidents. */
export type ServiceSort = "NAME_ASC" | "ACTIVITY_DESC";

/** A list of services. */
export interface ServiceListRequest {
  readonly filter?: ServiceFilter | undefined;
  readonly sort?: ServiceSort | undefined;
  readonly page?: PageRequest | undefined;
  readonly asOf?: AsOf | undefined;
}

/** Queries over services. */
export type ServiceQueries = ReturnType<typeof serviceQueries>;

/** Builds the queries. */
export function serviceQueries(db: () => Database) {
  const table = tableOf(db, serviceProjection);
  return {
    get: table.get,
    getMany: table.getMany,
    bySlug: (slug: string, asOf?: AsOf) => table.find([is("slug", slug)], asOf),
    all: (asOf?: AsOf) => table.all([], { sort: { column: "name", descending: false }, asOf }),
    list({ filter = {}, sort = "NAME_ASC", page, asOf }: ServiceListRequest = {}): Page<Stored<ServiceRow>> {
      const where = [hasText("service", filter.text), isOneOf("id", filter.ids)];
      if (sort === "NAME_ASC") return table.list({ where, sort: { column: "name", descending: false }, page, asOf });
      const activity = lastActivity(db(), asOf);
      const last = ({ id, changedAt }: Stored<ServiceRow>): number => activity.get(id) ?? Date.parse(changedAt);
      return pageOf(table.all(where, { asOf }).toSorted((a, b) => last(b) - last(a) || (a.id < b.id ? -1 : 1)), ({ id }) => id, page);
    },
    /** Services whose incidents a rotation is paged for. */
    ofRotation: (rotationId: string, asOf?: AsOf) =>
      table.all([], { asOf }).filter(({ responderRotationId, commanderRotationId }) => responderRotationId === rotationId || commanderRotationId === rotationId),
  };
}

/** When a service was last released or deployed, ms, by service. */
function lastActivity(db: Database, asOf: AsOf | undefined): ReadonlyMap<string, number> {
  const moment = momentOf(db, asOf);
  const [releases, deploys] = [sourceOf(releaseProjection, moment), sourceOf(deployProjection, moment)];
  const rows = db.all(`
    SELECT serviceId, max(ms) AS ms FROM (
      SELECT r.serviceId, max(r.releasedMs) AS ms FROM ${releases.sql} GROUP BY r.serviceId
      UNION ALL SELECT r.serviceId, max(r.requestedMs) FROM ${deploys.sql} GROUP BY r.serviceId) GROUP BY serviceId`, ...releases.params, ...deploys.params);
  return new Map(rows.map((row) => [textOf(row, "serviceId"), numberOf(row, "ms")]));
}
