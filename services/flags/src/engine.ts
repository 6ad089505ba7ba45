import { Rejection } from "@ballast/domain";
import type { ManagedFlag } from "@ballast/domain/flag";
import type { FlagMetadata } from "@ballast/schema";
import { MemoryStorage } from "@openfeature/flagd-core";
import type { Logger } from "@openfeature/core";
import { compileFlag, unlabelled, type CompiledFlag, type Needed } from "./compile.ts";
import { dividing, forEngine, type FlagContext } from "./context.ts";
import { engineId, engineMissing, engineNamed, type BuiltFlag, type Engine } from "./engines.ts";
import type { FlagdFlag, Logic } from "./logic.ts";
import type { FlagInEnvironment, FlagWorld } from "./steps.ts";

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
  /** What kind of error, in OFREP's words: the flag asks for what is not there, or it could not be evaluated; null without one. */
  readonly errorCode: "PARSE_ERROR" | "GENERAL" | null;
  /**
   * The attribute that customers are divided by, where a share stood on the way here and the context has no text for it: what is given
   * is given to somebody who is in no share. Null where nothing was divided before the end, as under a kill.
   */
  readonly lacks: string | null;
  /** What is told beside it, whatever is given. */
  readonly metadata: FlagMetadata;
}

/** Of a flag that gives nothing, and why. */
export const failed = (errorCode: "PARSE_ERROR" | "GENERAL", error: string, metadata: FlagMetadata = {}): Evaluation =>
  ({ variant: null, value: null, reason: "ERROR", place: null, error, errorCode, lacks: null, metadata });

/** A flag in the engine. It is built when it is first asked, and what it was built from is let go then. */
export class OpenFlag {
  readonly #flag: ManagedFlag;
  readonly #shares: ReadonlySet<string>;
  /** Places on the way as far as the first one that divides; whoever ends at one of them is given it whatever their key. */
  readonly #undivided: ReadonlySet<string>;
  /** What it has given so far, by the engine's names of place and variant; where something was lacking, by that too. */
  readonly #given = new Map<string, Evaluation>();
  readonly #givenLacking = new Map<string, Evaluation>();
  readonly #archived: Evaluation;
  readonly #needed: Needed;
  /** The flags that it needs, opened when somebody came who cannot be divided. */
  #opened: readonly { readonly variants: readonly string[]; readonly flag: OpenFlag | null }[] | undefined;
  #engine: { readonly built: BuiltFlag | null } | { readonly source: FlagdFlag };

  constructor({ flag, labelled, steps, needed }: CompiledFlag) {
    this.#flag = flag;
    this.#needed = needed;
    const { metadata } = flag;
    this.#archived = { variant: null, value: null, reason: "DISABLED", place: null, error: null, errorCode: null, lacks: null, metadata };
    this.#engine = { source: labelled };
    this.#shares = new Set(steps.filter(({ split }) => split).map(({ place }) => place));
    const divides = steps.findIndex(({ parts }) => parts !== null && parts > 0);
    const undivided = (divides < 0 ? steps : steps.slice(0, divides)).map(({ place }) => place);
    this.#undivided = new Set(divides < 0 ? ["kill", "prerequisites", "default", ...undivided] : ["kill", "prerequisites", ...undivided]);
  }

