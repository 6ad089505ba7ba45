import { tookTooLong } from "../timeLimits.ts";
import type { Answered, FromReader, ReadAsked } from "./messages.ts";

/** A thread as its server holds it; a spec has one of its own. */
export interface ReaderThread {
  postMessage(asked: ReadAsked): void;
  on(event: "message", listener: (said: FromReader) => void): unknown;
  on(event: "exit", listener: (code: number) => void): unknown;
  terminate(): Promise<unknown>;
}

/** What is asked of whoever holds a thread. */
export interface Holding {
  /** How long the thread may take for one answer, ms. */
  readonly limitMs: number;
  /** It is there no more: why, or null where that was wanted. */
  readonly onEnd: (why: string | null) => void;
}

interface Waiting {
  readonly resolve: (answered: Answered) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

const here = (body: string | null): Answered => ({ body, onlyThere: false });

/** One thread, and the questions that it has still to answer, in their order: it is at the first one. */
export class HeldThread {
  /** Whether it can be asked. */
  ready = false;
  /** Whether it ever could be. */
  began = false;
  readonly #thread: ReaderThread;
  readonly #holding: Holding;
  readonly #told = new Set<number>();
  readonly #waiting = new Map<number, Waiting>();
  #calls = 0;
  #ended = false;

  constructor(thread: ReaderThread, holding: Holding) {
    this.#thread = thread;
    this.#holding = holding;
    thread.on("message", (said) => { this.#hear(said); });
    thread.on("exit", (code) => { this.#leave(null, `it ended with ${String(code)}`); });
  }

  /** So many questions wait for it. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Asks it; it is told a document's text once. */
  ask(question: Omit<ReadAsked, "call" | "text">, text: string): Promise<Answered> {
    const call = (this.#calls += 1);
    return new Promise((resolve) => {
      const timer = setTimeout(() => { this.#giveUp(); }, this.#holding.limitMs);
      this.#waiting.set(call, { resolve, timer });
      this.#thread.postMessage({ ...question, call, ...(!this.#told.has(question.document) && { text }) });
      this.#told.add(question.document);
    });
  }

  /** Documents have other numbers from now on: each text is told again with its next question. */
  numberedAnew(): void {
    this.#told.clear();
  }

  /** Ends it: who waits hears this, and whoever waits behind that the server is to answer itself. */
  async end(body: string | null): Promise<void> {
    this.#leave(body, null);
    await this.#thread.terminate();
  }

  #hear(said: FromReader): void {
    if ("ready" in said) {
      this.ready = true;
      this.began = true;
      return;
    }
    const { call, ...answered } = said;
    const asked = this.#waiting.get(call);
    this.#waiting.delete(call);
    clearTimeout(asked?.timer);
    asked?.resolve(answered);
  }

  #giveUp(): void {
    const { code, message, fix } = tookTooLong(this.#holding.limitMs);
    this.#leave(`${JSON.stringify({ errors: [{ message, extensions: { code, remedy: fix } }] })}\n`, "it did not answer in time");
    void this.#thread.terminate();
  }

  #leave(body: string | null, why: string | null): void {
    if (this.#ended) return;
    this.#ended = true;
    this.ready = false;
    const [first, ...behind] = this.#waiting.values();
    this.#waiting.clear();
    clearTimeout(first?.timer);
    first?.resolve(here(body));
    for (const { resolve, timer } of behind) {
      clearTimeout(timer);
      resolve(here(null));
    }
    this.#holding.onEnd(why);
  }
}
