import { firstInstantOf } from "@ballast/domain/oncall";
import type { PublicImpact } from "@ballast/schema";
import { isObject, type SourceObject } from "@ballast/schema/tables";
import { mapIncident, mapMaintenance } from "./incidents.ts";
import type { SourceItem } from "./source.ts";

/** What Cachet does not say: how bad its incidents are, and in which zone its times stand. */
export interface CachetUnsaid {
  readonly impact: PublicImpact;
  /** As `+02:00`, or `Z`. */
  readonly offset: string;
  /** As `Europe/Berlin`: with the hours of its summer. Counts instead of the offset where it is said. */
  readonly zone?: string | undefined;
}

/** Lists of Cachet's API, versions 2 and 3 alike, whatever page they stood on. */
export interface CachetLists {
  readonly incidents: readonly unknown[];
  readonly schedules: readonly unknown[];
  /** Names of components by their ids. */
  readonly components: ReadonlyMap<string, string>;
}

const listOf = (page: unknown): readonly unknown[] =>
  Array.isArray(page) ? page.flatMap((one: unknown) => (isObject(one) && Array.isArray(one["data"]) ? listOf(one) : [one]))
    : isObject(page) && Array.isArray(page["data"]) ? page["data"] : [];

/** Version 3 answers as JSON:API does: attributes, and what is related beside them. */
function flat(given: unknown): SourceObject | null {
  if (!isObject(given)) return null;
  return isObject(given["attributes"]) ? { id: given["id"], relationships: given["relationships"], ...given["attributes"] } : given;
}

const includedIn = (page: unknown): readonly unknown[] =>
  Array.isArray(page) ? page.flatMap(includedIn) : isObject(page) && Array.isArray(page["included"]) ? page["included"] : [];

/** The lists in a file or in answers of the API, under `incidents`, `schedules` and `components`; or a list of incidents alone. */
export function cachetLists(page: unknown): CachetLists | null {
  const parts: SourceObject = isObject(page) && ("incidents" in page || "schedules" in page) ? page : { incidents: page };
  const [incidents, schedules] = [listOf(parts["incidents"]), listOf(parts["schedules"])];
  if (incidents.length === 0 && schedules.length === 0) return null;
  const beside = [...includedIn(parts["incidents"]), ...includedIn(parts["schedules"])];
  const known = [...listOf(parts["components"]), ...beside].flatMap((given): SourceObject[] => {
    const one = flat(given);
    return one === null ? [] : [one];
  });
  const names = known.flatMap(({ id, name }) => (typeof name === "string" && id !== undefined ? [[String(id), name] as const] : []));
  const updates = new Map(beside.flatMap((given) =>
    (isObject(given) && /update/i.test(String(given["type"])) ? [[String(given["id"]), given] as const] : [])));
  return { incidents: incidents.map((given) => withUpdates(given, updates)), schedules, components: new Map(names) };
}

/** Updates stand beside the incidents in version 3: each gets its own. */
function withUpdates(given: unknown, updates: ReadonlyMap<string, unknown>): unknown {
  const own = isObject(given) && isObject(given["relationships"]) ? given["relationships"]["updates"] : undefined;
  if (!isObject(given) || !isObject(own) || !Array.isArray(own["data"])) return given;
  const ids = new Set(own["data"].flatMap((one: unknown) => (isObject(one) ? [String(one["id"])] : [])));
  const found = [...ids].flatMap((id) => updates.get(id) ?? []);
  return { ...given, attributes: {
    ...(isObject(given["attributes"]) ? given["attributes"] : {}),
    updates: found.map(flat),
  } };
}

/**
 * Cachet writes times without a zone; version 3 as `{"string": …}`. In a zone an hour that its clock shows twice is the first of them, and
 * one that it skips is the first moment after it.
 */
function timeIn(given: unknown, { offset, zone }: CachetUnsaid): string | undefined {
  const text = isObject(given) ? given["string"] : given;
  if (typeof text !== "string" || text === "") return undefined;
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/u.test(text)) return text;
  const local = text.replace(" ", "T");
  const wall = Date.parse(`${local}Z`);
  return zone === undefined || Number.isNaN(wall) ? `${local}${offset}` : new Date(firstInstantOf(wall, zone)).toISOString();
}

/** What names a record; null where nothing does: without one, all of them would be one record. */
export const idIn = (given: unknown): string | null =>
  (typeof given === "number" || (typeof given === "string" && given.trim() !== "") ? String(given) : null);

const nameless = (): Omit<SourceItem, "line"> => ({ record: null, problems: ["missing: id"] });

