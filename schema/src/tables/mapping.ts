import { own } from "../own.ts";
import { instant, text } from "../scalars.ts";

/** Collects why parts of a record cannot be used. */
export interface Problems {
  readonly list: readonly string[];
  add(problem: string): void;
}

/** An empty list of problems. */
export function createProblems(): Problems {
  const list: string[] = [];
  return { list, add: (problem) => { list.push(problem); } };
}

/** A record of a source, as JSON has it. */
export type SourceObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is SourceObject => typeof value === "object" && value !== null && !Array.isArray(value);

/** A value as a message shows it. */
export function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? "nothing";
  return json.length > 60 ? `${json.slice(0, 57)}…` : json;
}

/** The first of these fields that is there and not null. */
export const fieldOf = (object: SourceObject, ...names: readonly string[]): unknown =>
  names.map((name) => own(object, name)).find((value) => value !== undefined && value !== null);

const zoned = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)$/i;

/**
 * An instant as the source gave it, its offset kept; spellings that differ from ISO 8601 only in form are brought
 * into it. Null, with the reason added, when it says no instant: without a zone nobody knows when that was.
 */
export function instantIn(value: unknown, field: string, problems: Problems): string | null {
  const given = typeof value === "string" ? value.trim() : value;
  if (instant.safeParse(given).success && typeof given === "string") return given;
  const candidate = typeof given === "string" ? respelled(given) : undefined;
  if (candidate !== undefined && instant.safeParse(candidate).success) return candidate;
  const why = typeof given === "string" && /^\d{4}-\d{2}-\d{2}([T ][\d:.]+)?$/.test(given) ? "has no time zone" : "is no time";
  problems.add(`${field} ${why}: ${shown(value)}`);
  return null;
}

function respelled(given: string): string | undefined {
  const match = zoned.exec(given);
  if (match === null) return undefined;
  const [, date = "", time = "", zone = ""] = match;
  const offset = /^(Z|UTC|GMT)$/i.test(zone)
    ? "Z"
    : zone.replace(/^([+-]\d{2}):?(\d{2})?$/, (_, hours: string, minutes = "00") => `${hours}:${String(minutes)}`);
  return `${date}T${time.length === 5 ? `${time}:00` : time}${offset}`;
}

const mostOfLine = 300;
const mostOfText = text.maxLength ?? 20_000;

/** One line of text: spaces trimmed, line breaks made spaces, cut (and that said) at 300 characters. Undefined when there is none. */
export function lineIn(value: unknown, field: string, problems: Problems): string | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  // Line by line: a pattern that looks for the blanks around line ends looks at a run of them once for each.
  const given = String(value).split(/[\r\n]/).map((line) => line.trim()).filter((line) => line !== "").join(" ");
  return given === "" ? undefined : cut(given, mostOfLine, { field, problems });
}

/** Free text, cut (and that said) where it is longer than Ballast keeps. */
export const textIn = (value: unknown, field: string, problems: Problems): string =>
  typeof value === "string" ? cut(value, mostOfText, { field, problems }) : "";

/** Cuts a text; says so where `problems` are given. */
export function cut(given: string, most: number, told: { readonly field: string; readonly problems: Problems } | null): string {
  if (given.length <= most) return given;
  told?.problems.add(`${told.field} was cut from ${String(given.length)} to ${String(most)} characters`);
  const end = /[\ud800-\udbff]$/.test(given.slice(0, most - 1)) ? most - 2 : most - 1;
  return `${given.slice(0, end)}…`;
}

/** What a schema finds wrong, in one line. */
export const issuesOf = (error: {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
}): string =>
  error.issues.map(({ path, message }) => (path.length === 0 ? message : `${path.map(String).join(".")}: ${message}`)).join("; ");
