import type { ManagedFlag } from "@ballast/domain/flag";
import type { DefinedSegment } from "@ballast/domain/segment";
import { offForEveryone, type OpenTargeting } from "@ballast/domain/targeting";
import type { FlagCondition, SegmentMembers, TargetingRule, TargetingRules } from "@ballast/schema";
import { engineId } from "../engines.ts";
import type { FlagInEnvironment, FlagWorld } from "../steps.ts";

/** A UUID that says which one it is. */
export const uuidOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

export const aFlag = (change: Partial<ManagedFlag> = {}): ManagedFlag => ({
  status: "managed",
  flagId: uuidOf(1),
  key: "one-page-pay",
  kind: "release",
  valueType: "boolean",
  variants: [
    { name: "on", value: true },
    { name: "off", value: false },
    { name: "blue", value: true },
  ],
  offVariant: "off",
  seed: "seed-1",
  bucketBy: "targetingKey",
  description: "",
  ownerId: uuidOf(900),
  expiresAt: null,
  serviceIds: [],
  metrics: [],
  metadata: {},
  engine: engineId,
  archived: null,
  cleanUpAfterDays: null,
  ...change,
});

export const aTargeting = (
  change: Partial<Omit<OpenTargeting, "rules">> & { readonly rules?: Partial<TargetingRules> } = {},
): OpenTargeting => ({
  status: "open", targetingId: uuidOf(500), flagId: uuidOf(1), environment: "production", offVariant: "off", overrides: [], kills: [],
  changes: 0, requests: [], ramp: null, stale: null, ...change, rules: { ...offForEveryone("off"), ...change.rules },
});

/** A flag with rules, in production. */
export const flagWith = (
  rules: Partial<TargetingRules>,
  change: Partial<Omit<OpenTargeting, "rules">> = {},
  flag: Partial<ManagedFlag> = {},
): FlagInEnvironment => ({ flag: aFlag(flag), targeting: aTargeting({ ...change, flagId: flag.flagId ?? uuidOf(1), rules }) });

export const shareOf = (parts: number, ...variants: string[]): TargetingRules["rollout"] =>
  ({ parts, variants: (variants.length === 0 ? ["on"] : variants).map((variant) => ({ variant, weight: 1 })) });

export const aRule = (conditions: readonly FlagCondition[], variant = "on", ruleId = "rule"): TargetingRule =>
  ({ ruleId, name: ruleId, conditions: [...conditions], serve: { kind: "variant", variant } });

type AttributeCondition = Extract<FlagCondition, { readonly kind: "attribute" }>;
export const where = (
  attribute: string,
  operator: AttributeCondition["operator"],
  ...values: (string | number | boolean)[]
): AttributeCondition => ({ kind: "attribute", attribute, operator, values });

export const aKill = (number: number): OpenTargeting["kills"][number] => ({ killId: uuidOf(number), reason: null, incidentId: null });
export const named = (customer: string, variant: string): OpenTargeting["overrides"][number] => ({
  customer, variant, expiresAt: null, incidentId: null, reason: "asked for it",
});

export const aSegment = (members: Partial<SegmentMembers>, change: Partial<DefinedSegment> = {}): DefinedSegment => ({
  status: "defined", segmentId: uuidOf(700), key: "beta", name: "Beta", description: "",
  members: { included: [], excluded: [], rules: [], ...members }, archived: null, ...change,
});

export const worldOf = (flags: readonly FlagInEnvironment[] = [], segments: readonly DefinedSegment[] = []): FlagWorld => ({
  flag: (flagId) => flags.find(({ flag }) => flag.flagId === flagId),
  segment: (segmentId) => segments.find((segment) => segment.segmentId === segmentId),
});
