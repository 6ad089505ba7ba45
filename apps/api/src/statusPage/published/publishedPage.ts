import { publicScope } from "../../graphql/publicScope.ts";
import {
  barDays, componentDay, daysUpTo, hurtOf, reportStatusOf, statusNow, together, uptimeDays, uptimeIn, worstOf, type ComponentDay,
  type ComponentHistory, type Hurt, type PageDay, type PlacedComponent, type PublicIncident, type ReportStatus, type Uptime,
} from "@ballast/domain/statusPage";
import { isOpen, type IncidentRow, type PublicRow, type Stored } from "@ballast/readmodel";
import type { StatusPageRow } from "@ballast/readmodel/statusPage";
import type { ComponentStatus, PageGroup } from "@ballast/schema";
import type { ApiServer } from "../../graphql/context.ts";
import { announcedOn } from "./announced.ts";
import type { PublicKnowledge } from "./publicIncidents.ts";
import type { Correction, PublishedUpdate, Report } from "./report.ts";

/** What was up over so many days, as known now, and as it was told before anything was corrected. */
export interface TimeUp {
  readonly days: (typeof uptimeDays)[number];
  readonly now: Uptime;
  /** The share that was published before corrections. */
  readonly then: number | null;
}

/** A component as the public sees it. */
export interface PublishedComponent {
  readonly component: PlacedComponent;
  readonly status: ComponentStatus;
  /** Since when it is as it is, ms; null where it does as it should, or a person says how it does. */
  readonly since: number | null;
  /** Oldest first; as many as have bars. */
  readonly days: readonly ComponentDay[];
  readonly uptime: readonly TimeUp[];
  readonly hurt: readonly Hurt[];
  readonly observedFrom: number | null;
}

/** Components under a heading, or under none. */
export interface PublishedGroup {
  readonly group: PageGroup | null;
  readonly components: readonly PublishedComponent[];
  readonly uptime: readonly TimeUp[];
}

/** A page as it stands at a moment: everything that any of its forms is made from. */
export interface PublishedPage {
  readonly page: StatusPageRow & { readonly id: string };
  /** ms. */
  readonly at: number;
  readonly days: readonly PageDay[];
  readonly groups: readonly PublishedGroup[];
  readonly components: readonly PublishedComponent[];
  readonly uptime: readonly TimeUp[];
  readonly overall: ComponentStatus;
  /** Whatever stands on it or would, once something is said of it. */
  readonly all: readonly Report[];
  /** Newest first; without maintenance. */
  readonly incidents: readonly Report[];
  /** The nearest to come, or running, first; then those that are over, the newest first. */
  readonly maintenances: readonly Report[];
}

/** So many reports are told of with their texts. */
const MOST_REPORTS = 100;
const LONGEST = uptimeDays[uptimeDays.length - 1] ?? barDays;

/** Where a page stands. No private incident, drill, nor anything that is without an impact on the public has a part in it. */
export function publishedPage(server: ApiServer, page: PublishedPage["page"], { at, rows }: PublicKnowledge): PublishedPage {
  const announced = announcedOn(server, page, at);
  const incidents = [
    ...rows.map(({ row, input }): PublicIncident => ({ ...input, serviceIds: row.serviceIds, open: isOpen(row) })),
    ...announced.incidents,
  ];
  const before = [
    ...rows.map(({ row, input }): PublicIncident => ({ ...asToldFirst(row, input), serviceIds: row.serviceIds, open: isOpen(row) })),
    ...announced.incidents,
  ];
  const longest = daysUpTo(at, page.timeZone, LONGEST);
  const since = observedOf(server, incidents);
  const windows = uptimeDays.map((days) => ({ days, window: { from: longest[LONGEST - days]?.from ?? at, to: at } }));
  const days = longest.slice(-barDays);
  const components = page.components.map((component): PublishedComponent => {
    const observedFrom = component.startedAt === null ? since(component.serviceId) : Date.parse(component.startedAt);
    const history: ComponentHistory = { hurt: hurtOf(component, incidents), observedFrom, rule: page.rule };
    const told = { ...history, hurt: hurtOf(component, before) };
    const status = statusNow(history.hurt, component.held);
    const causes = history.hurt.filter((one) => one.open && one.status === status);
    return {
      component, status, observedFrom, hurt: history.hurt,
      since: component.held === null && causes.length > 0 ? Math.min(...causes.map(({ from }) => from)) : null,
      days: days.map((day) => componentDay(history, day)),
      uptime: windows.map(({ days: count, window }) => ({
        days: count, now: uptimeIn(history, window), then: uptimeIn(told, window).share,
      })),
    };
  });
  const reports = [...reportsOf(server, rows, components), ...announced.reports];
  const maintenances = reports.filter(({ impact }) => impact === "maintenance");
  const begins = ({ plan, startedAt }: Report): number => Date.parse(plan?.from ?? startedAt);
  const groups = [...page.groups, null].map((group): PublishedGroup => {
    const own = components.filter(({ component }) => component.groupId === (group?.groupId ?? null));
    return { group, components: own, uptime: allTogether(own, windows) };
  });
  return {
    page, at, days, components, uptime: allTogether(components, windows),
    groups: groups.filter((one) => one.components.length > 0).toSorted((one, other) => placeOf(one) - placeOf(other)),
    overall: worstOf(components.map(({ status }) => status)),
    all: reports,
    incidents: reports.filter(({ impact, told }) => impact !== "maintenance" && told),
    maintenances: [
      ...maintenances
        .filter(({ resolvedAt }) => resolvedAt === null || Date.parse(resolvedAt) > at)
        .toSorted((one, other) => begins(one) - begins(other)),
      ...maintenances.filter(({ resolvedAt }) => resolvedAt !== null && Date.parse(resolvedAt) <= at),
    ],
  };
}