const statusOf = (given: unknown): number => Number(isObject(given) ? given["value"] : given);
const FIXED = 4;
const statusWords: ReadonlyMap<number, string> = new Map([[1, "Investigating"], [2, "Identified"], [3, "Watching"], [FIXED, "Fixed"]]);
const wordOf = (status: number): string => statusWords.get(status) ?? "Investigating";
const whole = (given: unknown): string => (typeof given === "string" ? given : "");

function componentsOf(given: SourceObject, { components }: CachetLists): readonly string[] {
  const related = isObject(given["relationships"]) && isObject(given["relationships"]["components"])
    ? given["relationships"]["components"]["data"] : given["components"];
  const idOf = (one: unknown): unknown => (isObject(one) ? (one["component_id"] ?? one["id"]) : one);
  const ids = [given["component_id"], ...(Array.isArray(related) ? related.map(idOf) : [])];
  const embedded = isObject(given["component"]) ? [given["component"]["name"]] : [];
  const named = [...ids.map((id) => components.get(String(id))), ...embedded];
  return [...new Set(named.filter((name): name is string => typeof name === "string"))];
}

/** Why it is none of what everybody reads there; null: it is. */
function hiddenBecause({ visible, deleted_at: deleted }: SourceObject): string | null {
  if (typeof deleted === "string" && deleted !== "") return "it was deleted there";
  const shown = isObject(visible) ? visible["value"] : visible;
  return shown === undefined || shown === null || shown === true || Number(shown) === 1 ? null : "it is not shown to everybody there";
}

function incidentItem(given: unknown, lists: CachetLists, unsaid: CachetUnsaid): Omit<SourceItem, "line"> {
  const incident = flat(given);
  if (incident === null) return mapIncident(given);
  const hidden = hiddenBecause(incident);
  if (hidden !== null) return { record: null, problems: [hidden] };
  const id = idIn(incident["id"]);
  if (id === null) return nameless();
  const scheduled = timeIn(incident["scheduled_at"], unsaid);
  // Before version 2.4 a maintenance was an incident of its own status.
  if (scheduled !== undefined && statusOf(incident["status"]) === 0) return scheduleItem(incident, lists, unsaid);
  const began = timeIn(incident["occurred_at"] ?? incident["occurred"], unsaid)
    ?? timeIn(incident["created_at"] ?? incident["created"], unsaid);
  const told = (Array.isArray(incident["updates"]) ? incident["updates"] : []).filter(isObject)
    .map((update) => ({
      at: timeIn(update["created_at"] ?? update["created"], unsaid), status: statusOf(update["status"]), message: whole(update["message"]),
    }))
    .toSorted((one, other) => (one.at ?? "").localeCompare(other.at ?? ""));
  const last = statusOf(incident["latest_status"] ?? incident["status"]);
  const fixedAt = told.findLast(({ status }) => status === FIXED)?.at
    ?? (last === FIXED || incident["is_resolved"] === true ? timeIn(incident["updated_at"] ?? incident["updated"], unsaid) : undefined);
  const first = { at: began, status: told.length === 0 ? wordOf(last) : "Investigating", message: whole(incident["message"]) };
  return mapIncident({
    id: `incident/${id}`, title: incident["name"], impact: unsaid.impact, started_at: began,
    ...(fixedAt === undefined ? {} : { resolved_at: fixedAt }), components: componentsOf(incident, lists), url: incident["permalink"],
    updates: [first, ...told.map(({ status, ...update }) => ({ ...update, status: wordOf(status) }))],
  });
}

function scheduleItem(given: unknown, lists: CachetLists, unsaid: CachetUnsaid): Omit<SourceItem, "line"> {
  const schedule = flat(given);
  if (schedule === null) return mapMaintenance(given);
  const id = idIn(schedule["id"]);
  if (id === null) return nameless();
  const at = timeIn(schedule["scheduled_at"] ?? schedule["scheduled"], unsaid);
  const until = timeIn(schedule["completed_at"] ?? schedule["completed"], unsaid);
  return mapMaintenance({
    id: `schedule/${id}`, name: schedule["name"], impact: "maintenance", scheduled_for: at, scheduled_until: until,
    components: componentsOf(schedule, lists),
    incident_updates: at === undefined ? [] : [{ status: "scheduled", body: whole(schedule["message"]), display_at: at }],
  });
}

/** Each incident and each schedule, as it comes in, with why it does not where it does not. */
export const cachetItems = (lists: CachetLists, unsaid: CachetUnsaid): readonly SourceItem[] => [
  ...lists.incidents.map((given) => incidentItem(given, lists, unsaid)),
  ...lists.schedules.map((given) => scheduleItem(given, lists, unsaid)),
].map((item, index) => ({ line: index + 1, ...item }));
