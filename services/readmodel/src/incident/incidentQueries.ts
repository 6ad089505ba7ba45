import { comparePositions } from "@ballast/eventlog";
import type { IncidentState, PublicImpact } from "@ballast/schema";
import { momentOf, type AsOf } from "../engine/asOf.ts";
import { textOf, type Database } from "../engine/database.ts";
import type { Stored } from "../engine/projection.ts";
import {
  contains, is, isOneOf, isWithin, tableOf, type Condition, type Counted, type ListSlice, type SliceRequest, type Sort,
} from "../engine/query.ts";
import { hasText } from "../engine/textFilter.ts";
import { attachedAlertProjection } from "./attachedAlertProjection.ts";
import { asKnownAt } from "./importedIncident.ts";
import { incidentProjection } from "./incidentProjection.ts";
import type { IncidentRow } from "./incidentRow.ts";
import { hiddenFrom, type Viewer } from "../viewer/hiddenFrom.ts";
import type { Queries } from "../engine/registry.ts";
import { relatedDeploys, type RelatedDeploy } from "./relatedDeploys.ts";
import { relatedFlags, type RelatedFlag } from "./relatedFlags.ts";
import { figuredFrom, firstFrom } from "./keptFigures.ts";
import { figured, publicRows, saidOf, type FiguredIncident } from "./reportedIncident.ts";
import { updateProjection } from "./updateProjection.ts";
import { updateTexts } from "./updateTexts.ts";

/** Which incidents. Times limit when they started. Text looks at titles, summaries, entries and updates. */
export interface IncidentFilter {
  readonly serviceId?: string | undefined;
  readonly states?: readonly IncidentState[] | undefined;
  readonly open?: boolean | undefined;
  readonly severities?: readonly number[] | undefined;
  readonly impacts?: readonly PublicImpact[] | undefined;
  readonly startedFrom?: string | undefined;
  readonly startedTo?: string | undefined;
  readonly text?: string | undefined;
  readonly imported?: boolean | undefined;
  readonly drill?: boolean | undefined;
  /** Whether a review is still to be held. */
  readonly reviewDue?: boolean | undefined;
  readonly ids?: readonly string[] | undefined;
  /** Those that figures count (see `countsInFigures`), with a start that is known; false: the others. */
  readonly counted?: boolean | undefined;
  /** Whether there is a time from start to resolution. */
  readonly measured?: boolean | undefined;
  /** Resolved, and that not before so many milliseconds after the start. */
  readonly lastedAtLeastMs?: number | undefined;
  /** Whose rights count, those of now: private incidents are seen by who has to do with them. Absent: by nobody; "all": no limit. */
  readonly viewer?: Viewer | undefined;
}

export type IncidentSort = "STARTED_DESC" | "STARTED_ASC" | "SEVERITY_ASC" | "DURATION_DESC";

const shownToPublic: readonly PublicImpact[] = ["minor", "major", "critical", "maintenance"];

const sorts: Readonly<Record<IncidentSort, Sort<"startedMs" | "severityOrder" | "durationMs">>> = {
  STARTED_DESC: { column: "startedMs", descending: true },
  STARTED_ASC: { column: "startedMs", descending: false },
  SEVERITY_ASC: { column: "severityOrder", descending: false },
  DURATION_DESC: { column: "durationMs", descending: true },
};

/** A list of incidents. */
export interface IncidentListRequest {
  readonly filter?: IncidentFilter | undefined;
  readonly sort?: IncidentSort | undefined;
  readonly slice?: SliceRequest | undefined;
  readonly asOf?: AsOf | undefined;
}

/** What was known of an incident from a moment on. */
export interface IncidentVersion {
  readonly knownFrom: string;
  readonly row: Stored<IncidentRow>;
}

/** Queries over incidents. */
export type IncidentQueries = ReturnType<typeof incidentQueries>;

