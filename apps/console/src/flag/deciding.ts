import { share } from "@ballast/schema/words";
import { conditionWords } from "./conditionWords.ts";
import type { SegmentNames } from "./conditionWords.ts";
import type { TargetingRecord } from "./flagDocuments.ts";

/** One step on the way through a flag. */
export interface DecidingStep {
  readonly number: number;
  readonly words: string;
  /** What steps back: names, the seed. */
  readonly more: string;
  readonly gives: readonly string[];
  /** Known customers whom it decides for; null where that is not known. */
  readonly customers: number | null;
}

type Counted = (place: string) => number | null;

/** What a rule asks, where its name does not say the same. */
const beside = (name: string, words: string): string => (words.toLowerCase() === name.toLowerCase() ? "" : words);

function named({ overrides, offVariant }: TargetingRecord): readonly Omit<DecidingStep, "number">[] {
  const off = overrides.filter(({ variant }) => variant === offVariant);
  const on = overrides.filter(({ variant }) => variant !== offVariant);
  const step = (words: string, those: typeof overrides): readonly Omit<DecidingStep, "number">[] =>
    those.length === 0
      ? []
      : [
          {
            words,
            more: those.map(({ customer, record }) => record?.name ?? customer).join(", "),
            gives: [...new Set(those.map(({ variant }) => variant))],
            customers: those.length,
          },
        ];
  return [...step("Named, off", off), ...step("Named, on", on)];
}

/** Every step in the order in which it is asked, with how many known customers end there. */
export function decidingSteps(place: TargetingRecord, segments: SegmentNames): readonly DecidingStep[] {
  const {
    rules: { prerequisites, rules, rollout, defaultVariant }, served, offVariant,
  } = place;
  const counted: Counted = (name) =>
    served === null || place.killed ? null : (served.steps.find((step) => step.name === name)?.customers ?? 0);
  const steps = [
    ...(prerequisites.length === 0
      ? []
      : [{ words: "What it needs does not hold", more: "", gives: [offVariant], customers: counted("prerequisites") }]),
    ...named(place),
    ...rules.map(({ ruleId, name, conditions, serve }) => ({
      words: name,
      more: beside(name, conditions.map((one) => conditionWords(one, segments)).join(" and ")),
      gives: serve.kind === "variant" ? [serve.variant] : serve.rollout.variants.map(({ variant }) => variant),
      customers: counted(`rule:${ruleId}`),
    })),
    ...(rollout === null
      ? []
      : [
          {
            words: `${share(rollout.parts)} of customers`, more: "by the flag’s seed",
            gives: rollout.variants.map(({ variant }) => variant), customers: counted("share"),
          },
        ]),
    { words: "Everyone else", more: "", gives: [defaultVariant], customers: counted("default") },
  ];
  return steps.map((step, index) => ({ number: index + 1, ...step }));
}
