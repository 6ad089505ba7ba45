import { actionRecord } from "../importRecords.ts";
import { actionStateIn, linksIn, mapAction, type MappedAction } from "./actions.ts";
import { csvRows, TableFailure } from "./csv.ts";
import { createProblems, issuesOf, lineIn, shown, textIn, type Problems } from "./mapping.ts";

/** An action with the line in which it begins. */
export interface ActionItem extends MappedAction {
  readonly line: number;
}

/** A row by its columns: Jira repeats the name of a column that has several values. */
type Cells = ReadonlyMap<string, readonly string[]>;

const TOO_MANY = "it has more cells than there are columns: which is which cannot be told";

/** What a Jira export says of its issues, row by row. Its times have no zone: they are taken as UTC. */
export function jiraItems(text: string): readonly ActionItem[] {
  const [head, ...rows] = csvRows(text);
  const names = (head?.cells ?? []).map((name) => name.trim().toLowerCase());
  const lacking = ["issue key", "summary"].filter((name) => !names.includes(name));
  if (lacking.length > 0)
    throw new TableFailure(`It has no column ${lacking.join(", ")}.`, "Export it from Jira as CSV (all fields), in English.");
  return rows.map(({ cells: row, line }) => {
    if (row.length > names.length)
      return { line, record: null, problems: [TOO_MANY] };
    const cells = Map.groupBy(
      row.map((cell, index) => [names[index] ?? "", cell.trim()] as const),
      ([name]) => name,
    );
    return {
      line,
      ...mapIssue(new Map([...cells].map(([name, pairs]) => [name, pairs.map(([, cell]) => cell).filter((cell) => cell !== "")]))),
    };
  });
}

/** Actions of a CSV with a column for each field; several links stand apart by spaces. */
export function csvActions(text: string): readonly ActionItem[] {
  const [head, ...rows] = csvRows(text);
  const names = (head?.cells ?? []).map((name) => name.trim());
  const twice = names.find((name, place) => name !== "" && names.indexOf(name) < place);
  if (twice !== undefined)
    throw new TableFailure(`It has the column ${twice} twice.`, "Which of them counts cannot be told: leave one out.");
  return rows.map(({ cells: row, line }) => {
    if (row.slice(names.length).some((cell) => cell !== "")) return { line, record: null, problems: [TOO_MANY] };
    const given = new Map(
      row.flatMap((cell, index): [string, string][] => (cell.trim() === "" ? [] : [[names[index] ?? "", cell.trim()]])),
    );
    const links = (given.get("links") ?? "").split(/\s+/u).filter((link) => link !== "");
    return { line, ...mapAction({ ...Object.fromEntries(given), links }) };
  });
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** `11/May/24 03:26 PM`, `2024-05-11 15:26`, `5/13/2024 15:26`; a day and month that may be either is no time. */
export function jiraMoment(given: string, field: string, problems: Problems): string | null {
  if (given === "") return null;
  const [, one = "", two = "", three = "", hours = "0", minutes = "0", half = ""] =
    /^(\d{1,4})[/.-](\w{1,3})[/.-](\d{1,4})(?:[ T](\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*([AP]M)?\S*)?$/iu.exec(given) ?? [];
  const [year, month, day] = one.length === 4 ? [one, two, three] : [three, ...monthAndDay(one, two)];
  const hour = (Number(hours) % (half === "" ? 24 : 12)) + (half.toUpperCase() === "PM" ? 12 : 0);
  const at = Date.UTC(Number(year) + (year.length === 2 ? 2_000 : 0), Number(month) - 1, Number(day), hour, Number(minutes));
  const isReal = year !== "" && Number(month) >= 1 && Number(month) <= 12 && new Date(at).getUTCDate() === Number(day);
  if (isReal) return new Date(at).toISOString();
  problems.add(`${field} is no time that is surely one: ${shown(given)}`);
  return null;
}

function monthAndDay(one: string, two: string): readonly [string, string] {
  const named = months.indexOf(two.toLowerCase().slice(0, 3));
  if (named >= 0) return [String(named + 1), one];
  if (Number(two) > 12) return [one, two];
  return Number(one) > 12 || one === two ? [two, one] : ["", ""];
}

function mapIssue(cells: Cells): MappedAction {
  const problems = createProblems();
  const cell = (...names: readonly string[]): string => names.flatMap((name) => cells.get(name) ?? [])[0] ?? "";
  const [key, summary] = [cell("issue key"), cell("summary")];
  const missing = [key === "" && "Issue key", summary === "" && "Summary"].filter((name) => name !== false);
  if (missing.length > 0) return { record: null, problems: [`missing: ${missing.join(", ")}`] };
  const state = stateOf(cell("status"), cell("resolution"), cell("resolved"));
  const labels = [...(cells.get("labels") ?? []), cell("issue type")];
  const result = actionRecord.safeParse({
    sourceId: key, title: lineIn(summary, "Summary", problems), text: textIn(cell("description"), "Description", problems), state,
    kind: labels.some((label) => /^(long[-_ ]?term|epic)$/iu.test(label)) ? "longTerm" : "shortTerm",
    owner: lineIn(cell("assignee"), "Assignee", problems) ?? null,
    dueOn: jiraMoment(cell("due date"), "Due date", problems)?.slice(0, 10) ?? null,
    links: linksIn(cells.get("url") ?? cells.get("link") ?? [], problems), incident: null,
    createdAt: jiraMoment(cell("created"), "Created", problems),
    doneAt: state === "done" ? jiraMoment(cell("resolved"), "Resolved", problems) : null,
  });
  return result.success
    ? { record: result.data, problems: problems.list }
    : { record: null, problems: [...problems.list, issuesOf(result.error)] };
}

/** Statuses are each team's own: where theirs is none that is known, what was resolved is done. */
function stateOf(status: string, resolution: string, resolved: string): "open" | "done" | "dropped" {
  const known = actionStateIn(status) ?? (resolved !== "" ? "done" : "open");
  return known === "done" && actionStateIn(resolution) === "dropped" ? "dropped" : known;
}
