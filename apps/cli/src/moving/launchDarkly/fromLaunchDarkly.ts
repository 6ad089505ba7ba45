import type { FlagContext } from "@ballast/flags";
import type { Variants } from "@ballast/schema";
import {
  CannotSay, eachFlag, flagIdOf, slugged, valueTypeOf, variantNamed, type Moved, type MovedFlag, type MovedSegment,
} from "../moved.ts";
import { membersOf } from "./questions.ts";
import { ruleOf, serving } from "./serving.ts";
import { readLaunchDarkly, type Around, type Given, type SdkFlag, type Segments } from "./shapes.ts";

/**
 * Flags of LaunchDarkly: SDK data (`{flags, segments}`) or the answer of `GET /api/v2/flags` (`{items}`, or all its pages as one list,
 * with `segments` beside them), of which one environment is taken.
 */
export function fromLaunchDarkly(data: unknown, environment: string): Moved {
  const around = readLaunchDarkly(data, environment);
  const made = eachFlag([...around.known], (key, given) => toMoved(key, given, around));
  const asked = new Set(made.flags.flatMap((flag) => flag.segments));
  return { ...made, segments: usable(around.segments).filter(({ key }) => asked.has(key)) };
}

const usable = (segments: Segments): readonly MovedSegment[] =>
  Object.entries(segments).flatMap(([key, one]): MovedSegment[] => {
    try {
      return [{ key: slugged(key), name: key, description: "From LaunchDarkly", members: membersOf(key, one) }];
    } catch (error) {
      if (error instanceof CannotSay) return [];
      throw error;
    }
  });

/** @throws CannotSay where it cannot be here at all */
function usableFlag({ flag }: Given): SdkFlag {
  if (flag instanceof CannotSay) throw flag;
  if (flag.archived) throw new CannotSay("it is archived there: applications get their code default already");
  if (flag.variations.length < 2) throw new CannotSay("it has only one variation");
  if (flag.offVariation === null || flag.offVariation === undefined)
    throw new CannotSay("it names no off variation: off would be the code default, which no kill says");
  return flag;
}

function toMoved(key: string, given: Given, around: Around): MovedFlag {
  const flag = usableFlag(given);
  const variants = variantsOf(flag.variations, given.names);
  const named = (at: number | undefined): string => {
    const found = at === undefined ? undefined : variants[at]?.name;
    if (found === undefined) throw new CannotSay(`it names variation ${String(at)}, which it does not have`);
    return found;
  };
  const offVariant = named(flag.offVariation ?? undefined);
  const rules = flag.rules.map((rule, index) => ruleOf(rule, { key, flag, named, index, around }));
  const otherwise = serving(flag.fallthrough, { key, flag, named });
  const needs = flag.prerequisites.map((one) => needOf(one, around));
  const target = targetsOf(flag, named);
  return {
    key,
    description: given.description,
    metadata: {},
    kind: given.temporary ? "release" : "operations",
    valueType: valueTypeOf(flag.variations),
    variants,
    offVariant,
    seed: key,
    bucketBy: dividedBy([...rules, otherwise], target.size > 0),
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
      return byName ?? (rules.find(({ holds }) => holds(context)) ?? otherwise).given(context);
    },
  };
}

/** What users get by name; the first that names somebody counts. */
function targetsOf({ targets, contextTargets }: SdkFlag, named: (at: number) => string): ReadonlyMap<string, string> {
  if (contextTargets.some(({ contextKind, values }) => contextKind !== "user" && values.length > 0))
    throw new CannotSay("it names contexts of other kinds than users");
  const found = new Map<string, string>();
  for (const { values, variation } of [...targets, ...contextTargets])
    for (const customer of values) if (!found.has(customer)) found.set(customer, named(variation));
  return found;
}

/** @throws CannotSay where one attribute is not enough */
function dividedBy(places: readonly { readonly by: string | null }[], hasNames: boolean): string {
  const [by = "targetingKey", ...others] = new Set(places.flatMap((one) => one.by ?? []));
  if (others.length > 0) throw new CannotSay(`it divides by ${[by, ...others].join(" and by ")}: one attribute can be said here`);
  if (by !== "targetingKey" && hasNames)
    throw new CannotSay(`it divides by ${by} and names users by their key: one of them can be said here`);
  return by;
}

function variantsOf(variations: readonly unknown[], names: Given["names"]): Variants {
  const taken = new Set<string>();
  return variations.map((value, at) => {
    const plain =
      typeof value === "boolean"
        ? value
          ? "on"
          : "off"
        : variantNamed(names[at] ?? (typeof value === "string" && value !== "" ? value : `variation-${String(at)}`));
    const name = taken.has(plain) ? `${plain.slice(0, 58)}-${String(at)}` : plain;
    taken.add(name);
    return { name, value: value as Variants[number]["value"] };
  });
}

function needOf({ key, variation }: { readonly key: string; readonly variation: number }, { segments, known }: Around) {
  const other = known.get(key);
  if (other === undefined) throw new CannotSay(`it needs ${key}, which is not in the file`);
  const { on } = usableFlag(other);
  const moved = toMoved(key, other, { segments, known: new Map([...known].filter(([name]) => name !== key)) });
  const variant = moved.variants[variation]?.name ?? "";
  return {
    prerequisite: { flagId: flagIdOf(key), variants: [variant] },
    holds: (context: FlagContext): boolean => on && moved.given(context) === variant,
  };
}
