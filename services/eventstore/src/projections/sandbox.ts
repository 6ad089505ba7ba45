import { types } from "node:util";
import { Script, createContext } from "node:vm";
import type { Context } from "node:vm";
import type { Emitted, Processed, Ready, Selection, CodeStart } from "./messages.ts";
import { PRELUDE } from "./prelude.ts";

/** Once the code has put out this much (characters), what it has is answered before it goes on. */
const OUTPUT_LIMIT = 4 * 1024 * 1024;

const BEGIN = new Script("$begin($input)");
const STEP = new Script("$step($input)");

type Step = { readonly state: string; readonly emitted: readonly Emitted[] };

/**
 * One projection's code in a realm of its own, without anything of Node's. This keeps honest code from mistakes; it
 * is no security boundary, and its process and time limit are none either.
 */
export class Sandbox {
  readonly #scope: Record<string, unknown>;
  readonly #context: Context;
  readonly #timeout: number;
  readonly #selection: Selection;
  #state: string;

  /** @throws what the code throws when it is read, and by `$init`. */
  constructor({ name, query, state, emitEnabled, timeout }: CodeStart) {
    this.#timeout = timeout;
    this.#scope = { __proto__: null };
    this.#context = createContext(this.#scope, {
      // What promises do counts towards the time-out as well.
      microtaskMode: "afterEvaluate",
      codeGeneration: { strings: false, wasm: false },
    });
    new Script(PRELUDE).runInContext(this.#context);
    new Script(query, { filename: name }).runInContext(this.#context, { timeout });
    // Made by the prelude.
    const begun: { selection: Selection; state: string } = JSON.parse(this.#run(BEGIN, JSON.stringify({ emitEnabled, state })));
    this.#selection = begun.selection;
    this.#state = begun.state;
  }

  /** What the code said about itself. */
  ready(): Ready {
    return { kind: "ready", selection: this.#selection, state: this.#state };
  }

  /** Takes events, as JSON, through the code, one after the other, until one fails or enough was put out. */
  process(events: readonly string[]): Processed {
    const emitted: (readonly Emitted[])[] = [];
    let size = 0;
    let fault: string | undefined;
    for (const event of events) {
      try {
        const step: Step = JSON.parse(this.#run(STEP, event));
        this.#state = step.state;
        emitted.push(step.emitted);
        for (const { data, metadata } of step.emitted) size += data.length + metadata.length;
      } catch (error) {
        fault = describeError(error);
      }
      if (fault !== undefined || size > OUTPUT_LIMIT) break;
    }
    return { kind: "processed", count: emitted.length, state: this.#state, emitted, fault };
  }

  #run(script: Script, input: string): string {
    this.#scope["$input"] = input;
    const result: unknown = script.runInContext(this.#context, { timeout: this.#timeout });
    if (typeof result !== "string") throw new TypeError("The projection's code is not what it was");
    return result;
  }
}

/** An error in words; it may come from another realm. */
export function describeError(error: unknown): string {
  return types.isNativeError(error) ? `${error.name}: ${error.message}` : "The code threw what is no error";
}
