import { fieldOf, isObject, type SourceObject } from "@ballast/schema/tables";
import { idIn } from "./cachet.ts";
import { mapIncident, mapMaintenance } from "./incidents.ts";
import type { SourceItem } from "./source.ts";

/** What stands in a repository of Upptime. */
export interface UpptimeRepository {
  /** `history/summary.json`. */
  readonly summary: unknown;
  /** Issues as GitHub's API or its command line gives them. */
  readonly issues: readonly unknown[];
}

interface Site {
  readonly name: string;
  readonly slug: string;
  /** Minutes in which it was down, by UTC day. */
  readonly minutesDown: ReadonlyMap<string, number>;
}

const sitesIn = (summary: unknown): readonly Site[] => (Array.isArray(summary) ? summary : []).flatMap((given: unknown) => {
  if (!isObject(given) || typeof given["name"] !== "string" || typeof given["slug"] !== "string") return [];
  const days = isObject(given["dailyMinutesDown"]) ? Object.entries(given["dailyMinutesDown"]) : [];
  const minutesDown = days.flatMap(([day, minutes]) => (typeof minutes === "number" ? [[day, minutes] as const] : []));
  return [{ name: given["name"], slug: given["slug"], minutesDown: new Map(minutesDown) }];
});

const textOf = (given: SourceObject, ...names: readonly string[]): string | undefined => {
  const found = fieldOf(given, ...names);
  return typeof found === "string" ? found : undefined;
};
const labelsOf = (issue: SourceObject): readonly string[] => (Array.isArray(issue["labels"]) ? issue["labels"] : [])
  .flatMap((label: unknown) => (isObject(label) ? [String(label["name"])] : typeof label === "string" ? [label] : []));

/**
 * What Upptime itself writes over an issue: 🛑 or ⚠️, a site, and what is wrong with it. Read from both ends, so that a title of any length
 * takes as long as it is long.
 */
function ownTitle(title: string): { readonly called: string; readonly wrong: string } | null {
  const said = title.trim();
  const mark = ["🛑", "⚠️", "⚠"].find((one) => said.startsWith(one));
  const wrong = ["is down", "has degraded performance"].find((one) => said.endsWith(` ${one}`));
  if (mark === undefined || wrong === undefined) return null;
  const called = said.slice(mark.length, -wrong.length).trim();
  return called === "" ? null : { called, wrong };
}

/** What stands after `name:` in a line of its own. */
function saidIn(body: string, name: string): string | undefined {
  const line = body.split("\n").map((each) => each.trim()).find((each) => each.startsWith(`${name}:`) && each.length > name.length + 1);
  return line?.slice(name.length + 1).trim();
}

/** A text without its first comment of HTML. */
function uncommented(body: string): string {
  const from = body.indexOf("<!--");
  const to = from < 0 ? -1 : body.indexOf("-->", from);
  return to < 0 ? body : `${body.slice(0, from)}${body.slice(to + "-->".length)}`;
}

interface Told {
  readonly item: Omit<SourceItem, "line">;
  /** Of which sites it tells that they were down, and when. */
  readonly down: { readonly slugs: readonly string[]; readonly from: number; readonly to: number } | null;
}

const leftOut = (why: string): Told => ({ item: { record: null, problems: [why] }, down: null });

/** `start`, `end` and the sites of a planned maintenance stand in a comment of its issue. */
function maintenanceOf(issue: SourceObject, sites: readonly Site[]): Told {
  const body = textOf(issue, "body") ?? "";
  const of = (name: string): string | undefined => saidIn(body, name);
  const slugs = `${of("expectedDown") ?? ""},${of("expectedDegraded") ?? ""}`.split(",").map((slug) => slug.trim());
  const [from, until] = [of("start"), of("end")];
  if (from === undefined) return leftOut("it is a maintenance without a start");
  const item = mapMaintenance({
    id: String(issue["number"]), name: textOf(issue, "title"), impact: "maintenance", scheduled_for: from, scheduled_until: until,
    components: sites.filter(({ slug }) => slugs.includes(slug)).map(({ name }) => name), shortlink: textOf(issue, "html_url", "url"),
    incident_updates: [{
      status: "scheduled", body: uncommented(body).trim(), display_at: textOf(issue, "created_at", "createdAt"),
    }],
  });
  return { item, down: null };
}

