import type { FlagContext } from "@ballast/flags";
import { own } from "@ballast/schema/own";
import type { FlagCondition, Rollout, SegmentMembers, Variants } from "@ballast/schema";
import { z } from "zod";
import { clause, type Clause } from "./clauses.ts";
import { launchDarklyPlace } from "./hashes.ts";
import {
  CannotSay, eachFlag, flagIdOf, segmentIdOf, slugged, valueTypeOf, variantNamed, type Moved, rulesServing, type MovedFlag,
  type MovedSegment,
} from "./moved.ts";
import { shaped } from "./reading.ts";

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const clauseShape = z.looseObject({
  attribute: z.string().default(""), op: z.string(), values: z.array(scalar).default([]), negate: z.boolean().default(false),
  contextKind: z.string().default("user"),
});
const rolloutShape = z.looseObject({
  variations: z.array(z.looseObject({ variation: z.int().min(0), weight: z.int().min(0), untracked: z.boolean().optional() })).min(1),
  bucketBy: z.string().optional(), seed: z.number().optional(), contextKind: z.string().default("user"), kind: z.string().optional(),
});
const serveShape = { variation: z.int().min(0).optional(), rollout: rolloutShape.nullish() };
const inEnvironment = {
  on: z.boolean().default(false),
  archived: z.boolean().default(false),
  salt: z.string().default(""),
  offVariation: z.int().min(0).nullish(),
  fallthrough: z.looseObject(serveShape).default({}),
  targets: z.array(z.looseObject({ values: z.array(z.string()), variation: z.int().min(0) })).default([]),
  contextTargets: z
    .array(z.looseObject({ values: z.array(z.string()).default([]), variation: z.int().min(0), contextKind: z.string().default("user") }))
    .default([]),
  rules: z
    .array(z.looseObject({ ...serveShape, clauses: z.array(clauseShape).default([]), description: z.string().optional() }))
    .default([]),
  prerequisites: z.array(z.looseObject({ key: z.string(), variation: z.int().min(0) })).default([]),
};
/** What SDKs, the Relay Proxy and file data sources have. */
const sdkFlag = z.looseObject({ ...inEnvironment, variations: z.array(z.unknown()) });
const segmentShape = z.looseObject({
  included: z.array(z.string()).default([]), excluded: z.array(z.string()).default([]),
  rules: z.array(z.looseObject({ clauses: z.array(clauseShape).default([]), weight: z.number().nullish() })).default([]),
  unbounded: z.boolean().optional(),
});
const sdkData = z.looseObject({
  flags: z.record(z.string(), sdkFlag).default({}), segments: z.record(z.string(), segmentShape).default({}),
  flagValues: z.record(z.string(), z.unknown()).default({}),
});
/** What `GET /api/v2/flags/{project}` answers. */
const restFlag = z.looseObject({
  key: z.string(),
  name: z.string().optional(),
  description: z.string().default(""),
  temporary: z.boolean().default(true),
  archived: z.boolean().default(false),
  tags: z.array(z.string()).default([]),
  variations: z.array(z.looseObject({ value: z.unknown(), name: z.string().optional() })),
  environments: z.record(z.string(), z.looseObject(inEnvironment)).default({}),
});

type SdkFlag = z.infer<typeof sdkFlag>;
type Segments = Readonly<Record<string, z.infer<typeof segmentShape>>>;
interface Given {
  readonly flag: SdkFlag;
  readonly names: readonly (string | undefined)[];
  readonly description: string;
  readonly temporary: boolean;
  readonly notes: readonly string[];
}

/**
 * Flags of LaunchDarkly: SDK data (`{flags, segments}`) or the answer of `GET /api/v2/flags` (`{items}`), of which one environment is
 * taken.
 */
export function fromLaunchDarkly(data: unknown, environment: string): Moved {
  const [flags, segments] =
    typeof data === "object" && data !== null && "items" in data ? [restFlags(data, environment), {}] : sdkFlags(data);
  const known = new Map(flags);
  const usable = Object.entries(segments).flatMap(([key, one]): MovedSegment[] => {
    try {
      return [{ key: slugged(key), name: key, description: "From LaunchDarkly", members: membersOf(key, one) }];
    } catch (error) {
      if (error instanceof CannotSay) return [];
      throw error;
    }
  });
  const made = eachFlag(flags, (key, given) => toMoved(key, given, { segments, known }));
  const asked = new Set(made.flags.flatMap((flag) => flag.segments));
  return { ...made, segments: usable.filter(({ key }) => asked.has(key)) };
}

function sdkFlags(data: unknown): readonly [(readonly [string, Given])[], Segments] {
  const { flags, segments, flagValues } = shaped(sdkData, data, "data of a LaunchDarkly SDK or file data source");
  const simple = Object.entries(flagValues).map(
    ([key, value]) =>
      [
        key,
        {
          flag: sdkFlag.parse({
            on: true, variations: [value, value === true ? false : value], fallthrough: { variation: 0 }, offVariation: 1,
          }),
          names: [],
          description: "",
          temporary: true,
          notes: [],
        },
      ] as const,
  );
  const full = Object.entries(flags).map(
    ([key, flag]) =>
      [
        key,
        {
          flag, names: [], description: "", temporary: true,
          notes: ["SDK data says neither description nor whether it is temporary: taken as a release flag"],
        },
      ] as const,
  );
  return [[...full, ...simple], segments];
}

