import { own } from "@ballast/schema/own";
import type { FlagCondition } from "@ballast/schema";
import { clause, type Asked } from "../clauses.ts";
import { CannotSay } from "../moved.ts";

type Scalar = string | number | boolean;

/** What an operator is given; null where it is another one. */
export function operands(node: unknown, operator: string): readonly unknown[] | null {
  if (typeof node !== "object" || node === null || Array.isArray(node)) return null;
  const [[name, given] = [], ...others] = Object.entries(node);
  if (name !== operator || others.length > 0) return null;
  return Array.isArray(given) ? given : [given];
}

export const attributeIn = (node: unknown): string | null => {
  const [name, ...others] = operands(node, "var") ?? [];
  return typeof name === "string" && others.length === 0 ? name : null;
};

/** Each list is a rule of its own: one of them must hold, all of its conditions. */
export function alternatives(node: unknown): readonly (readonly FlagCondition[])[] {
  const either = operands(node, "or");
  if (either !== null) return either.flatMap(alternatives);
  const both = operands(node, "and");
  if (both === null) return [[conditionIn(node)]];
  const parts = both.map(alternatives);
  if (parts.some((part) => part.length > 1))
    throw new CannotSay("it asks for one of several within a condition: write that as rules of their own");
  return [parts.flatMap(([only = []]) => only)];
}

const equals: ReadonlySet<string> = new Set(["==", "==="]);
const comparing = { "<": "below", "<=": "atMost", ">": "above", ">=": "atLeast" } as const;
/** What an operator is with its sides exchanged. */
const turned = { "==": "==", "===": "===", "!=": "!=", "!==": "!==", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;
const versions = { "=": "versionIs", "<": "versionBelow", "<=": "versionAtMost", ">": "versionAbove", ">=": "versionAtLeast" } as const;

function conditionIn(node: unknown): FlagCondition {
  const [inner] = operands(node, "!") ?? [];
  const asked = inner === undefined ? askedIn(node, false) : askedIn(inner, true);
  if (asked === null)
    throw new CannotSay(`it asks ${JSON.stringify(node)?.slice(0, 100) ?? "nothing"}, for which there is no question here`);
  return clause({ ...asked, isPath: true }).condition;
}

const isScalar = (value: unknown): value is Scalar => typeof value === "string" || typeof value === "number" || typeof value === "boolean";

function askedIn(node: unknown, negated: boolean): Asked | null {
  if (typeof node !== "object" || node === null) return null;
  const [[operator = "", given] = []] = Object.entries(node);
  const [first, second, third] = Array.isArray(given) ? (given as readonly unknown[]) : [];
  const isTurned = own(turned, operator) !== undefined && isScalar(first) && attributeIn(second) !== null;
  return asking(isTurned ? { operator: own(turned, operator) ?? "", left: second, right: first, third, negated }
    : { operator, left: first, right: second, third, negated });
}

interface Asking {
  readonly operator: string;
  readonly left: unknown;
  readonly right: unknown;
  readonly third: unknown;
  readonly negated: boolean;
}

function asking({ operator, left, right, third, negated }: Asking): Asked | null {
  const attribute = attributeIn(left);
  if (operator === "in" && attribute === null) {
    const within = attributeIn(right);
    return within === null || typeof left !== "string" || negated ? null : { attribute: within, operator: "contains", values: [left] };
  }
  if (attribute === null) return null;
  if (operator === "in")
    return Array.isArray(right) && right.every(isScalar) ? { attribute, operator: "is", values: right, negated } : null;
  if (operator === "sem_ver") {
    const known = own(versions, String(right));
    return known === undefined || typeof third !== "string" || negated ? null : { attribute, operator: known, values: [third] };
  }
  if (!isScalar(right)) return null;
  const values = [right];
  if (equals.has(operator)) return { attribute, operator: "is", values, negated };
  if (operator === "!=" || operator === "!==") return { attribute, operator: "is", values, negated: !negated };
  if (negated) return null;
  if (operator === "starts_with") return { attribute, operator: "startsWith", values };
  if (operator === "ends_with") return { attribute, operator: "endsWith", values };
  const compared = own(comparing, operator);
  return compared === undefined ? null : { attribute, operator: compared, values };
}
