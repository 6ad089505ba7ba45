import { fieldOf, isObject, shown, type SourceObject } from "@ballast/schema/tables";

/** A line of another kind of history, in the fields of ours, and what of it cannot be said in them. */
export interface Reshaped {
  readonly line: SourceObject;
  readonly problems: readonly string[];
}

/** Lines of histories that name things otherwise; null for one that is ours already, or nobody's. */
export function otherIncident(given: SourceObject): Reshaped | null {
  if (given["impact"] !== undefined) return null;
  if (typeof given["severity"] === "string" && given["startedAt"] !== undefined) return providersIncident(given);
  return Array.isArray(given["timeline"]) ? reportedIncident(given, given["timeline"]) : null;
}

/** An incident as cloud providers publish it: its severity is its impact, the services hit are its components. */
function providersIncident(given: SourceObject): Reshaped {
  const { startedAt, description, title } = given;
  const services = Array.isArray(given["affectedServices"]) ? given["affectedServices"] : [];
  const told =
    typeof description === "string" && description !== title ? [{ at: startedAt, status: "Description", message: description }] : [];
  const updates = Array.isArray(given["updates"]) ? given["updates"] : [];
  return {
    line: {
      id: given["id"], title, impact: given["severity"], started_at: startedAt, resolved_at: given["resolvedAt"], url: given["sourceUrl"],
      components: services.map((service: unknown) => (isObject(service) ? service["serviceName"] : service)),
      updates: [
        ...told,
        ...updates.map((update: unknown) =>
          isObject(update) ? { at: update["timestamp"], status: update["status"], message: update["message"] } : update,
        ),
      ],
    },
    problems:
      given["status"] === "resolved" && fieldOf(given, "resolvedAt") === undefined
        ? ["it is said to be resolved, and nobody says when"]
        : [],
  };
}

/** Zones by the names that people write into reports; CET is meant all year where they write it. */
const offsets = new Map([["UTC", "Z"], ["GMT", "Z"], ["CET", "+01:00"], ["CEST", "+02:00"]]);

/** A report with a timeline: nobody says there how bad it was, so it is counted at no level. */
function reportedIncident(given: SourceObject, timeline: readonly unknown[]): Reshaped {
  const zone = fieldOf(given, "timezone");
  const offset = typeof zone === "string" ? offsets.get(zone.toUpperCase()) : undefined;
  const { entries, problems } = entriesOf(timeline, { date: fieldOf(given, "date"), offset });
  const { date } = given;
  const onlyDay = entries.length === 0 && typeof date === "string" && offset !== undefined ? `${date}T00:00:00${offset}` : undefined;
  const begin = entries[0]?.at ?? onlyDay;
  const about = begin === undefined ? [] : aboutOf(given).map((message) => ({ at: begin, status: "Report", message }));
  return {
    line: {
      id: given["id"], title: given["title"], impact: "none", ...(onlyDay !== undefined && { started_at: onlyDay }),
      updates: [...entries.map(({ at, message }) => ({ at, status: "Timeline", message })), ...about],
    },
    problems: [
      "how bad it was is not said: it counts at no level",
      ...(offset === undefined
        ? [`its times cannot be used, their zone is ${zone === undefined ? "not said" : `unknown: ${shown(zone)}`}`]
        : []),
      ...(zone === "CET" ? ["CET is taken for an hour ahead of UTC all year"] : []),
      ...(onlyDay === undefined ? [] : ["only its day is known: it begins with that"]),
      ...problems,
    ],
  };
}

/** What a report says beside its timeline. */
function aboutOf({ text, contributing_factors: factors }: SourceObject): readonly string[] {
  const listed = Array.isArray(factors) ? factors.filter((factor) => typeof factor === "string") : [];
  return [
    ...(typeof text === "string" && text !== "" ? [text] : []),
    ...(listed.length === 0 ? [] : [["Contributing factors:", ...listed.map((factor) => `- ${factor}`)].join("\n")]),
  ];
}

interface Entry {
  readonly at: string;
  readonly message: unknown;
}

const halfDayMinutes = 12 * 60;

/**
 * The lines of a timeline with their times. A line without a day is of the day of the line before it, or of the next one where its time
 * says that midnight has passed.
 */
function entriesOf(
  timeline: readonly unknown[],
  { date, offset }: { readonly date: unknown; readonly offset: string | undefined },
): { readonly entries: readonly Entry[]; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const entries: Entry[] = [];
  let [day, minutes] = [typeof date === "string" ? date : null, 0];
  for (const [index, line] of timeline.entries()) {
    const time = isObject(line) ? timeOf(line) : null;
    if (time === null || !isObject(line) || (time.day ?? day) === null || offset === undefined) {
      if (offset !== undefined) problems.push(`line ${String(index + 1)} of the timeline left out: ${shown(line)} says no time`);
      continue;
    }
    if (time.day === null && day !== null && time.minutes < minutes - halfDayMinutes) day = dayAfter(day);
    [day, minutes] = [time.day ?? day, time.minutes];
    entries.push({ at: `${String(day)}T${time.clock}:00${offset}`, message: line["text"] });
  }
  return { entries, problems };
}

/** A day and a time of the clock, or the time alone; "14:05~" and "14:05 - 15:00" begin at their first. */
const timed = /^(?:(\d{4}-\d{2}-\d{2})\s+)?(\d{1,2}):(\d{2})(?:~|\s*-.*)?$/;

function timeOf(line: SourceObject): { readonly day: string | null; readonly clock: string; readonly minutes: number } | null {
  const given = fieldOf(line, "at_source", "time");
  const match = typeof given === "string" ? timed.exec(given.trim()) : null;
  if (match === null) return null;
  const [, dayGiven, hour = "", minute = ""] = match;
  const own = fieldOf(line, "date");
  const minutes = Number(hour) * 60 + Number(minute);
  if (minutes >= 2 * halfDayMinutes || Number(minute) > 59) return null;
  return { day: dayGiven ?? (typeof own === "string" ? own : null), clock: `${hour.padStart(2, "0")}:${minute}`, minutes };
}

function dayAfter(day: string): string {
  const at = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(at) ? day : new Date(at + 86_400_000).toISOString().slice(0, 10);
}
