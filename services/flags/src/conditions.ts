import { Rejection } from "@ballast/domain";
import type { DefinedSegment } from "@ballast/domain/segment";
import type { FlagCondition, Operator } from "@ballast/schema";
import { all, amongst, any, attribute, not, type Logic } from "./logic.ts";

type AttributeCondition = Extract<FlagCondition, { readonly kind: "attribute" }>;

/** What conditions are compiled for. */
export interface ConditionScope {
  /** The flag's key, for refusals. */
  readonly key: string;
  readonly bucketBy: string;
  segment(segmentId: string): DefinedSegment | undefined;
}

/** The engine's words for kinds of values. None of them fails on a value of another kind, or on none. */
const isThere = (value: Logic): Logic => ({ "!==": [value, null] });
const isText = (value: Logic): Logic => all([isThere(value), { "===": [value, { cat: [value] }] }]);
const isList = (value: Logic): Logic => not({ in: [value, { merge: [value] }] });
const isBoolean = (value: Logic): Logic => amongst(value, [true, false]);
const isNumber = (value: Logic): Logic =>
  all([
    isThere(value),
    not(isText(value)),
    not(isList(value)),
    { "!==": [{ cat: [value] }, "[object Object]"] },
    { "===": [value, { "+": [value] }] },
  ]);

/** A text that is not empty: what customers can be divided by. Everything else would be one and the same place for many. */
export const isDividing = (value: Logic): Logic => all([isText(value), { "!==": [value, ""] }]);

const composed = (value: AttributeCondition["values"][number]): string | number | boolean =>
  typeof value === "string" ? value.normalize("NFC") : value;

/** What a text, a list or a number has of JavaScript's own: the engine would find it there. */
const ofTheirOwn = [Object.prototype, String.prototype, Array.prototype, Number.prototype];

/**
 * Whether an attribute can be asked for. The engine would find names of JavaScript's own in every context; and on a path the length of
 * a text or list that stands in place of an object, and through its functions.
 */
export function checkAttribute(key: string, path: string): void {
  const names = path.split(".");
  const wrong = names.some(
    (name, index) =>
      !/^[A-Za-z_][A-Za-z0-9_-]*$/.test(name)
      || Reflect.has(Object.prototype, name)
      || (index > 0 && name === "length")
      || (index > 0 && index < names.length - 1 && ofTheirOwn.some((own) => Reflect.has(own, name))),
  );
  if (wrong) throw cannot(key, `an attribute cannot be called ${path}`);
}

const cannot = (key: string, why: string): Rejection => new Rejection("CANNOT_COMPILE", `${key}: ${why}`, ["rules"]);

function texts(key: string, { operator, attribute: name, values }: AttributeCondition): readonly string[] {
  const found = values.map(composed).filter((value) => typeof value === "string");
  if (found.length < values.length) throw cannot(key, `${name} ${operator} compares texts`);
  return found;
}

function numbers(key: string, { operator, attribute: name, values }: AttributeCondition): readonly number[] {
  const found = values.filter((value) => typeof value === "number");
  if (found.length < values.length) throw cannot(key, `${name} ${operator} compares numbers`);
  return found;
}

/** `1`, `1.2`, or a whole semantic version, with a `v` or without. */
const version = /^[vV]?(\d{1,15}(\.\d{1,15})?|\d{1,15}\.\d{1,15}\.\d{1,15}(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?)$/;
/** With all three numbers: flagd's format asks for them in a rule. */
const whole = (text: string): string => {
  const bare = text.replace(/^[vV]/, "");
  return /^\d+$/.test(bare) ? `${bare}.0.0` : /^\d+\.\d+$/.test(bare) ? `${bare}.0` : bare;
};

function versions(key: string, condition: AttributeCondition): readonly string[] {
  const found = texts(key, condition);
  const wrong = found.find((value) => !version.test(value));
  if (wrong !== undefined) throw cannot(key, `${wrong} is no version: write it as 1.2.3`);
  return found.map(whole);
}

/** Of the kinds of the values, and none of them. */
function isNot(name: Logic, values: readonly (string | number | boolean)[]): Logic {
  const kinds = [["string", isText], ["number", isNumber], ["boolean", isBoolean]] as const;
  const asked = kinds.filter(([kind]) => values.some((value) => typeof value === kind));
  return all([any(asked.map(([, isOfKind]) => isOfKind(name))), not(amongst(name, values))]);
}

const comparisons = new Map<Operator, string>([
  ["below", "<"], ["atMost", "<="], ["above", ">"], ["atLeast", ">="],
  ["versionIs", "="], ["versionBelow", "<"], ["versionAtMost", "<="], ["versionAbove", ">"], ["versionAtLeast", ">="],
]);

function attributeLogic(key: string, condition: AttributeCondition): Logic {
  checkAttribute(key, condition.attribute);
  const name = attribute(condition.attribute);
  const sign = comparisons.get(condition.operator) ?? "";
  switch (condition.operator) {
    case "is":
      return amongst(name, condition.values.map(composed));
    case "isNot":
      return isNot(name, condition.values.map(composed));
    case "startsWith":
      return any(texts(key, condition).map((value) => ({ starts_with: [name, value] })));
    case "endsWith":
      return any(texts(key, condition).map((value) => ({ ends_with: [name, value] })));
    case "contains":
      return all([isText(name), any(texts(key, condition).map((value) => ({ in: [value, name] })))]);
    case "has":
      return all([isList(name), any(condition.values.map((value) => ({ in: [composed(value), name] })))]);
    case "below": case "atMost": case "above": case "atLeast":
      return all([isNumber(name), any(numbers(key, condition).map((value) => ({ [sign]: [name, value] })))]);
    case "versionIs": case "versionBelow": case "versionAtMost": case "versionAbove": case "versionAtLeast":
      return all([isText(name), any(versions(key, condition).map((value) => ({ sem_ver: [name, sign, value] })))]);
  }
}

/** Never who is excluded, always who is included, and whoever meets one of the rules. */
function memberLogic({ members }: DefinedSegment, scope: ConditionScope): Logic {
  const customer = attribute(scope.bucketBy);
  const named = (ids: readonly string[]): readonly Logic[] =>
    ids.length === 0
      ? []
      : [
          amongst(
            customer,
            ids.map((id) => id.normalize("NFC")),
          ),
        ];
  const rules = members.rules.map((conditions) => all(conditions.map((condition) => conditionLogic(condition, scope))));
  const within = [...named(members.included), ...rules];
  if (within.length === 0) return false;
  return all([...named(members.excluded).map(not), any(within)]);
}

/** What a condition says, in the engine's words. @throws Rejection CANNOT_COMPILE */
export function conditionLogic(condition: FlagCondition, scope: ConditionScope): Logic {
  if (condition.kind === "attribute") return attributeLogic(scope.key, condition);
  const segment = scope.segment(condition.segmentId);
  if (segment === undefined) throw cannot(scope.key, `there is no segment ${condition.segmentId}`);
  if (segment.members.rules.flat().some(({ kind }) => kind === "segment")) throw cannot(scope.key, `${segment.key} is made of segments`);
  const member = memberLogic(segment, scope);
  return condition.within ? member : not(member);
}

/** Attributes that a condition asks for. */
export function askedFor(condition: FlagCondition, scope: ConditionScope): readonly string[] {
  if (condition.kind === "attribute") return [condition.attribute];
  return (
    scope.segment(condition.segmentId)
      ?.members.rules.flat()
      .flatMap((inner) => (inner.kind === "attribute" ? [inner.attribute] : [])) ?? []
  );
}
