import { normalFrom, numbersFrom } from "./random.ts";
import type { Scenario } from "./scenario.ts";

/** A request in one number: customer, bucket of its latency, whether it failed, whether the canary served it. */
export const customerOf = (request: number): number => request >>> 10;
export const bucketOf = (request: number): number => (request >>> 2) & 0xff;
export const failed = (request: number): number => (request >>> 1) & 1;
export const byCanary = (request: number): number => request & 1;

/** Buckets of latency as the fleet has them: an eighth of a millisecond upwards, each 8 % wider. */
export const BUCKETS = 256;
const GROWTH = Math.log(1.08);
const bucketFor = (ms: number): number => Math.min(BUCKETS - 1, Math.max(0, Math.round(Math.log(ms / 0.25) / GROWTH)));
const MS = Float64Array.from({ length: BUCKETS }, (_, bucket) => 0.25 * Math.exp(bucket * GROWTH));
export const msOf = (bucket: number): number => MS[bucket] ?? 0;

/** What is going on while a look's requests are made. */
export type Moment = {
  /** Customers with a place below this are on the canary, 0 to 1. */
  readonly exposed: number;
  /** The look of the step, from 1; 0 before the deploy. */
  readonly look: number;
  /** Whether the dependency fails. */
  readonly outage: boolean;
};

/** Equally likely latencies of everyday requests, in buckets: log-normal around 20 ms. */
const latency = numbersFrom(1);
const LATENCIES = Uint8Array.from({ length: 1 << 14 }, () => bucketFor(20 * Math.exp(0.5 * normalFrom(latency))));
const TEN_TIMES = Math.round(Math.log(10) / GROWTH);

const DRAWS = 1 << 15;
const BURST = 4;

/** The customers of one simulated service: who they are, and what their requests meet with. */
export class Traffic {
  readonly #scenario: Scenario;
  readonly #random: () => number;
  /** A customer for each of many equally likely draws, the busy ones more often. */
  readonly #draws: Uint16Array;
  readonly #place: Float64Array;
  readonly #unlucky: Uint8Array;
  readonly #broken: Uint8Array;
  readonly #burst: Uint8Array;
  #serviceBurst = 0;

  constructor(scenario: Scenario, seed: number) {
    const random = numbersFrom(seed);
    const { customers, usual, fault } = scenario;
    this.#scenario = scenario;
    this.#random = random;
    this.#draws = drawsOf(scenario);
    this.#place = Float64Array.from({ length: customers }, random);
    this.#unlucky = Uint8Array.from({ length: customers }, () => (random() < usual.alwaysFailing ? 1 : 0));
    this.#broken = Uint8Array.from({ length: customers }, () => (random() < (fault?.segment ?? 0) ? 1 : 0));
    this.#burst = new Uint8Array(customers);
  }

  /** The requests between two looks. */
  requests(moment: Moment): Int32Array {
    const { requestsPerLook } = this.#scenario;
    const count = Math.max(1, Math.round(requestsPerLook + Math.sqrt(requestsPerLook) * normalFrom(this.#random)));
    const requests = new Int32Array(count);
    for (let index = 0; index < count; index += 1) requests[index] = this.#request(moment);
    return requests;
  }

  #request(moment: Moment): number {
    const customer = this.#draws[Math.floor(this.#random() * DRAWS)] ?? 0;
    const canary = (this.#place[customer] ?? 1) < moment.exposed;
    const fault = canary && moment.look >= (this.#scenario.fault?.fromLook ?? 1) ? this.#scenario.fault : null;
    const unlucky = this.#unlucky[customer] === 1;
    const outage = moment.outage && this.#random() < (this.#scenario.outage?.share ?? 0);
    const broken = fault !== null && (this.#broken[customer] === 1 || this.#random() < fault.errors);
    const fails = this.#fails(customer) || unlucky || outage || broken;
    const slower = (fault !== null && fault.slow > 0 && this.#random() < fault.slow ? fault.slowerMs : 0) + (outage ? 1_000 : 0);
    const usual = LATENCIES[Math.floor(this.#random() * LATENCIES.length)] ?? 0;
    const bucket = slower === 0 ? usual + (unlucky ? TEN_TIMES : 0) : bucketFor(msOf(usual) + slower);
    return (customer << 10) | (bucket << 2) | ((fails ? 1 : 0) << 1) | (canary ? 1 : 0);
  }

  /** The errors of every day. */
  #fails(customer: number): boolean {
    const { errors, bursts } = this.#scenario.usual;
    if (bursts === "none") return this.#random() < errors;
    const left = bursts === "customer" ? (this.#burst[customer] ?? 0) : this.#serviceBurst;
    const fails = left > 0 || this.#random() < errors / (BURST + 1);
    const next = left > 0 ? left - 1 : fails ? BURST : 0;
    if (bursts === "customer") this.#burst[customer] = next;
    else this.#serviceBurst = next;
    return fails;
  }
}

function drawsOf({ customers, zipf }: Scenario): Uint16Array {
  const weights = Float64Array.from({ length: customers }, (_, rank) => (rank + 1) ** -zipf);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const draws = new Uint16Array(DRAWS);
  let [customer, upTo] = [0, (weights[0] ?? 0) / total];
  for (let draw = 0; draw < DRAWS; draw += 1) {
    while ((draw + 0.5) / DRAWS > upTo && customer < customers - 1) {
      customer += 1;
      upTo += (weights[customer] ?? 0) / total;
    }
    draws[draw] = customer;
  }
  return draws;
}
