import type { Cohort, FlagCondition, Override, Rollout, TargetingChange, TargetingRule, TargetingRules } from "@ballast/schema";
import { operatorWords, share } from "@ballast/schema/words";
import { sameContent } from "../sameContent.ts";
import { partsOf, type OpenTargeting } from "./targeting.ts";

/** What people call what rules name by id. */
export interface FlagNames {
  readonly flag: (flagId: string) => string;
  readonly segment: (segmentId: string) => string;
}

/** So many of a list are named in a sentence, the others counted. */
const NAMED = 3;

/** "a", "a and b", "a, b and 4 more", by the word that joins them. */
export function listedWords(words: readonly string[], joint: "and" | "or" = "and"): string {
  const shown = words.length > NAMED + 1 ? [...words.slice(0, NAMED), `${String(words.length - NAMED)} more`] : words;
  return shown.length < 2 ? (shown[0] ?? "") : `${shown.slice(0, -1).join(", ")} ${joint} ${shown.at(-1) ?? ""}`;
}

/** A condition in words: "plan is Enterprise or Trial". */
export function conditionWords(condition: FlagCondition, names: FlagNames): string {
  if (condition.kind === "segment") return `${condition.within ? "in" : "not in"} ${names.segment(condition.segmentId)}`;
  return `${condition.attribute} ${operatorWords[condition.operator]} ${listedWords(condition.values.map(String), "or")}`;
}

/** For whom a rule is, in words: all its conditions. */
export const ruleWords = ({ conditions }: Pick<TargetingRule, "conditions">, names: FlagNames): string =>
  conditions.map((one) => conditionWords(one, names)).join(" and ");

const variantsOf = ({ variants }: Rollout): string =>
  variants.length === 1 ? (variants[0]?.variant ?? "") : variants.map(({ variant, weight }) => `${variant} ${String(weight)}`).join(" : ");

/** A share in words: "on for 5 %". */
export const rolloutWords = (rollout: Rollout): string => `${variantsOf(rollout)} for ${share(rollout.parts)}`;

const ruleLine = (rule: TargetingRule, names: FlagNames): string =>
  `${ruleWords(rule, names)}: ${rule.serve.kind === "variant" ? rule.serve.variant : rolloutWords(rule.serve.rollout)}`;

const overrideLine = ({ customer, variant, expiresAt }: Override): string =>
  `${customer}: ${variant}${expiresAt === null ? "" : ` until ${expiresAt}`}`;

/** What a change of rules, names or share did, line by line; empty where nothing differs. */
export function differencesOf(
  before: Pick<OpenTargeting, "rules" | "overrides">,
  after: Pick<OpenTargeting, "rules" | "overrides">,
  names: FlagNames,
): readonly string[] {
  return [...ruleDifferences(before.rules, after.rules, names), ...overrideDifferences(before.overrides, after.overrides)];
}

function ruleDifferences(before: TargetingRules, after: TargetingRules, names: FlagNames): readonly string[] {
  const lines: string[] = [];
  const needs = ({ prerequisites }: TargetingRules): string =>
    prerequisites.map(({ flagId, variants }) => `${names.flag(flagId)} ${variants.join(" or ")}`).join(", ") || "nothing";
  if (!sameContent(before.prerequisites, after.prerequisites)) lines.push(`needs: ${needs(before)} → ${needs(after)}`);
  const earlier = new Map(before.rules.map((rule) => [rule.ruleId, rule]));
  const later = new Map(after.rules.map((rule) => [rule.ruleId, rule]));
  for (const rule of after.rules) {
    const was = earlier.get(rule.ruleId);
    if (was === undefined) lines.push(`rule added: ${ruleLine(rule, names)}`);
    else if (!sameContent(was, rule)) lines.push(`rule ${rule.name}: ${ruleLine(was, names)} → ${ruleLine(rule, names)}`);
  }
  for (const rule of before.rules) if (!later.has(rule.ruleId)) lines.push(`rule removed: ${ruleLine(rule, names)}`);
  const order = (rules: TargetingRules, others: ReadonlyMap<string, TargetingRule>): string =>
    rules.rules.filter(({ ruleId }) => others.has(ruleId)).map(({ name }) => name).join(", ");
  if (order(before, later) !== order(after, earlier)) lines.push(`order of rules: ${order(before, later)} → ${order(after, earlier)}`);
  lines.push(...rolloutDifferences(before, after));
  if (before.defaultVariant !== after.defaultVariant) lines.push(`everyone else: ${before.defaultVariant} → ${after.defaultVariant}`);
  return lines;
}

