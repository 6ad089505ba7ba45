import type { FlagCondition as ConditionAsked, Operator, Rollout as RolloutAsked, TargetingRule, TargetingRules } from "@ballast/schema";
import { conditionWords } from "./conditionWords.ts";
import type { FlagCondition, SegmentNames } from "./conditionWords.ts";
import type { TargetingRecord } from "./flagDocuments.ts";

type FlagRules = TargetingRecord["rules"];
type Rollout = NonNullable<FlagRules["rollout"]>;

/** As what the values of a comparison are meant. */
export type ValueKind = "text" | "number" | "boolean";

/** A condition while it is written. */
export interface ConditionText {
  /** The segment asked for; null: an attribute is compared. */
  readonly segmentId: string | null;
  readonly within: boolean;
  readonly attribute: string;
  readonly operator: Operator;
  readonly as: ValueKind;
  /** One a line. */
  readonly values: string;
}

/** A share while it is written. */
export interface ShareText {
  /** Per cent. */
  readonly share: string;
  readonly variants: readonly { readonly variant: string; readonly weight: string }[];
}

/** A rule while it is written. */
export interface RuleText {
  /** Null: it is new. */
  readonly ruleId: string | null;
  /** Empty: by what it asks. */
  readonly name: string;
  readonly conditions: readonly ConditionText[];
  /** The variant that it gives; null: a share. */
  readonly variant: string | null;
  readonly rollout: ShareText;
}

/** Rules while they are written. What the flag needs stays as it is. */
export interface RulesText {
  readonly rules: readonly RuleText[];
  /** Null: no share. */
  readonly rollout: ShareText | null;
  readonly otherwise: string;
}

const PERCENT = 1_000;
const numeric: ReadonlySet<Operator> = new Set(["below", "atMost", "above", "atLeast"]);
const anyKind: ReadonlySet<Operator> = new Set(["is", "isNot", "has"]);

/** As what values of an operator can be meant: some compare numbers only, most compare texts only. */
export const kindsOf = (operator: Operator): readonly ValueKind[] =>
  numeric.has(operator) ? ["number"] : anyKind.has(operator) ? ["text", "number", "boolean"] : ["text"];

/** As what it is meant, as far as the operator allows. */
export const kindIn = ({ operator, as }: Pick<ConditionText, "operator" | "as">): ValueKind =>
  kindsOf(operator).includes(as) ? as : (kindsOf(operator)[0] ?? "text");

export const firstCondition: ConditionText = { segmentId: null, within: true, attribute: "", operator: "is", as: "text", values: "" };

const shareText = ({ parts, variants }: Rollout): ShareText => ({
  share: String(parts / PERCENT), variants: variants.map(({ variant, weight }) => ({ variant, weight: String(weight) })),
});

/** A rule that nobody has written yet. */
export const firstRule = (variant: string): RuleText => ({
  ruleId: null, name: "", conditions: [firstCondition], variant,
  rollout: { share: "10", variants: [{ variant, weight: "1" }] },
});

/** A condition as fields. */
export function conditionText(condition: FlagCondition): ConditionText {
  if (condition.kind === "segment") return { ...firstCondition, segmentId: condition.segmentId, within: condition.within };
  const [first] = condition.values;
  const as = typeof first === "number" ? "number" : typeof first === "boolean" ? "boolean" : "text";
  return {
    ...firstCondition, attribute: condition.attribute, operator: condition.operator, as, values: condition.values.map(String).join("\n"),
  };
}

/** Rules as fields. */
export const rulesText = ({ rules, rollout, defaultVariant }: FlagRules): RulesText => ({
  rules: rules.map(({ ruleId, name, conditions, serve }) => ({
    ruleId, name, conditions: conditions.map(conditionText),
    variant: serve.kind === "variant" ? serve.variant : null,
    rollout: serve.kind === "share" ? shareText(serve.rollout) : firstRule(serve.variant).rollout,
  })),
  rollout: rollout === null ? null : shareText(rollout),
  otherwise: defaultVariant,
});

const linesOf = (text: string): readonly string[] => text.split("\n").map((one) => one.trim()).filter((one) => one !== "");

const yesAndNo: ReadonlyMap<string, boolean> = new Map([["true", true], ["yes", true], ["false", false], ["no", false]]);

/** A value as it is meant; null where the text is none of the kind. */
function valueOf(text: string, kind: ValueKind): string | number | boolean | null {
  if (kind === "text") return text;
  if (kind === "boolean") return yesAndNo.get(text.toLowerCase()) ?? null;
  return Number.isFinite(Number(text)) ? Number(text) : null;
}

