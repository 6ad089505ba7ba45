import type { Log } from "./connectLog.ts";
import { LogUnavailable } from "./failures.ts";
import type { LogFilter } from "./filter.ts";
import type { ReadAllOptions } from "./read.ts";
import { comparePositions, type RecordedEvent } from "./recordedEvent.ts";

/** What is gathered of the whole log: which events, and what is noted of each, in log order. Keep one for each purpose. */
export interface Gathering<Found> {
  readonly filter: LogFilter;
  readonly nothing: () => Found;
  readonly note: (found: Found, recorded: RecordedEvent) => void;
}

type ReadLog = Pick<Log, "subscribeAll" | "readAll">;

/** Whoever asks waits no longer than this, ms. */
const LONGEST_MS = 60_000;

/**
 * What the log says by now. The first time it is looked through from its beginning, by the server, which sends what is asked for and
 * nothing else; from then on this process reads what came since, however long the log is.
 * @returns as it is kept: look, and change nothing
 * @throws LogUnavailable when the log does not answer within a minute
 */
export function gathered<Found>(log: ReadLog, gathering: Gathering<Found>): Promise<Found> {
  const ofLog = ofLogs.get(log) ?? new Map<object, unknown>();
  ofLogs.set(log, ofLog);
  // Kept under the gathering that it is of, so it is of its kind.
  const sheaf = (ofLog.get(gathering) as Sheaf<Found> | undefined) ?? new Sheaf(log, gathering);
  ofLog.set(gathering, sheaf);
  return sheaf.now();
}

const ofLogs = new WeakMap<ReadLog, Map<object, unknown>>();

class Sheaf<Found> {
  readonly #log: ReadLog;
  readonly #gathering: Gathering<Found>;
  #found: Found;
  /** How far the log has been looked through. */
  #at: string | undefined;
  /** The log's newest event when that began, of whatever kind: while it stands where it stood, nothing before it was put back. */
  #mark: RecordedEvent | undefined;
  #running: Promise<unknown> = Promise.resolve();
  /** Has not begun yet: whoever asks meanwhile hears of everything that is there now. */
  #next: Promise<Found> | undefined;

  constructor(log: ReadLog, gathering: Gathering<Found>) {
    this.#log = log;
    this.#gathering = gathering;
    this.#found = gathering.nothing();
  }

  now(): Promise<Found> {
    this.#next ??= this.#running.then(() => {
      this.#next = undefined;
      const reading = this.#read();
      this.#running = reading.catch(() => undefined);
      return reading;
    });
    return this.#next;
  }

  async #read(): Promise<Found> {
    const [newest, stands] = await Promise.all([firstOf(this.#log, { backwards: true }), this.#stands()]);
    if (this.#isAllOf(newest)) return this.#found;
    if (!stands) this.#forget();
    // Before it is looked through: where that breaks off, the next look goes on there, however long the log is.
    this.#mark = newest;
    const there = new AbortController();
    const signal = AbortSignal.any([there.signal, AbortSignal.timeout(LONGEST_MS)]);
    await this.#log.subscribeAll({
      filter: this.#gathering.filter, from: this.#at, signal,
      onBatch: ({ events, position, caughtUp }) => {
        for (const recorded of events) this.#gathering.note(this.#found, recorded);
        this.#at = position;
        // What comes meanwhile is waited for by nobody: in a storm more of it comes than is read.
        if (caughtUp || (newest !== undefined && comparePositions(position, newest.position) >= 0)) there.abort();
      },
    });
    if (!there.signal.aborted) throw new LogUnavailable("the log could not be looked through within a minute");
    return this.#found;
  }

  /** Whether nothing came since. */
  #isAllOf(newest: RecordedEvent | undefined): boolean {
    return newest !== undefined && isSame(newest, this.#mark) && comparePositions(this.#at ?? "0", newest.position) >= 0;
  }

  /** Whether this is the log that was looked through: one that was put back has another event there, or none, however far it has grown. */
  async #stands(): Promise<boolean> {
    if (this.#mark === undefined) return this.#at === undefined;
    return isSame(await firstOf(this.#log, { from: this.#mark.position }), this.#mark);
  }

  #forget(): void {
    [this.#found, this.#at, this.#mark] = [this.#gathering.nothing(), undefined, undefined];
  }
}

const isSame = (one: RecordedEvent | undefined, other: RecordedEvent | undefined): boolean =>
  one?.eventId === other?.eventId && one?.position === other?.position;

async function firstOf(log: ReadLog, which: Pick<ReadAllOptions, "from" | "backwards">): Promise<RecordedEvent | undefined> {
  for await (const recorded of log.readAll({ ...which, max: 1 })) return recorded;
  return undefined;
}