function restFlags(data: unknown, environment: string): (readonly [string, Given])[] {
  const { items } = shaped(z.looseObject({ items: z.array(restFlag) }), data, "an answer of LaunchDarkly's GET /api/v2/flags");
  return items.map((item) => {
    const there = own(item.environments, environment);
    const named = {
      ...item, names: item.variations.map(({ name }) => name),
      notes: item.tags.length === 0 ? [] : [`its tags (${item.tags.join(", ")}) have no place here`],
    };
    const variations = item.variations.map(({ value }) => value);
    const flag = there === undefined ? null : { ...there, variations, archived: item.archived || there.archived };
    return [item.key, { ...named, flag: flag ?? { ...sdkFlag.parse({ variations }), missing: true } }] as const;
  });
}

interface Around {
  readonly segments: Segments;
  readonly known: ReadonlyMap<string, Given>;
}

function toMoved(key: string, given: Given, around: Around): MovedFlag {
  const { flag, names } = given;
  if (flag["missing"] === true) throw new CannotSay("it is not in this environment: name another with --source-environment");
  if (flag.archived) throw new CannotSay("it is archived there: applications get their code default already");
  if (flag.variations.length < 2) throw new CannotSay("it has only one variation");
  if (flag.offVariation === null || flag.offVariation === undefined)
    throw new CannotSay("it names no off variation: off would be the code default, which no kill says");
  const variants = variantsOf(flag.variations, names);
  const named = (at: number | undefined): string => {
    const found = at === undefined ? undefined : variants[at]?.name;
    if (found === undefined) throw new CannotSay(`it names variation ${String(at)}, which it does not have`);
    return found;
  };
  const offVariant = named(flag.offVariation);
  const rules = flag.rules.map((rule, index) => ruleOf(rule, { key, flag, named, index, around }));
  const otherwise = serving(flag.fallthrough, { key, flag, named });
  const needs = flag.prerequisites.map((one) => needOf(one, around));
  const targets = [...flag.targets, ...flag.contextTargets.filter(({ values }) => values.length > 0)];
  if (flag.contextTargets.some(({ contextKind, values }) => contextKind !== "user" && values.length > 0))
    throw new CannotSay("it names contexts of other kinds than users");
  const overrides = targets.flatMap(({ values, variation }) => values.map((customer) => ({ customer, variant: named(variation) })));
  const target = new Map(overrides.toReversed().map(({ customer, variant }) => [customer, variant]));
  return {
    key,
    description: given.description,
    kind: given.temporary ? "release" : "operations",
    valueType: valueTypeOf(flag.variations),
    variants,
    offVariant,
    seed: key,
    bucketBy: "targetingKey",
    metadata: {},
    off: !flag.on,
    notes: given.notes,
    overrides: [...target].map(([customer, variant]) => ({ customer, variant })),
    segments: [...new Set(rules.flatMap(({ segments }) => segments))],
    rules: {
      prerequisites: needs.map(({ prerequisite }) => prerequisite), rules: rules.flatMap(({ rules: ours }) => ours),
      rollout: otherwise.rollout, defaultVariant: otherwise.variant ?? offVariant,
    },
    given: (context) => {
      if (!flag.on || needs.some(({ holds }) => !holds(context))) return offVariant;
      const byName = target.get(String(context["targetingKey"] ?? ""));
      return byName ?? rules.find(({ holds }) => holds(context))?.given(context) ?? otherwise.given(context);
    },
  };
}

function variantsOf(variations: readonly unknown[], names: readonly (string | undefined)[]): Variants {
  const taken = new Set<string>();
  return variations.map((value, at) => {
    const plain =
      typeof value === "boolean"
        ? value
          ? "on"
          : "off"
        : variantNamed(names[at] ?? (typeof value === "string" ? value : `variation-${String(at)}`));
    const name = taken.has(plain) ? `${plain.slice(0, 58)}-${String(at)}` : plain;
    taken.add(name);
    return { name, value: value as Variants[number]["value"] };
  });
}

function needOf({ key, variation }: { readonly key: string; readonly variation: number }, { segments, known }: Around) {
  const other = known.get(key);
  if (other === undefined) throw new CannotSay(`it needs ${key}, which is not in the file`);
  const moved = toMoved(key, other, { segments, known: new Map([...known].filter(([name]) => name !== key)) });
  const variant = moved.variants[variation]?.name ?? "";
  return {
    prerequisite: { flagId: flagIdOf(key), variants: [variant] },
    holds: (context: FlagContext): boolean => other.flag.on && moved.given(context) === variant,
  };
}

