/** One event a client in so many ms: the stock web client waits 50 ms after each, and begins anew with the next. */
const EVERY_MS = 150;

/** Tells one client of changes: at once where it was told nothing lately, and of a burst once more, by when its time has come. */
export class Paced {
  readonly #tell: () => void;
  #timer: NodeJS.Timeout | undefined;
  #toldAt = -Infinity;

  /** @param tell says what holds by then */
  constructor(tell: () => void) {
    this.#tell = tell;
  }

  /** Something has changed. */
  changed(): void {
    if (this.#timer !== undefined) return;
    const wait = this.#toldAt + EVERY_MS - performance.now();
    if (wait <= 0) return this.#tellNow();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#tellNow();
    }, wait);
  }

  #tellNow(): void {
    this.#toldAt = performance.now();
    this.#tell();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
