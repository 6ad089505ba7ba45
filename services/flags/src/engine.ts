import { Rejection } from "@ballast/domain";
import type { ManagedFlag } from "@ballast/domain/flag";
import { FeatureFlag, MemoryStorage, type Flag } from "@openfeature/flagd-core";
import flagdCore from "@openfeature/flagd-core/package.json" with { type: "json" };
import { own } from "@ballast/schema";
import type { Logger } from "@openfeature/core";
import { compileFlag, unlabelled, type CompiledFlag } from "./compile.ts";
import { forEngine, type FlagContext } from "./context.ts";
import type { FlagdFlag, Logic } from "./logic.ts";
import type { FlagInEnvironment, FlagWorld } from "./steps.ts";

/** What evaluates, and which version: another one may divide customers anew. */
export const engineVersion = `flagd-core ${flagdCore.version}`;

/** Why a variant is given, in OFREP's words. */
export type EvaluationReason = "STATIC" | "TARGETING_MATCH" | "SPLIT" | "DISABLED" | "ERROR";

/**
 * What one context gets of one flag. Whoever gets the same of the same flag gets the same object, as long as that flag stands: what is
 * worked out from one can be kept with it.
 */
export interface Evaluation {
  /** Null: the caller's code default, for an archived flag or an error. */
  readonly variant: string | null;
  readonly value: unknown;
  readonly reason: EvaluationReason;
  /** Where the way through the flag ended: `kill`, `prerequisites`, `named`, `rule:ID`, `share`, `default`; null with an error. */
  readonly place: string | null;
  readonly error: string | null;
  /**
   * The attribute that customers are divided by, where a share stood on the way here and the context has no text for it: what is given
   * is given to somebody who is in no share. Null where nothing was divided before the end, as under a kill.
   */
  readonly lacks: string | null;
}

/** What the engine has to say is said by the evaluation. */
const quiet: Logger = { error: () => undefined, warn: () => undefined, info: () => undefined, debug: () => undefined };

/**
 * The engine's flag of this. It hashes what it is given, which takes longer than building and which nobody asks for here:
 * the targeting is there and not counted.
 */
function built(key: string, { state, variants, defaultVariant, targeting }: FlagdFlag): FeatureFlag {
  const flag = { state, variants, defaultVariant };
  if (targeting !== undefined) Object.defineProperty(flag, "targeting", { value: targeting, enumerable: false });
  return new FeatureFlag(key, flag as Flag, quiet);
}

/** A flag in the engine. It is built when it is first asked, and what it was built from is let go then. */
export class OpenFlag {
  readonly #flag: ManagedFlag;
  readonly #shares: ReadonlySet<string>;
  /** Places on the way as far as the first one that divides; whoever ends at one of them is given it whatever their key. */
  readonly #undivided: ReadonlySet<string>;
  /** What it has given so far, by the engine's names of place and variant; to those who are in no share apart. */
  readonly #given = new Map<string, Evaluation>();
  readonly #givenUndivided = new Map<string, Evaluation>();
  readonly #archived: Evaluation = { variant: null, value: null, reason: "DISABLED", place: null, error: null, lacks: null };
  #engine: { readonly built: FeatureFlag } | { readonly source: FlagdFlag };

  constructor({ flag, labelled, steps }: CompiledFlag) {
    this.#flag = flag;
    this.#engine = { source: labelled };
    this.#shares = new Set(steps.filter(({ split }) => split).map(({ place }) => place));
    const divides = steps.findIndex(({ parts }) => parts !== null && parts > 0);
    const undivided = (divides < 0 ? steps : steps.slice(0, divides)).map(({ place }) => place);
    this.#undivided = new Set(divides < 0 ? ["kill", "prerequisites", "default", ...undivided] : ["kill", "prerequisites", ...undivided]);
  }

  build(): FeatureFlag {
    if ("built" in this.#engine) return this.#engine.built;
    const flag = built(this.#flag.key, this.#engine.source);
    this.#engine = { built: flag };
    return flag;
  }

  evaluate(context: FlagContext): Evaluation {
    if (this.#flag.archived !== null) return this.#archived;
    const { variant, value, errorMessage, errorCode } = this.build().evaluate(forEngine(context), quiet);
    const { bucketBy } = this.#flag;
    const key = own(context, bucketBy);
    const isDivided = typeof key === "string" && key !== "";
    const known = variant === undefined ? undefined : (isDivided ? this.#given : this.#givenUndivided).get(variant);
    if (known !== undefined) return known;
    const given = variant === undefined ? null : unlabelled(variant);
    if (variant === undefined || given === null || errorCode !== undefined)
      return { variant: null, value: null, reason: "ERROR", place: null, error: errorMessage ?? "the engine gave no variant", lacks: null };
    const lacks = isDivided || this.#undivided.has(given.place) ? null : bucketBy;
    const evaluation: Evaluation = { ...given, value, reason: this.#reason(given.place), error: null, lacks };
    (isDivided ? this.#given : this.#givenUndivided).set(variant, evaluation);
    return evaluation;
  }

  #reason(place: string): EvaluationReason {
    if (place === "kill" || place === "default") return "STATIC";
    return this.#shares.has(place) ? "SPLIT" : "TARGETING_MATCH";
  }
}

/** Asks the engine for one of several words; null where it fails. For explaining: the same engine, a smaller question. */
export function ask(logic: Logic, words: readonly string[]): (context: FlagContext) => string | null {
  const [otherwise = ""] = words;
  const flag = built("question", {
    state: "ENABLED",
    variants: Object.fromEntries(words.map((word) => [word, word])),
    defaultVariant: otherwise,
    targeting: { if: [true, logic] },
  });
  return (context) => flag.evaluate(forEngine(context), quiet).variant ?? null;
}

/** Whether something holds, by the engine. */
export function holds(logic: Logic): (context: FlagContext) => boolean {
  const answer = ask({ if: [logic, "yes", "no"] }, ["no", "yes"]);
  return (context) => answer(context) === "yes";
}

/** Whom a flag is tried on before it is taken: nobody, and somebody with everything of another kind. */
const trials: readonly FlagContext[] = [{}, { targetingKey: "customer" }];

/**
 * Compiles a flag for a command: what the engine would not take, or not evaluate, is refused before it is recorded.
 * @throws Rejection CANNOT_COMPILE, PREREQUISITE_CIRCLE
 */
export function compileStrictly(subject: FlagInEnvironment, world: FlagWorld): CompiledFlag {
  const compiled = compileFlag(subject, world);
  const { key } = subject.flag;
  try {
    new MemoryStorage(quiet).setConfigurations(JSON.stringify({ flags: { [key]: compiled.flagd } }), true);
  } catch (error) {
    throw new Rejection(
      "CANNOT_COMPILE",
      `${key}: the engine does not take it: ${error instanceof Error ? error.message.slice(0, 300) : String(error)}`,
      ["rules"],
    );
  }
  const flag = new OpenFlag(compiled);
  const failed = trials.map((trial) => flag.evaluate(trial).error).find((error) => error !== null);
  if (failed !== undefined) throw new Rejection("CANNOT_COMPILE", `${key}: the engine cannot evaluate it: ${failed}`, ["rules"]);
  return compiled;
}
