import type { FlagContext } from "@ballast/flags";
import { own } from "@ballast/schema/own";
import type { Rollout, TargetingRule, Variants } from "@ballast/schema";
import { z } from "zod";
import { clause, type Clause } from "./clauses.ts";
import { unleashPlace } from "./hashes.ts";
import {
  CannotSay, eachFlag, flagIdOf, partsOf, segmentIdOf, slugged, valueTypeOf, variantNamed, type Moved, type MovedFlag, type MovedSegment,
} from "./moved.ts";
import { shaped } from "./reading.ts";

const constraintShape = z.looseObject({
  contextName: z.string(),
  operator: z.string(),
  values: z.array(z.string()).nullish(),
  value: z.string().nullish(),
  inverted: z.boolean().default(false),
  caseInsensitive: z.boolean().default(false),
});
const variantShape = z.looseObject({
  name: z.string(),
  weight: z.number().min(0),
  stickiness: z.string().nullish(),
  payload: z.looseObject({ type: z.string(), value: z.string() }).nullish(),
  overrides: z.array(z.looseObject({ contextName: z.string(), values: z.array(z.string()) })).nullish(),
});
const parameters = z.record(z.string(), z.union([z.string(), z.number()]).transform(String));
const strategyShape = z.looseObject({
  name: z.string().optional(), strategyName: z.string().optional(), title: z.string().nullish(), parameters: parameters.nullish(),
  disabled: z.boolean().nullish(), constraints: z.array(constraintShape).nullish(), variants: z.array(variantShape).nullish(),
  segments: z.array(z.union([z.number(), z.string()])).nullish(),
});
const dependencyShape = z.looseObject({ feature: z.string(), enabled: z.boolean().nullish(), variants: z.array(z.string()).nullish() });
const featureShape = z.looseObject({
  name: z.string(), description: z.string().nullish(), type: z.string().nullish(), enabled: z.boolean().default(false),
  archived: z.boolean().nullish(), archivedAt: z.string().nullish(), strategies: z.array(strategyShape).nullish(),
  variants: z.array(variantShape).nullish(), dependencies: z.array(dependencyShape).nullish(),
});
const segmentShape = z.looseObject({
  id: z.union([z.number(), z.string()]), name: z.string().optional(), constraints: z.array(constraintShape).default([]),
});
/** `/api/client/features` and an SDK's backup have strategies in features; an export has them beside, by feature and environment. */
const fileShape = z.looseObject({
  features: z.array(featureShape),
  segments: z.array(segmentShape).nullish(),
  featureStrategies: z
    .array(z.looseObject({ ...strategyShape.shape, featureName: z.string(), environment: z.string().nullish() }))
    .nullish(),
  featureEnvironments: z
    .array(
      z.looseObject({
        name: z.string().optional(), featureName: z.string().optional(), environment: z.string(), enabled: z.boolean().default(false),
        variants: z.array(variantShape).nullish(),
      }),
    )
    .nullish(),
  featureTags: z.array(z.looseObject({ featureName: z.string(), tagValue: z.string().optional(), value: z.string().optional() })).nullish(),
  dependencies: z.array(z.looseObject({ feature: z.string(), dependencies: z.array(dependencyShape) })).nullish(),
});

type Feature = z.infer<typeof featureShape> & { readonly notes: readonly string[] };
type Strategy = z.infer<typeof strategyShape>;
type Variant = z.infer<typeof variantShape>;
type Segment = z.infer<typeof segmentShape>;

interface Around {
  readonly segments: ReadonlyMap<string, Segment>;
  readonly features: ReadonlyMap<string, Feature>;
}

/**
 * Flags of Unleash: an export (`POST /api/admin/features-batch/export`, or a state export), or what SDKs get (`GET /api/client/features`).
 */
