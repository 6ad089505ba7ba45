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

/** A request in one number: whose it was, how long it took, whether it failed. */
const wordOf = (customer: number, bucket: number, failed: boolean): number => ((customer << 9) | (bucket << 1) | (failed ? 1 : 0)) >>> 0;

/** What one release did in one slot. */
export class Slot {
  readonly start: number;
  requests = 0;
  errors = 0;
  readonly examples: ExampleRequest[] = [];
  private slowest: ExampleRequest | null = null;
  /** One number a request; packed once the slot is over. */
  private open: number[] | null = [];
  private packed = new Uint32Array();
  /** How many requests took how long, where it is no longer known whose they were: pairs of bucket and count. */
  private anonymousLatency = new Uint32Array();

  constructor(start: number) {
    this.start = start;
  }

  /** Number of requests it remembers one by one. */
  get entries(): number {
    return this.open?.length ?? this.packed.length;
  }

  add(measurement: Measurement, bucket: number, customer: number): void {
    const failed = isFailure(measurement.status);
    this.requests += 1;
    if (failed) this.errors += 1;
    // a late measurement opens the slot again
    this.open ??= [...this.packed];
    this.open.push(wordOf(customer, bucket, failed));
    if (failed && this.examples.length < failuresKept) this.examples.push(exampleOf(measurement));
    if (!failed && measurement.durationMs > (this.slowest?.durationMs ?? 0)) this.slowest = exampleOf(measurement);
  }

  get slowestExample(): ExampleRequest | null {
    return this.slowest;
  }

  /** The slot is over. */
  pack(): void {
    if (this.open === null) return;
    this.packed = Uint32Array.from(this.open);
    this.open = null;
  }

  /** Forgets whose the requests were; that there were requests, how many failed and how long they took stays. */
  forgetCustomers(): void {
    const counts = new Map<number, number>();
    this.eachLatency((bucket, count) => counts.set(bucket, (counts.get(bucket) ?? 0) + count));
    this.anonymousLatency = Uint32Array.from([...counts].flat());
    this.open = null;
    this.packed = new Uint32Array();
  }

  /**
   * The requests of some customers alone, under other numbers (0: not one of them); examples and what is no longer told
   * apart stay behind.
   */
  only(numberOf: (customer: number) => number): Slot {
    const part = new Slot(this.start);
    part.packed = Uint32Array.from(this.open ?? this.packed, (word) => {
      const number = numberOf(word >>> 9);
      return number === anonymous ? 0 : ((number << 9) | (word & 0x1ff)) >>> 0;
    }).filter((word) => word >>> 9 !== anonymous);
    part.open = null;
    part.requests = part.packed.length;
    part.errors = part.packed.reduce((failed, word) => failed + (word & 1), 0);
    return part;
  }

  eachLatency(visit: (bucket: number, count: number) => void): void {
    this.eachRequest((_, bucket) => visit(bucket, 1));
    for (let i = 0; i < this.anonymousLatency.length; i += 2) visit(this.anonymousLatency[i] ?? 0, this.anonymousLatency[i + 1] ?? 0);
  }

  /** Each request whose customer is still known (0: told apart from nobody), with its bucket of latency and 1 where it failed. */
  eachRequest(visit: (customer: number, bucket: number, failed: number) => void): void {
    for (const word of this.open ?? this.packed) visit(word >>> 9, (word >>> 1) & 0xff, word & 1);
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
