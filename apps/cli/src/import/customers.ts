import { customerRecord } from "@ballast/schema";
import { createProblems, fieldOf, isObject, issuesOf, lineIn, shown, type Problems, type SourceObject } from "@ballast/schema/tables";
import type { SourceItem } from "./source.ts";

type Mapped = Pick<SourceItem, "record" | "problems">;

/** Ids are taken as they are, spaces and all: applications send them so. A number is the text that it is written as. */
function idIn(given: SourceObject): unknown {
  const id = fieldOf(given, "id", "key");
  return typeof id === "number" && Number.isSafeInteger(id) ? String(id) : id;
}

/** Plan or region; a text of nothing is none. */
const wordIn = (given: SourceObject, field: string, problems: Problems): string | null =>
  lineIn(fieldOf(given, field), field, problems) ?? null;

/** Brings one customer of a list into the normal form. */
export function mapCustomer(given: unknown): Mapped {
  if (!isObject(given)) return { record: null, problems: [`a customer was expected, not ${shown(given)}`] };
  const problems = createProblems();
  const id = idIn(given);
  if (id === undefined) return { record: null, problems: ["missing: id"] };
  const result = customerRecord.safeParse({
    id,
    // Who has no name goes by its id.
    name: lineIn(fieldOf(given, "name"), "name", problems) ?? lineIn(id, "id", problems),
    plan: wordIn(given, "plan", problems), region: wordIn(given, "region", problems),
    attributes: fieldOf(given, "attributes") ?? {},
  });
  return result.success
    ? { record: result.data, problems: problems.list }
    : { record: null, problems: [...problems.list, issuesOf(result.error)] };
}
