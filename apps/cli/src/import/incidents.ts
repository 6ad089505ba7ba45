import { incidentRecord, publicImpact, type IncidentRecord } from "@ballast/schema";
import {
  createProblems, fieldOf, instantIn, isObject, issuesOf, lineIn, shown, textIn, type Problems, type SourceObject,
} from "@ballast/schema/tables";
import { otherIncident } from "./otherIncidents.ts";
import type { SourceItem } from "./source.ts";

/** An incident, as far as it can be used. */
type MappedIncident = Pick<SourceItem, "problems"> & { readonly record: IncidentRecord | null };
type Update = IncidentRecord["updates"][number];

/** Which fields of a source are the same thing. */
interface Names {
  readonly title: readonly string[];
  readonly published: string;
  readonly url: string;
  readonly updates: readonly string[];
}

const jsonlNames: Names = { title: ["title", "name"], published: "published_at", url: "url", updates: ["updates", "incident_updates"] };

/** Brings one line of an incident history into the normal form: whatever can be used of it, and why the rest cannot. */
export function mapIncident(given: unknown): MappedIncident {
  const other = isObject(given) ? otherIncident(given) : null;
  if (other === null) return mapped(given, jsonlNames);
  const { record, problems } = mapped(other.line, jsonlNames);
  return { record, problems: [...other.problems, ...problems] };
}

const statuspageNames: Names = {
  title: ["name", "title"], published: "created_at", url: "shortlink", updates: ["incident_updates", "updates"],
};

/** The same for an incident of Statuspage's v2 JSON: its updates come newest first. */
export function mapStatuspageIncident(given: unknown): MappedIncident {
  if (!isObject(given)) return mapped(given, statuspageNames);
  const updates = Array.isArray(given["incident_updates"])
    ? given["incident_updates"].toReversed().map(spokenUpdate)
    : given["incident_updates"];
  return mapped({ ...given, incident_updates: updates }, statuspageNames);
}

/**
 * A maintenance of a status page: it ran from "in progress" to "completed", or, where nobody said so, as planned. It
 * is a maintenance whatever its impact says, and keeps its plan.
 */
export function mapMaintenance(given: unknown): MappedIncident {
  if (!isObject(given)) return mapped(given, statuspageNames);
  const told = Array.isArray(given["incident_updates"]) ? given["incident_updates"].filter(isObject) : [];
  const at = (status: string): unknown => fieldOf(told.find((update) => update["status"] === status) ?? {}, "display_at", "created_at");
  const [from, until] = [given["scheduled_for"], given["scheduled_until"]];
  const times = {
    started_at: at("in_progress") ?? from ?? given["started_at"], resolved_at: at("completed") ?? until ?? given["resolved_at"],
  };
  const { record, problems } = mapStatuspageIncident({ ...given, ...times, impact: "maintenance" });
  const plan = planOf(from, until);
  return { record: record === null || plan === undefined ? record : { ...record, plan }, problems };
}

function planOf(from: unknown, until: unknown): IncidentRecord["plan"] {
  const unused = createProblems();
  const start = instantIn(from, "scheduled_for", unused);
  return start === null ? undefined : { from: start, until: instantIn(until, "scheduled_until", unused) };
}

/** Statuspage writes `in_progress` where its pages say "In progress". */
function spokenUpdate(update: unknown): unknown {
  if (!isObject(update) || typeof update["status"] !== "string") return update;
  const status = update["status"].replaceAll("_", " ");
  return { ...update, status: `${status.slice(0, 1).toUpperCase()}${status.slice(1)}` };
}

function mapped(given: unknown, names: Names): MappedIncident {
  if (!isObject(given)) return { record: null, problems: [`an incident was expected, not ${shown(given)}`] };
  const problems = createProblems();
  const sourceId = lineIn(given["id"], "id", problems);
  const title = lineIn(fieldOf(given, ...names.title), "title", problems);
  const impact = publicImpact.safeParse(typeof given["impact"] === "string" ? given["impact"].toLowerCase() : given["impact"]);
  const missing = [
    sourceId === undefined && "id",
    title === undefined && names.title.join(" or "),
    given["impact"] === undefined && "impact",
  ].filter((name) => name !== false);
  if (missing.length > 0) return { record: null, problems: [`missing: ${missing.join(", ")}`] };
  if (!impact.success)
    return { record: null, problems: [`impact is none of ${publicImpact.options.join(", ")}: ${shown(given["impact"])}`] };
  const updates = updatesOf(fieldOf(given, ...names.updates), "updates", problems);
  const times = timesOf(given, updates, problems);
  if (times === null) return { record: null, problems: problems.list };
  const around = aroundOf(given, names, problems);
  if (times.startedAt === null && updates.length === 0)
    problems.add("nothing says when it began: no started_at or created_at, no update with a time");
  else return checked({ sourceId, title, impact: impact.data, ...times, ...around, updates }, problems);
  return { record: null, problems: problems.list };
}

