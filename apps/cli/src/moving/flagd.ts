import { flagdFile, type FlagContext } from "@ballast/flags";
import { own } from "@ballast/schema/own";
import type { FlagCondition, Rollout, TargetingRule, Variants } from "@ballast/schema";
import { z } from "zod";
import { usageFailure } from "../client/failure.ts";
import { clause, type Asked } from "./clauses.ts";
import { CannotSay, eachFlag, rulesServing, valueTypeOf, variantNamed, type Moved, type MovedFlag } from "./moved.ts";
import { shaped } from "./reading.ts";

const flagShape = z.looseObject({
  state: z.enum(["ENABLED", "DISABLED"]),
  variants: z.record(z.string(), z.unknown()),
  defaultVariant: z.string().nullish(),
  targeting: z.unknown().optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
});
const fileShape = z.looseObject({ flags: z.record(z.string(), flagShape), $evaluators: z.record(z.string(), z.unknown()).default({}) });
type Flag = z.infer<typeof flagShape>;
type Scalar = string | number | boolean;

/** Flags in flagd's own format (https://flagd.dev/schema/v0/flags.json). What they give there, the engine itself says. */
export function fromFlagd(data: unknown): Moved {
  const { flags, $evaluators: evaluators } = shaped(fileShape, data, "a file of flagd");
  const engine = engineOf(data);
  const made = eachFlag(Object.entries(flags), (key, flag) => {
    const targeting = withShared(flag.targeting, evaluators);
    const moved = toMoved(key, flag, targeting);
    const names = new Map(Object.keys(flag.variants).map((name) => [name, variantNamed(name)]));
    return { ...moved, given: (context: FlagContext) => names.get(engine.variantOf(key, context) ?? "") ?? null };
  });
  return { ...made, segments: [] };
}

function engineOf(data: unknown) {
  try {
    return flagdFile(JSON.stringify(data));
  } catch (error) {
    throw usageFailure(`flagd itself does not take this file: ${error instanceof Error ? error.message.slice(0, 300) : String(error)}.`);
  }
}

/** With what `$ref` names in its place. */
function withShared(node: unknown, shared: Readonly<Record<string, unknown>>, depth = 0): unknown {
  if (depth > 50) throw new CannotSay("its rules refer to each other in a circle, or lie too deep");
  if (Array.isArray(node)) return node.map((one) => withShared(one, shared, depth + 1));
  if (typeof node !== "object" || node === null) return node;
  const [[operator, operand] = [], ...others] = Object.entries(node);
  if (operator === "$ref" && others.length === 0) return withShared(own(shared, String(operand)), shared, depth + 1);
  return Object.fromEntries(Object.entries(node).map(([name, one]) => [name, withShared(one, shared, depth + 1)]));
}

function toMoved(key: string, flag: Flag, targeting: unknown): Omit<MovedFlag, "given"> {
  if (flag.state === "DISABLED") throw new CannotSay("it is disabled there, which gives the code default: archive it there, or enable it");
  const values = Object.entries(flag.variants);
  if (values.length < 2) throw new CannotSay("it has only one variant");
  if (flag.defaultVariant === null || flag.defaultVariant === undefined)
    throw new CannotSay("it names no default variant: that is the code default");
  const variants = values.map(([name, value]) => ({ name: variantNamed(name), value: value as Variants[number]["value"] }));
  const offVariant = variantNamed(values.find(([name, value]) => value === false || name === "off")?.[0] ?? flag.defaultVariant);
  const reading = new Reading(new Set(Object.keys(flag.variants)), { key, offVariant, defaultVariant: variantNamed(flag.defaultVariant) });
  const { rules, rollout, defaultVariant } = reading.whole(targeting);
  return {
    key,
    description: textIn(flag, "description"),
    kind: "release",
    valueType: valueTypeOf(variants.map(({ value }) => value)),
    variants,
    offVariant,
    seed: reading.seed,
    bucketBy: reading.bucketBy,
    off: false,
    overrides: [],
    segments: [],
    rules: { prerequisites: [], rules: [...rules], rollout, defaultVariant },
    notes: [
      "flagd does not say whether it is temporary: taken as a release flag",
      ...(own(flag.variants, "off") === undefined && !values.some(([, value]) => value === false)
        ? [`flagd names no off variant: ${offVariant} is taken`]
        : []),
    ],
  };
}

const textIn = ({ metadata = {} }: Flag, name: string): string => {
  const text = own(metadata, name);
  return typeof text === "string" ? text : "";
};

type Branch = readonly [conditions: readonly FlagCondition[], serve: string | Rollout];

/** Reads a flag's targeting as rules, and notes by what it divides. */
class Reading {
  seed: string;
  bucketBy = "targetingKey";
  #divides = false;
  readonly #known: ReadonlySet<string>;
  readonly #names: { readonly key: string; readonly offVariant: string; readonly defaultVariant: string };

  constructor(known: ReadonlySet<string>, names: { readonly key: string; readonly offVariant: string; readonly defaultVariant: string }) {
    this.#known = known;
    this.#names = names;
    // What flagd divides by unless told: the flag's key, and the targeting key.
    this.seed = names.key;
  }

