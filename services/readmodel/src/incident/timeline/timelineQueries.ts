import type { AsOf } from "../../engine/asOf.ts";
import type { Database } from "../../engine/database.ts";
import { sliceOf } from "../../engine/sliceOf.ts";
import { is, tableOf, type ListSlice, type SliceRequest } from "../../engine/query.ts";
import type { IncidentRow } from "../incidentRow.ts";
import type { Queries } from "../../engine/registry.ts";
import { spanEntries, updateEntries } from "./importedEntries.ts";
import { flagEntries } from "./flagEntries.ts";
import { alertEntry, deployEntries, pageEntries } from "./relatedEntries.ts";
import { withNames, type TimelineEntryRow } from "./timelineEntry.ts";
import { createSnapshots } from "./snapshots.ts";
import { timelineProjection } from "./timelineProjection.ts";
import { withEvidence } from "./evidence.ts";

/** A timeline: the incident's own entries, and what its deploys, alerts and pages say. */
export interface TimelineRequest {
  /** Only what was known then, and as it was known then. */
  readonly knownAt?: string | undefined;
  readonly asOf?: AsOf | undefined;
  /** Entries that were taken back, too. */
  readonly takenBack?: boolean | undefined;
  readonly visibility?: "public" | undefined;
  readonly slice?: SliceRequest | undefined;
  /** ISO; the end of a timeline that goes on. */
  readonly now?: string | undefined;
}

type TimelineSources = Pick<Queries, "deploys" | "alerts" | "pages" | "people" | "incidents" | "flags" | "targetings">;

/** Queries over timelines. */
export type TimelineQueries = ReturnType<typeof timelineQueries>;

const MINUTE = 60_000;
const PRE_ROLL_MS = 60 * MINUTE;
const POST_ROLL_MS = 15 * MINUTE;
const MOST_ENTRIES = 20_000;

/** Builds the queries. */
export function timelineQueries(db: () => Database, sources: TimelineSources) {
  const table = tableOf(db, timelineProjection);
  const all = (incidentId: string, request: TimelineRequest = {}): readonly TimelineEntryRow[] => {
    const incident = sources.incidents.get(incidentId, request.asOf);
    if (incident === undefined) return [];
    const own =
      request.knownAt === undefined
        ? table.all([is("incidentId", incidentId)], { asOf: request.asOf })
        : table.allKnownAt(request.knownAt, [is("incidentId", incidentId)]);
    const entries = [...own, ...told(db(), sources, { incident, request }), ...related(sources, incident, request)].filter((entry) =>
      isShown(entry, request),
    );
    const names = namesIn(entries, sources.people, request.asOf);
    return inOrder(entries).slice(0, MOST_ENTRIES).map((entry) => finished(entry, request.knownAt, names));
  };
  const snapshotOf = createSnapshots<TimelineEntryRow>();
  const reading = (incidentId: string, request: TimelineRequest): readonly TimelineEntryRow[] => {
    const { slice = {}, now, ...which } = request;
    const goesOn = slice.after !== undefined || slice.before !== undefined;
    return snapshotOf(
      { key: JSON.stringify([incidentId, which]), nowMs: Date.parse(now ?? new Date().toISOString()), goesOn, madeOf: lastPosition(db()) },
      () => all(incidentId, request),
    );
  };
  return {
    /** In the order of their times. */
    all,
    /** With what each entry was made from. */
    list: (incidentId: string, request: TimelineRequest = {}): ListSlice<TimelineEntryRow> =>
      withEvidence(
        db(),
        sliceOf(reading(incidentId, request), ({ id }) => id, request.slice),
      ),
    /** One entry of it, with what it was made from. */
    entry: (incidentId: string, id: string, request: TimelineRequest = {}): TimelineEntryRow | undefined => {
      const rows = reading(incidentId, { ...request, slice: { after: id } });
      return withEvidence(db(), sliceOf(rows.filter((row) => row.id === id), (row) => row.id)).nodes[0];
    },
  };
}

/** What its updates say, and how long an import lasted: as it is, or as it was known then. */
function told(
  db: Database,
  { incidents }: TimelineSources,
  { incident, request: { knownAt, asOf } }: { incident: IncidentRow; request: TimelineRequest },
): readonly TimelineEntryRow[] {
  const { id } = incident;
  const known = knownAt === undefined ? incident : incidents.knownAt(id, knownAt);
  const updates = knownAt === undefined ? incidents.updates(id, asOf) : incidents.updatesKnownAt(id, knownAt);
  return [...(known === undefined ? [] : spanEntries(db, known)), ...updateEntries(updates)];
}

