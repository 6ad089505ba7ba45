import type { FlagContext } from "@ballast/flags";
import type { Rollout, Variants } from "@ballast/schema";
import { unleashPlace } from "../hashes.ts";
import { CannotSay, valueTypeOf, variantNamed, type MovedFlag } from "../moved.ts";
import type { Feature, Variant } from "./shapes.ts";
import { keyIn, stickyBy, type Part } from "./strategies.ts";

/** What each strategy gives to whom it is on for: `on`, or one of its variants, or of the flag's. */
export interface Split {
  readonly all: Variants;
  readonly valueType: MovedFlag["valueType"];
  readonly notes: readonly string[];
  /** Attributes that variants are divided by. */
  readonly by: readonly string[];
  /** Whether it matters which strategy it was. */
  readonly differs: boolean;
  served(part: Part): Rollout["variants"];
  /** Null where nobody can tell. */
  given(part: Part, context: FlagContext): string | null;
}

const onAndOff: Split = {
  all: [
    { name: "on", value: true },
    { name: "off", value: false },
  ],
  valueType: "boolean", notes: [], by: [], differs: false, served: () => [{ variant: "on", weight: 1 }], given: () => "on",
};

interface Listed {
  readonly variants: readonly Variant[];
  readonly group: string;
}

/** @throws CannotSay */
export function splitOf({ name: key, variants }: Feature, parts: readonly Part[]): Split {
  const ofFlag = { variants: weighed(variants), group: key };
  const lists = new Map<Part, Listed>(
    parts.map((part) => {
      const ofStrategy = weighed(part.strategy.variants);
      return [part, ofStrategy.length > 0 ? { variants: ofStrategy, group: part.group } : ofFlag];
    }),
  );
  const every = [...lists.values()];
  const all = every.flatMap((list) => list.variants);
  if (all.length === 0) return onAndOff;
  if (every.some((list) => list.variants.length === 0)) throw new CannotSay("some of its strategies have variants and others none");
  if (all.some(({ overrides }) => (overrides ?? []).length > 0)) throw new CannotSay("its variants have overrides");
  const { values, valueType, notes } = valuesOf(all);
  const off = valueType === "string" ? "" : valueType === "number" ? 0 : valueType === "boolean" ? false : {};
  const listOf = (part: Part): Listed => lists.get(part) ?? ofFlag;
  return {
    all: [...values, { name: "off", value: off }],
    valueType,
    notes: [`where it is off, Unleash gives no variant; here ${JSON.stringify(off)}`, ...notes],
    by: [...new Set(every.flatMap((list) => (list.variants.length > 1 ? list.variants : [])).map(stickinessOf))],
    differs: new Set(every.map((list) => JSON.stringify(list))).size > 1,
    served: (part) => servedOf(listOf(part)),
    given: (part, context) => placedIn(listOf(part), context),
  };
}

const weighed = (variants: Feature["variants"]): readonly Variant[] => (variants ?? []).filter(({ weight }) => weight > 0);
const stickinessOf = ({ stickiness }: Variant): string => stickyBy(stickiness ?? "").attribute;

const servedOf = ({ variants: [first, ...others] }: Listed): Rollout["variants"] =>
  first === undefined ? [] : [first, ...others].map(({ name, weight }) => ({
    variant: variantNamed(name), weight: others.length === 0 ? 1 : Math.max(1, Math.round(weight)),
  }));

/** Variants have a seed of their own: https://docs.getunleash.io/reference/feature-toggle-variants */
const VARIANT_SEED = 86_028_157;

function placedIn({ variants, group }: Listed, context: FlagContext): string | null {
  const [first] = variants;
  if (first === undefined) return null;
  if (variants.length === 1) return variantNamed(first.name);
  const { attribute, isChance } = stickyBy(first.stickiness ?? "");
  const id = keyIn(context, attribute);
  if (isChance || id === null) return null;
  const place = unleashPlace(id, { group, of: variants.reduce((sum, { weight }) => sum + weight, 0), seed: VARIANT_SEED });
  let sum = 0;
  return variantNamed(variants.find(({ weight }) => (sum += weight) >= place)?.name ?? "");
}

type Value = Variants[number]["value"];

/** All variants once; as texts where their payloads are of several kinds. @throws CannotSay */
function valuesOf(variants: readonly Variant[]) {
  const typed = once(variants, typedValue);
  try {
    return { values: typed, valueType: valueTypeOf(typed.map(({ value }) => value)), notes: [] };
  } catch (error) {
    if (!(error instanceof CannotSay)) throw error;
    const notes = ["its payloads are of several kinds: they are kept as the texts that they are there"];
    return { values: once(variants, ({ name, payload }) => payload?.value ?? name), valueType: "string" as const, notes };
  }
}

function once(variants: readonly Variant[], valueOf: (variant: Variant) => Value): { name: string; value: Value }[] {
  const found = new Map<string, Value>();
  for (const variant of variants) {
    const name = variantNamed(variant.name);
    const value = valueOf(variant);
    if (found.has(name) && JSON.stringify(found.get(name)) !== JSON.stringify(value))
      throw new CannotSay(`two of its variants are called ${name} and have different values`);
    found.set(name, value);
  }
  return [...found].map(([name, value]) => ({ name, value }));
}

function typedValue({ name, payload }: Variant): Value {
  if (payload === null || payload === undefined) return name;
  if (payload.type === "number" && Number.isFinite(Number(payload.value))) return Number(payload.value);
  if (payload.type !== "json") return payload.value;
  try {
    const value = JSON.parse(payload.value) as Value;
    // A list or a plain value is no value of a JSON flag: it is kept as its text.
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : payload.value;
  } catch {
    throw new CannotSay(`the payload of its variant ${name} is no JSON`);
  }
}
