import { defaultPlan } from "@ballast/schema";
import { judgeLook, worstShare, type Looked, type Source, type WindowName } from "../judgeLook.ts";
import type { Criteria, Witness } from "../look.ts";
import type { Judgement } from "../verdict.ts";
import { numbersFrom } from "./random.ts";
import type { Scenario } from "./scenario.ts";
import { Tally, type Which } from "./tally.ts";
import { Timeline } from "./timeline.ts";
import { bucketOf, byCanary, failed, msOf } from "./traffic.ts";

/** The deploy that is simulated: four steps of thirty looks each, and the soak. */
const STEPS = [0.01, 0.1, 0.5, 1];
export const LOOKS = 30;
const SOAK = 60;
const STRETCHES = STEPS.length + 1;
/** Looks before the deploy: as far back as the judge may ask. */
const BEFORE = SOAK;
const RECENT = LOOKS / 10;

/** Where a simulated deploy failed its verdict: the stretch from 0 (the last is the soak), the look from 1, and on what. */
export type Failed = { readonly stretch: number; readonly look: number; readonly what: "errors" | "latency" };
/** How a simulated deploy went. */
export type Outcome = {
  readonly failed: Failed | null;
  /** Called an outage of everything. */
  readonly elsewhere: boolean;
  /** Steps at whose end there was no verdict: a person is asked. */
  readonly undecided: number;
};

/** Everything but the test itself out of the way: any difference counts. */
const strictest = (criteria: Criteria): Criteria => ({
  ...criteria, minSamples: 1, maxErrorsPer100k: 0, minEffectPer100k: 0, minSlowerMs: 0, minSlowerPercent: 0,
});

const anyCustomer: Which = () => true;
const canaryOnly: Which = (request) => byCanary(request) === 1;
const stableOnly: Which = (request) => byCanary(request) === 0;

type Tallies = { readonly canary: Tally; readonly baseline: Tally };
/** A step or the soak while it lasts. `since`: the look before its first. */
type Stretch = {
  readonly index: number;
  readonly exposed: number;
  readonly looks: number;
  readonly since: number;
  readonly tallies: Tallies;
};

/** A deploy on its way, and the next service, which has no part in it. */
class Simulation {
  readonly #scenario: Scenario;
  readonly #criteria: Criteria;
  readonly #own: Timeline;
  readonly #other: Timeline;
  readonly #outageAt: number;
  /** When everybody got the release: the past is before it. */
  #everybodyAt = 0;

  constructor(scenario: Scenario, criteria: Criteria, seed: number) {
    this.#scenario = scenario;
    this.#criteria = strictest(criteria);
    this.#own = new Timeline(scenario, seed);
    this.#other = new Timeline({ ...scenario, fault: null }, seed + 0x5bd1e995);
    this.#outageAt = Math.floor(numbersFrom(seed ^ 0x2545f491)() * (BEFORE + STEPS.length * LOOKS + SOAK));
    for (let look = 0; look < BEFORE; look += 1) this.#pass(0, 0);
  }

  async run(): Promise<Outcome> {
    let [elsewhere, undecided] = [false, 0];
    for (let index = 0; index < STRETCHES; index += 1) {
      const { said, failed: failure, asked } = await this.#bake(index);
      elsewhere ||= said;
      if (asked) undecided += 1;
      if (failure !== null) return { failed: failure, elsewhere, undecided };
    }
    return { failed: null, elsewhere, undecided };
  }