/** Groups stand where the first of their components does; those without a heading likewise. */
const placeOf = ({ components }: PublishedGroup): number => Math.min(...components.map(({ component }) => component.order));

type Windows = readonly { readonly days: TimeUp["days"]; readonly window: { readonly from: number; readonly to: number } }[];

function allTogether(components: readonly PublishedComponent[], windows: Windows): readonly TimeUp[] {
  return windows.map(({ days, window }, index) => {
    const own = components.flatMap(({ uptime }) => uptime[index] ?? []);
    const now = together(own.map((one) => one.now), window);
    const told = own.map(({ now: { observedMs, ...one }, then }) => ({ ...one, observedMs, badMs: observedMs * (1 - (then ?? 1)) }));
    const same = own.every((one) => one.then === one.now.share);
    return { days, now, then: same ? now.share : together(told.map((one) => ({ ...one, share: null })), window).share };
  });
}

/** Times as they were told before anybody corrected them. */
function asToldFirst(row: IncidentRow, input: PublicRow["input"]): PublicRow["input"] {
  if (row.intervals.every(({ corrections }) => corrections.length === 0)) return input;
  const intervals = row.intervals.map(({ component, corrections, ...is }) => {
    const { startedAt, endedAt, impact, share } = corrections[0]?.was ?? is;
    return { from: startedAt, to: endedAt ?? is.endedAt, components: [component], impact, share };
  });
  return { ...input, intervals };
}

/** Since when a service is observed: its registration, or the first incident of an older history. */
function observedOf(server: ApiServer, incidents: readonly PublicIncident[]): (serviceId: string) => number | null {
  const known = new Map<string, number | null>();
  const scope = publicScope(server);
  return (serviceId) => {
    const before = known.get(serviceId);
    if (before !== undefined) return before;
    const service = scope.context.readModel.services.get(serviceId);
    const starts = incidents.flatMap((one) => (one.serviceIds.includes(serviceId) ? [Date.parse(one.startedAt)] : []));
    const from = service === undefined ? null : starts.reduce((first, at) => Math.min(first, at), Date.parse(service.registeredAt));
    known.set(serviceId, from);
    return from;
  };
}

/** Of those that concern a component of the page, the newest; those that go on are always among them. */
function reportsOf(server: ApiServer, rows: readonly PublicRow[], components: readonly PublishedComponent[]): readonly Report[] {
  const hit = new Map<string, string[]>();
  for (const { component, hurt } of components)
    for (const { incidentId } of hurt) {
      const own = hit.get(incidentId) ?? [];
      if (!own.includes(component.componentId)) own.push(component.componentId);
      hit.set(incidentId, own);
    }
  const services = new Set(components.filter(({ component }) => component.component === null).map(({ component }) => component.serviceId));
  const concerned = rows.filter(({ row }) => hit.has(row.id) || row.serviceIds.some((id) => services.has(id)));
  return concerned
    .filter(({ row }, index) => index < MOST_REPORTS || isOpen(row))
    .map(({ row, input }) => reportOf(server, { row, startedAt: input.startedAt, componentIds: hit.get(row.id) ?? [] }));
}

function reportOf(
  { readModel }: ApiServer,
  { row, startedAt, componentIds }: { row: Stored<IncidentRow>; startedAt: string; componentIds: readonly string[] },
): Report {
  const told = readModel.incidents.updates(row.id).filter(({ visibility }) => visibility === "public");
  let status = "investigating" as ReportStatus;
  const updates = told.map((update): PublishedUpdate => {
    status = reportStatusOf(update.status) ?? status;
    return {
      id: update.id, status, word: update.status, body: update.body, at: update.at,
      corrected: update.corrections.at(-1)?.at ?? null,
    };
  });
  const last = told.at(-1);
  const over = row.resolvedAt !== null;
  return {
    id: row.id, title: row.imported ? row.title : (row.publicTitle ?? null), impact: row.publicImpact,
    status: over && status !== "postmortem" ? "resolved" : status,
    told: row.imported || row.publicTitle !== undefined || told.length > 0,
    open: isOpen(row), startedAt, resolvedAt: row.resolvedAt,
    createdAt: updates[0]?.at ?? startedAt,
    updatedAt: latest([startedAt, row.resolvedAt, last?.at ?? null]),
    monitoringAt: updates.find((update) => update.status === "monitoring")?.at ?? null,
    nextUpdateDueAt: over ? null : (last?.nextUpdateDueAt ?? null),
    plan: row.plan ?? null,
    updates: updates.toReversed(),
    componentIds,
    corrections: row.intervals.flatMap(({ component, corrections, startedAt: from, endedAt: to }) =>
      corrections.map(({ at, reason, was }): Correction => ({
        component, at, reason, was: { from: was.startedAt, to: was.endedAt }, is: { from, to },
      }))),
  };
}

const latest = (times: readonly (string | null)[]): string =>
  new Date(Math.max(...times.flatMap((time) => (time === null ? [] : [Date.parse(time)])))).toISOString();
