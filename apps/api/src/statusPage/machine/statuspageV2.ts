import { worstOf } from "@ballast/domain/statusPage";
import type { ComponentStatus } from "@ballast/schema";
import type { PublishedComponent, PublishedGroup, PublishedPage } from "../published/publishedPage.ts";
import type { Report } from "../published/report.ts";
import { titleOf, viewOf, type View } from "../html/frame.ts";

/** Statuspage's words for how a component does. */
const STATUS: Readonly<Record<ComponentStatus, string>> = {
  operational: "operational", degraded: "degraded_performance", partialOutage: "partial_outage", majorOutage: "major_outage",
  maintenance: "under_maintenance",
};

/** Statuspage's word for a whole page, and its sentence. */
const OVERALL: Readonly<Record<ComponentStatus, readonly [indicator: string, description: string]>> = {
  operational: ["none", "All Systems Operational"],
  maintenance: ["maintenance", "Service Under Maintenance"],
  degraded: ["minor", "Partially Degraded Service"],
  partialOutage: ["major", "Partial System Outage"],
  majorOutage: ["critical", "Major System Outage"],
};

/** What a page is called and where it is, for machines. */
export interface Address {
  /** Where the page's views are reached from outside, without a slash at its end. */
  readonly url: string;
}

const iso = (time: string | number): string => new Date(time).toISOString();

/** When something on the page changed last: not when it was written. */
export function changedAt({ page, components, incidents, maintenances }: PublishedPage): string {
  const times = [
    Date.parse(page.changedAt), ...[...incidents, ...maintenances].map(({ updatedAt }) => Date.parse(updatedAt)),
    ...components.flatMap(({ since }) => (since === null ? [] : [since])),
  ];
  return iso(Math.max(...times));
}

const pageJson = (published: PublishedPage, { url }: Address): object => ({
  id: published.page.id, name: published.page.name, url, time_zone: published.page.timeZone, updated_at: changedAt(published),
});

function componentJson(
  { page }: PublishedPage,
  { component, status, since, observedFrom, hurt }: PublishedComponent,
  position: number,
): object {
  const last = Math.max(Date.parse(page.changedAt), since ?? 0, ...hurt.filter(({ open }) => !open).map(({ to }) => to));
  return {
    id: component.componentId, name: component.name, status: STATUS[status], created_at: iso(page.definedAt), updated_at: iso(last),
    position, description: component.about === "" ? null : component.about, showcase: true,
    start_date: observedFrom === null ? null : iso(observedFrom).slice(0, 10), group_id: component.groupId, page_id: page.id, group: false,
    only_show_if_degraded: component.onlyWhenHurt,
  };
}

function groupJson({ page }: PublishedPage, { group, components }: PublishedGroup, position: number): object {
  return {
    id: group?.groupId, name: group?.name, status: STATUS[worstOf(components.map(({ status }) => status))], created_at: iso(page.definedAt),
    updated_at: iso(page.changedAt), position, description: group?.about ?? null, showcase: false, start_date: null, group_id: null,
    page_id: page.id, group: true, only_show_if_degraded: false,
  };
}

const componentsJson = (published: PublishedPage): readonly object[] => [
  ...published.components.map((component, index) => componentJson(published, component, index + 1)),
  ...published.groups.filter(({ group }) => group !== null).map((group, index) => groupJson(published, group, index + 1)),
];

const maintenanceOf = (report: Report, at: number): string => {
  if (report.resolvedAt !== null && Date.parse(report.resolvedAt) <= at) return "completed";
  if (Date.parse(report.plan?.from ?? report.startedAt) > at) return "scheduled";
  return report.status === "monitoring" ? "verifying" : "in_progress";
};