function rolloutDifferences(before: TargetingRules, after: TargetingRules): readonly string[] {
  if (sameContent(before.rollout, after.rollout)) return [];
  const [was, is] = [before.rollout, after.rollout];
  if (was !== null && is !== null && sameContent(was.variants, is.variants)) return [`share: ${share(was.parts)} → ${share(is.parts)}`];
  return [`share: ${was === null ? "none" : rolloutWords(was)} → ${is === null ? "none" : rolloutWords(is)}`];
}

function overrideDifferences(before: readonly Override[], after: readonly Override[]): readonly string[] {
  const earlier = new Map(before.map((override) => [override.customer, override]));
  const later = new Set(after.map(({ customer }) => customer));
  return [
    ...after.flatMap((override) => {
      const was = earlier.get(override.customer);
      if (was === undefined) return [`named: ${overrideLine(override)}`];
      return was.variant === override.variant && was.expiresAt === override.expiresAt
        ? []
        : [`named: ${overrideLine(was)} → ${overrideLine(override)}`];
    }),
    ...before
      .filter(({ customer }) => !later.has(customer))
      .map((override) => `back to the rules: ${override.customer}, named ${override.variant} before`),
  ];
}

/** A change that is asked for, in words: "5 % → 25 %". */
export function changeWords(change: TargetingChange, { rules }: Pick<OpenTargeting, "rules">): string {
  switch (change.kind) {
    case "rules":
      return "new rules";
    case "rollout":
      return `${share(partsOf(rules))} → ${share(change.parts)}`;
    case "override":
      return `${change.override.variant} for ${change.override.customer}, by name`;
    case "clearOverride":
      return `${change.customer} back to the rules`;
    case "revert":
      return `back to change ${String(change.revision)}`;
    case "ramp":
      return `a ramp from ${share(partsOf(rules))} to ${share(change.plan.steps.at(-1)?.parts)}`;
  }
}

const customers = (count: number): string => `${count.toLocaleString("en-GB")} ${count === 1 ? "customer" : "customers"}`;

/** What a change does to those who are known: "4,012 customers enter, none leave; 3 overrides stay". */
export function cohortWords({
  known, enter, leave, switch: switched, cannotTell, overridesStay,
}: Omit<Cohort, "names" | "hash" | "position" | "compiler" | "engine">): string {
  if (known === 0) return "No customer is known yet: nobody can say whom it moves.";
  const verb = (count: number, one: string, many: string): string => (count === 1 ? one : many);
  const moves = [
    ...(enter > 0 ? [`${customers(enter)} ${verb(enter, "enters", "enter")}`] : []),
    ...(leave > 0 ? [`${customers(leave)} ${verb(leave, "leaves", "leave")}`] : enter > 0 ? ["none leave"] : []),
    ...(switched > 0 ? [`${customers(switched)} ${verb(switched, "switches", "switch")}`] : []),
  ];
  const rest = [
    ...(cannotTell > 0 ? [`of ${customers(cannotTell)} nobody can tell`] : []),
    ...(overridesStay > 0 ? [`${String(overridesStay)} ${verb(overridesStay, "override stays", "overrides stay")}`] : []),
  ];
  return `${[moves.length === 0 ? "No known customer is moved" : moves.join(", "), ...rest].join("; ")}.`;
}
