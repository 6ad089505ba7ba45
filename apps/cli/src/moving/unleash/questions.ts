import { own } from "@ballast/schema/own";
import { anyKind, clause, valueIn, type Clause } from "../clauses.ts";
import { CannotSay, segmentIdOf, slugged, type MovedSegment } from "../moved.ts";
import type { Around, Constraint, Segment } from "./shapes.ts";

const operators = {
  IN: "is", NOT_IN: "is", STR_STARTS_WITH: "startsWith", STR_ENDS_WITH: "endsWith", STR_CONTAINS: "contains", NUM_EQ: "is", NUM_GT: "above",
  NUM_GTE: "atLeast", NUM_LT: "below", NUM_LTE: "atMost", SEMVER_EQ: "versionIs", SEMVER_GT: "versionAbove", SEMVER_LT: "versionBelow",
  SEMVER_GTE: "versionAtLeast", SEMVER_LTE: "versionAtMost",
} as const;

/** What a customer is asked for; `always` and `never` where a list of values is empty. @throws CannotSay */
export type Question = Clause | "always" | "never";

export const attributeOf = (contextName: string): string => (contextName === "userId" ? "targetingKey" : contextName);

/** @throws CannotSay */
export function questionOf({ contextName, operator, values, value, inverted, caseInsensitive }: Constraint): Question {
  const known = own(operators, operator);
  if (known === undefined) throw new CannotSay(`it asks ${contextName} ${operator}, for which there is no question here`);
  if (caseInsensitive === true) throw new CannotSay(`it compares ${contextName} without looking at capitals`);
  if (contextName === "currentTime" || contextName === "environment" || contextName === "appName")
    throw new CannotSay(`it asks for ${contextName}, which is no attribute of a customer`);
  const isList = operator.startsWith("STR") || operator === "IN" || operator === "NOT_IN";
  const wanted = isList ? (values ?? []) : [value ?? ""];
  const negated = (inverted === true) !== (operator === "NOT_IN");
  if (wanted.length === 0) return negated ? "always" : "never";
  const attribute = attributeOf(contextName);
  const given = operator.startsWith("NUM") ? wanted.map(Number) : known === "is" ? anyKind(wanted) : wanted;
  const { condition } = clause({ attribute, operator: known, values: given, negated });
  return { condition, holds: (context) => holdsThere(valueIn(context, attribute), { known, operator, wanted }) !== negated };
}

interface AskedThere {
  readonly known: (typeof operators)[keyof typeof operators];
  readonly operator: string;
  readonly wanted: readonly string[];
}

/** What Unleash answers: everything of a context is a text there, which numbers are read from. */
function holdsThere(value: ReturnType<typeof valueIn>, { known, operator, wanted }: AskedThere): boolean {
  if (value === undefined || typeof value === "object") return false;
  const text = String(value);
  if (operator.startsWith("NUM") && (text.trim() === "" || !Number.isFinite(Number(text)))) return false;
  // A version with a `v` in front is none there.
  if (operator.startsWith("SEMVER") && !/^\d/.test(text)) return false;
  const numbers = operator.startsWith("NUM");
  const { holds } = clause({ attribute: "value", operator: known, values: numbers ? wanted.map(Number) : wanted });
  return holds({ value: numbers ? Number(text) : text });
}

const keyOf = ({ id, name }: Segment): string => slugged(name ?? `segment-${String(id)}`);

/** All of a segment's questions; null where it has nobody. @throws CannotSay */
function membersOf(segment: Segment): readonly Clause[] | null {
  if (segment.constraints.length === 0) throw new CannotSay(`it asks for the segment ${keyOf(segment)}, which asks nothing`);
  const asked = segment.constraints.map(questionOf);
  if (asked.includes("never")) return null;
  const clauses = asked.filter((one) => typeof one === "object");
  if (clauses.length === 0) throw new CannotSay(`it asks for the segment ${keyOf(segment)}, in which everybody is`);
  return clauses;
}

/** A segment as it will be here. */
export const toSegment = (segment: Segment): MovedSegment => {
  const members = membersOf(segment)?.map(({ condition }) => condition);
  return {
    key: keyOf(segment), name: segment.name ?? keyOf(segment), description: "From Unleash",
    members: { included: [], excluded: [], rules: members === undefined ? [] : [members] },
  };
};

/** @throws CannotSay where it is not in the file, or cannot be asked for */
export function segmentAsked(id: string, { segments }: Around): Clause & { readonly segment: Segment; readonly key: string } {
  const segment = segments.get(id);
  if (segment === undefined) throw new CannotSay(`it asks for the segment ${id}, which is not in the file`);
  const clauses = membersOf(segment);
  return {
    condition: { kind: "segment", segmentId: segmentIdOf(keyOf(segment)), within: true },
    holds: (context) => clauses?.every(({ holds }) => holds(context)) ?? false,
    segment, key: keyOf(segment),
  };
}