function reportJson(view: View, report: Report, { url }: Address): object {
  const { page: published } = view;
  const planned = report.impact === "maintenance";
  const status = planned ? maintenanceOf(report, published.at) : report.status;
  const own = published.components.flatMap((component, index) =>
    report.componentIds.includes(component.component.componentId) ? [componentJson(published, component, index + 1)] : []);
  const hit = published.components.filter(({ component: { componentId } }) => report.componentIds.includes(componentId));
  const updates = report.updates.map(({ id, status: said, word, body, at, corrected }, index) => ({
    id, status: planned ? spoken(word, status) : said, body, incident_id: report.id, created_at: iso(at), updated_at: iso(corrected ?? at),
    display_at: iso(at), affected_components: affected(hit, { from: report.updates[index + 1]?.at ?? null, at }),
    deliver_notifications: true, custom_tweet: null, tweet_id: null,
  }));
  return {
    id: report.id, name: titleOf(view, report), status, impact: report.impact, created_at: iso(report.createdAt),
    updated_at: iso(report.updatedAt), monitoring_at: report.monitoringAt === null ? null : iso(report.monitoringAt),
    resolved_at: report.resolvedAt === null ? null : iso(report.resolvedAt), shortlink: `${url}/incidents/${report.id}.html`,
    started_at: iso(report.startedAt), page_id: published.page.id, incident_updates: updates, components: own,
    ...(planned && {
      scheduled_for: iso(report.plan?.from ?? report.startedAt), scheduled_until: until(report),
    }),
  };
}

/** How components did when something was said, and when something was said before; null where there is none of them. */
function affected(hit: readonly PublishedComponent[], { from, at }: { from: string | null; at: string }): readonly object[] | null {
  if (hit.length === 0) return null;
  return hit.map((one) => ({
    code: one.component.componentId, name: one.component.name, old_status: from === null ? STATUS.operational : STATUS[statusAt(one, from)],
    new_status: STATUS[statusAt(one, at)],
  }));
}

/** How a component did at a moment, by what is known of it now. */
const statusAt = ({ hurt }: PublishedComponent, moment: string): ComponentStatus => {
  const at = Date.parse(moment);
  return worstOf(hurt.flatMap(({ status, from, to, open }) => (from <= at && (at < to || open) ? [status] : [])));
};

const until = ({ plan, resolvedAt }: Report): string | null => {
  const end = plan?.until ?? resolvedAt;
  return end === null ? null : iso(end);
};

/** What a maintenance's update calls itself, where that is one of Statuspage's words. */
function spoken(word: string, otherwise: string): string {
  const name = word.trim().toLowerCase().replaceAll(" ", "_");
  return ["scheduled", "in_progress", "verifying", "completed"].includes(name) ? name : otherwise;
}

/** The worst of what components do and what unresolved incidents are said to be. */
function overall({ overall: status, incidents, at }: PublishedPage): object {
  const said = incidents
    .filter(({ resolvedAt, open }) => open && (resolvedAt === null || Date.parse(resolvedAt) > at))
    .map(({ impact }) => (impact === "minor" ? "degraded" : impact === "major" ? "partialOutage" : "majorOutage"));
  const [indicator, description] = OVERALL[worstOf([status, ...said])];
  return { indicator, description };
}

/** So many incidents a list has. */
const MOST = 50;

/** Statuspage's v2 documents of a page, by their names below `api/v2/`. */
export function statuspageDocuments(published: PublishedPage, address: Address): ReadonlyMap<string, () => object> {
  const view = viewOf(published);
  const { at } = published;
  const page = pageJson(published, address);
  const json = (report: Report): object => reportJson(view, report, address);
  const unresolved = published.incidents.filter(({ open }) => open);
  const state = (report: Report): string => maintenanceOf(report, at);
  const upcoming = published.maintenances.filter((report) => state(report) === "scheduled");
  const active = published.maintenances.filter((report) => ["in_progress", "verifying"].includes(state(report)));
  return new Map<string, () => object>([
    ["summary.json", () => ({
      page, components: componentsJson(published), incidents: unresolved.map(json),
      scheduled_maintenances: [...active, ...upcoming].map(json), status: overall(published),
    })],
    ["status.json", () => ({ page, status: overall(published) })],
    ["components.json", () => ({ page, components: componentsJson(published) })],
    ["incidents.json", () => ({ page, incidents: published.incidents.slice(0, MOST).map(json) })],
    ["incidents/unresolved.json", () => ({ page, incidents: unresolved.map(json) })],
    ["scheduled-maintenances.json", () => ({ page, scheduled_maintenances: published.maintenances.slice(0, MOST).map(json) })],
    ["scheduled-maintenances/upcoming.json", () => ({ page, scheduled_maintenances: upcoming.map(json) })],
    ["scheduled-maintenances/active.json", () => ({ page, scheduled_maintenances: active.map(json) })],
  ]);
}
