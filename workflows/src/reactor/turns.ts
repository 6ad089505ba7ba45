/** How often it is looked whether everything that is open is carried by a run, ms. */
export const lookForLostEveryMs = 15_000;

/** A round looks at no more of one kind, so that hundreds hold up nothing else; at more where there are so many, up to a bound. */
const [LEAST_IN_A_ROUND, MOST_IN_A_ROUND] = [20, 100];

/** Clocks of servers differ by less, ms. */
const AHEAD_MS = 10 * 60_000;

/**
 * Which of many are looked at in a round: those that have been due longest, so that each has its turn however many there are. Where a round
 * took the first ones that are due, those at the end had none from about a thousand on: the first were due again by then.
 */
export class Turns {
  readonly #dueAt = new Map<string, number>();
  readonly #everyMs: number;

  /** @param everyMs ms after which one that was looked at is looked at again, unless there are too many */
  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  /** It is to be looked at from then on, ms; what it was due at before counts no more. */
  set(id: string, at: number): void {
    this.#dueAt.set(id, at);
  }

  /** It is to be looked at, unless it has its turn already. */
  add(id: string): void {
    if (!this.#dueAt.has(id)) this.#dueAt.set(id, 0);
  }

  /** To be said before the look: one that fails each time has its turn behind the others. */
  looked(id: string, now: number): void {
    this.#dueAt.set(id, now + this.#everyMs);
  }

  delete(id: string): void {
    this.#dueAt.delete(id);
  }

  /** Those that are due, the longest first, as many as a round looks at; `among`: of these alone. */
  next(now: number, among: (id: string) => boolean = () => true): readonly string[] {
    // What is due further ahead than any look puts it was noted by a clock that ran ahead, or this one was set back.
    const isDue = (at: number): boolean => at <= now || at > now + this.#everyMs + AHEAD_MS;
    const due = [...this.#dueAt].filter(([id, at]) => isDue(at) && among(id));
    const inTime = Math.ceil((this.#dueAt.size * lookForLostEveryMs) / Math.max(lookForLostEveryMs, this.#everyMs));
    return due.toSorted(([, one], [, other]) => one - other)
      .slice(0, Math.min(MOST_IN_A_ROUND, Math.max(LEAST_IN_A_ROUND, inTime)))
      .map(([id]) => id);
  }
}
