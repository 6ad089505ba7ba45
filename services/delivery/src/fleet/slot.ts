import type { ExampleRequest } from "@ballast/schema";

/** One answered (or lost) request. */
export interface Measurement {
  readonly release: string;
  readonly customer: string | null;
  readonly path: string;
  readonly status: number;
  readonly durationMs: number;
  readonly traceId: string | null;
  /** What the service said, where it failed. */
  readonly error: string | null;
  /** When it ended, ms since the epoch. */
  readonly at: number;
}

/** Slots are a quarter of a second: a window that begins with a shift of traffic must not count what was before it. */
export const slotMs = 250;
/** A customer that is not told apart (no header, or too many names already). */
export const anonymous = 0;
const failuresKept = 3;

/** Failed: answered with 5xx, or not at all. */
export function isFailure(status: number): boolean {
  return status >= 500;
}

/** What one release did in one slot. */
export class Slot {
  readonly start: number;
  requests = 0;
  errors = 0;
  readonly examples: ExampleRequest[] = [];
  private slowest: ExampleRequest | null = null;
  private latency = new Map<number, number>();
  private customers = new Map<number, { requests: number; errors: number }>();
  /** Packed once the slot is over; a quarter of the memory. */
  private packedLatency = new Uint32Array();
  private packedCustomers = new Uint32Array();
  private open = true;

  constructor(start: number) {
    this.start = start;
  }

  /** Number of customers it remembers. */
  get customerEntries(): number {
    return this.open ? this.customers.size : this.packedCustomers.length / 3;
  }

  add(measurement: Measurement, bucket: number, customer: number): void {
    if (!this.open) this.unpack();
    const failed = isFailure(measurement.status);
    this.requests += 1;
    this.latency.set(bucket, (this.latency.get(bucket) ?? 0) + 1);
    if (failed) this.errors += 1;
    if (customer !== anonymous) {
      const seen = this.customers.get(customer) ?? { requests: 0, errors: 0 };
      this.customers.set(customer, { requests: seen.requests + 1, errors: seen.errors + (failed ? 1 : 0) });
    }
    if (failed && this.examples.length < failuresKept) this.examples.push(exampleOf(measurement));
    if (!failed && measurement.durationMs > (this.slowest?.durationMs ?? 0)) this.slowest = exampleOf(measurement);
  }

  get slowestExample(): ExampleRequest | null {
    return this.slowest;
  }

  /** The slot is over. A late measurement opens it again. */
  pack(): void {
    if (!this.open) return;
    this.packedLatency = Uint32Array.from([...this.latency].flat());
    this.packedCustomers = Uint32Array.from([...this.customers].flatMap(([id, seen]) => [id, seen.requests, seen.errors]));
    this.latency = new Map();
    this.customers = new Map();
    this.open = false;
  }

  forgetCustomers(): void {
    this.pack();
    this.packedCustomers = new Uint32Array();
  }

  eachLatency(visit: (bucket: number, count: number) => void): void {
    this.pack();
    for (let i = 0; i < this.packedLatency.length; i += 2) visit(this.packedLatency[i] ?? 0, this.packedLatency[i + 1] ?? 0);
  }

  eachCustomer(visit: (customer: number, requests: number, errors: number) => void): void {
    this.pack();
    const { packedCustomers: packed } = this;
    for (let i = 0; i < packed.length; i += 3) visit(packed[i] ?? 0, packed[i + 1] ?? 0, packed[i + 2] ?? 0);
  }

  private unpack(): void {
    const latency = new Map<number, number>();
    const customers = new Map<number, { requests: number; errors: number }>();
    this.eachLatency((bucket, count) => latency.set(bucket, count));
    this.eachCustomer((customer, requests, errors) => customers.set(customer, { requests, errors }));
    this.latency = latency;
    this.customers = customers;
    this.open = true;
  }
}

function exampleOf(measurement: Measurement): ExampleRequest {
  return {
    at: new Date(measurement.at).toISOString(),
    customer: measurement.customer?.slice(0, 200) ?? null,
    path: measurement.path.slice(0, 500),
    status: measurement.status,
    durationMs: Math.round(measurement.durationMs * 10) / 10,
    traceId: measurement.traceId,
    error: measurement.error?.slice(0, 500) ?? null,
  };
}