function related(
  { deploys, alerts, pages, incidents, ...flags }: TimelineSources,
  incident: IncidentRow,
  { asOf, now = new Date().toISOString() }: TimelineRequest,
): readonly TimelineEntryRow[] {
  const start = Date.parse(incident.startedAt ?? incident.declaredAt);
  const end = incident.resolvedAt === null ? (incident.imported ? start : Date.parse(now)) : Date.parse(incident.resolvedAt);
  const window = { from: new Date(start - PRE_ROLL_MS).toISOString(), to: new Date(end + POST_ROLL_MS).toISOString() };
  const linked = (kind: string) => incident.links.flatMap((link) => (link.kind === kind ? [link.recordId] : []));
  const nearDeploys = incident.serviceIds.length === 0 ? [] : deploys.all({ serviceIds: incident.serviceIds, ...window }, asOf);
  const nearAlerts =
    incident.serviceIds.length === 0 || incident.imported ? [] : alerts.all({ serviceIds: incident.serviceIds, during: window }, asOf);
  const ofIncident = deploys.all({ incidentId: incident.id }, asOf);
  return [
    ...once([...nearDeploys, ...ofIncident, ...deploys.getMany(linked("deploy"), asOf)]).flatMap((deploy) =>
      deployEntries(incident.id, deploy),
    ),
    ...once([...nearAlerts, ...alerts.getMany([...incidents.alertIds(incident.id, asOf), ...linked("alert")], asOf)]).map((alert) =>
      alertEntry(incident.id, alert),
    ),
    ...flagEntries(flags, { incidentId: incident.id, serviceIds: incident.serviceIds, window, asOf }),
    ...pages.all({ incidentId: incident.id }, asOf).flatMap((page) => pageEntries(incident.id, page)),
  ];
}

const once = <Row extends { readonly id: string }>(rows: readonly Row[]): readonly Row[] => [
  ...new Map(rows.map((row) => [row.id, row])).values(),
];

/** The last event that the read model holds. */
const lastPosition = (db: Database): string => String(db.get("SELECT max(position) AS last FROM events")?.["last"] ?? "");

/** By time, then by id. Each time is read once: comparing would read it a dozen times. */
function inOrder(entries: readonly TimelineEntryRow[]): readonly TimelineEntryRow[] {
  const timed = entries.map((entry) => ({ entry, at: Date.parse(entry.at) }));
  return timed.sort((a, b) => a.at - b.at || (a.entry.id < b.entry.id ? -1 : 1)).map(({ entry }) => entry);
}

function isShown(entry: TimelineEntryRow, { knownAt, takenBack, visibility }: TimelineRequest): boolean {
  if (visibility === "public" && entry.visibility !== "public") return false;
  if (knownAt === undefined) return takenBack === true || entry.knownTo === null;
  const moment = Date.parse(knownAt);
  return Date.parse(entry.knownFrom) <= moment && (entry.knownTo === null || Date.parse(entry.knownTo) > moment);
}

/** Names in their places; and as known then, what ended later still went on. */
function finished(entry: TimelineEntryRow, knownAt: string | undefined, names: ReadonlyMap<string, string>): TimelineEntryRow {
  const title = names.size === 0 ? entry.title : withNames(entry.title, (id) => names.get(id));
  const lasted = knownAt !== undefined && entry.endAt !== null && Date.parse(entry.endAt) > Date.parse(knownAt);
  if (lasted) return { ...entry, title, endAt: null, ongoing: true };
  return title === entry.title ? entry : { ...entry, title };
}

/** Names of the moment; of who joined later, today's. */
function namesIn(entries: readonly TimelineEntryRow[], people: Queries["people"], asOf: AsOf | undefined): ReadonlyMap<string, string> {
  const ids = new Set(
    entries.flatMap(({ title }) =>
      !title.includes("{person:") ? [] : [...title.matchAll(/\{person:([^}]+)\}/g)].map((match) => match[1] ?? ""),
    ),
  );
  return new Map([...people.getMany([...ids]), ...people.getMany([...ids], asOf)].map(({ id, name }) => [id, name]));
}
