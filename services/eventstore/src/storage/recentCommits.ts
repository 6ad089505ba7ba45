/** How long commits are remembered, in milliseconds. */
const KEPT_MS = 1000;

/**
 * Which positions were committed lately, by a clock that never jumps: what the wall clock says of them may be hours
 * off.
 */
export class RecentCommits {
  readonly #elapsed: () => number;
  #commits: { readonly at: number; readonly first: number }[] = [];
  #start = 0;

  /** @param elapsed Milliseconds of a clock that only goes forward. */
  constructor(elapsed: () => number) {
    this.#elapsed = elapsed;
  }

  /** A commit added events from position `first` on. */
  add(first: number): void {
    const at = this.#elapsed();
    this.#commits.push({ at, first });
    while ((this.#commits[this.#start]?.at ?? at) < at - KEPT_MS) this.#start += 1;
    if (this.#start < 4096) return;
    this.#commits = this.#commits.slice(this.#start);
    this.#start = 0;
  }

  /** The first position committed within the last `milliseconds` (at most a second); undefined when there is none. */
  firstWithin(milliseconds: number): number | undefined {
    const since = this.#elapsed() - milliseconds;
    for (let index = this.#start; index < this.#commits.length; index += 1) {
      const commit = this.#commits[index];
      if (commit !== undefined && commit.at >= since) return commit.first;
    }
    return undefined;
  }
}