  async #bake(index: number): Promise<{ said: boolean; failed: Failed | null; asked: boolean }> {
    const { customers } = this.#scenario;
    const stretch: Stretch = {
      index, exposed: STEPS[index] ?? 1, looks: index < STEPS.length ? LOOKS : SOAK, since: this.#own.length,
      tallies: { canary: new Tally(customers, canaryOnly), baseline: new Tally(customers, stableOnly) },
    };
    if (index === STEPS.length - 1) this.#everybodyAt = stretch.since;
    let said = false;
    for (let look = 1; look <= stretch.looks; look += 1) {
      this.#pass(stretch.exposed, look);
      const { verdict, elsewhere, evidence } = await this.#look(stretch, look);
      said ||= elsewhere;
      const what = evidence.findings.find((finding) => finding.verdict === "fail")?.what ?? "errors";
      if (verdict === "fail") return { said, failed: { stretch: index, look, what }, asked: false };
      if (look === stretch.looks) return { said, failed: null, asked: index < STEPS.length && verdict !== "pass" };
    }
    return { said, failed: null, asked: false };
  }

  #look(stretch: Stretch, look: number): Promise<Judgement> {
    const looked: Looked = {
      look, final: look === stretch.looks, plannedLooks: stretch.looks, stretches: STRETCHES,
      basis: stretch.exposed === 1 ? "past" : "stable", criteria: this.#criteria,
    };
    return judgeLook(this.#source(stretch, look), looked);
  }

  #pass(exposed: number, look: number): void {
    const at = this.#own.length;
    const outage = this.#scenario.outage !== null && at >= this.#outageAt && at < this.#outageAt + this.#scenario.outage.looks;
    this.#own.pass({ exposed, look, outage });
    this.#other.pass({ exposed: 0, look, outage });
  }

  #tallied(looks: readonly Int32Array[], which: Which): Tally {
    const tally = new Tally(this.#scenario.customers, which);
    for (const look of looks) tally.add(look);
    return tally;
  }

  /** The very questions that a target's metrics answer. */
  #source(stretch: Stretch, look: number): Source {
    const { exposed, tallies } = stretch;
    const newest = this.#own.looks.at(-1);
    if (newest !== undefined) tallies.canary.add(newest);
    // The sums of the past grow backwards from the moment everybody got the release; those of the stable release with time.
    const past = exposed === 1 ? this.#own.looks[this.#everybodyAt - look] : newest;
    if (past !== undefined) tallies.baseline.add(past);
    return {
      measure: (window, overMs) => {
        if (window === "recent" && look < 2 * RECENT) return Promise.resolve(null);
        const { canary, baseline } = window === "step" ? tallies : this.#recent(stretch);
        return Promise.resolve({ canary: { sample: canary.sample(overMs) }, baseline: { sample: baseline.sample(overMs) } });
      },
      worst: (window, overMs) => {
        const hour = this.#own.looks.slice(Math.max(0, this.#everybodyAt - BEFORE), this.#everybodyAt);
        const share = (marks: (request: number) => boolean): number =>
          worstShare(
            hour.map((requests) => countMarked(requests, marks)),
            lengthOf(window, look),
          );
        return Promise.resolve({
          errors: share((request) => failed(request) === 1),
          slow: overMs.map((ms) => ({ overMs: ms, share: share((request) => msOf(bucketOf(request)) > ms) })),
        });
      },
      witnesses: () => Promise.resolve([this.#witness(stretch)]),
    };
  }

  #recent({ exposed }: Stretch): Tallies {
    const { looks } = this.#own;
    const baseline =
      exposed === 1 ? looks.slice(Math.max(0, this.#everybodyAt - RECENT), this.#everybodyAt) : looks.slice(looks.length - RECENT);
    return { canary: this.#tallied(looks.slice(looks.length - RECENT), canaryOnly), baseline: this.#tallied(baseline, stableOnly) };
  }

  #witness({ since }: Stretch): Witness {
    const { looks } = this.#other;
    const before = looks.slice(Math.max(0, this.#everybodyAt - (looks.length - since)), this.#everybodyAt);
    return {
      name: "the next service", before: this.#tallied(before, anyCustomer).sample(),
      during: this.#tallied(looks.slice(since), anyCustomer).sample(),
    };
  }
}

const lengthOf = (window: WindowName, look: number): number => (window === "step" ? look : RECENT);

function countMarked(requests: Int32Array, marks: (request: number) => boolean): { requests: number; marked: number } {
  let [all, marked] = [0, 0];
  for (const request of requests) {
    if (byCanary(request) === 1) continue;
    all += 1;
    if (marks(request)) marked += 1;
  }
  return { requests: all, marked };
}

/** Carries one simulated deploy through all its looks, with the judge that judges real ones; the same seed, the same deploy. */
export async function simulateDeploy(scenario: Scenario, seed: number): Promise<Outcome> {
  const [step] = defaultPlan.steps;
  if (step === undefined) throw new Error("the default plan has no step");
  return new Simulation(scenario, step.analysis, seed).run();
}
