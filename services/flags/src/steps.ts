import { Rejection } from "@ballast/domain";
import type { ManagedFlag } from "@ballast/domain/flag";
import type { DefinedSegment } from "@ballast/domain/segment";
import type { OpenTargeting } from "@ballast/domain/targeting";
import type { FlagCondition, Override, Rollout, TargetingRule } from "@ballast/schema";
import { askedFor, checkAttribute, conditionLogic, type ConditionScope } from "./conditions.ts";
import { all, amongst, attribute, not, type Logic } from "./logic.ts";
import { isWithin } from "./shares.ts";

/** A managed flag and what it gives in one environment. */
export interface FlagInEnvironment {
  readonly flag: ManagedFlag;
  readonly targeting: OpenTargeting;
}

/** Everything else that a flag's rules can ask for, in the same environment and at the same moment. */
export interface FlagWorld {
  /** Undefined where the flag is not there, not managed, or not opened in this environment. */
  flag(flagId: string): FlagInEnvironment | undefined;
  /** Archived ones included: a rule that still asks for one goes on. */
  segment(segmentId: string): DefinedSegment | undefined;
}

/** Where a customer's way through a flag ends. */
export type Place = "kill" | "prerequisites" | "named" | "share" | "default" | `rule:${string}`;

/** One question on the way through a flag: for whom it holds gets the variant, or is divided among several. */
export interface Step {
  readonly place: Exclude<Place, "kill" | "default">;
  readonly when: Logic;
  readonly gives: Rollout["variants"];
  readonly split: boolean;
  /** Attributes that it asks for. */
  readonly asks: readonly string[];
  readonly rule: TargetingRule | null;
  /** What the share of it is, parts of 100,000; null where it has none. */
  readonly parts: number | null;
}

/** What the steps of one flag are made with. */
export interface StepScope extends ConditionScope {
  /** The prerequisite's variant, as an expression; null where it is missing or archived, and so has failed. */
  variantOf(flagId: string): Logic | null;
}

const gives = (variant: string): Rollout["variants"] => [{ variant, weight: 1 }];

const plain = { split: false, asks: [], rule: null, parts: null } as const;

/** Those named, by the variant they get: the off one first. */
function namedSteps({ flag, targeting }: FlagInEnvironment): readonly Step[] {
  const byVariant = Map.groupBy(targeting.overrides, ({ variant }: Override) => variant);
  const order = [...byVariant].toSorted(([one], [other]) => Number(other === targeting.offVariant) - Number(one === targeting.offVariant));
  return order.map(([variant, overrides]) => ({
    ...plain,
    place: "named",
    when: amongst(attribute(flag.bucketBy), overrides.map(({ customer }) => customer.normalize("NFC"))),
    gives: gives(variant),
  }));
}

/** What must hold for a rule, condition by condition. */
export const conditionsOf = (
  { conditions }: TargetingRule,
  scope: ConditionScope,
): readonly { readonly condition: FlagCondition; readonly logic: Logic }[] =>
  conditions.map((condition) => ({ condition, logic: conditionLogic(condition, scope) }));

function ruleStep(rule: TargetingRule, { flag }: FlagInEnvironment, scope: StepScope): Step {
  const { ruleId, serve } = rule;
  const conditions = conditionsOf(rule, scope).map(({ logic }) => logic);
  const asks = rule.conditions.flatMap((condition) => askedFor(condition, scope));
  const step = { place: `rule:${ruleId}` as const, asks, rule };
  if (serve.kind === "variant") return { ...step, when: all(conditions), gives: gives(serve.variant), split: false, parts: null };
  const { parts, variants } = serve.rollout;
  return {
    ...step, when: all([...conditions, isWithin(flag, parts)]), gives: variants, split: true, parts, asks: [...asks, flag.bucketBy],
  };
}

/** Each prerequisite and whether it holds, as expressions. */
export const prerequisitesOf = (
  { targeting }: FlagInEnvironment,
  scope: StepScope,
): readonly { readonly flagId: string; readonly variant: Logic | null; readonly holds: Logic }[] =>
  targeting.rules.prerequisites.map(({ flagId, variants }) => {
    const variant = scope.variantOf(flagId);
    return { flagId, variant, holds: variant === null ? false : amongst(variant, variants) };
  });

function prerequisiteStep(subject: FlagInEnvironment, scope: StepScope): readonly Step[] {
  const needed = prerequisitesOf(subject, scope).map(({ holds }) => holds);
  if (needed.length === 0) return [];
  return [
    {
      ...plain, place: "prerequisites", when: needed.includes(false) ? true : not(all(needed)), gives: gives(subject.targeting.offVariant),
    },
  ];
}

/** The way through a flag, kills apart, in order. @throws Rejection CANNOT_COMPILE, PREREQUISITE_CIRCLE */
export function stepsOf(subject: FlagInEnvironment, scope: StepScope): readonly Step[] {
  const { flag, targeting: { rules: { rules, rollout } } } = subject;
  checkAttribute(flag.key, flag.bucketBy);
  const share: readonly Step[] =
    rollout === null
      ? []
      : [
          {
            ...plain, place: "share", when: isWithin(flag, rollout.parts), gives: rollout.variants, split: true, parts: rollout.parts,
            asks: [flag.bucketBy],
          },
        ];
  return [...prerequisiteStep(subject, scope), ...namedSteps(subject), ...rules.map((rule) => ruleStep(rule, subject, scope)), ...share];
}

/** Whether all variants that are asked for are there. @throws Rejection CANNOT_COMPILE */
export function checkGiven({ flag, targeting }: FlagInEnvironment, steps: readonly Step[]): void {
  const known = new Set(flag.variants.map(({ name }) => name));
  const given = [
    targeting.offVariant,
    targeting.rules.defaultVariant,
    ...steps.flatMap((step) => step.gives.map(({ variant }) => variant)),
  ];
  const missing = given.find((variant) => !known.has(variant));
  if (missing !== undefined) throw new Rejection("CANNOT_COMPILE", `${flag.key} has no variant ${missing}`, ["rules"]);
}
