/** How often Ballast is asked whether it is there, ms. */
const everyMs = 1_500;
/** The same while nobody looks at the page: enough to notice a cut before somebody comes back. */
const everyHiddenMs = 15_000;
/** A socket that was silent for so long, or does not open for so long, is given up: a frozen peer never hangs up. */
const giveUpAfterMs = 12_000;

/** The socket under the heartbeat, and what stands around it. */
export interface Beating {
  /** Sends a ping; does nothing while the socket is not open. */
  ping: () => void;
  /** Ends the socket at once, so that another is tried. */
  giveUp: () => void;
  /** Whether somebody looks at the page. */
  watched: () => boolean;
  now: () => number;
}

/** Asks again and again whether the other side is there, and gives a silent socket up. One for each client. */
export class Heartbeat {
  readonly #beating: Beating;
  #timer: ReturnType<typeof setInterval> | undefined;
  #lastSign = 0;
  #lastPing = 0;

  constructor(beating: Beating) {
    this.#beating = beating;
  }

  /** A socket is being opened. */
  begin(): void {
    this.#lastSign = this.#beating.now();
    this.#timer ??= setInterval(() => this.beat(), everyMs);
  }

  /** Something came in. */
  sign(): void {
    this.#lastSign = this.#beating.now();
  }

  /** The socket is gone. */
  end(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Asks now: by the clock, and when somebody looks at the page again. */
  beat(): void {
    const { now, ping, giveUp, watched } = this.#beating;
    if (this.#timer === undefined) return;
    const unwatched = !watched();
    // Timers of a hidden page come late: nobody could have answered a ping that was not sent.
    if (now() - this.#lastSign > giveUpAfterMs && this.#lastPing > this.#lastSign && !unwatched) return giveUp();
    if (unwatched && now() - this.#lastPing < everyHiddenMs) return;
    this.#lastPing = now();
    ping();
  }
}
