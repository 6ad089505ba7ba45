import type { FlagCondition } from "@ballast/schema";
import { compileFlag, scopeFor } from "./compile.ts";
import { dividedBy, dividing, type FlagContext } from "./context.ts";
import { ask, engineOf, holds, OpenFlag, type Evaluation } from "./engine.ts";
import type { Engine } from "./engines.ts";
import { divided, placing, WHOLE, type Dividing } from "./shares.ts";
import {
  conditionsOf,
  prerequisitesOf,
  stepsOf,
  type FlagInEnvironment,
  type FlagWorld,
  type Place,
  type Step,
  type StepScope,
} from "./steps.ts";

/** One condition of a rule, and whether it held. */
export interface ExplainedCondition {
  readonly condition: FlagCondition;
  readonly held: boolean;
}

/** One flag that had to give one of some variants, and what it gave. */
export interface ExplainedPrerequisite {
  readonly flagId: string;
  /** Null where it is archived or not there. */
  readonly key: string | null;
  readonly variant: string | null;
  readonly wanted: readonly string[];
  readonly held: boolean;
}

/** One step on the way through a flag. */
export interface ExplainedStep {
  readonly place: Place;
  /** The rule's; null for what is none. */
  readonly ruleId: string | null;
  readonly name: string | null;
  /** Whether the way led as far as here. Those behind the end are explained as well. */
  readonly reached: boolean;
  readonly held: boolean;
  /** What it gives this customer, where it holds. */
  readonly variant: string | null;
  readonly conditions: readonly ExplainedCondition[];
  readonly prerequisites: readonly ExplainedPrerequisite[];
  /**
   * For a share: how large it is, and the customer's own place, 0 to 99,999 (null for whoever has none); within when below. Parts of
   * 100,000.
   */
  readonly share: { readonly parts: number; readonly place: number | null } | null;
}

/** Why somebody gets what they get. */
export interface Explanation {
  readonly evaluation: Evaluation;
  readonly steps: readonly ExplainedStep[];
  readonly compiler: string;
  readonly engine: string;
}

/** The question of places, built once for each engine. */
const placers = new WeakMap<Engine, (context: FlagContext) => boolean>();
function placedBy(engine: Engine): (context: FlagContext) => boolean {
  const known = placers.get(engine) ?? holds(engine, placing);
  placers.set(engine, known);
  return known;
}

/**
 * A customer's place in a flag's shares, 0 to 99,999, found by asking the engine 17 times; null for whoever has none.
 * Nothing here repeats how the engine divides.
 */
export function placeOf(engine: Engine, { seed, bucketBy }: Dividing, context: FlagContext): number | null {
  const value = dividing(context, bucketBy);
  if (value === null) return null;
  const within = placedBy(engine);
  let [low, high] = [0, WHOLE];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (within({ seed: seed.normalize("NFC"), customer: value, parts: middle })) high = middle;
    else low = middle;
  }
  return low;
}

const nothing = { ruleId: null, name: null, conditions: [], prerequisites: [], share: null } as const;

interface Asked {
  readonly subject: FlagInEnvironment;
  readonly world: FlagWorld;
  readonly scope: StepScope;
  readonly context: FlagContext;
  readonly engine: Engine;
}

function prerequisites({ subject, world, scope, context, engine }: Asked): readonly ExplainedPrerequisite[] {
  const wanted = new Map(subject.targeting.rules.prerequisites.map(({ flagId, variants }) => [flagId, variants]));
  return prerequisitesOf(subject, scope).map(({ flagId, variant, holds: logic }) => {
    const flag = world.flag(flagId)?.flag;
    const given = variant === null ? null : ask(engine, variant, flag?.variants.map(({ name }) => name) ?? [])(context);
    return { flagId, key: flag?.key ?? null, variant: given, wanted: wanted.get(flagId) ?? [], held: holds(engine, logic)(context) };
  });
}

function shareOf({ parts }: Step, { subject, context, engine }: Asked): ExplainedStep["share"] {
  return parts === null ? null : { parts, place: placeOf(engine, subject.flag, context) };
}

function explained(step: Step, asked: Asked): Omit<ExplainedStep, "reached"> {
  const { subject, scope, context, engine } = asked;
  const held = holds(engine, step.when)(context);
  const words = step.gives.map(({ variant }) => variant);
  const variant = ask(
    engine,
    divided(subject.flag, step.gives, (name) => name),
    words,
  )(context);
  const rule =
    step.rule === null
      ? nothing
      : {
          ...nothing,
          ruleId: step.rule.ruleId,
          name: step.rule.name,
          conditions: conditionsOf(step.rule, scope).map(({ condition, logic }) => ({ condition, held: holds(engine, logic)(context) })),
        };
  return {
    ...rule,
    place: step.place,
    held,
    variant: held ? variant : null,
    prerequisites: step.place === "prerequisites" ? prerequisites(asked) : [],
    share: shareOf(step, asked),
  };
}

/**
 * Each step with the same engine that evaluates, those behind the end of the way included.
 * @throws Rejection as compiling does; UNKNOWN_ENGINE
 */
export function explain(subject: FlagInEnvironment, world: FlagWorld, sent: FlagContext): Explanation {
  const engine = engineOf(subject.flag);
  const context = dividedBy(sent, subject.flag.bucketBy);
  const evaluation = new OpenFlag(compileFlag(subject, world)).evaluate(context);
  const scope = scopeFor(subject, world);
  const { targeting } = subject;
  const kill = {
    ...nothing,
    place: "kill" as const,
    held: targeting.kills.length > 0,
    variant: targeting.kills.length > 0 ? targeting.offVariant : null,
  };
  const way = stepsOf(subject, scope).map((step) => explained(step, { subject, world, scope, context, engine }));
  const end = { ...nothing, place: "default" as const, held: true, variant: targeting.rules.defaultVariant };
  const steps = [kill, ...way, end];
  const last = steps.findIndex(({ held }) => held);
  return {
    evaluation,
    steps: steps.map((step, index) => ({ ...step, reached: index <= last })),
    compiler: engine.compiler,
    engine: engine.evaluator,
  };
}
