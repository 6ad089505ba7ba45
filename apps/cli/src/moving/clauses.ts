import { reached, type FlagContext } from "@ballast/flags";
import { attributePath, type FlagCondition, type Operator } from "@ballast/schema";
import { CannotSay } from "./moved.ts";

type Scalar = string | number | boolean;

/** A question as it is asked there, with what asks the same here. */
export interface Clause {
  readonly condition: FlagCondition;
  readonly holds: (context: FlagContext) => boolean;
}

const text = (test: (given: string, wanted: string) => boolean) => (given: Scalar, wanted: Scalar): boolean =>
  typeof given === "string" && typeof wanted === "string" && test(given, wanted);
const number = (test: (given: number, wanted: number) => boolean) => (given: Scalar, wanted: Scalar): boolean =>
  typeof given === "number" && typeof wanted === "number" && test(given, wanted);
const version = (test: (order: number) => boolean) => (given: Scalar, wanted: Scalar): boolean => {
  const [one, other] = [versionOf(given), versionOf(wanted)];
  return one !== null && other !== null && test(ordered(one, other));
};

type Version = readonly [number, number, number, string];

function versionOf(given: Scalar): Version | null {
  const found = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+.*)?$/.exec(String(given));
  return found === null ? null : [Number(found[1]), Number(found[2] ?? 0), Number(found[3] ?? 0), found[4] ?? ""];
}

function ordered(one: Version, other: Version): number {
  const differs = [0, 1, 2].map((at) => Number(one[at]) - Number(other[at])).find((by) => by !== 0);
  if (differs !== undefined) return differs;
  if (one[3] === other[3]) return 0;
  return one[3] === "" ? 1 : other[3] === "" ? -1 : one[3].localeCompare(other[3], "en", { numeric: true });
}

const tests: Readonly<Record<Operator, (given: Scalar, wanted: Scalar) => boolean>> = {
  is: (given, wanted) => given === wanted, isNot: (given, wanted) => given === wanted, has: (given, wanted) => given === wanted,
  startsWith: text((given, wanted) => given.startsWith(wanted)), endsWith: text((given, wanted) => given.endsWith(wanted)),
  contains: text((given, wanted) => given.includes(wanted)),
  below: number((given, wanted) => given < wanted), atMost: number((given, wanted) => given <= wanted),
  above: number((given, wanted) => given > wanted), atLeast: number((given, wanted) => given >= wanted),
  versionIs: version((order) => order === 0), versionBelow: version((order) => order < 0), versionAtMost: version((order) => order <= 0),
  versionAbove: version((order) => order > 0), versionAtLeast: version((order) => order >= 0),
};

/** What a product asks of an attribute. */
export interface Asked {
  readonly attribute: string;
  readonly operator: Operator;
  readonly values: readonly Scalar[];
  readonly negated?: boolean;
  /** Whether the attribute stands within another, as `user.name`; a dot in a plain name is not that. */
  readonly isPath?: boolean;
  /** What it answers there of whom it lacks the attribute; no, unless told. */
  readonly missing?: boolean;
}

/** The attribute's value there: of an application's context the id, else what it is called, or what a path leads to. */
export function valueIn(context: FlagContext, attribute: string): Scalar | readonly Scalar[] | undefined {
  const value = reached(context, attribute);
  return isPlain(value) ? value : undefined;
}

const isPlain = (value: FlagContext[string] | undefined): value is Scalar | readonly Scalar[] =>
  typeof value !== "object" || Array.isArray(value);

/** @throws CannotSay */
export function clause({ attribute, operator, values, negated = false, missing = false, isPath = false }: Asked): Clause {
  if (values.length === 0) throw new CannotSay(`a question about ${attribute} names no value`);
  if (!(isPath || !attribute.includes(".")) || !attributePath.safeParse(attribute).success)
    throw new CannotSay(`it asks for the attribute ${attribute}, which has no plain name`);
  if (negated && operator !== "is")
    throw new CannotSay(`it asks whether ${attribute} does not (${operator}): only "is not" can be said here`);
  const test = tests[operator];
  return {
    condition: { kind: "attribute", attribute, operator: negated ? "isNot" : operator, values: [...values] },
    holds: (context) => {
      const given = valueIn(context, attribute);
      if (given === undefined) return missing;
      const all: readonly Scalar[] = typeof given === "object" ? given : [given];
      return all.some((one) => values.some((wanted) => test(one, wanted))) !== negated;
    },
  };
}

/** Texts, and the numbers and the yes and no that they may mean. */
export const anyKind = (texts: readonly string[]): readonly (string | number | boolean)[] =>
  texts.flatMap((text) => [
    text,
    ...(text.trim() !== "" && Number.isFinite(Number(text)) && String(Number(text)) === text ? [Number(text)] : []),
    ...(text === "true" ? [true] : text === "false" ? [false] : []),
  ]);