/** A condition as the API takes it. */
export function conditionOf(condition: ConditionText): ConditionAsked {
  const { segmentId, within, attribute, operator, values } = condition;
  if (segmentId !== null) return { kind: "segment", segmentId, within };
  const kind = kindIn(condition);
  return { kind: "attribute", attribute: attribute.trim(), operator, values: linesOf(values).flatMap((one) => valueOf(one, kind) ?? []) };
}

const percent = (text: string): number | null => {
  const value = text.trim() === "" ? Number.NaN : Number(text.replace(/\s*%$/u, "").replace(",", "."));
  return Number.isFinite(value) && value >= 0 && value <= 100 ? value : null;
};
const weightOf = (text: string): number => (/^\d{1,6}$/u.test(text.trim()) ? Number(text) : 0);

const rolloutOf = ({ share, variants }: ShareText): RolloutAsked => ({
  parts: Math.round((percent(share) ?? 0) * PERCENT),
  variants: variants.map(({ variant, weight }) => ({ variant, weight: weightOf(weight) })),
});

const slugOf = (text: string): string =>
  text.toLowerCase().replaceAll(/[^a-z0-9]+/gu, "-").slice(0, 50).replaceAll(/^-+|-+$/gu, "") || "rule";

/** An id that no other rule has: those that are there keep theirs. */
function freshId(name: string, taken: Set<string>): string {
  const base = slugOf(name);
  let id = base;
  for (let n = 2; taken.has(id); n += 1) id = `${base}-${String(n)}`;
  taken.add(id);
  return id;
}

/** The rules as written, whole. Only for those without a problem. */
export function rulesOf(text: RulesText, { prerequisites }: Pick<FlagRules, "prerequisites">, names: SegmentNames): TargetingRules {
  const taken = new Set(text.rules.flatMap(({ ruleId }) => ruleId ?? []));
  return {
    prerequisites: prerequisites.map(({ flagId, variants }) => ({ flagId, variants: [...variants] })),
    rules: text.rules.map(({ ruleId, name, conditions: written, variant, rollout }): TargetingRule => {
      const conditions = written.map(conditionOf);
      const called = name.trim() || conditions.map((one) => conditionWords(one, names)).join(" and ").slice(0, 300);
      return {
        ruleId: ruleId ?? freshId(called, taken), name: called, conditions,
        serve: variant === null ? { kind: "share", rollout: rolloutOf(rollout) } : { kind: "variant", variant },
      };
    }),
    rollout: text.rollout === null ? null : rolloutOf(text.rollout),
    defaultVariant: text.otherwise,
  };
}

/** What is wrong with a condition as written; null where nothing is. */
export function conditionProblem(condition: ConditionText): string | null {
  if (condition.segmentId !== null) return condition.segmentId === "" ? "which segment?" : null;
  const attribute = condition.attribute.trim();
  if (attribute.length > 100 || !/^[A-Za-z_][A-Za-z0-9_-]*(\.[A-Za-z_][A-Za-z0-9_-]*){0,7}$/u.test(attribute))
    return "name an attribute with letters, digits, `_` and `-`, or a path of them as user.name.";
  const [kind, lines] = [kindIn(condition), linesOf(condition.values)];
  if (lines.length === 0) return `${attribute} is compared with nothing: write a value.`;
  const wrong = lines.find((one) => valueOf(one, kind) === null);
  return wrong === undefined ? null : `${wrong} is no ${kind === "number" ? "number" : "yes or no"}.`;
}

function shareProblem({ share, variants }: ShareText): string | null {
  if (percent(share) === null) return "the share is 0 to 100 %.";
  if (variants.length === 0) return "a share gives at least one variant.";
  if (variants.some(({ weight }) => weightOf(weight) < 1)) return "weights are whole numbers from 1.";
  return new Set(variants.map(({ variant }) => variant)).size < variants.length ? "each variant stands in a share once." : null;
}

/** What is wrong with rules as written, in words; null where nothing is. */
export function rulesProblem({ rules, rollout }: RulesText): string | null {
  for (const [index, rule] of rules.entries()) {
    const at = `Rule ${String(index + 1)}`;
    if (rule.conditions.length === 0) return `${at} asks nothing: it would be for everyone.`;
    const problem =
      rule.conditions.map(conditionProblem).find((one) => one !== null) ?? (rule.variant === null ? shareProblem(rule.rollout) : null);
    if (problem !== null) return `${at}: ${problem}`;
  }
  const problem = rollout === null ? null : shareProblem(rollout);
  return problem === null ? null : `The share: ${problem}`;
}
