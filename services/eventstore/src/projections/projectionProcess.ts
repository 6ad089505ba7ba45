import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { CodeAnswer, CodeStart, Processed, Selection } from "./messages.ts";

/** The code failed, took too long, or used too much memory. */
export class ProjectionFault extends Error {
  override readonly name = "ProjectionFault";
}

const MEMORY_MB = 256;
/** Beyond the code's own time: what starting a process and passing messages may take on a busy machine, in ms. */
const GRACE_MS = 10_000;

const PROGRAM = fileURLToPath(new URL("./main.ts", import.meta.url));
const FOLDER = fileURLToPath(new URL(".", import.meta.url));
const PACKAGE = fileURLToPath(new URL("../../package.json", import.meta.url));

/** A process that may read its own program and nothing else, and start none. */
const LIMITS = [`--max-old-space-size=${MEMORY_MB}`, "--permission", `--allow-fs-read=${FOLDER}`, `--allow-fs-read=${PACKAGE}`];

/**
 * A process that runs one projection's code. A thread would not do: when its memory is full, Node may end the whole
 * process that it is a part of. When the server is killed, its channel closes and it ends by itself.
 */
export class ProjectionProcess {
  readonly #child: ChildProcess;
  readonly #exited: Promise<void>;
  readonly #timeout: number;
  #selection: Selection = { streams: [] };
  #ended: Error | undefined;
  #settle: ((answer: CodeAnswer | Error) => void) | undefined;

  private constructor(timeout: number) {
    this.#timeout = timeout;
    this.#child = fork(PROGRAM, [], { execArgv: LIMITS, env: {}, stdio: ["ignore", "ignore", "ignore", "ipc"], serialization: "advanced" });
    // Sent by main.ts, and by nothing else.
    this.#child.on("message", (answer: CodeAnswer) => this.#settle?.(answer));
    this.#child.on("error", (error) => this.#end(error.message));
    this.#exited = new Promise((resolve) => {
      this.#child.once("exit", (_code, signal) => {
        this.#end(signal === "SIGABRT" ? `The code used more than ${MEMORY_MB} MB of memory` : "The projection's process ended");
        resolve();
      });
    });
  }

  /** Starts the process and lets it read the code. @throws ProjectionFault. */
  static async open(start: CodeStart): Promise<ProjectionProcess> {
    const code = new ProjectionProcess(start.timeout);
    try {
      const answer = await code.#ask(start, start.timeout);
      if (answer.kind !== "ready") throw new ProjectionFault(answer.kind === "failed" ? answer.reason : "No start");
      code.#selection = answer.selection;
      return code;
    } catch (error) {
      await code.close();
      throw error;
    }
  }

  /** Where the code wants its events from. */
  get selection(): Selection {
    return this.#selection;
  }

  /** Takes events, as JSON, through the code. One call at a time. @throws ProjectionFault when the process is lost. */
  async process(events: readonly string[]): Promise<Processed> {
    const answer = await this.#ask(events, this.#timeout * events.length);
    if (answer.kind !== "processed") throw new ProjectionFault("The projection's process gave no answer");
    return answer;
  }

  /** Ends the process, whatever it does; a call that waits for it fails. */
  async close(): Promise<void> {
    if (this.#child.pid === undefined) return;
    this.#child.kill("SIGKILL");
    await this.#exited;
  }

  #ask(question: CodeStart | readonly string[], timeout: number): Promise<CodeAnswer> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#end(`No answer within ${timeout + GRACE_MS} ms`);
        this.#child.kill("SIGKILL");
      }, timeout + GRACE_MS);
      this.#settle = (answer) => {
        clearTimeout(timer);
        this.#settle = undefined;
        if (answer instanceof Error) reject(answer);
        else resolve(answer);
      };
      this.#child.send(question, (error) => {
        if (error !== null) this.#end(error.message);
      });
    });
  }

  #end(reason: string): void {
    this.#ended ??= new ProjectionFault(reason);
    this.#settle?.(this.#ended);
  }
}
