import type { FlagContext } from "@ballast/flags";
import { own } from "@ballast/schema/own";
import type { FlagCondition, SegmentMembers } from "@ballast/schema";
import { clause, type Clause } from "../clauses.ts";
import { CannotSay, segmentIdOf, slugged } from "../moved.ts";
import type { Clauses, Segment, Segments } from "./shapes.ts";

const operators = {
  in: "is", startsWith: "startsWith", endsWith: "endsWith", contains: "contains", lessThan: "below", lessThanOrEqual: "atMost",
  greaterThan: "above", greaterThanOrEqual: "atLeast", semVerEqual: "versionIs", semVerLessThan: "versionBelow",
  semVerGreaterThan: "versionAbove",
} as const;

/** "/user/name" is a path, what has no slash in front is a name. */
export function attributeAt(reference: string): { readonly attribute: string; readonly isPath: boolean } {
  if (reference === "key" || reference === "/key") return { attribute: "targetingKey", isPath: false };
  if (!reference.startsWith("/")) return { attribute: reference, isPath: false };
  const names = reference.slice(1).split("/").map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
  return { attribute: names.join("."), isPath: names.length > 1 };
}

/** @throws CannotSay */
export function clauseOf(
  { attribute, op, values, negate, contextKind }: Clauses[number],
  segments: Segments,
): Clause & { readonly segment?: string } {
  if (op === "segmentMatch") return segmentClause(values.map(String), { segments, negate });
  if (contextKind !== "user") throw new CannotSay(`it asks for contexts of the kind ${contextKind}`);
  const operator = own(operators, op);
  if (operator === undefined) throw new CannotSay(`it asks ${attribute} ${op}, for which there is no question here`);
  return clause({ ...attributeAt(attribute), operator, values, negated: negate });
}

function segmentClause(
  keys: readonly string[],
  { segments, negate }: { readonly segments: Segments; readonly negate: boolean },
): Clause & { readonly segment: string } {
  const [key = "", ...others] = keys;
  const found = own(segments, key);
  if (others.length > 0) throw new CannotSay("one question of it names several segments");
  if (found === undefined || found.deleted === true)
    throw new CannotSay(
      `it asks for the segment ${key}, which is not in the file: of an answer of the API, put them beside it as "segments"`,
    );
  membersOf(key, found);
  const rules = found.rules.map(({ clauses }) => clauses.map((one) => clauseOf(one, {})));
  const within = (context: FlagContext): boolean => {
    const id = String(context["targetingKey"] ?? "");
    if (found.included.includes(id)) return true;
    return !found.excluded.includes(id) && rules.some((all) => all.every(({ holds }) => holds(context)));
  };
  return {
    condition: { kind: "segment", segmentId: segmentIdOf(slugged(key)), within: !negate }, holds: (context) => within(context) !== negate,
    segment: slugged(key),
  };
}

/** Who is in a segment, as here: who is included is not excluded. @throws CannotSay */
export function membersOf(
  key: string,
  { included, excluded, rules, unbounded, includedContexts, excludedContexts }: Segment,
): SegmentMembers {
  if (unbounded === true) throw new CannotSay(`the segment ${key} is a big one, whose members are not in the file`);
  if (includedContexts.length + excludedContexts.length > 0)
    throw new CannotSay(`the segment ${key} names contexts of other kinds than users`);
  const both = new Set(included);
  return {
    included, excluded: excluded.filter((one) => !both.has(one)),
    rules: rules.map(({ clauses, weight }) => {
      if (weight !== null && weight !== undefined) throw new CannotSay(`the segment ${key} takes a share of customers`);
      return clauses.map((one): FlagCondition => clauseOf(one, {}).condition);
    }),
  };
}
