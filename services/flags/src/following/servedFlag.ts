import { compileFlag, type CompiledFlag } from "../compile.ts";
import type { FlagContext } from "../context.ts";
import { failed, OpenFlag, type Evaluation } from "../engine.ts";
import type { FlagdFlag } from "../logic.ts";
import type { FlagInEnvironment, FlagWorld } from "../steps.ts";
import type { Built, BuiltFlags } from "./builtFlags.ts";
import { needsOf, type Needs } from "./needs.ts";

/** What gives somebody their variant. */
type Evaluating = Pick<OpenFlag, "evaluate">;

/** What a flag is served with: what its rules can ask for, and who else of the server is built. */
export interface Serving {
  readonly world: FlagWorld;
  readonly built: BuiltFlags;
}

/**
 * A flag as a server serves it. One that cannot be compiled any more says so, and takes no other down.
 *
 * It is compiled when it is asked and is not built (any more), or when somebody has time, and what the compiler wrote is let go once the
 * engine has built
 * its own from it: of 200 rules that is as much again. The world may by then have come further than the position that the flag
 * is shown at; where that matters to it, another flag takes its place as soon as that position is shown.
 */
export class ServedFlag implements Built {
  readonly subject: FlagInEnvironment;
  readonly needs: Needs;
  readonly weight: number;
  readonly #serving: Serving;
  #ready: Evaluating | undefined;
  #asked = false;

  constructor(subject: FlagInEnvironment, serving: Serving) {
    this.subject = subject;
    this.needs = needsOf(subject, serving.world);
    this.weight = subject.targeting.rules.rules.length + 1;
    this.#serving = serving;
  }

  /** Whether evaluating need not build it first. */
  get isReady(): boolean {
    return this.#ready !== undefined;
  }

  /** Compiles it and builds the engine's flag, where that was not done before. */
  prepare(): Evaluating {
    if (this.#ready !== undefined) return this.#ready;
    const ready = prepared(this.#compiled(), this.subject.flag);
    this.#ready = ready;
    this.#serving.built.add(this);
    return ready;
  }

  wasAsked(): boolean {
    const asked = this.#asked;
    this.#asked = false;
    return asked;
  }

  letGo(): void {
    this.#ready = undefined;
  }

  /** Another one has taken its place: whoever still holds this one builds it by itself. */
  replaced(): void {
    this.#serving.built.forget(this);
  }

  evaluate(context: FlagContext): Evaluation {
    this.#asked = true;
    return this.prepare().evaluate(context);
  }

  /** As applications that follow flagd's sync get it; written anew each time. */
  flagd(): FlagdFlag {
    const compiled = this.#compiled();
    if (typeof compiled !== "string") return compiled.flagd;
    const { flag, targeting } = this.subject;
    return {
      state: "DISABLED", variants: Object.fromEntries(flag.variants.map(({ name, value }) => [name, value])),
      defaultVariant: targeting.offVariant,
    };
  }

  /** Why not, where it cannot be. */
  #compiled(): CompiledFlag | string {
    try {
      return compileFlag(this.subject, this.#serving.world);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}

/** Every server says the same of what is broken, however long it has been running: an error, and with it the caller's code default. */
function prepared(compiled: CompiledFlag | string, { metadata }: FlagInEnvironment["flag"]): Evaluating {
  if (typeof compiled === "string") {
    const evaluation = failed("PARSE_ERROR", `it cannot be compiled: ${compiled}`, metadata);
    return { evaluate: () => evaluation };
  }
  const open = new OpenFlag(compiled);
  open.build();
  return open;
}