/** Builds the queries. */
export function incidentQueries(db: () => Database, others: Pick<Queries, "deploys" | "flags" | "targetings">) {
  const table = tableOf(db, incidentProjection);
  const updates = tableOf(db, updateProjection);
  const attached = tableOf(db, attachedAlertProjection);
  const ofRecord = (recordId: string, asOf?: AsOf): readonly Stored<IncidentRow>[] => incidentsNaming(db(), recordId, asOf);
  return {
    get: table.get,
    getMany: table.getMany,
    byNumber: (number: number, asOf?: AsOf) => table.find([is("number", number)], asOf),
    /** By what its source calls it, or by the beginning of its id where its source gave none; of several the newest. */
    bySourceId: (reference: string, asOf?: AsOf) =>
      table.all(
        [
          is("imported", true),
          {
            sql: 'r."sourceId" = ? OR (r."sourceId" = \'\' AND substr(r.id, 1, 8) = ?)',
            params: [reference, reference],
          },
        ],
        { sort: sorts.STARTED_DESC, asOf, limit: 1 },
      )[0],
    list: ({ filter = {}, sort = "STARTED_DESC", slice, asOf }: IncidentListRequest = {}): ListSlice<Stored<IncidentRow>> =>
      table.list({ where: conditions(filter), sort: sorts[sort], slice, asOf }),
    all: (filter: IncidentFilter = {}, asOf?: AsOf) => table.all(conditions(filter), { sort: sorts.STARTED_DESC, asOf }),
    open: (filter: IncidentFilter = {}, asOf?: AsOf) =>
      table.all(conditions({ ...filter, open: true }), { sort: sorts.SEVERITY_ASC, asOf }),
    /** Deploys that may have to do with it, the most suspect first. */
    relatedFlags: (incident: IncidentRow, asOf?: AsOf): readonly RelatedFlag[] => relatedFlags(others, incident, asOf),
    relatedChanges: (incident: IncidentRow, asOf?: AsOf): readonly RelatedDeploy[] => relatedDeploys(others.deploys, incident, asOf),
    /** Ids of the private incidents that a viewer must not know of, in order. */
    hiddenFrom: (viewer: Viewer) => hiddenIds(db(), viewer),
    ...forFigures(db, ofRecord),
    /** Incidents that name this deploy, release, alert or other record, by a link or as their alert. */
    ofRecord,
    /** Which of these episodes of alerts belong to which incidents. */
    ofEpisodes: (episodeIds: readonly string[]): ReadonlyMap<string, readonly string[]> => {
      const groups = Map.groupBy(attached.all([isOneOf("episodeId", episodeIds)]), ({ incidentId }) => incidentId);
      return new Map([...groups].map(([incidentId, rows]) => [incidentId, rows.map(({ episodeId }) => episodeId)]));
    },
    /** Episodes of its alerts, in the order in which they came. */
    alertIds: (incidentId: string, asOf?: AsOf): readonly string[] =>
      attached
        .all([is("incidentId", incidentId)], { asOf })
        .toSorted((one, other) => comparePositions(one.position, other.position))
        .map(({ episodeId }) => episodeId),
    /** Updates in the order of their times. */
    updates: (incidentId: string, asOf?: AsOf) =>
      updateTexts(db(), updates.all([is("incidentId", incidentId)], { sort: { column: "atMs", descending: false }, asOf })),
    /** Updates as they were known at a moment, in no order. */
    updatesKnownAt: (incidentId: string, knownAt: string) => updateTexts(db(), updates.allKnownAt(knownAt, [is("incidentId", incidentId)])),
    /** What was known when, oldest first: the stops of the slider. */
    versions: (incidentId: string): readonly IncidentVersion[] =>
      table.versions(incidentId, "known").map(({ from, row }) => {
        const knownFrom = new Date(from).toISOString();
        return { knownFrom, row: asKnownAt(row, knownFrom) };
      }),
    /** The incident as it was known at a moment; undefined before anything was. */
    knownAt(incidentId: string, knownAt: string): Stored<IncidentRow> | undefined {
      const [version] = table.allKnownAt(knownAt, [is("id", incidentId)]);
      return version === undefined ? undefined : asKnownAt(version, knownAt);
    },
  };
}

function incidentsNaming(db: Database, recordId: string, asOf: AsOf | undefined): readonly Stored<IncidentRow>[] {
  const linked = db.all("SELECT incidentId FROM incidentRecords WHERE recordId = ?", recordId).map((row) => textOf(row, "incidentId"));
  const alerting = tableOf(() => db, attachedAlertProjection)
    .all([is("episodeId", recordId)], { asOf })
    .map(({ incidentId }) => incidentId);
  return tableOf(() => db, incidentProjection)
    .getMany([...new Set([...linked, ...alerting])], asOf)
    .filter(({ id, links }) => alerting.includes(id) || links.some((link) => link.recordId === recordId));
}

