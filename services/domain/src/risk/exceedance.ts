import type { RiskInputs } from "@ballast/schema";
import { badMinutesEach } from "@ballast/schema/badMinutes";
import { rateAfter } from "../calibration/shrunken.ts";
import { PRIOR_WEIGHT } from "./historySays.ts";
import { seeded } from "./randomness.ts";

/** Draws of a year, unless told. */
export const DRAWS = 100_000;

/** A risk as the simulation takes it. */
export interface SimulatedRisk {
  readonly id: string;
  readonly inputs: RiskInputs;
  /** Days over which it was observed. */
  readonly days: number;
  /** Bad minutes of each time it came true in these. */
  readonly happened: readonly number[];
  /** What it would be instead, for "what if this were delivered"; what happened counts in proportion. */
  readonly after?: RiskInputs;
}

/** The question: what is left of the year, what it has had already, and what is too much. */
export interface ExceedanceQuestion {
  /** SHA-256 of position and objective, in hexadecimal. */
  readonly seed: string;
  readonly draws: number;
  readonly daysLeft: number;
  /** Bad minutes of the year so far. */
  readonly soFar: number;
  /** The year's budget, in bad minutes. */
  readonly budget: number;
}

/** The answer: how likely the year has more bad minutes than its budget, and than any other number. */
export interface Exceedance {
  readonly chance: number;
  readonly mean: number;
  /** Between these two the year lies in 8 of 10 cases, bad minutes. */
  readonly low: number;
  readonly high: number;
  /** Minutes, and the chance of more; in even steps from nothing to beyond the budget. */
  readonly curve: readonly { readonly minutes: number; readonly chance: number }[];
}

const POINTS = 40;
/** Above it a draw of a count is made of normal variables: it would take a second for each risk otherwise. */
const MANY = 500;

/** A simulation that is asked risk by risk: whoever serves others meanwhile goes on to the next when it is time. */
export interface Simulation {
  /** Draws the rest of the year of the next risk. */
  next(): void;
  readonly left: number;
  /** The answer, once nothing is left. */
  answer(): Exceedance;
  /** The chance of missing the target, were these risks like this instead; only they are drawn anew. */
  chanceWith(after: ReadonlyMap<string, RiskInputs>): number;
}

/** Begins to ask how likely the target is missed: a compound Poisson process over the register, drawn year by year. */
export function simulation(risks: readonly SimulatedRisk[], question: ExceedanceQuestion): Simulation {
  const { draws, soFar, seed, daysLeft, budget } = question;
  const totals = new Float64Array(draws).fill(soFar);
  const inOrder = risks.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  // Each risk has numbers of its own: what another one is, or would be, changes nothing of them.
  const draw = (into: Float64Array, lane: number, risk: SimulatedRisk): void =>
    addYears(into, risk, { random: seeded(seed, lane), daysLeft });
  let done = 0;
  return {
    next() {
      const risk = inOrder[done];
      if (risk !== undefined) draw(totals, done, risk);
      done++;
    },
    get left() {
      return Math.max(0, inOrder.length - done);
    },
    answer: () => answered(totals.toSorted(), budget),
    chanceWith(after) {
      const moved = new Float64Array(draws);
      for (const [lane, risk] of inOrder.entries()) {
        const inputs = after.get(risk.id);
        if (inputs === undefined) continue;
        const before = new Float64Array(draws);
        draw(before, lane, risk);
        draw(moved, lane, { ...risk, after: inputs });
        for (let at = 0; at < draws; at++) moved[at] = (moved[at] ?? 0) - (before[at] ?? 0);
      }
      return totals.reduce((missed, total, at) => missed + (total + (moved[at] ?? 0) > budget ? 1 : 0), 0) / draws;
    },
  };
}

/** The same in one go. */
export function exceedance(risks: readonly SimulatedRisk[], question: ExceedanceQuestion): Exceedance {
  const asked = simulation(risks, question);
  while (asked.left > 0) asked.next();
  return asked.answer();
}

