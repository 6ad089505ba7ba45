/**
 * Lets one subscriber sleep until there is something new, without missing what comes between its last read and its
 * going to sleep.
 */
export class Wakeup {
  #news = false;
  #stopped = false;
  #wake: (() => void) | undefined;

  /** There is something new. */
  readonly notify = (): void => {
    this.#news = true;
    this.#wake?.();
  };

  /** Ends the sleep for good. */
  readonly stop = (): void => {
    this.#stopped = true;
    this.#wake?.();
  };

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Resolves as soon as there is something new since the last call, or the subscriber was stopped. */
  async next(): Promise<void> {
    if (!this.#news && !this.#stopped) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
    }
    this.#news = false;
  }
}