/** A wrong time is not replaced by a guess: the figures count from it. Null then. */
function timesOf(
  given: SourceObject,
  updates: readonly Update[],
  problems: Problems,
): Pick<IncidentRecord, "startedAt" | "resolvedAt"> | null {
  const [started, resolved] = [fieldOf(given, "started_at"), fieldOf(given, "resolved_at")];
  const startedAt = started === undefined ? createdAt(given, updates) : instantIn(started, "started_at", problems);
  const resolvedAt = resolved === undefined ? null : instantIn(resolved, "resolved_at", problems);
  const isWrong = (started !== undefined && startedAt === null) || (resolved !== undefined && resolvedAt === null);
  return isWrong ? null : { startedAt, resolvedAt };
}

/** `created_at` says when it began, unless an update is earlier: then the record was written down later. */
function createdAt(given: SourceObject, updates: readonly Update[]): string | null {
  const created = instantIn(given["created_at"], "created_at", createProblems());
  return created === null || updates.some(({ at }) => Date.parse(at) < Date.parse(created)) ? null : created;
}

/** What stands around an incident's story: it can be left out without changing any figure, and that is said. */
function aroundOf(given: SourceObject, names: Names, problems: Problems): Pick<IncidentRecord, "components" | "publishedAt" | "url"> {
  const published = fieldOf(given, names.published);
  const url = fieldOf(given, names.url, "shortlink");
  return {
    components: componentsOf(given["components"], problems),
    publishedAt: published === undefined ? null : instantIn(published, names.published, problems),
    url: typeof url === "string" ? url : null,
  };
}

function componentsOf(given: unknown, problems: Problems): string[] {
  if (given === undefined || given === null) return [];
  if (!Array.isArray(given)) {
    problems.add(`components left out: a list was expected, not ${shown(given)}`);
    return [];
  }
  const names = given.flatMap((component: unknown) => {
    const name = lineIn(isObject(component) ? component["name"] : component, "component", problems);
    if (name === undefined) problems.add(`component left out: ${shown(component)}`);
    return name ?? [];
  });
  return [...new Set(names)];
}

function updatesOf(given: unknown, field: string, problems: Problems): Update[] {
  if (given === undefined || given === null) return [];
  if (Array.isArray(given)) return given.flatMap((update: unknown, index) => updateOf(update, { index, problems }) ?? []);
  problems.add(`${field} left out: a list was expected, not ${shown(given)}`);
  return [];
}

/** One update; its place counts those that could not be used, so that it stays the same when they are repaired. */
function updateOf(given: unknown, { index, problems }: { index: number; problems: Problems }): Update | null {
  const name = `update ${String(index + 1)}`;
  const leaveOut = (why: string): null => {
    problems.add(`${name} left out: ${why}`);
    return null;
  };
  if (!isObject(given)) return leaveOut(`an object was expected, not ${shown(given)}`);
  const own = createProblems();
  const time = fieldOf(given, "at", "display_at", "created_at");
  const at = time === undefined ? null : instantIn(time, "at", own);
  const status = lineIn(given["status"], `${name}'s status`, problems);
  if (at === null) return leaveOut(own.list[0] ?? "it has no time");
  if (status === undefined) return leaveOut("it has no status");
  return { index, at, status, body: textIn(fieldOf(given, "message", "body"), `${name}'s text`, problems) };
}

function checked(record: unknown, problems: Problems): MappedIncident {
  const result = incidentRecord.safeParse(record);
  return result.success
    ? { record: result.data, problems: problems.list }
    : { record: null, problems: [...problems.list, issuesOf(result.error)] };
}
