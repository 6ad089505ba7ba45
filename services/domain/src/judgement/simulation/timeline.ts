import type { Scenario } from "./scenario.ts";
import { Traffic, type Moment } from "./traffic.ts";

/** One service's time, look by look; what nobody asks for is not worked out. */
export class Timeline {
  readonly #traffic: Traffic;
  readonly #moments: Moment[] = [];
  readonly #looks: Int32Array[] = [];

  constructor(scenario: Scenario, seed: number) {
    this.#traffic = new Traffic(scenario, seed);
  }

  pass(moment: Moment): void {
    this.#moments.push(moment);
  }

  /** How many looks have passed. */
  get length(): number {
    return this.#moments.length;
  }

  get looks(): readonly Int32Array[] {
    while (this.#looks.length < this.#moments.length)
      this.#looks.push(this.#traffic.requests(this.#moments[this.#looks.length] ?? BEFORE_ALL));
    return this.#looks;
  }
}
const BEFORE_ALL: Moment = { exposed: 0, look: 0, outage: false };
