import type { AsOf } from "../engine/asOf.ts";
import { numberOf, type Database } from "../engine/database.ts";
import type { Stored } from "../engine/projection.ts";
import { all, is, isOneOf, isWithin, tableOf, type Condition, type ListSlice, type SliceRequest, type Sort } from "../engine/query.ts";
import { hasText } from "../engine/textFilter.ts";
import { matchOf } from "../engine/match.ts";
import { lastPerService, servicesBy } from "../engine/perService.ts";
import { commitsOfRelease, type CommitSlice } from "./commitQueries.ts";
import { foundByCommits } from "./commitSearch.ts";
import { toCommit, type CommitRow } from "./commitTable.ts";
import { releaseOrder, releaseProjection, type ReleaseRow } from "./releaseProjection.ts";
import { releasedVersions, releaseLine } from "./reportedReleases.ts";

/** Which releases. Text looks at versions, notes and the subjects, authors and ids of commits. */
export interface ReleaseFilter {
  readonly serviceId?: string | undefined;
  readonly serviceIds?: readonly string[] | undefined;
  readonly version?: string | undefined;
  readonly releasedFrom?: string | undefined;
  readonly releasedTo?: string | undefined;
  readonly text?: string | undefined;
  readonly ids?: readonly string[] | undefined;
}

export type ReleaseSort = "RELEASED_DESC" | "RELEASED_ASC" | "VERSION_DESC" | "COMMITS_DESC";

const sorts: Readonly<Record<ReleaseSort, Sort<"releaseOrder" | "versionOrder" | "commitCount">>> = {
  RELEASED_DESC: { column: "releaseOrder", descending: true },
  RELEASED_ASC: { column: "releaseOrder", descending: false },
  VERSION_DESC: { column: "versionOrder", descending: true },
  COMMITS_DESC: { column: "commitCount", descending: true },
};

/** A list of releases. */
export interface ReleaseListRequest {
  readonly filter?: ReleaseFilter | undefined;
  readonly sort?: ReleaseSort | undefined;
  readonly slice?: SliceRequest | undefined;
  readonly asOf?: AsOf | undefined;
}

/** What lies between two releases of a service. */
export interface ReleaseComparison {
  readonly from: Stored<ReleaseRow>;
  readonly to: Stored<ReleaseRow>;
  /** Commits of the releases after the older up to the newer; removed ones when `to` is the older. */
  readonly added: readonly CommitRow[];
  readonly removed: readonly CommitRow[];
  readonly releasesBetween: number;
  /** Commits among them that take another one back, and what they name. */
  readonly revertsOf: readonly string[];
}

/** Queries over releases and their commits. */
export type ReleaseQueries = ReturnType<typeof releaseQueries>;

/** Builds the queries. */
export function releaseQueries(db: () => Database) {
  const table = tableOf(db, releaseProjection);
  const first = (serviceId: string, condition: Condition, asOf?: AsOf): Stored<ReleaseRow> | undefined =>
    table.all([is("serviceId", serviceId), condition], { sort: sorts.RELEASED_ASC, asOf, limit: 1 })[0];
  /** The service's first sealed release that lists the commit; a prefix of its id will do. */
  const shipping = (serviceId: string, sha: string, asOf?: AsOf): Stored<ReleaseRow> | undefined =>
    first(serviceId, { sql: "r.id IN (SELECT releaseId FROM commits WHERE sha >= ? AND sha < ?)", params: [sha, `${sha}g`] }, asOf);
  const previous = (release: ReleaseRow, asOf?: AsOf): Stored<ReleaseRow> | undefined =>
    table.all(
      [is("serviceId", release.serviceId), { sql: 'r."releaseOrder" < ?', params: [releaseOrder(release.releasedAt, release.order)] }],
      { sort: sorts.RELEASED_DESC, asOf, limit: 1 },
    )[0];
  const ofService = (serviceId: string, asOf?: AsOf): readonly Stored<ReleaseRow>[] =>
    table.all([is("serviceId", serviceId)], { sort: sorts.RELEASED_ASC, asOf });
  return {
    get: table.get,
    getMany: table.getMany,
    byVersion: (serviceId: string, version: string, asOf?: AsOf) => table.find([is("serviceId", serviceId), is("version", version)], asOf),
    list: ({ filter = {}, sort = "RELEASED_DESC", slice, asOf }: ReleaseListRequest = {}): ListSlice<Stored<ReleaseRow>> =>
      table.list({ where: conditions(filter), sort: sorts[sort], slice, asOf }),
    count: (filter: ReleaseFilter = {}, asOf?: AsOf) => table.count(conditions(filter), asOf),
    /** All of a service in order of release. */
    ofService,
    newest: (serviceId: string, asOf?: AsOf) => table.all([is("serviceId", serviceId)], { sort: sorts.RELEASED_DESC, asOf, limit: 1 })[0],
    /** The service's first release ever: it has no lead times. */
    first: (serviceId: string, asOf?: AsOf) => table.all([is("serviceId", serviceId)], { sort: sorts.RELEASED_ASC, asOf, limit: 1 })[0],
    /** The release before this one; undefined for the first. */
    previous,
    perDay: (filter: ReleaseFilter = {}, asOf?: AsOf) =>
      table.counts([utcDay], conditions(filter), asOf).map(({ of: [day], count }) => ({ day: dayOf(Number(day)), count })),
    commits: (releaseId: string, slice: SliceRequest & { readonly text?: string | undefined } = {}): CommitSlice =>
      commitsOfRelease(db(), releaseId, slice),
    allCommits: (releaseId: string): readonly CommitRow[] =>
      db().all("SELECT * FROM commits WHERE releaseId = ? ORDER BY chunk, place", releaseId).map(toCommit),
    /** The commits of a release that the words of a search are about; at most `limit`. */
    matchingCommits: (releaseId: string, text: string, limit = 5): readonly CommitRow[] =>
      commitsOfRelease(db(), releaseId, { first: limit, text }).nodes,
    /** Median time from author to release, ms; null without commits. Merges do not count. */
    leadTimeMs: (release: ReleaseRow): number | null => medianLeadTime(db(), release),
    /** The service's first sealed release that was built from the commit, else the first that lists it. */
    ofCommit: (serviceId: string, sha: string, asOf?: AsOf): Stored<ReleaseRow> | undefined =>
      first(serviceId, { sql: "r.sha >= ? AND r.sha < ?", params: [sha, `${sha}g`] }, asOf) ?? shipping(serviceId, sha, asOf),
    shipping,
    /** Found by the words of their commits. */
    foundByCommits: (match: string, request: { readonly most: number; readonly asOf?: AsOf | undefined }) =>
      foundByCommits(db(), match, request),
    /** For `deliveryReport`: all of a service in order, with the commits each lists. */
    released: (serviceId: string, asOf?: AsOf) => releasedVersions(db(), serviceId, ofService(serviceId, asOf)),
    /** For `deployReport`: what its deploys brought. */
    line: (serviceId: string, asOf?: AsOf) =>
      releaseLine(db(), serviceId, { order: ofService(serviceId, asOf), shipping: (sha) => shipping(serviceId, sha, asOf) }),
    /** Services with a release by a moment, as known now. */
    servicesBy: (atMs: number) => servicesBy(db(), releaseProjection, { column: "releasedMs", atMs }),
    /** When each service was last released, ms. */
    lastPerService: (asOf?: AsOf) => lastPerService(db(), releaseProjection, { column: "releasedMs", asOf }),
    commitsBetween: (serviceId: string, span: ReleaseSpan): readonly CommitRow[] => commitsBetween(db(), serviceId, span),
    compare: (from: Stored<ReleaseRow>, to: Stored<ReleaseRow>): ReleaseComparison => compare(db(), from, to),
  };
}

