import { CellTable, type Cell } from "@ballast/schema";
import type { Sample, SlowSample } from "../look.ts";
import { cellsOfSeconds } from "../sides.ts";
import { BUCKETS, bucketOf, customerOf, failed, msOf } from "./traffic.ts";

/** Which of a look's requests are meant. */
export type Which = (request: number) => boolean;

/** Sums up looks' requests of one side, as a target's metrics do. */
export class Tally {
  readonly #customers: number;
  readonly #which: Which;
  readonly #requests: Uint32Array;
  readonly #errors: Uint32Array;
  readonly #latency = new Uint32Array(BUCKETS);
  readonly #looks: Int32Array[] = [];
  readonly #seconds: { requests: number; marked: number }[] = [];
  #total = 0;
  #failed = 0;

  constructor(customers: number, which: Which) {
    this.#customers = customers;
    this.#which = which;
    this.#requests = new Uint32Array(customers);
    this.#errors = new Uint32Array(customers);
  }

  add(look: Int32Array): void {
    let [requests, errors] = [0, 0];
    for (const request of look) {
      if (!this.#which(request)) continue;
      const customer = customerOf(request);
      requests += 1;
      errors += failed(request);
      this.#requests[customer] = (this.#requests[customer] ?? 0) + 1;
      if (failed(request) === 1) this.#errors[customer] = (this.#errors[customer] ?? 0) + 1;
      this.#latency[bucketOf(request)] = (this.#latency[bucketOf(request)] ?? 0) + 1;
    }
    this.#looks.push(look);
    this.#seconds.push({ requests, marked: errors });
    this.#total += requests;
    this.#failed += errors;
  }

  sample(overMs: readonly number[] = []): Sample {
    return {
      numbers: { requests: this.#total, errors: this.#failed, p50Ms: this.#quantile(0.5), p95Ms: this.#quantile(0.95) },
      byCustomer: cellsOf(this.#requests, this.#errors),
      bySecond: cellsOfSeconds(this.#seconds),
      slow: overMs.map((ms) => this.#slow(ms)),
    };
  }

  #slow(overMs: number): SlowSample {
    const slow = new Uint32Array(this.#customers);
    const seconds = this.#looks.map((look, index) => {
      let marked = 0;
      for (const request of look) {
        if (!this.#which(request) || msOf(bucketOf(request)) <= overMs) continue;
        const customer = customerOf(request);
        slow[customer] = (slow[customer] ?? 0) + 1;
        marked += 1;
      }
      return { requests: this.#seconds[index]?.requests ?? 0, marked };
    });
    return { overMs, byCustomer: cellsOf(this.#requests, slow), bySecond: cellsOfSeconds(seconds) };
  }

  #quantile(share: number): number | null {
    let left = Math.max(1, Math.ceil(this.#total * share));
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      left -= this.#latency[bucket] ?? 0;
      if (left <= 0) return msOf(bucket);
    }
    return null;
  }
}

function cellsOf(requests: Uint32Array, marked: Uint32Array): readonly Cell[] {
  const table = new CellTable();
  for (let customer = 0; customer < requests.length; customer += 1) table.add(requests[customer] ?? 0, marked[customer] ?? 0);
  return table.cells();
}
