import type { FlagContext } from "@ballast/flags";
import { own } from "@ballast/schema/own";
import type { Rollout, TargetingRule } from "@ballast/schema";
import { CannotSay, eachFlag, flagIdOf, partsOf, variantNamed, type Moved, type MovedFlag } from "../moved.ts";
import { toSegment } from "./questions.ts";
import { readUnleash, refuseAbsent, type Around, type Dependency, type Feature } from "./shapes.ts";
import { strategyOf, type Part } from "./strategies.ts";
import { splitOf, type Split } from "./variants.ts";

/**
 * Flags of Unleash: an export (`POST /api/admin/features-batch/export`, or a state export), or what SDKs get (`GET /api/client/features`,
 * and the first event of `/api/client/delta`).
 */
export function fromUnleash(data: unknown, environment: string): Moved {
  const around = readUnleash(data, environment);
  const made = eachFlag([...around.features], (_, feature) => toMoved(feature, around));
  const asked = new Set(made.flags.flatMap((flag) => flag.segments));
  return { ...made, segments: [...segmentsOf(around, asked)] };
}

function* segmentsOf({ segments }: Around, asked: ReadonlySet<string>) {
  for (const segment of segments.values()) {
    try {
      const moved = toSegment(segment);
      if (asked.has(moved.key)) yield moved;
    } catch (error) {
      // Flags that ask for it are refused by name.
      if (!(error instanceof CannotSay)) throw error;
    }
  }
}

const kinds = {
  release: "release", experiment: "experiment", operational: "operations", "kill-switch": "operations", permission: "permission",
} as const;

function toMoved(feature: Feature, around: Around): MovedFlag {
  refuseAbsent(feature);
  const { name: key } = feature;
  const used = (feature.strategies ?? []).filter(({ disabled }) => disabled !== true);
  // No strategy at all is on for everyone.
  const all = (used.length === 0 ? [{ name: "default" }] : used).map((strategy, index) => strategyOf(strategy, { key, index, around }));
  const parts = all.filter((part) => part !== null);
  const split = splitOf(feature, parts);
  const needs = (feature.dependencies ?? []).map((one) => needOf(one, around));
  return {
    key,
    description: feature.description ?? "",
    metadata: {},
    kind: own(kinds, feature.type ?? "release") ?? "release",
    valueType: split.valueType,
    variants: split.all,
    offVariant: "off",
    seed: key,
    bucketBy: dividedBy(parts, split),
    off: !feature.enabled,
    overrides: [],
    segments: [...new Set(parts.flatMap(({ segments }) => segments))],
    notes: [
      ...feature.notes, ...split.notes, ...new Set(parts.flatMap(({ notes }) => notes)),
      ...(parts.length < all.length ? ["a strategy of it names nobody, and is left out"] : []),
    ],
    rules: { ...rulesOf(parts, split), prerequisites: needs.map(({ prerequisite }) => prerequisite), defaultVariant: "off" },
    given: (context) => (feature.enabled && needs.every(({ holds }) => holds(context)) ? givenBy(parts, split, context) : "off"),
  };
}

/** @throws CannotSay where one attribute is not enough */
function dividedBy(parts: readonly Part[], split: Split): string {
  const [by = "targetingKey", ...others] = new Set([...parts.flatMap((part) => part.by ?? []), ...split.by]);
  if (others.length > 0) throw new CannotSay(`it divides by ${[by, ...others].join(" and by ")}: one attribute can be said here`);
  return by;
}

/** Strategies that ask for something are rules in their order; one that asks nothing is the share of everyone else. */
function rulesOf(parts: readonly Part[], split: Split): { readonly rules: TargetingRule[]; readonly rollout: Rollout | null } {
  const everyone = parts.filter(({ conditions }) => conditions.length === 0);
  const [general, ...more] = everyone;
  const whole = everyone.find(({ percent }) => percent >= 100);
  if (more.length > 0 && whole === undefined)
    throw new CannotSay("several strategies of it give it to a share of everyone: one share can be said here");
  const rolloutOf = (part: Part): Rollout => ({ parts: Math.min(100_000, partsOf(part.percent)), variants: split.served(part) });
  const chosen = whole ?? general;
  return {
    rules: parts
      .filter(({ conditions }) => conditions.length > 0)
      .map((part, index): TargetingRule => ({
        ruleId: `strategy-${String(index + 1)}`, name: part.name.slice(0, 200), conditions: [...part.conditions],
        serve: { kind: "share", rollout: rolloutOf(part) },
      })),
    rollout: chosen === undefined ? null : rolloutOf(chosen),
  };
}

/** The first strategy that holds gives it. */
function givenBy(parts: readonly Part[], split: Split, context: FlagContext): string | null {
  let isOpen = false;
  for (const part of parts) {
    const holds = part.holds(context);
    if (holds === null) isOpen = true;
    if (holds === true) return isOpen && split.differs ? null : split.given(part, context);
  }
  return isOpen ? null : "off";
}

function needOf({ feature, enabled, variants }: Dependency, { features, segments }: Around) {
  const other = features.get(feature);
  if (other === undefined) throw new CannotSay(`it needs ${feature}, which is not in the file`);
  if (enabled === false) throw new CannotSay(`it needs ${feature} to be off`);
  if ((other.dependencies ?? []).length > 0) throw new CannotSay(`it needs ${feature}, which needs others: Unleash gives that to nobody`);
  const moved = toMoved(other, { segments, features: new Map([...features].filter(([name]) => name !== feature)) });
  const wanted =
    (variants ?? []).length > 0
      ? (variants ?? []).map(variantNamed)
      : moved.variants.map(({ name }) => name).filter((name) => name !== moved.offVariant);
  const missing = wanted.find((name) => !moved.variants.some((one) => one.name === name));
  if (missing !== undefined) throw new CannotSay(`it needs ${feature} to give ${missing}, which is none of its variants`);
  return {
    prerequisite: { flagId: flagIdOf(feature), variants: wanted },
    holds: (context: FlagContext): boolean => other.enabled && wanted.includes(moved.given(context) ?? ""),
  };
}
