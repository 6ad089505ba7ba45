import type { EvaluationContext, Logger } from "@openfeature/core";
import { FeatureFlag, type Flag } from "@openfeature/flagd-core";
import flagdCore from "@openfeature/flagd-core/package.json" with { type: "json" };
import { compilerVersion } from "./compile.ts";
import type { FlagdFlag } from "./logic.ts";

/** What an engine answers of a flag. */
export interface Resolved {
  readonly variant?: string | undefined;
  readonly value?: unknown;
  readonly errorCode?: string | undefined;
  readonly errorMessage?: string | undefined;
}

/** A flag that an engine has built. */
export interface BuiltFlag {
  evaluate(context: EvaluationContext): Resolved;
}

/** What evaluates flags. Another one, or another version, may divide customers otherwise: each flag records its own. */
export interface Engine {
  /** As flags record it: `flagd-core@4.0.1+compiler.1`. */
  readonly id: string;
  /** Its name and version, for people. */
  readonly evaluator: string;
  /** Version of the compiler that writes for it. */
  readonly compiler: string;
  /** @throws Error where it does not take the flag */
  build(key: string, flag: FlagdFlag): BuiltFlag;
}

/** What the engine has to say is said by the evaluation. */
const quiet: Logger = { error: () => undefined, warn: () => undefined, info: () => undefined, debug: () => undefined };

/** The same with the compiler's version: what flags that are registered now record. */
export const engineId = `flagd-core@${flagdCore.version}+compiler.${compilerVersion}`;

const current: Engine = {
  id: engineId,
  evaluator: `flagd-core ${flagdCore.version}`,
  compiler: compilerVersion,
  /**
   * The engine hashes what it is given, which takes longer than building and which nobody asks for here: the targeting is there and
   * not counted.
   */
  build(key, { state, variants, defaultVariant, targeting }) {
    const flag = { state, variants, defaultVariant };
    if (targeting !== undefined) Object.defineProperty(flag, "targeting", { value: targeting, enumerable: false });
    const open = new FeatureFlag(key, flag as Flag, quiet);
    return { evaluate: (context) => open.evaluate(context, quiet) };
  },
};

/** Every engine that this version of Ballast has, the one for new flags first. */
const known = new Map<string, Engine>([[engineId, current]]);

/**
 * Takes up an engine beside the one for new flags: an older or a newer package under an alias, for the flags that record it. Answers how
 * to let it go again.
 */
export function registerEngine(engine: Engine): () => void {
  known.set(engine.id, engine);
  return () => void known.delete(engine.id);
}

export const engineIds = (): readonly string[] => [...known.keys()];
export const engineNamed = (id: string): Engine | undefined => known.get(id);

/** Why a flag cannot be evaluated here. */
export const engineMissing = (key: string, id: string): string =>
  `${key} is divided by ${id}, which this version of Ballast does not have (it has ${engineIds().join(", ")}); it does not guess`;
