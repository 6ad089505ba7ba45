import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Logger } from "pino";
import type { AskedBeside, Question } from "../graphql/askedBeside.ts";
import type { Asked } from "../graphql/preparedQueries.ts";
import { HeldThread, type ReaderThread } from "./heldThread.ts";
import type { ReaderData } from "./messages.ts";

/** How threads are had, and when. */
export interface ReadersSettings {
  readonly start: () => ReaderThread;
  /** At most so many; none where it is 0. */
  readonly most: number;
  readonly logger: Pick<Logger, "info" | "warn">;
  /** The share of time, 0 to 1, in which the server's own thread was at work since the last look. */
  readonly utilisation?: () => number;
  /** How long a thread may take for one answer, ms. */
  readonly limitMs?: number;
}

/** Threads that answer queries from the read model's file, so that one slow query stops nobody, and a server uses more than one core. */
export interface Readers extends AskedBeside {
  /** So many threads are there. */
  count(): number;
  /** Looks at how busy the server is; called every second by itself. */
  look(): void;
  stop(): Promise<void>;
}

/** The server's own thread is busy where it was at work for more than this share of a second, twice in a row. */
const busyFrom = 0.6;
/** A query that held the server's thread for so long, ms, is left to others from then on. */
const slowFromMs = 40;
/** Threads that nobody asked for so long, ms, end: each takes some 100 MB. */
const idleEndMs = 120_000;
/** With so many questions before it, another one is answered by the server itself. */
const mostWaiting = 50;
const mostDocuments = 1_000;
const usualLimitMs = 20_000;
const lookEveryMs = 1_000;
/** After a thread that ended before it could be asked anything, none is started for so long, ms: the next one would end the same way. */
const restMs = 60_000;

const keyOf = ({ text, operationName }: Asked): string => `${operationName ?? ""}\n${text}`;

/** The threads of a server. The first is started when there is work for it: a slow query, or more than one core can do. */
export function openReaders(settings: ReadersSettings): Readers {
  const readers = new ReadingThreads(settings);
  const looking = setInterval(() => { readers.look(); }, lookEveryMs);
  looking.unref();
  return {
    ask: (question) => readers.ask(question),
    took: (asked, ms) => { readers.took(asked, ms); },
    count: () => readers.count(),
    look: () => { readers.look(); },
    async stop() {
      clearInterval(looking);
      await readers.end();
    },
  };
}

class ReadingThreads {
  readonly #settings: ReadersSettings;
  readonly #utilisation: () => number;
  readonly #threads = new Set<HeldThread>();
  readonly #documents = new Map<string, number>();
  readonly #onlyHere = new Set<string>();
  readonly #slow = new Set<string>();
  #busyLooks = 0;
  #restsUntil = 0;
  #askedAt = performance.now();

  constructor(settings: ReadersSettings) {
    this.#settings = settings;
    this.#utilisation = settings.utilisation ?? ownUtilisation();
  }

  ask({ text, ...question }: Question): Promise<string | null> | undefined {
    const key = keyOf({ text, operationName: question.operationName });
    if (this.#onlyHere.has(key) || (!this.#slow.has(key) && this.#busyLooks === 0)) return undefined;
    const [free] = [...this.#threads].filter(({ ready }) => ready).toSorted((one, other) => one.waiting - other.waiting);
    if (free === undefined || free.waiting >= mostWaiting) return undefined;
    const document = this.#documentOf(key);
    this.#askedAt = performance.now();
    return free.ask({ ...question, document }, text).then(({ body, onlyThere }) => {
      if (onlyThere) note(this.#onlyHere, key);
      return body;
    });
  }

  took(asked: Asked, ms: number): void {
    const key = keyOf(asked);
    if (ms < slowFromMs || this.#onlyHere.has(key)) return;
    note(this.#slow, key);
    this.#askedAt = performance.now();
    if (this.#threads.size === 0) this.#begin();
  }

  count(): number {
    return this.#threads.size;
  }

  look(): void {
    this.#busyLooks = this.#utilisation() > busyFrom ? this.#busyLooks + 1 : 0;
    const starting = [...this.#threads].some(({ ready }) => !ready);
    if (this.#busyLooks >= 2 && !starting) this.#begin();
    if (this.#threads.size > 0 && performance.now() - this.#askedAt > idleEndMs) void this.end();
  }

  async end(): Promise<void> {
    await Promise.all([...this.#threads].map((thread) => thread.end(null)));
  }

  #begin(): void {
    const { start, most, logger, limitMs = usualLimitMs } = this.#settings;
    if (this.#threads.size >= most || performance.now() < this.#restsUntil) return;
    const thread = new HeldThread(start(), {
      limitMs,
      onEnd: (why) => {
        this.#threads.delete(thread);
        if (why !== null && !thread.began) this.#restsUntil = performance.now() + restMs;
        if (why !== null) logger.warn({ why }, "a thread that reads is no more; the server answers itself");
      },
    });
    this.#threads.add(thread);
    // Whoever was asked nothing for long is not to end what it needs now.
    this.#askedAt = performance.now();
    logger.info({ threads: this.#threads.size }, "a thread that reads is started");
  }

  /**
   * Its number. Where there are too many, all are numbered anew, and told anew: whoever writes values into documents would otherwise
   * leave no number to the next document for as long as the server runs.
   */
  #documentOf(key: string): number {
    const known = this.#documents.get(key);
    if (known !== undefined) return known;
    if (this.#documents.size >= mostDocuments) {
      this.#documents.clear();
      for (const thread of this.#threads) thread.numberedAnew();
    }
    const number = this.#documents.size;
    this.#documents.set(key, number);
    return number;
  }
}

/** Bounded, since what is asked comes from outside; what is forgotten is found out again. */
function note(keys: Set<string>, key: string): void {
  if (keys.size >= mostDocuments && !keys.has(key)) keys.clear();
  keys.add(key);
}

function ownUtilisation(): () => number {
  let before = performance.eventLoopUtilization();
  return () => {
    const { utilization } = performance.eventLoopUtilization(before);
    before = performance.eventLoopUtilization();
    return utilization;
  };
}

/** Threads of Node over a server's read model. */
export const threadsOver = (data: ReaderData) => (): ReaderThread => {
  const thread = new Worker(new URL("../readerThread.ts", import.meta.url), { workerData: data });
  // An error ends it, which is heard; nobody is kept from going because a thread waits for questions.
  thread.on("error", () => undefined);
  thread.unref();
  return thread;
};

/** So many threads unless told: the fold keeps a core. */
export const usualReaders = (): number => Math.max(1, availableParallelism() - 1);