function tell(given: unknown, sites: readonly Site[], now: number): Told {
  if (!isObject(given)) return { item: mapIncident(given), down: null };
  if ("pull_request" in given) return leftOut("it is a pull request");
  if (idIn(given["number"]) === null) return leftOut("missing: number");
  const [labels, title] = [labelsOf(given), textOf(given, "title") ?? ""];
  if (labels.includes("maintenance")) return maintenanceOf(given, sites);
  const own = ownTitle(title);
  if (own === null && !labels.includes("status")) return leftOut("it is no issue about a site");
  const { called, wrong } = own ?? { called: undefined, wrong: undefined };
  const concerned = sites.filter(({ slug, name }) => labels.includes(slug) || name === called);
  const components = concerned.length > 0 ? concerned.map(({ name }) => name) : called === undefined ? [] : [called];
  const impact = wrong === "is down" ? "critical" : wrong === undefined ? "major" : "minor";
  const [from, to] = [textOf(given, "created_at", "createdAt"), textOf(given, "closed_at", "closedAt")];
  const comments = (Array.isArray(given["comments"]) ? given["comments"] : []).filter(isObject)
    .map((comment) => ({ at: textOf(comment, "created_at", "createdAt"), status: "Update", message: textOf(comment, "body") ?? "" }));
  const item = mapIncident({
    id: String(given["number"]), title: own === null ? title : `${own.called} ${own.wrong}`, impact, started_at: from, components,
    ...(to === undefined ? {} : { resolved_at: to }), url: textOf(given, "html_url", "url"),
    updates: [
      { at: from, status: "Investigating", message: textOf(given, "body") ?? "" }, ...comments,
      ...(to === undefined ? [] : [{ at: to, status: "Resolved", message: "" }]),
    ],
  });
  const span = { from: Date.parse(from ?? ""), to: to === undefined ? now : Date.parse(to) };
  const isDown = item.record !== null && impact === "critical" && !Number.isNaN(span.from) && !Number.isNaN(span.to);
  return { item, down: isDown ? { slugs: concerned.map(({ slug }) => slug), ...span } : null };
}

const DAY_MS = 86_400_000;
/** A day may differ by so many minutes: Upptime looks every five. */
const BY_MINUTES = 10;

/** Days on which a site was down for longer than its issues say: nobody knows at which hour, so nothing comes in of that. */
function untold(sites: readonly Site[], told: readonly Told[]): readonly Omit<SourceItem, "line">[] {
  const downOf = (slug: string) => told.flatMap(({ down }) => (down?.slugs.includes(slug) === true ? [down] : []));
  const known = sites.map((site) => ({ ...site, downs: downOf(site.slug) }));
  return known.flatMap(({ name, minutesDown, downs }) => [...minutesDown].toSorted().flatMap(([day, minutes]) => {
    const start = Date.parse(`${day}T00:00:00Z`);
    const on = ({ from, to }: NonNullable<Told["down"]>): number => Math.max(0, Math.min(to, start + DAY_MS) - Math.max(from, start));
    const covered = downs.reduce((sum, down) => sum + on(down) / 60_000, 0);
    return Number.isNaN(start) || minutes <= covered + BY_MINUTES ? [] : [{
      record: null,
      problems: [
        `${name}, ${day}: down for ${String(minutes)} minutes by its summary, and for ${String(Math.round(covered))} by its issues; at which hour the rest was is not said`,
      ],
    }];
  }));
}

/** Each issue as it comes in, and each day of which nobody knows enough. */
export function upptimeItems({ summary, issues }: UpptimeRepository, now: number): readonly SourceItem[] {
  const sites = sitesIn(summary);
  const told = issues.map((issue) => tell(issue, sites, now));
  return [...told.map(({ item }) => item), ...untold(sites, told)].map((item, index) => ({ line: index + 1, ...item }));
}