  whole(node: unknown): { readonly rules: readonly TargetingRule[]; readonly rollout: Rollout | null; readonly defaultVariant: string } {
    const { defaultVariant, offVariant } = this.#names;
    const [branches, otherwise] = this.#branches(node);
    const rules = branches.flatMap(([conditions, serve], index) =>
      rulesServing(
        { ruleId: `rule-${String(index + 1)}`, name: `Rule ${String(index + 1)}`, conditions: [...conditions] },
        serve,
        offVariant,
      ),
    );
    if (typeof otherwise === "string") return { rules, rollout: null, defaultVariant: otherwise };
    return { rules, rollout: otherwise, defaultVariant: otherwise === null ? defaultVariant : offVariant };
  }

  #branches(node: unknown): readonly [readonly Branch[], string | Rollout | null] {
    if (node === undefined || node === null || (typeof node === "object" && Object.keys(node).length === 0)) return [[], null];
    const chain = operands(node, "if");
    if (chain === null) return [[], this.#served(node)];
    const branches: Branch[] = [];
    for (let at = 0; at + 1 < chain.length; at += 2) {
      const serve = this.#served(chain[at + 1]);
      for (const conditions of alternatives(chain[at])) branches.push([conditions, serve]);
    }
    const [inner, otherwise] = chain.length % 2 === 0 ? ([[], null] as const) : this.#branches(chain.at(-1));
    return [[...branches, ...inner], otherwise];
  }

  #served(node: unknown): string | Rollout {
    if (typeof node === "string" || typeof node === "boolean") {
      if (!this.#known.has(String(node))) throw new CannotSay(`it gives ${String(node)}, which is none of its variants`);
      return variantNamed(String(node));
    }
    const parts = operands(node, "fractional");
    if (parts === null) throw new CannotSay(`it decides by ${JSON.stringify(node)?.slice(0, 80) ?? "nothing"}, which cannot be said here`);
    return this.#divided(parts);
  }

  #divided(parts: readonly unknown[]): Rollout {
    const [first, ...others] = parts;
    const isNamed = !Array.isArray(first);
    if (isNamed) this.#dividesBy(first);
    else this.#takeSeed(this.#names.key, "targetingKey");
    const weighed = (isNamed ? others : parts).map((part) => {
      const [name, weight = 1] = Array.isArray(part) ? (part as readonly unknown[]) : [];
      if (typeof name !== "string" || typeof weight !== "number" || !this.#known.has(name) || !Number.isInteger(weight))
        throw new CannotSay("it divides in a way that cannot be said here");
      return { variant: variantNamed(name), weight };
    });
    const total = weighed.reduce((sum, { weight }) => sum + weight, 0);
    const on = weighed.filter(({ variant, weight }) => variant !== this.#names.offVariant && weight > 0);
    const share = on.reduce((sum, { weight }) => sum + weight, 0);
    if (on.length === 0) return { parts: 0, variants: [{ variant: this.#names.offVariant, weight: 1 }] };
    return {
      parts: Math.round((share / total) * 100_000), variants: on.length === 1 ? [{ variant: on[0]?.variant ?? "", weight: 1 }] : on,
    };
  }

  #dividesBy(node: unknown): void {
    const parts = operands(node, "cat");
    const [salt, attribute] = parts ?? [];
    const named = attributeIn(attribute);
    if (parts?.length !== 2 || named === null) throw new CannotSay("it divides by something else than a text and an attribute");
    if (attributeIn(salt) === "$flagd.flagKey") this.#takeSeed(this.#names.key, named);
    else if (typeof salt === "string" && salt !== "") this.#takeSeed(salt, named);
    else throw new CannotSay("it divides by something else than a text and an attribute");
  }

  #takeSeed(seed: string, bucketBy: string): void {
    if (this.#divides && (this.seed !== seed || this.bucketBy !== bucketBy)) throw new CannotSay("it divides in several ways");
    [this.#divides, this.seed, this.bucketBy] = [true, seed, bucketBy];
  }
}

/** What an operator is given; null where it is another one. */
function operands(node: unknown, operator: string): readonly unknown[] | null {
  if (typeof node !== "object" || node === null || Array.isArray(node)) return null;
  const [[name, given] = [], ...others] = Object.entries(node);
  if (name !== operator || others.length > 0) return null;
  return Array.isArray(given) ? given : [given];
}

const attributeIn = (node: unknown): string | null => {
  const [name, ...others] = operands(node, "var") ?? [];
  return typeof name === "string" && others.length === 0 ? name : null;
};

/** Each list is a rule of its own: one of them must hold, all of its conditions. */
function alternatives(node: unknown): readonly (readonly FlagCondition[])[] {
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
const versions = { "=": "versionIs", "<": "versionBelow", "<=": "versionAtMost", ">": "versionAbove", ">=": "versionAtLeast" } as const;

function conditionIn(node: unknown): FlagCondition {
  const [inner] = operands(node, "!") ?? [];
  const asked = inner === undefined ? askedIn(node, false) : askedIn(inner, true);
  if (asked === null)
    throw new CannotSay(`it asks ${JSON.stringify(node)?.slice(0, 100) ?? "nothing"}, for which there is no question here`);
  return clause(asked).condition;
}

const isScalar = (value: unknown): value is Scalar => typeof value === "string" || typeof value === "number" || typeof value === "boolean";

function askedIn(node: unknown, negated: boolean): Asked | null {
  if (typeof node !== "object" || node === null) return null;
  const [[operator = "", given] = []] = Object.entries(node);
  const [left, right, third] = Array.isArray(given) ? (given as readonly unknown[]) : [];
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