function conditions(filter: ReleaseFilter): readonly (Condition | undefined)[] {
  const { serviceId, serviceIds, version, releasedFrom, releasedTo, ids } = filter;
  const ms = (text: string | undefined) => (text === undefined ? undefined : Date.parse(text));
  return [
    is("serviceId", serviceId), isOneOf("serviceId", serviceIds), is("version", version), isOneOf("id", ids),
    isWithin("releasedMs", ms(releasedFrom), ms(releasedTo)), hasReleaseText(filter.text),
  ];
}

/** A release is found by its own words or by those of one commit. */
function hasReleaseText(text: string | undefined): Condition | undefined {
  const own = hasText("release", text);
  const match = text === undefined ? null : matchOf(text);
  if (own === undefined || match === null) return own;
  const commits = "r.id IN (SELECT c.releaseId FROM commitText t JOIN commits c ON c.rowid = t.rowid WHERE commitText MATCH ?)";
  const either = (words: Condition): Condition => ({ sql: `${words.sql} OR ${commits}`, params: [...words.params, match] });
  return { ...either(own), placed: (moment) => either(own.placed?.(moment) ?? own) };
}

/** Behind one place in a service's order of releases, up to another; an end left out does not limit. */
export interface ReleaseSpan {
  readonly after?: string | undefined;
  readonly upTo?: string | undefined;
}

function commitsBetween(db: Database, serviceId: string, { after, upTo }: ReleaseSpan): readonly CommitRow[] {
  const limits = all([
    after === undefined ? undefined : { sql: "r.releaseOrder > ?", params: [after] },
    upTo === undefined ? undefined : { sql: "r.releaseOrder <= ?", params: [upTo] },
  ]);
  const sql = `SELECT c.* FROM current_release r JOIN commits c ON c.releaseId = r.id WHERE r.serviceId = ? AND ${limits.sql} ORDER BY r.releaseOrder DESC, c.chunk, c.place`;
  return db.all(sql, serviceId, ...limits.params).map(toCommit);
}

function compare(db: Database, from: Stored<ReleaseRow>, to: Stored<ReleaseRow>): ReleaseComparison {
  const [a, b] = [releaseOrder(from.releasedAt, from.order), releaseOrder(to.releasedAt, to.order)];
  const forwards = a <= b;
  const span = forwards ? { after: a, upTo: b } : { after: b, upTo: a };
  const commits = commitsBetween(db, from.serviceId, span);
  const counted = db.get(
    "SELECT count(*) AS n FROM current_release WHERE serviceId = ? AND releaseOrder > ? AND releaseOrder < ?",
    from.serviceId,
    span.after,
    span.upTo,
  );
  return {
    from, to,
    added: forwards ? commits : [],
    removed: forwards ? [] : commits,
    releasesBetween: numberOf(counted, "n"),
    revertsOf: [...new Set(commits.flatMap(({ reverts }) => reverts))],
  };
}

function medianLeadTime(db: Database, { id, releasedAt }: ReleaseRow): number | null {
  const authored = db
    .all("SELECT authorMs FROM commits WHERE releaseId = ? AND isMerge = 0 ORDER BY authorMs DESC", id)
    .map((row) => numberOf(row, "authorMs"));
  if (authored.length === 0) return null;
  const released = Date.parse(releasedAt);
  const at = (index: number): number => Math.max(0, released - (authored[index] ?? released));
  const middle = (authored.length - 1) / 2;
  return (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2;
}

const DAY_MS = 86_400_000;
/** The day (UTC) of a release, counted from 1970; before that, downwards. */
const utcDay = `(r."releasedMs" - ((r."releasedMs" % ${DAY_MS}) + ${DAY_MS}) % ${DAY_MS}) / ${DAY_MS}`;
const dayOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