export function fromUnleash(data: unknown, environment: string): Moved {
  const file = shaped(
    fileShape,
    typeof data === "object" && data !== null && "state" in data && !("features" in data) ? data.state : data,
    "an export of Unleash, or what its SDKs get",
  );
  const features = file.features.map((feature) => inEnvironment(feature, file, environment));
  const segments = new Map((file.segments ?? []).map((one) => [String(one.id), one]));
  const around = { segments, features: new Map(features.map((one) => [one.name, one])) };
  const made = eachFlag(features.map((feature) => [feature.name, feature] as const), (_, feature) => toMoved(feature, around));
  const asked = new Set(made.flags.flatMap((flag) => flag.segments));
  return { ...made, segments: [...segments.values()].flatMap((one) => (asked.has(keyOf(one)) ? [toSegment(one)] : [])) };
}

function inEnvironment(feature: z.infer<typeof featureShape>, file: z.infer<typeof fileShape>, environment: string): Feature {
  const tags = (file.featureTags ?? [])
    .filter(({ featureName }) => featureName === feature.name)
    .map(({ tagValue, value }) => tagValue ?? value ?? "");
  const notes = tags.length === 0 ? [] : [`its tags (${tags.join(", ")}) have no place here`];
  if (file.featureStrategies === undefined && file.featureEnvironments === undefined) return { ...feature, notes };
  const there = (file.featureEnvironments ?? []).find(
    (one) => (one.featureName ?? one.name) === feature.name && one.environment === environment,
  );
  const dependencies = (file.dependencies ?? []).find((one) => one.feature === feature.name)?.dependencies ?? feature.dependencies;
  const strategies = (file.featureStrategies ?? []).filter(
    (one) => one.featureName === feature.name && (one.environment ?? environment) === environment,
  );
  return { ...feature, enabled: there?.enabled ?? false, strategies, variants: there?.variants ?? feature.variants, dependencies, notes };
}

const keyOf = ({ id, name }: Segment): string => slugged(name ?? `segment-${String(id)}`);
const toSegment = (segment: Segment): MovedSegment => ({
  key: keyOf(segment), name: segment.name ?? keyOf(segment), description: "From Unleash",
  members: { included: [], excluded: [], rules: [segment.constraints.map((one) => constraintOf(one).condition)] },
});

const kinds = {
  release: "release", experiment: "experiment", operational: "operations", "kill-switch": "operations", permission: "permission",
} as const;

function toMoved(feature: Feature, around: Around): MovedFlag {
  const { name: key, strategies } = feature;
  if (feature.archived === true || (feature.archivedAt ?? null) !== null)
    throw new CannotSay("it is archived there: applications get their code default already");
  const split = splitOf(feature);
  const used = (strategies ?? []).filter(({ disabled }) => disabled !== true);
  // No strategy at all is on for everyone.
  const parts = (used.length === 0 ? [{ name: "default" }] : used).map((strategy, index) => strategyOf(strategy, { key, index, around }));
  const everyone = parts.filter(({ conditions }) => conditions.length === 0);
  const [general, ...more] = everyone;
  if (more.length > 0 && everyone.every(({ percent }) => percent < 100))
    throw new CannotSay("several strategies of it give it to a share of everyone: one share can be said here");
  const chosen = everyone.find(({ percent }) => percent === 100) ?? general;
  const needs = (feature.dependencies ?? []).map((one) => needOf(one, around));
  const named = split.variants;
  const isOn = (context: FlagContext): boolean =>
    feature.enabled && needs.every(({ holds }) => holds(context)) && parts.some(({ holds }) => holds(context));
  return {
    key,
    description: feature.description ?? "",
    kind: own(kinds, feature.type ?? "release") ?? "release",
    valueType: split.valueType,
    variants: split.all,
    offVariant: "off",
    seed: key,
    bucketBy: "targetingKey",
    metadata: {},
    off: !feature.enabled,
    overrides: [],
    segments: parts.flatMap(({ segments }) => segments),
    notes: [...feature.notes, ...split.notes],
    rules: {
      prerequisites: needs.map(({ prerequisite }) => prerequisite),
      rules: parts
        .filter(({ conditions }) => conditions.length > 0)
        .map(({ conditions, percent, name }, index): TargetingRule => ({
          ruleId: `strategy-${String(index + 1)}`, name, conditions: [...conditions],
          serve: { kind: "share", rollout: { parts: partsOf(percent), variants: named } },
        })),
      rollout: { parts: partsOf(chosen?.percent ?? 0), variants: named },
      defaultVariant: "off",
    },
    given: (context) => (isOn(context) ? split.given(context) : "off"),
  };
}

