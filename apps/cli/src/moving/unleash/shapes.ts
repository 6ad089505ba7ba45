import { z } from "zod";
import { CannotSay } from "../moved.ts";
import { shaped } from "../reading.ts";

const constraintShape = z.looseObject({
  contextName: z.string(),
  operator: z.string(),
  values: z.array(z.string()).nullish(),
  value: z.string().nullish(),
  inverted: z.boolean().nullish(),
  caseInsensitive: z.boolean().nullish(),
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
  id: z.string().nullish(), name: z.string().nullish(), strategyName: z.string().nullish(), title: z.string().nullish(),
  parameters: parameters.nullish(), disabled: z.boolean().nullish(), constraints: z.array(constraintShape).nullish(),
  variants: z.array(variantShape).nullish(), segments: z.array(z.union([z.number(), z.string()])).nullish(),
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
  /** Older exports say here which segments a strategy asks for; newer ones say it in the strategy. */
  featureStrategySegments: z
    .array(z.looseObject({ featureStrategyId: z.string(), segmentId: z.union([z.number(), z.string()]) }))
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
/** What SDKs that follow the delta API got when they began. */
const deltaShape = z.looseObject({ events: z.array(z.looseObject({ type: z.string() })) });

type File = z.infer<typeof fileShape>;
export type Constraint = z.infer<typeof constraintShape>;
export type Dependency = z.infer<typeof dependencyShape>;
export type Segment = z.infer<typeof segmentShape>;
export type Strategy = z.infer<typeof strategyShape>;
export type Variant = z.infer<typeof variantShape>;
/** A flag in one environment. */
export interface Feature extends z.infer<typeof featureShape> {
  readonly notes: readonly string[];
  /** Where it is not in that environment, where it is. */
  readonly elsewhere: readonly string[];
}

/** What a file has of one environment. */
export interface Around {
  readonly segments: ReadonlyMap<string, Segment>;
  readonly features: ReadonlyMap<string, Feature>;
}

/** @throws CommandFailure where it is another file */
export function readUnleash(data: unknown, environment: string): Around {
  const file = shaped(fileShape, within(data), "an export of Unleash, or what its SDKs get");
  const features = file.features.map((feature) => inEnvironment(feature, file, environment));
  return {
    segments: new Map((file.segments ?? []).map((one) => [String(one.id), one])),
    features: new Map(features.map((one) => [one.name, one])),
  };
}

/** What stands around it in some files: a state, or the first of several events. */
function within(data: unknown): unknown {
  if (typeof data !== "object" || data === null || "features" in data) return data;
  if ("state" in data) return within(data.state);
  const delta = deltaShape.safeParse(data);
  return delta.success ? (delta.data.events.find(({ type }) => type === "hydration") ?? data) : data;
}

function inEnvironment(feature: z.infer<typeof featureShape>, file: File, environment: string): Feature {
  const tags = (file.featureTags ?? [])
    .filter(({ featureName }) => featureName === feature.name)
    .map(({ tagValue, value }) => tagValue ?? value ?? "");
  const notes = tags.length === 0 ? [] : [`its tags (${tags.join(", ")}) have no place here`];
  if (file.featureStrategies === undefined && file.featureEnvironments === undefined) return { ...feature, notes, elsewhere: [] };
  const places = (file.featureEnvironments ?? []).filter((one) => (one.featureName ?? one.name) === feature.name);
  const there = places.find((one) => one.environment === environment);
  return {
    ...feature, notes, enabled: there?.enabled ?? false, strategies: strategiesOf(feature.name, file, environment),
    variants: there?.variants?.length ? there.variants : feature.variants,
    dependencies: (file.dependencies ?? []).find((one) => one.feature === feature.name)?.dependencies ?? feature.dependencies,
    elsewhere: there === undefined ? places.map((one) => one.environment) : [],
  };
}

function strategiesOf(name: string, file: File, environment: string): readonly Strategy[] & Strategy[] {
  return (file.featureStrategies ?? [])
    .filter((one) => one.featureName === name && (one.environment ?? environment) === environment)
    .map((strategy) => {
      const asked = (file.featureStrategySegments ?? []).filter((one) => one.featureStrategyId === strategy.id);
      return { ...strategy, segments: [...new Set([...(strategy.segments ?? []), ...asked.map(({ segmentId }) => segmentId)])] };
    });
}

/** @throws CannotSay where it is archived, or not in the environment that was asked for */
export function refuseAbsent({ archived, archivedAt, elsewhere }: Feature): void {
  if (archived === true || (archivedAt ?? null) !== null)
    throw new CannotSay("it is archived there: applications get their code default already");
  if (elsewhere.length > 0)
    throw new CannotSay(`it is not in this environment, but in ${elsewhere.join(", ")}: name one with --source-environment`);
}