function answered(sorted: Float64Array, budget: number): Exceedance {
  const beyond = (minutes: number): number => (sorted.length - firstAbove(sorted, minutes)) / sorted.length;
  const widest = Math.max(1.5 * budget, sorted[Math.floor(0.99 * (sorted.length - 1))] ?? 0);
  const curve = Array.from({ length: POINTS + 1 }, (_, index) => {
    const minutes = (widest * index) / POINTS;
    return { minutes, chance: beyond(minutes) };
  });
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const mean = sorted.reduce((sum, minutes) => sum + minutes, 0) / sorted.length;
  return { chance: beyond(budget), mean, low: at(0.1), high: at(0.9), curve };
}

/** Index of the first that is larger. */
function firstAbove(sorted: { readonly length: number; readonly [index: number]: number }, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? Infinity) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

interface Chance {
  readonly random: () => number;
  readonly daysLeft: number;
}

/**
 * Adds a draw of the rest of the year to each total. λ ~ Gamma(2 + n, 2·ETTF + T) and N ~ Poisson(λ · days left) make N
 * negative binomial, which one number draws by inversion; an event's minutes are what was registered with chance
 * 2 / (2 + n), else those of one of the n.
 */
function addYears(totals: Float64Array, risk: SimulatedRisk, { random, daysLeft }: Chance): void {
  const { inputs, after = inputs } = risk;
  const { shape, rate } = rateAfter({
    priorDays: inputs.betweenMilliDays / 1_000, weight: PRIOR_WEIGHT, failures: risk.happened.length, days: risk.days,
  });
  const minutes = minutesOf(risk);
  const rarer = after.betweenMilliDays / inputs.betweenMilliDays;
  const count = counts({ shape, rate: rate * rarer, days: daysLeft }, random);
  for (let draw = 0; draw < totals.length; draw++) {
    const events = count();
    if (events > 0) totals[draw] = (totals[draw] ?? 0) + sumOf(events, minutes, random);
  }
}

/** Bad minutes that one event may have; which of them is drawn evenly, the registered ones twice. */
function minutesOf({ inputs, after = inputs, happened }: SimulatedRisk): readonly number[] {
  const [before, each] = [badMinutesEach(inputs), badMinutesEach(after)];
  const scale = before === 0 ? 1 : each / before;
  return [...Array.from({ length: PRIOR_WEIGHT }, () => each), ...happened.map((minutes) => minutes * scale)];
}

function sumOf(events: number, minutes: readonly number[], random: () => number): number {
  if (events > MANY) {
    const mean = minutes.reduce((sum, each) => sum + each, 0) / minutes.length;
    const variance = minutes.reduce((sum, each) => sum + (each - mean) ** 2, 0) / minutes.length;
    return Math.max(0, events * mean + Math.sqrt(events * variance) * normal(random));
  }
  let sum = 0;
  for (let event = 0; event < events; event++) sum += minutes[Math.floor(random() * minutes.length)] ?? 0;
  return sum;
}

interface Rate {
  readonly shape: number;
  readonly rate: number;
  readonly days: number;
}

/** Draws of how often it comes in so many days. */
function counts({ shape, rate, days }: Rate, random: () => number): () => number {
  if (days <= 0) return () => 0;
  if ((shape / rate) * days > MANY) return () => manyOf({ shape, rate, days }, random);
  const table = cumulative({ shape, rate, days });
  return () => firstAbove(table, random());
}

/** A gamma variable by Wilson and Hilferty's cube, and a Poisson one of so large a mean by a normal one. */
function manyOf({ shape, rate, days }: Rate, random: () => number): number {
  const mean = (shape / rate) * days * Math.max(0, 1 - 1 / (9 * shape) + normal(random) / (3 * Math.sqrt(shape))) ** 3;
  return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
}

/** Chances of at most 0, 1, 2, … events, until hardly any are left. */
function cumulative({ shape, rate, days }: Rate): readonly number[] {
  const share = days / (rate + days);
  let chance = (rate / (rate + days)) ** shape;
  let sum = chance;
  const table = [sum];
  for (let k = 0; sum < 1 - 1e-12 && k < 100_000; k++) {
    chance *= ((shape + k) / (k + 1)) * share;
    sum += chance;
    table.push(sum);
  }
  return table;
}

/** Box and Muller's. */
const normal = (random: () => number): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
