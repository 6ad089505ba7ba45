import { momentOf, type AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import { sliceOf } from "../engine/sliceOf.ts";
import type { Stored } from "../engine/projection.ts";
import { is, isOneOf, tableOf, type Condition, type ListSlice, type SliceRequest } from "../engine/query.ts";
import type { Queries } from "../engine/registry.ts";
import { hasText } from "../engine/textFilter.ts";
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
  readonly slice?: SliceRequest | undefined;
  readonly asOf?: AsOf | undefined;
}

/** Queries over services. */
export type ServiceQueries = ReturnType<typeof serviceQueries>;

type Others = Pick<Queries, "releases" | "deploys" | "incidents">;

/** Builds the queries. */
export function serviceQueries(db: () => Database, others: Others) {
  const table = tableOf(db, serviceProjection);
  /** Those that were registered later than the moment, but whose history reaches back to it; as they are described now. */
  const registeredLater = (where: readonly (Condition | undefined)[], asOf: AsOf | undefined): readonly Stored<ServiceRow>[] => {
    const ids = idsWithHistory(db(), others, asOf);
    if (ids.length === 0) return [];
    const there = new Set(table.getMany(ids, asOf).map(({ id }) => id));
    return table.all([...where, isOneOf("id", ids.filter((id) => !there.has(id)))]);
  };
  const inNameOrder = (rows: readonly Stored<ServiceRow>[]): readonly Stored<ServiceRow>[] => {
    const key = ({ name, id }: ServiceRow): string => `${name.toLowerCase()} ${id}`;
    return rows.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
  };
  const all = (asOf?: AsOf): readonly Stored<ServiceRow>[] => {
    const later = registeredLater([], asOf);
    const rows = table.all([], { sort: { column: "name", descending: false }, asOf });
    return later.length === 0 ? rows : inNameOrder([...rows, ...later]);
  };
  return {
    get: (id: string, asOf?: AsOf): Stored<ServiceRow> | undefined => table.get(id, asOf) ?? registeredLater([is("id", id)], asOf)[0],
    getMany: table.getMany,
    bySlug: (slug: string, asOf?: AsOf) => table.find([is("slug", slug)], asOf),
    all,
    list({ filter = {}, sort = "NAME_ASC", slice, asOf }: ServiceListRequest = {}): ListSlice<Stored<ServiceRow>> {
      const where = [hasText("service", filter.text), isOneOf("id", filter.ids)];
      const later = registeredLater(where, asOf);
      if (sort === "NAME_ASC") {
        return later.length === 0
          ? table.list({ where, sort: { column: "name", descending: false }, slice, asOf })
          : sliceOf(inNameOrder([...table.all(where, { asOf }), ...later]), ({ id }) => id, slice);
      }
      const activity = lastActivity(others, asOf);
      const last = ({ id, changedAt }: Stored<ServiceRow>): number => activity.get(id) ?? Date.parse(changedAt);
      return sliceOf(
        [...table.all(where, { asOf }), ...later].toSorted((a, b) => last(b) - last(a) || (a.id < b.id ? -1 : 1)),
        ({ id }) => id,
        slice,
      );
    },
    /** Services whose incidents a rotation is paged for. */
    ofRotation: (rotationId: string, asOf?: AsOf) =>
      table
        .all([], { asOf })
        .filter(({ responderRotationId, commanderRotationId }) => responderRotationId === rotationId || commanderRotationId === rotationId),
  };
}

/** On the axis of what was true then, as known now: services of which something is known that is older than the moment. */
function idsWithHistory(db: Database, { releases, deploys, incidents }: Others, asOf: AsOf | undefined): readonly string[] {
  const moment = momentOf(db, asOf);
  return moment.axis === "at"
    ? [...new Set([...releases.servicesBy(moment.key), ...deploys.servicesBy(moment.key), ...incidents.servicesBy(moment.key)])]
    : [];
}

/** When a service was last released or deployed, ms, by service. */
function lastActivity({ releases, deploys }: Others, asOf: AsOf | undefined): ReadonlyMap<string, number> {
  const last = new Map(releases.lastPerService(asOf));
  for (const [serviceId, ms] of deploys.lastPerService(asOf)) last.set(serviceId, Math.max(ms, last.get(serviceId) ?? ms));
  return last;
}