/** What figures and reports ask. */
function forFigures(db: () => Database, ofRecord: (recordId: string, asOf?: AsOf) => readonly IncidentRow[]) {
  const table = tableOf(db, incidentProjection);
  return {
    /** Counts by calendar month (UTC) of the start, and by public impact in it. */
    perMonth: (filter: IncidentFilter = {}, asOf?: AsOf) =>
      perMonth(table.counts([utcMonth, 'r."publicImpact"'], conditions(filter), asOf)),
    /** Those that figures count, private ones too, with the services they concern. */
    figured: (
      { serviceId }: Pick<IncidentFilter, "serviceId">,
      { asOf, now, endedAfter }: {
        readonly asOf?: AsOf | undefined;
        readonly now: string;
        /** Those that were over by then (ms) may be left out. */
        readonly endedAfter?: number | undefined;
      },
    ): readonly FiguredIncident[] => {
      const position = placeOf(db(), asOf);
      return (position === undefined ? null : figuredFrom(db(), serviceId, { now, position, endedAfter }))
        ?? figured(table.all(conditions({ serviceId, viewer: "all" }), { sort: sorts.STARTED_DESC, asOf }), now);
    },
    /** When the first of a service's began that somebody may know of (ms); Infinity where there is none, null where that is not kept. */
    firstFigured: (
      serviceId: string, { asOf, mayKnow }: { readonly asOf?: AsOf | undefined; readonly mayKnow: (id: string) => boolean },
    ): number | null => {
      const position = placeOf(db(), asOf);
      return position === undefined ? null : firstFrom(db(), serviceId, { position, mayKnow });
    },
    /** What the public may know of, the newest first. */
    ofPublic: (now: string, asOf?: AsOf) =>
      publicRows(table.all(conditions({ counted: true, impacts: shownToPublic }), { sort: sorts.STARTED_DESC, asOf }), now),
    /** The same of these incidents alone, in no order. */
    publicOf: (ids: readonly string[], now: string) => publicRows(table.getMany(ids), now),
    /** As the public would read of one that was merged if it went on, with all that it ever hurt: whoever heard of that is told. */
    mergedForPublic: (id: string, now: string) =>
      publicRows(table.getMany([id]).flatMap((row) => (row.mergedInto === null ? [] : [{
        ...row, state: "investigating" as const, resolvedAt: null, intervals: row.intervals.map((each) => ({ ...each, endedAt: null })),
      }])), now),
    /** What the incidents that name a deploy say of it. */
    saidOf: (deployId: string, asOf?: AsOf) => saidOf(deployId, ofRecord(deployId, asOf)),
    /** Services that an incident concerned by a moment (ms), as known now. */
    servicesBy: (atMs: number): readonly string[] =>
      db()
        .all(
          "SELECT DISTINCT s.value AS serviceId FROM current_incident i, json_each(i.doc, '$.serviceIds') s WHERE i.startedMs <= ? AND json_extract(i.doc, '$.startedAt') IS NOT NULL",
          atMs,
        )
        .map((row) => textOf(row, "serviceId")),
  };
}

/** The place in the log that is asked for, null for now; undefined where it is what was true at a moment. */
function placeOf(db: Database, asOf: AsOf | undefined): number | null | undefined {
  const moment = momentOf(db, asOf);
  return moment.axis === "now" ? null : moment.axis === "position" ? moment.key : undefined;
}

function hiddenIds(db: Database, viewer: Viewer): readonly string[] {
  const hidden = hiddenFrom(viewer);
  return hidden === undefined ? [] : db.all(`${hidden.sql} ORDER BY id`, ...hidden.params).map((row) => textOf(row, "id"));
}

const ms = (text: string | undefined): number | undefined => (text === undefined ? undefined : Date.parse(text));

function conditions(filter: IncidentFilter): readonly (Condition | undefined)[] {
  return [
    contains("services", filter.serviceId),
    isOneOf("state", filter.states),
    is("open", filter.open),
    isOneOf("severity", filter.severities),
    isOneOf("publicImpact", filter.impacts),
    isWithin("startedMs", ms(filter.startedFrom), ms(filter.startedTo)),
    hasText("incident", filter.text),
    is("imported", filter.imported),
    is("drill", filter.drill),
    is("reviewDue", filter.reviewDue),
    isOneOf("id", filter.ids),
    visibleTo(filter.viewer),
    counts(filter.counted),
    isMeasured(filter.measured),
    filter.lastedAtLeastMs === undefined ? undefined : isWithin("durationMs", Math.max(0, filter.lastedAtLeastMs), undefined),
  ];
}

/** Drills and what was no incident of its own stay out of figures, and so does an import that never says when it began. */
function counts(wanted: boolean | undefined): Condition | undefined {
  if (wanted === undefined) return undefined;
  const sql =
    "r.drill = 0 AND r.state NOT IN ('declined', 'merged', 'cancelled') AND (r.imported = 0 OR json_extract(r.doc, '$.startedAt') IS NOT NULL)";
  return { sql: wanted ? sql : `NOT (${sql})`, params: [] };
}

/** The column is negative where nothing says when it was resolved, or that was before it began. */
const isMeasured = (wanted: boolean | undefined): Condition | undefined =>
  wanted === undefined ? undefined : { sql: `r.durationMs ${wanted ? ">=" : "<"} 0`, params: [] };

/** Rights are always those of now, also when looking back. */
function visibleTo(viewer: IncidentFilter["viewer"]): Condition | undefined {
  const hidden = hiddenFrom(viewer);
  return hidden === undefined ? undefined : { sql: `r.id NOT IN (${hidden.sql})`, params: hidden.params };
}

/** The calendar month (UTC) in which an incident began. */
const utcMonth = `strftime('%Y-%m', floor(r."startedMs" / 1000.0), 'unixepoch')`;

function perMonth(
  counted: readonly Counted[],
): readonly { readonly month: string; readonly count: number; readonly byImpact: Readonly<Record<string, number>> }[] {
  const months = Map.groupBy(counted, ({ of: [month] }) => String(month));
  return [...months].map(([month, own]) => ({
    month, count: own.reduce((sum, { count }) => sum + count, 0),
    byImpact: Object.fromEntries(own.map(({ of: [, impact], count }) => [String(impact), count])),
  }));
}
