/** So many requests of one token a second, unless an installation sets another number. */
const USUAL_PER_SECOND = 5_000;
/** So much of a rate may come at once, s: a server that starts asks for everything it has. */
const BURST_S = 2;
const SECOND_MS = 1_000;
/** So many tokens are remembered before those that have long been quiet are let go. */
const REMEMBERED = 10_000;

/** How fast each token may ask: a bucket that fills again with the time, kept as the moment at which it will be full. */
export class RequestRate {
  readonly #everyMs: number;
  readonly #fullAt = new Map<string, number>();

  constructor(perSecond: number = USUAL_PER_SECOND) {
    this.#everyMs = SECOND_MS / perSecond;
  }

  /** Takes one request at a moment, ms. How long to wait where there is none, in whole seconds, at least 1; null where there was one. */
  take(tokenId: string, atMs: number): number | null {
    const fullAt = Math.max(this.#fullAt.get(tokenId) ?? 0, atMs) + this.#everyMs;
    const tooSoonMs = fullAt - atMs - Math.max(BURST_S * SECOND_MS, this.#everyMs);
    if (tooSoonMs > 0) return Math.ceil(tooSoonMs / SECOND_MS);
    if (this.#fullAt.size >= REMEMBERED) for (const [id, at] of this.#fullAt) if (at <= atMs) this.#fullAt.delete(id);
    this.#fullAt.set(tokenId, fullAt);
    return null;
  }
}
