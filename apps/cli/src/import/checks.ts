import { checksRecord, type Check, type ChecksRecord } from "@ballast/schema";
import { createProblems, fieldOf, instantIn, isObject, issuesOf, lineIn, shown } from "@ballast/schema/tables";
import type { ImportSource, SourceItem } from "./source.ts";

type Mapped = Pick<SourceItem, "record" | "problems">;

/** The state in the words that people have for it. */
const stateIn = (given: unknown): Check["state"] | null => {
  const word = typeof given === "string" ? given.trim().toLowerCase() : given;
  if (word === "up" || word === true || word === "ok") return "up";
  return word === "down" || word === false || word === "fail" ? "down" : null;
};

/** Brings one look at a site into the normal form: a month of one. */
export function mapCheck(given: unknown): Mapped {
  if (!isObject(given)) return { record: null, problems: [`a check was expected, not ${shown(given)}`] };
  const problems = createProblems();
  const time = fieldOf(given, "time", "at", "timestamp");
  const [site, word] = [lineIn(fieldOf(given, "site", "name", "url"), "site", problems), fieldOf(given, "state", "status", "up")];
  const missing = [site === undefined && "site", time === undefined && "time", word === undefined && "state"].filter(
    (name) => name !== false,
  );
  if (missing.length > 0) return { record: null, problems: [`missing: ${missing.join(", ")}`] };
  const at = instantIn(time, "time", problems);
  if (at === null) return { record: null, problems: problems.list };
  const state = stateIn(word);
  if (state === null) return { record: null, problems: [`the state is up or down, not ${shown(word)}`] };
  const result = checksRecord.safeParse({
    site,
    month: new Date(at).toISOString().slice(0, 7),
    checks: [
      {
        at, state, httpStatus: fieldOf(given, "http_status", "httpStatus", "code") ?? null,
        responseMs: fieldOf(given, "response_ms", "responseMs") ?? null,
      },
    ],
  });
  return result.success
    ? { record: result.data, problems: problems.list }
    : { record: null, problems: [...problems.list, issuesOf(result.error)] };
}

const isMonth = (record: SourceItem["record"]): record is ChecksRecord => record !== null && "checks" in record;

/** Looks of the same site and month as one record, at the line of the first; what cannot be used comes at its own line, before them. */
export async function* byMonth(items: ImportSource["items"]): AsyncGenerator<SourceItem, void, undefined> {
  const months = new Map<string, { readonly line: number; readonly record: ChecksRecord; readonly checks: Check[] }>();
  for await (const { line, record, problems } of items) {
    if (problems.length > 0) yield { line, record: null, problems };
    if (!isMonth(record)) continue;
    const name = JSON.stringify([record.site, record.month]);
    const known = months.get(name) ?? { line, record, checks: [] };
    known.checks.push(...record.checks);
    months.set(name, known);
  }
  for (const { line, record, checks } of months.values()) yield { line, record: { ...record, checks }, problems: [] };
}
