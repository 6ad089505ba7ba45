import { actionRecord, type ActionRecord } from "../importRecords.ts";
import { webLink } from "../scalars.ts";
import {
  createProblems, cut, fieldOf, instantIn, isObject, issuesOf, lineIn, shown, textIn, type Problems, type SourceObject,
} from "./mapping.ts";

/** An action as its source has it, or why it, or a part of it, cannot be used. */
export interface MappedAction {
  readonly record: ActionRecord | null;
  readonly problems: readonly string[];
}

const dropped = /^(dropped|won'?t ?(do|fix)|cancell?ed|rejected|declined|abandoned|duplicate|obsolete|invalid|cannot reproduce)$/iu;
const done = /^(done|closed|resolved|complete[d]?|finished|fixed|verified|released)$/iu;
const open =
  /^(open|new|pending|unresolved|to ?do|backlog|in ?progress|in review|proposed|reopened|blocked|waiting|selected for development)$/iu;

/** Where it stands, in the words that trackers have for it; null for a word that none of them has. */
export function actionStateIn(word: string): ActionRecord["state"] | null {
  if (word === "" || open.test(word)) return "open";
  return dropped.test(word) ? "dropped" : done.test(word) ? "done" : null;
}

/** A day, or a moment, as an instant: a day without a time is its beginning in UTC. */
export function momentIn(value: unknown, field: string, problems: Problems): string | null {
  if (value === undefined) return null;
  return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/u.test(value.trim())
    ? instantIn(`${value.trim()}T00:00:00Z`, field, problems)
    : instantIn(value, field, problems);
}

/** An address without the bracket before it and whatever stands behind it; from its end, so that it takes as long as it is long. */
function bare(text: string): string {
  let end = text.length;
  while (end > 0 && ">)].,;".includes(text.charAt(end - 1))) end -= 1;
  return text.slice(text.startsWith("<") ? 1 : 0, end);
}

/** Addresses without what a text has put behind them. */
export function linksIn(values: unknown, problems: Problems): readonly string[] {
  const given: readonly unknown[] = Array.isArray(values) ? values : values === undefined ? [] : [values];
  const links = given.flatMap((value) => {
    const link = typeof value === "string" ? bare(value.trim()) : value;
    if (typeof link === "string" && webLink.safeParse(link).success) return [link];
    problems.add(`a link is an address of the web, not ${shown(value)}`);
    return [];
  });
  const once = [...new Set(links)];
  if (once.length > mostLinks) problems.add(`of ${String(once.length)} links the first ${String(mostLinks)} are kept`);
  return once.slice(0, mostLinks);
}

const mostLinks = 20;
const mostTitle = 300;

/** Its title, and what is more of it: a heading in bold is the title, and a text that is too long for one is cut there. */
export function titled(given: string): { readonly title: string; readonly text: string } {
  const [, heading, rest = ""] = /^\s*\*\*(.+?)\*\*\s*:?\s*([\s\S]*)$/u.exec(given) ?? [];
  const line = (heading ?? given).replace(/\*\*/gu, "").replace(/\s+/gu, " ").replace(/:$/u, "").trim();
  if (line.length > mostTitle || line === "")
    return { title: cut(given.replace(/\s+/gu, " ").trim(), mostTitle, null), text: given.trim() };
  return { title: line, text: heading === undefined && line === given.trim() ? "" : heading === undefined ? given.trim() : rest.trim() };
}

const textOf = (given: SourceObject, ...names: readonly string[]): string => {
  const value = fieldOf(given, ...names);
  return typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
};

/** Brings one action of a list into the normal form. */
export function mapAction(given: unknown): MappedAction {
  if (!isObject(given)) return { record: null, problems: [`an action was expected, not ${shown(given)}`] };
  const problems = createProblems();
  const [id, action] = [textOf(given, "id", "key"), textOf(given, "action", "title", "summary")];
  const missing = [id === "" && "id", action === "" && "action"].filter((name) => name !== false);
  if (missing.length > 0) return { record: null, problems: [`missing: ${missing.join(", ")}`] };
  if (/^ACT-\d+$/iu.test(id)) return { record: null, problems: [`${id} was registered here: change it here`] };
  const [, before = "", rest] = /^status:\s*(done|declined|unresolved|pending|todo)\b[\s–-]*(.+)$/isu.exec(action) ?? [];
  const word = textOf(given, "state", "status");
  const state = actionStateIn(word === "" ? before : word);
  if (state === null) problems.add(`the state "${word}" is none that is known: it counts as open`);
  const { title, text } = titled(rest ?? action);
  const result = actionRecord.safeParse({
    sourceId: id, title,
    text: textIn([text, textOf(given, "text", "description")].filter((part) => part !== "").join("\n\n"), "text", problems),
    kind: /long/iu.test(textOf(given, "kind", "category", "type")) ? "longTerm" : "shortTerm",
    owner: lineIn(fieldOf(given, "owner", "assignee"), "owner", problems) ?? null,
    dueOn: dayIn(textOf(given, "due", "dueOn", "due_date", "due_on"), "due", problems),
    links: linksIn(fieldOf(given, "links", "tickets", "url"), problems),
    incident: lineIn(fieldOf(given, "incident", "incident_id"), "incident", problems) ?? null,
    state: state ?? "open",
    createdAt: momentIn(fieldOf(given, "created_at", "createdAt", "created", "date", "incident_date"), "created", problems),
    doneAt: state === "done" ? momentIn(fieldOf(given, "done_at", "doneAt", "closed_at", "resolved"), "done", problems) : null,
  });
  return result.success
    ? { record: result.data, problems: problems.list }
    : { record: null, problems: [...problems.list, issuesOf(result.error)] };
}

/** The day of a date, or of a moment's beginning. */
function dayIn(given: string, field: string, problems: Problems): string | null {
  if (given === "") return null;
  const day = /^\d{4}-\d{2}-\d{2}/u.exec(given)?.[0];
  if (day !== undefined && !Number.isNaN(Date.parse(day))) return day;
  problems.add(`${field} is no day: ${shown(given)}`);
  return null;
}
