import { momentOf, type AsOf } from "../engine/asOf.ts";
import { numberOf, textOf, type Bindable, type Database, type SqlRow } from "../engine/database.ts";
import { OPEN } from "../engine/tables.ts";
import type { Queries } from "../engine/registry.ts";
import { hiddenActions } from "../viewer/hiddenActions.ts";
import { hiddenFrom, type Viewer } from "../viewer/hiddenFrom.ts";
import { hiddenReviews } from "../viewer/hiddenReviews.ts";
import { matchOf } from "../engine/match.ts";

/** A record that the words of a search are about. */
export interface SearchHit {
  /** service, release, deploy, incident, alert, person, rotation. */
  readonly kind: string;
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  /** The words found, in brackets, with a few around them. */
  readonly excerpt: string;
  readonly at: string | null;
  /** False: the words stood there once and were changed since. */
  readonly current: boolean;
}

/** What to search. */
export interface SearchRequest {
  readonly text: string;
  readonly first?: number | undefined;
  readonly kinds?: readonly string[] | undefined;
  readonly asOf?: AsOf | undefined;
  /** As in `IncidentFilter`: private incidents are found by who has to do with them. */
  readonly viewer?: Viewer | undefined;
}

/** Search over everything with words in it, today's and former. */
export type SearchQueries = ReturnType<typeof searchQueries>;

type Others = Pick<Queries, "releases" | "incidents">;

/** Builds the queries. */
export function searchQueries(db: () => Database, others: Others) {
  return {
    /** The best hits first, each record once. */
    find: (request: SearchRequest): readonly SearchHit[] => {
      const match = matchOf(request.text);
      if (match === null) return [];
      const limit = Math.max(1, Math.min(200, request.first ?? 20));
      const hits = [...documents(db(), match, request), ...commits(others, match, request)].filter(
        ({ kind, id }) => isVisible(db(), { kind, id }, request.viewer),
      );
      return onceEach(hits).slice(0, limit).map((hit) => titled(others, hit, request.asOf));
    },
  };
}

type Ranked = SearchHit & { readonly rank: number; readonly textKind: string };

/** Enough that one record's many texts do not hide the others. */
const MOST_TEXTS = 400;

function documents(db: Database, match: string, { kinds, asOf }: SearchRequest): readonly Ranked[] {
  const moment = momentOf(db, asOf);
  const then = moment.axis === "position" ? "AND d.fromKey <= ?" : "";
  const ofKind = kinds === undefined ? "" : "AND d.recordKind IN (SELECT value FROM json_each(?))";
  const params: readonly Bindable[] = [
    ...(moment.axis === "position" ? [moment.key] : []),
    ...(kinds === undefined ? [] : [JSON.stringify(kinds)]),
  ];
  const rows = db.all(
    `SELECT d.kind AS textKind, d.recordKind AS kind, d.recordId AS id, d.title, d.detail, d.at, d.toKey, snippet(searchText, -1, '[', ']', '…', 12) AS excerpt, bm25(searchText, 8.0, 4.0, 1.0) AS rank
     FROM searchText JOIN searchDoc d ON d.searchNo = searchText.rowid WHERE searchText MATCH ? ${then} ${ofKind} ORDER BY rank LIMIT ${MOST_TEXTS}`,
    match, ...params,
  );
  const until = moment.axis === "position" ? moment.key : OPEN - 1;
  return rows.map((row) => ({ ...toHit(row), current: numberOf(row, "toKey") > until, rank: numberOf(row, "rank") }));
}

/** A release is found by the words of its commits. */
function commits({ releases }: Others, match: string, { kinds, asOf }: SearchRequest): readonly Ranked[] {
  if (kinds !== undefined && !kinds.includes("release")) return [];
  return releases.foundByCommits(match, { most: MOST_TEXTS, asOf }).map(({ id, version, subject, releasedAt, excerpt, rank }) =>
    ({ textKind: "", kind: "release", id, title: version, detail: subject, excerpt, at: releasedAt, current: true, rank }));
}

const toHit = (row: SqlRow) => ({
  textKind: textOf(row, "textKind"), kind: textOf(row, "kind"), id: textOf(row, "id"), title: textOf(row, "title"),
  detail: textOf(row, "detail"), excerpt: textOf(row, "excerpt"), at: textOf(row, "at") || null,
});

/** The best text of each record; one that holds today before one that was changed. */
function onceEach(hits: readonly Ranked[]): readonly Ranked[] {
  const best = new Map<string, Ranked>();
  const inOrder = hits.toSorted((a, b) => Number(b.current) - Number(a.current) || a.rank - b.rank);
  for (const hit of inOrder) if (!best.has(`${hit.kind} ${hit.id}`)) best.set(`${hit.kind} ${hit.id}`, hit);
  return [...best.values()];
}

/** What was found in an entry or an update is a hit of its incident, under the incident's title. */
function titled({ incidents }: Others, { rank: _, textKind, ...hit }: Ranked, asOf: AsOf | undefined): SearchHit {
  if (hit.kind !== "incident" || textKind === "incident") return hit;
  return { ...hit, title: incidents.get(hit.id, asOf)?.title || hit.title, detail: hit.title };
}

function isVisible(db: Database, { kind, id }: Pick<SearchHit, "kind" | "id">, viewer: SearchRequest["viewer"]): boolean {
  const hides = new Map([["incident", hiddenFrom], ["action", hiddenActions], ["review", hiddenReviews]]).get(kind);
  const hidden = hides?.(viewer);
  return hidden === undefined || db.get(`SELECT 1 WHERE ? IN (${hidden.sql})`, id, ...hidden.params) === undefined;
}