interface Serving {
  readonly key: string;
  readonly flag: SdkFlag;
  readonly named: (at: number | undefined) => string;
}

/** What is served where it ends: a variant, or a division among several. */
function serving({ variation, rollout }: z.infer<z.ZodObject<typeof serveShape>>, { key, flag, named }: Serving) {
  if (rollout === null || rollout === undefined) {
    const variant = named(variation);
    return { variant, rollout: null, given: (): string => variant };
  }
  if (rollout.contextKind !== "user") throw new CannotSay(`it divides contexts of the kind ${rollout.contextKind}`);
  if (rollout.bucketBy !== undefined && rollout.bucketBy !== "key" && rollout.kind !== "experiment")
    throw new CannotSay(`it divides by ${rollout.bucketBy}, other rules by the key`);
  const prefix = rollout.seed === undefined ? `${key}.${flag.salt}` : String(rollout.seed);
  const divided = rollout.variations.filter(({ weight }) => weight > 0);
  const last = named(rollout.variations.at(-1)?.variation);
  const given = (context: FlagContext): string | null => {
    const place = launchDarklyPlace(prefix, String(context["targetingKey"] ?? ""));
    let sum = 0;
    for (const { variation: at, weight } of rollout.variations) {
      sum += weight / 100_000;
      if (place < sum) return named(at);
    }
    return last;
  };
  return {
    variant: null,
    rollout: shareOf(
      divided.map((one) => ({ variant: named(one.variation), weight: one.weight })),
      named(flag.offVariation ?? undefined),
    ),
    given,
  };
}

/** A division as a share: the off variant is who is not within it, so that a ramp goes on from where it was. */
function shareOf(divided: readonly { readonly variant: string; readonly weight: number }[], offVariant: string): Rollout {
  const on = divided.filter(({ variant }) => variant !== offVariant);
  const parts = on.reduce((sum, { weight }) => sum + weight, 0);
  return on.length === 0
    ? { parts: 0, variants: [{ variant: offVariant, weight: 1 }] }
    : { parts: Math.min(100_000, parts), variants: on.map(({ variant, weight }) => ({ variant, weight: on.length === 1 ? 1 : weight })) };
}

function ruleOf(
  rule: SdkFlag["rules"][number],
  { index, around, ...where }: Serving & { readonly index: number; readonly around: Around },
) {
  if (rule.clauses.length === 0) throw new CannotSay("a rule of it asks nothing");
  const clauses = rule.clauses.map((one) => clauseOf(one, around.segments));
  const served = serving(rule, where);
  return {
    rules: rulesServing(
      {
        ruleId: `rule-${String(index + 1)}`, name: rule.description?.trim().slice(0, 200) || `Rule ${String(index + 1)}`,
        conditions: clauses.map(({ condition }) => condition),
      },
      served.rollout ?? served.variant,
      where.named(where.flag.offVariation ?? undefined),
    ),
    segments: clauses.flatMap(({ segment }) => segment ?? []),
    holds: (context: FlagContext): boolean => clauses.every(({ holds }) => holds(context)),
    given: served.given,
  };
}

const operators = {
  in: "is", startsWith: "startsWith", endsWith: "endsWith", contains: "contains", lessThan: "below", lessThanOrEqual: "atMost",
  greaterThan: "above", greaterThanOrEqual: "atLeast", semVerEqual: "versionIs", semVerLessThan: "versionBelow",
  semVerGreaterThan: "versionAbove",
} as const;

function clauseOf(
  { attribute, op, values, negate, contextKind }: z.infer<typeof clauseShape>,
  segments: Segments,
): Clause & { readonly segment?: string } {
  if (op === "segmentMatch") return segmentClause(values.map(String), { segments, negate });
  if (contextKind !== "user") throw new CannotSay(`it asks for contexts of the kind ${contextKind}`);
  const operator = own(operators, op);
  if (operator === undefined) throw new CannotSay(`it asks ${attribute} ${op}, for which there is no question here`);
  return clause({ attribute: attribute === "key" ? "targetingKey" : attribute, operator, values, negated: negate });
}

function segmentClause(
  keys: readonly string[],
  { segments, negate }: { readonly segments: Segments; readonly negate: boolean },
): Clause & { readonly segment: string } {
  const [key = "", ...others] = keys;
  const found = own(segments, key);
  if (others.length > 0) throw new CannotSay("one question of it names several segments");
  if (found === undefined) throw new CannotSay(`it asks for the segment ${key}, which is not in the file`);
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

function membersOf(key: string, { included, excluded, rules, unbounded }: Segments[string]): SegmentMembers {
  if (unbounded === true) throw new CannotSay(`the segment ${key} is a big one, whose members are not in the file`);
  const both = new Set(included);
  return {
    included, excluded: excluded.filter((one) => !both.has(one)),
    rules: rules.map(({ clauses, weight }) => {
      if (weight !== null && weight !== undefined) throw new CannotSay(`the segment ${key} takes a share of customers`);
      return clauses.map((one): FlagCondition => clauseOf(one, {}).condition);
    }),
  };
}
