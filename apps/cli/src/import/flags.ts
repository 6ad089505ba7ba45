import { flagChangeRecord } from "@ballast/schema";
import { createProblems, fieldOf, instantIn, isObject, issuesOf, lineIn, shown, textIn, type SourceObject } from "@ballast/schema/tables";
import type { SourceItem } from "./source.ts";

type Mapped = Pick<SourceItem, "record" | "problems">;

/** A value as it is; what the source leaves out is null. */
const valueOf = (given: SourceObject, name: string): unknown => fieldOf(given, name) ?? null;

/** Brings one line of a flag history into the normal form; `place` is its place there, from 0, where it names none itself. */
export function mapFlagChange(given: unknown, place: number): Mapped {
  if (!isObject(given)) return { record: null, problems: [`a change of a flag was expected, not ${shown(given)}`] };
  const problems = createProblems();
  const time = fieldOf(given, "time", "at");
  const [key, change] = [fieldOf(given, "flag", "key"), lineIn(fieldOf(given, "change"), "change", problems)];
  const missing = [key === undefined && "flag", time === undefined && "time", change === undefined && "change"].filter(
    (name) => name !== false,
  );
  if (missing.length > 0) return { record: null, problems: [`missing: ${missing.join(", ")}`] };
  const at = instantIn(time, "time", problems);
  if (at === null) return { record: null, problems: problems.list };
  const result = flagChangeRecord.safeParse({
    key, at, change,
    seq: fieldOf(given, "seq") ?? place,
    environment: lineIn(fieldOf(given, "environment"), "environment", problems) ?? null,
    field: fieldOf(given, "field") ?? null,
    from: valueOf(given, "from"), to: valueOf(given, "to"),
    who: lineIn(fieldOf(given, "who", "author"), "who", problems) ?? null,
    commit: lineIn(fieldOf(given, "commit"), "commit", problems) ?? null,
    release: lineIn(fieldOf(given, "release"), "release", problems) ?? null,
    note: textIn(fieldOf(given, "subject", "note"), "subject", problems),
  });
  return result.success
    ? { record: result.data, problems: problems.list }
    : { record: null, problems: [...problems.list, issuesOf(result.error)] };
}