interface Split {
  readonly all: Variants;
  readonly variants: Rollout["variants"];
  readonly valueType: MovedFlag["valueType"];
  readonly notes: readonly string[];
  readonly given: (context: FlagContext) => string;
}

/** What is given to whom it is on for: `on`, or one of its variants. */
function splitOf({ name: key, variants, strategies }: Feature): Split {
  const ofStrategies = (strategies ?? []).flatMap(({ variants: own }) => own ?? []);
  if (ofStrategies.length > 0) throw new CannotSay("its strategies have variants of their own");
  const listed = (variants ?? []).filter(({ weight }) => weight > 0);
  if (listed.length === 0) {
    return {
      all: [
        { name: "on", value: true },
        { name: "off", value: false },
      ],
      variants: [{ variant: "on", weight: 1 }],
      valueType: "boolean",
      notes: [],
      given: () => "on",
    };
  }
  if (listed.some(({ overrides }) => (overrides ?? []).length > 0)) throw new CannotSay("its variants have overrides");
  if (listed.some(({ stickiness }) => !isById(stickiness ?? "default")))
    throw new CannotSay("its variants are not divided by the user's id");
  const values = listed.map((variant) => ({ name: variantNamed(variant.name), value: valueOf(variant) }));
  const valueType = valueTypeOf(values.map(({ value }) => value));
  const off = valueType === "string" ? "" : valueType === "number" ? 0 : valueType === "boolean" ? false : null;
  const total = listed.reduce((sum, { weight }) => sum + weight, 0);
  return {
    all: [...values, { name: "off", value: off }],
    valueType,
    variants: listed.map(({ name, weight }) => ({ variant: variantNamed(name), weight: Math.max(1, Math.round(weight)) })),
    notes: [`where it is off, Unleash gives no variant; here ${JSON.stringify(off)}`],
    given: (context) => {
      // Variants have a seed of their own: https://docs.getunleash.io/reference/feature-toggle-variants
      const place = unleashPlace(idIn(context), { group: key, of: total, seed: 86_028_157 });
      let sum = 0;
      const found = listed.find(({ weight }) => (sum += weight) >= place);
      return variantNamed(found?.name ?? "");
    },
  };
}

function valueOf({ name, payload }: Variant): Variants[number]["value"] {
  if (payload === null || payload === undefined) return name;
  if (payload.type === "number") return Number(payload.value);
  if (payload.type !== "json") return payload.value;
  try {
    return JSON.parse(payload.value) as Variants[number]["value"];
  } catch {
    throw new CannotSay(`the payload of its variant ${name} is no JSON`);
  }
}

const idIn = (context: FlagContext): string => String(context["targetingKey"] ?? "");
const isById = (stickiness: string): boolean => stickiness === "default" || stickiness === "userId";

interface Part {
  readonly name: string;
  readonly conditions: TargetingRule["conditions"];
  readonly percent: number;
  readonly segments: readonly string[];
  readonly holds: (context: FlagContext) => boolean;
}

function strategyOf(
  strategy: Strategy,
  { key, index, around }: { readonly key: string; readonly index: number; readonly around: Around },
): Part {
  const segments = (strategy.segments ?? []).map((id) => segmentAsked(String(id), around));
  const asked: readonly Clause[] = [...(strategy.constraints ?? []).map(constraintOf), ...segments];
  const { percent, within, named } = dividing(strategy, key);
  const all = named === null ? asked : [...asked, named];
  return {
    name: (strategy.title ?? "") || `Strategy ${String(index + 1)}`,
    conditions: all.map(({ condition }) => condition),
    percent,
    segments: segments.map(({ segment }) => segment),
    holds: (context) => all.every(({ holds }) => holds(context)) && within(context),
  };
}

interface Dividing {
  readonly percent: number;
  readonly within: (context: FlagContext) => boolean;
  readonly named: Clause | null;
}