  /** Null where this version of Ballast does not have the flag's engine; what asks nothing of anybody, as a kill, needs none. */
  build(): BuiltFlag | null {
    if ("built" in this.#engine) return this.#engine.built;
    const { key, engine } = this.#flag;
    const { source } = this.#engine;
    const flag = engineNamed(source.targeting === undefined ? engineId : engine)?.build(key, source) ?? null;
    this.#engine = { built: flag };
    return flag;
  }

  evaluate(context: FlagContext): Evaluation {
    if (this.#flag.archived !== null) return this.#archived;
    const built = this.build();
    if (built === null) return failed("GENERAL", engineMissing(this.#flag.key, this.#flag.engine), this.#flag.metadata);
    const { variant, value, errorMessage, errorCode } = built.evaluate(forEngine(context));
    const lacking = this.#isLacking(context);
    const known = variant === undefined || lacking ? undefined : this.#given.get(variant);
    if (known !== undefined) return known;
    const given = variant === undefined ? null : unlabelled(variant);
    if (variant === undefined || given === null || errorCode !== undefined)
      return failed(errorCode === "PARSE_ERROR" ? errorCode : "GENERAL", errorMessage ?? "the engine gave no variant", this.#flag.metadata);
    const lacks = lacking ? this.#lacks(given.place, context) : null;
    const [kept, name] = lacking ? [this.#givenLacking, `${lacks ?? ""} ${variant}`] : [this.#given, variant];
    const before = kept.get(name);
    if (before !== undefined) return before;
    const { metadata } = this.#flag;
    const evaluation = { ...given, value, reason: this.#reason(given.place), error: null, errorCode: null, lacks, metadata };
    kept.set(name, evaluation);
    return evaluation;
  }

  /** Whether somebody has no text for something that the flag, or what it needs, divides by. */
  #isLacking(context: FlagContext): boolean {
    return dividing(context, this.#flag.bucketBy) === null || this.#needed.dividedBy.some((name) => dividing(context, name) === null);
  }

  #lacks(place: string, context: FlagContext): string | null {
    const needed = place === "kill" ? null : this.#lackedByNeeded(context);
    if (needed !== null || this.#undivided.has(place)) return needed;
    const { bucketBy } = this.#flag;
    return dividing(context, bucketBy) === null ? bucketBy : null;
  }

  /** What a flag that it needs would divide by, where none of them has failed for everyone alike. */
  #lackedByNeeded(context: FlagContext): string | null {
    if (this.#needed.dividedBy.every((attribute) => dividing(context, attribute) !== null)) return null;
    this.#opened ??= this.#needed.flags.map(({ variants, compile }) => ({ variants, flag: opened(compile) }));
    const given = this.#opened.map(({ variants, flag }) => ({ variants, evaluation: flag?.evaluate(context) }));
    const failed = given.some(({ variants, evaluation }) =>
      evaluation === undefined || (evaluation.lacks === null && !variants.includes(evaluation.variant ?? "")));
    return failed ? null : (given.find(({ evaluation }) => evaluation?.lacks)?.evaluation?.lacks ?? null);
  }

  #reason(place: string): EvaluationReason {
    if (place === "kill" || place === "default") return "STATIC";
    return this.#shares.has(place) ? "SPLIT" : "TARGETING_MATCH";
  }
}

/** Null for a flag that has failed: one that is not there, or that cannot be compiled any more. */
function opened(compile: () => CompiledFlag | null): OpenFlag | null {
  try {
    const compiled = compile();
    return compiled === null ? null : new OpenFlag(compiled);
  } catch (error) {
    if (error instanceof Rejection) return null;
    throw error;
  }
}

/** Asks an engine for one of several words; null where it fails. For explaining: the same engine, a smaller question. */
export function ask(engine: Engine, logic: Logic, words: readonly string[]): (context: FlagContext) => string | null {
  const [otherwise = ""] = words;
  const flag = engine.build("question", {
    state: "ENABLED",
    variants: Object.fromEntries(words.map((word) => [word, word])),
    defaultVariant: otherwise,
    targeting: { if: [true, logic] },
  });
  return (context) => flag.evaluate(forEngine(context)).variant ?? null;
}

/** Whether something holds, by an engine. */
export function holds(engine: Engine, logic: Logic): (context: FlagContext) => boolean {
  const answer = ask(engine, { if: [logic, "yes", "no"] }, ["no", "yes"]);
  return (context) => answer(context) === "yes";
}

/** The flag's own engine. @throws Rejection UNKNOWN_ENGINE where this version of Ballast does not have it */
export function engineOf({ key, engine: id }: Pick<ManagedFlag, "key" | "engine">): Engine {
  const engine = engineNamed(id);
  if (engine === undefined) throw new Rejection("UNKNOWN_ENGINE", engineMissing(key, id), ["flag"]);
  return engine;
}

/** What the engine has to say is said by the refusal. */
const quiet: Logger = { error: () => undefined, warn: () => undefined, info: () => undefined, debug: () => undefined };

/** Whom a flag is tried on before it is taken: nobody, and somebody with everything of another kind. */
const trials: readonly FlagContext[] = [{}, { targetingKey: "customer" }];

/**
 * Compiles a flag for a command: what the engine would not take, or not evaluate, is refused before it is recorded.
 * @throws Rejection CANNOT_COMPILE, PREREQUISITE_CIRCLE, UNKNOWN_ENGINE
 */
export function compileStrictly(subject: FlagInEnvironment, world: FlagWorld): CompiledFlag {
  const compiled = compileFlag(subject, world);
  const { key } = subject.flag;
  if (compiled.labelled.targeting !== undefined) engineOf(subject.flag);
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
  const wrong = trials.map((trial) => flag.evaluate(trial).error).find((error) => error !== null);
  if (wrong !== undefined) throw new Rejection("CANNOT_COMPILE", `${key}: the engine cannot evaluate it: ${wrong}`, ["rules"]);
  return compiled;
}
