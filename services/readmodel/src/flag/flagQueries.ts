import { isTemporary } from "@ballast/domain/flag";
import {
  flagState, flagStates, silentSince, toCleanUpBecause, type Ageing, type FlagState, type StaleBecause,
} from "@ballast/domain/targeting";
import type { FlagKind } from "@ballast/schema";
import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import { sliceOf } from "../engine/sliceOf.ts";
import type { Stored } from "../engine/projection.ts";
import { contains, is, isOneOf, tableOf, type Condition, type ListSlice, type SliceRequest, type Sort } from "../engine/query.ts";
import type { Queries } from "../engine/registry.ts";
import { hasText } from "../engine/textFilter.ts";
import { flagProjection, type FlagRow } from "./flagProjection.ts";

/** Which flags. Text looks at keys, environments, descriptions and what was noted with their changes. */
export interface FlagFilter {
  /** Those that concern it, of other systems or managed. */
  readonly serviceId?: string | undefined;
  /** Exactly this one. */
  readonly key?: string | undefined;
  /** Whether they are there still. */
  readonly present?: boolean | undefined;
  /** Whether Ballast turns them. */
  readonly managed?: boolean | undefined;
  readonly kind?: FlagKind | undefined;
  readonly ownerId?: string | undefined;
  /** Those that are set there; of other systems also those that know no environments. */
  readonly environment?: string | undefined;
  /** Managed ones that stand so, in the environment or in any. */
  readonly states?: readonly FlagState[] | undefined;
  readonly text?: string | undefined;
}

/** `NEED_FIRST`: killed, ramping, on for some, to clean up; then the others, and those of other systems. */
export type FlagSort = "KEY_ASC" | "CHANGED_DESC" | "NEED_FIRST";

const sorts: Readonly<Record<Exclude<FlagSort, "NEED_FIRST">, Sort<"key" | "changedMs">>> = {
  KEY_ASC: { column: "key", descending: false },
  CHANGED_DESC: { column: "changedMs", descending: true },
};

/** A list of flags. */
export interface FlagListRequest {
  readonly filter?: FlagFilter | undefined;
  readonly sort?: FlagSort | undefined;
  readonly slice?: SliceRequest | undefined;
  readonly asOf?: AsOf | undefined;
  /** ISO; what is old enough to be cleaned up is so then. */
  readonly now?: string | undefined;
}

/** A flag of Ballast's own. */
export type ManagedFlagRow = Extract<FlagRow, { readonly status: "managed" }>;

/** A flag of another system. */
export type ObservedFlagRow = Extract<FlagRow, { readonly status: "observed" }>;

type TargetingRow = ReturnType<Queries["targetings"]["ofFlag"]>[number];

/** Queries over flags. */
export type FlagQueries = ReturnType<typeof flagQueries>;

type FlagUse = ReturnType<Queries["evaluations"]["useOf"]>;

interface Standing extends FlagUse {
  /** ISO. */
  readonly now: string;
  /** After how many days flags are to be cleaned up in that environment, where one says nothing of its own; null: as usual. */
  readonly usualDays: number | null;
}

const ageingOf = (
  { kind, knownSince, expiresAt, cleanUpAfterDays }: ManagedFlagRow,
  { turnedAt }: TargetingRow,
  { usualDays, ...standing }: Standing,
): Ageing => ({
  temporary: isTemporary(kind), registeredAt: knownSince, expiresAt, cleanUpAfterDays: cleanUpAfterDays ?? usualDays, turnedAt, ...standing,
});

/** Where a managed flag stands in one environment, of how it is used there. */
export const standingOf = (flag: ManagedFlagRow, targeting: TargetingRow, standing: Standing): FlagState =>
  flagState(targeting, targeting, ageingOf(flag, targeting, standing));

/** Why a managed flag is to be cleaned up in one environment; null where it is not. */
export const cleanUpReason = (flag: ManagedFlagRow, targeting: TargetingRow, standing: Standing): StaleBecause | null =>
  toCleanUpBecause(targeting, targeting, ageingOf(flag, targeting, standing));

/** A flag that has outlived its purpose somewhere. */
export interface FlagToCleanUp {
  readonly flag: Stored<ManagedFlagRow>;
  readonly environment: string;
  readonly because: StaleBecause;
  /** Since when it is not asked for, as far as evaluations are counted; null where that is not known. ISO. */
  readonly silentSince: string | null;
}

const rank = (state: FlagState | null): number => (state === null ? flagStates.length : flagStates.indexOf(state));