function dividing({ name, strategyName, parameters: given }: Strategy, key: string): Dividing {
  const of = (parameter: string): string => own(given ?? {}, parameter) ?? "";
  const kind = name ?? strategyName ?? "default";
  const share = (percent: number, group: string): Dividing => ({
    percent, named: null, within: (context) => idIn(context) !== "" && percent > 0 && unleashPlace(idIn(context), { group }) <= percent,
  });
  switch (kind) {
    case "default":
      return { percent: 100, named: null, within: () => true };
    case "userWithId": {
      const ids = of("userIds").split(",").map((id) => id.trim()).filter((id) => id !== "");
      return { percent: 100, within: () => true, named: clause({ attribute: "targetingKey", operator: "is", values: ids }) };
    }
    case "gradualRolloutUserId":
      return share(Number(of("percentage")), of("groupId"));
    case "flexibleRollout": {
      if (!isById(of("stickiness") || "default")) throw new CannotSay(`it divides by ${of("stickiness")}`);
      return share(Number(of("rollout")), of("groupId") || key);
    }
    default:
      throw new CannotSay(`it uses the strategy ${kind}`);
  }
}

function segmentAsked(id: string, { segments }: Around): Clause & { readonly segment: string } {
  const found = segments.get(id);
  if (found === undefined) throw new CannotSay(`it asks for the segment ${id}, which is not in the file`);
  if (found.constraints.length === 0) throw new CannotSay(`it asks for the segment ${keyOf(found)}, which asks nothing`);
  const clauses = found.constraints.map(constraintOf);
  return {
    condition: { kind: "segment", segmentId: segmentIdOf(keyOf(found)), within: true },
    holds: (context) => clauses.every(({ holds }) => holds(context)),
    segment: keyOf(found),
  };
}

const operators = {
  IN: "is", NOT_IN: "is", STR_STARTS_WITH: "startsWith", STR_ENDS_WITH: "endsWith", STR_CONTAINS: "contains", NUM_EQ: "is", NUM_GT: "above",
  NUM_GTE: "atLeast", NUM_LT: "below", NUM_LTE: "atMost", SEMVER_EQ: "versionIs", SEMVER_GT: "versionAbove", SEMVER_LT: "versionBelow",
  SEMVER_GTE: "versionAtLeast", SEMVER_LTE: "versionAtMost",
} as const;

function constraintOf({ contextName, operator, values, value, inverted, caseInsensitive }: z.infer<typeof constraintShape>): Clause {
  const known = own(operators, operator);
  if (known === undefined) throw new CannotSay(`it asks ${contextName} ${operator}, for which there is no question here`);
  if (caseInsensitive) throw new CannotSay(`it compares ${contextName} without looking at capitals`);
  if (contextName === "currentTime" || contextName === "environment" || contextName === "appName")
    throw new CannotSay(`it asks for ${contextName}, which is no attribute of a customer`);
  const given =
    operator.startsWith("STR") || operator === "IN" || operator === "NOT_IN"
      ? (values ?? [])
      : operator.startsWith("NUM")
        ? [Number(value)]
        : [value ?? ""];
  const negated = inverted !== (operator === "NOT_IN");
  return clause({
    attribute: contextName === "userId" ? "targetingKey" : contextName, operator: known, values: given, negated, missing: negated,
  });
}

function needOf({ feature, enabled, variants }: z.infer<typeof dependencyShape>, { features, segments }: Around) {
  const other = features.get(feature);
  if (other === undefined) throw new CannotSay(`it needs ${feature}, which is not in the file`);
  if (enabled === false) throw new CannotSay(`it needs ${feature} to be off`);
  const moved = toMoved(other, { segments, features: new Map([...features].filter(([name]) => name !== feature)) });
  const wanted =
    (variants ?? []).length > 0
      ? (variants ?? []).map(variantNamed)
      : moved.variants.map(({ name }) => name).filter((name) => name !== moved.offVariant);
  return {
    prerequisite: { flagId: flagIdOf(feature), variants: wanted },
    holds: (context: FlagContext): boolean => other.enabled && wanted.includes(moved.given(context) ?? ""),
  };
}
