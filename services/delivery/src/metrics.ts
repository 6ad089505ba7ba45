import type { AffectedCustomer, Cell, ExampleRequest } from "@ballast/schema";
import type { Cancellable } from "./target.ts";

/** One second of one release. */
export interface SecondNumbers {
  /** Start of the second, ISO. */
  readonly at: string;
  readonly requests: number;
  readonly errors: number;
  readonly p95Ms: number;
  /** How many were slower than each of the limits asked for. */
  readonly slow?: readonly number[] | undefined;
}

/** Customers by their requests and those that were slower than a limit. */
export interface SlowCustomers {
  readonly overMs: number;
  readonly byCustomer: readonly Cell[];
}

/** What one release did in a window. A release without a request has no entry: no data is not a pass. */
export interface ReleaseNumbers {
  readonly requests: number;
  /** Requests answered with 5xx or not at all. */
  readonly errors: number;
  /** errors / requests, 0 to 1. */
  readonly errorRate: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Number of different customers. */
  readonly customers: number;
  /** Number of different customers who saw an error. */
  readonly failingCustomerCount: number;
  /** Those with most errors first, at most 200. */
  readonly failingCustomers: readonly AffectedCustomer[];
  /** Failed requests of different customers first, then the slowest ones; at most 10. */
  readonly examples: readonly ExampleRequest[];
  readonly perSecond: readonly SecondNumbers[];
  /** Customers by their requests and failed ones; only those who are told apart. */
  readonly byCustomer: readonly Cell[];
  /** For each limit asked for. */
  readonly slow: readonly SlowCustomers[];
}

/** All releases of a lane over the same window. */
export interface MetricWindow {
  readonly lane: string;
  /** What was really counted, ISO: widened to quarters of a second. */
  readonly from: string;
  readonly to: string;
  /** Nothing is known from before this moment (the provider started then, or forgot), ISO. */
  readonly since: string;
  /** By version. */
  readonly releases: Readonly<Record<string, ReleaseNumbers>>;
}

export interface WindowRequest extends Cancellable {
  readonly from: Date;
  readonly to: Date;
  /** Latencies in ms beyond which a request counts as slow, by customer and second; at most four. */
  readonly slowMs?: readonly number[] | undefined;
}

/** Another service in the same environment: all its releases together. */
export interface Neighbour {
  readonly service: string;
  readonly numbers: ReleaseNumbers;
}

/** Groups of customers, each counted for itself. */
export interface DividedRequest extends WindowRequest {
  readonly groups: readonly (readonly string[])[];
  /** Other services of the environment: what a customer asked of them is added to what they asked of this one. */
  readonly services?: readonly string[] | undefined;
}

/** Where the numbers for a verdict come from. */
export interface MetricProvider {
  /** Requests that ended in [from, to), by release. Rejects with a `DeliveryError` when the provider cannot be asked. */
  window(request: WindowRequest): Promise<MetricWindow>;
  /** The busiest other services of the environment over a window, at most ten: what happens to all of them is no release's doing. */
  neighbours(request: WindowRequest): Promise<readonly Neighbour[]>;
  /** Customers with requests that ended in [from, to). */
  customers(request: WindowRequest): Promise<readonly string[]>;
  /** Requests of groups of customers, whatever release served them, in the groups' order; null for one without requests. */
  divided(request: DividedRequest): Promise<readonly (ReleaseNumbers | null)[]>;
}