/** Builds the queries. */
export function flagQueries(db: () => Database, others: Pick<Queries, "targetings" | "evaluations" | "environments">) {
  const table = tableOf(db, flagProjection);
  /** By key; archived ones too. */
  const everManaged = (asOf?: AsOf): readonly Stored<ManagedFlagRow>[] =>
    table.all([is("managed", 1)], { sort: sorts.KEY_ASC, asOf }).filter((row) => row.status === "managed");
  /** Those that fit with where each stands: in the environment, else where it needs a look most; an archived one nowhere. */
  const standing = ({ filter = {}, asOf, now = new Date(0).toISOString() }: FlagListRequest) => {
    const { environment, states } = filter;
    const usual = others.environments.cleanUpAfterDays(asOf);
    const targetings = Map.groupBy(
      environment === undefined ? others.targetings.all(asOf) : others.targetings.inEnvironment(environment, asOf),
      ({ flagId }) => flagId,
    );
    const use = others.evaluations.usesIn([...new Set([...targetings.values()].flat().map((one) => one.environment))], asOf);
    return table.all(conditions(filter), { asOf }).flatMap((row): readonly Listed[] => {
      if (row.status === "observed") return isThere(row, environment) && states === undefined ? [{ row, state: null }] : [];
      const there = targetings.get(row.id) ?? [];
      if (environment !== undefined && there.length === 0) return [];
      // What is archived is there to look at, and stands nowhere any more.
      const found = (row.archived === null ? there : [])
        .map((one) => standingOf(row, one, { now, usualDays: usual(one.environment), ...use(row.id, one.environment) }))
        .toSorted((a, b) => rank(a) - rank(b));
      const state = found[0] ?? null;
      return states === undefined || found.some((one) => states.includes(one)) ? [{ row, state }] : [];
    });
  };
  return {
    get: table.get,
    /** The managed flag with this key. */
    byKey: (key: string, asOf?: AsOf): Stored<ManagedFlagRow> | undefined =>
      table.all([is("key", key), is("managed", 1)], { asOf }).find((row) => row.status === "managed"),
    list(request: FlagListRequest = {}): ListSlice<Stored<FlagRow>> {
      const { filter = {}, sort = "CHANGED_DESC", slice, asOf } = request;
      if (sort !== "NEED_FIRST" && filter.environment === undefined && filter.states === undefined) {
        return table.list({ where: conditions(filter), sort: sorts[sort], slice, asOf });
      }
      const found = standing(request).toSorted((one, other) => before(sort, one, other));
      return sliceOf(found.map(({ row }) => row), ({ id }) => id, slice);
    },
    /** How many managed flags stand where. */
    countByState(request: Pick<FlagListRequest, "filter" | "asOf" | "now">): Readonly<Partial<Record<FlagState, number>>> {
      const states = standing(request).flatMap(({ state }) => (state === null ? [] : [state]));
      return Object.fromEntries([...Map.groupBy(states, (state) => state)].map(([state, all]) => [state, all.length]));
    },
    /** Temporary flags that have outlived their purpose, each in each environment where it has, by key: whose owner is to be told. */
    toCleanUp({ now, asOf }: { readonly now: string; readonly asOf?: AsOf | undefined }): readonly FlagToCleanUp[] {
      const targetings = Map.groupBy(others.targetings.all(asOf), ({ flagId }) => flagId);
      const use = others.evaluations.usesIn([...new Set([...targetings.values()].flat().map((one) => one.environment))], asOf);
      const usual = others.environments.cleanUpAfterDays(asOf);
      return everManaged(asOf).flatMap((flag) =>
        flag.archived !== null ? [] : (targetings.get(flag.id) ?? []).flatMap((one): readonly FlagToCleanUp[] => {
          const standing = { now, usualDays: usual(one.environment), ...use(flag.id, one.environment) };
          const because = cleanUpReason(flag, one, standing);
          return because === null
            ? []
            : [{ flag, environment: one.environment, because, silentSince: silentSince(ageingOf(flag, one, standing)) }];
        }),
      );
    },
    /** Those that Ballast manages and that concern one of these services. */
    managedFor: (serviceIds: readonly string[], asOf?: AsOf): readonly Stored<ManagedFlagRow>[] =>
      everManaged(asOf).filter((row) => row.serviceIds.some((id) => serviceIds.includes(id))),
    /** All that other systems hold of a service by key, those included that are gone. */
    ofService: (serviceId: string, asOf?: AsOf): readonly Stored<ObservedFlagRow>[] =>
      table.all([is("serviceId", serviceId)], { sort: sorts.KEY_ASC, asOf }).filter((row) => row.status === "observed"),
    /** Managed flags by key, archived ones too. */
    everManaged,
    /** All managed flags in use, by key. */
    managed: (asOf?: AsOf): readonly Stored<ManagedFlagRow>[] =>
      table.all([is("managed", 1), is("present", 1)], { sort: sorts.KEY_ASC, asOf }).filter((row) => row.status === "managed"),
  };
}

const isThere = ({ environment: own }: ObservedFlagRow, environment: string | undefined): boolean =>
  environment === undefined || own === null || own === environment;

interface Listed {
  readonly row: Stored<FlagRow>;
  readonly state: FlagState | null;
}

function before(sort: FlagSort, one: Listed, other: Listed): number {
  const byKey = one.row.key < other.row.key ? -1 : one.row.key > other.row.key ? 1 : one.row.id < other.row.id ? -1 : 1;
  if (sort === "KEY_ASC") return byKey;
  const byChange = Date.parse(other.row.changedAt) - Date.parse(one.row.changedAt);
  return sort === "NEED_FIRST" ? rank(one.state) - rank(other.state) || byKey : byChange || byKey;
}

const conditions = ({ serviceId, key, present, managed, kind, ownerId, text }: FlagFilter): readonly (Condition | undefined)[] => [
  contains("services", serviceId),
  is("key", key),
  flagged("present", present),
  flagged("managed", managed),
  isOneOf("kind", kind === undefined ? undefined : [kind]),
  is("ownerId", ownerId),
  hasText("flag", text),
];

const flagged = (column: string, value: boolean | undefined): Condition | undefined =>
  is(column, value === undefined ? undefined : Number(value));
