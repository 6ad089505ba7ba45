/** What the engine built, and can let go again. */
export interface Built {
  /** How many steps its way has: what it weighs; about a kilobyte each. */
  readonly weight: number;
  /** Whether it was asked since this was last answered. */
  wasAsked(): boolean;
  letGo(): void;
}

/** So many steps of flags are kept built at a time: 2,000 flags of 200 rules fit, in half a gigabyte. */
const MOST_STEPS = 500_000;

/** What is built, bounded: whoever was not asked for longest is let go, and is built anew when it is. */
export class BuiltFlags {
  readonly #most: number;
  /** In the order in which they are looked at when room is needed; who was asked meanwhile goes to the end. */
  readonly #built = new Set<Built>();
  #weight = 0;

  constructor(most: number = MOST_STEPS) {
    this.#most = most;
  }

  add(built: Built): void {
    this.#built.add(built);
    this.#weight += built.weight;
    for (const one of this.#built) {
      if (this.#weight <= this.#most || one === built) break;
      this.#built.delete(one);
      if (one.wasAsked()) this.#built.add(one);
      else {
        this.#weight -= one.weight;
        one.letGo();
      }
    }
  }

  /** One whose place another one has taken. */
  forget(built: Built): void {
    if (this.#built.delete(built)) this.#weight -= built.weight;
  }
}
