import type { MetricWindow, ReleaseNumbers } from "../metrics.ts";
import { latencyBucket } from "./latency.ts";
import { Slot, anonymous, slotMs, type Measurement } from "./slot.ts";
import { Totals } from "./totals.ts";
import { releaseNumbers } from "./windowNumbers.ts";

/** A soak of an hour is held against the hour before the last step. */
const keptMs = 3 * 60 * 60_000 + 60_000;
/** Requests of a lane, four bytes each. Beyond it the oldest slots keep their numbers and forget whom they served. */
const keptEntries = 3_000_000;
const keptNames = 200_000;

/** What else a window is to count, and what time it is. */
export interface WindowOptions {
  readonly slowMs?: readonly number[] | undefined;
  readonly now?: number;
}

const wholeSlots = (from: number, to: number): readonly [number, number] => [
  Math.floor(from / slotMs) * slotMs, Math.ceil(to / slotMs) * slotMs,
];

const slotsWithin = (slots: ReadonlyMap<number, Slot>, first: number, end: number): readonly Slot[] =>
  [...slots.values()].filter((slot) => slot.start >= first && slot.start < end);

/** From when to when, ms since the epoch. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * The requests of some customers, customer by customer over several lanes together, whatever release served them; null without requests.
 */
export function requestsOf(
  customers: readonly string[],
  lanes: readonly LaneMeasurements[],
  { slowMs = [], ...span }: Span & { readonly slowMs?: readonly number[] | undefined },
): ReleaseNumbers | null {
  const slots = lanes.flatMap((lane) => lane.slotsOf(customers, span));
  return releaseNumbers(slots, { nameOf: (id) => customers[id - 1] ?? "–", names: customers.length + 1, slowMs });
}

/** What happened in a lane, by release, for the last three hours; gone with the process. */
export class LaneMeasurements {
  readonly totals = new Totals();
  private readonly lane: string;
  private readonly startedAt: number;
  private readonly kept: number;
  private readonly releases = new Map<string, Map<number, Slot>>();
  private readonly ids = new Map<string, number>();
  private readonly names: string[] = ["–"];
  private open: Slot[] = [];
  private newest = 0;
  private entries = 0;

  constructor(lane: string, startedAt: number, kept = keptEntries) {
    this.lane = lane;
    this.startedAt = startedAt;
    this.kept = kept;
  }

  record(measurement: Measurement): void {
    this.totals.add(measurement);
    const start = Math.floor(measurement.at / slotMs) * slotMs;
    if (start > this.newest) this.advance(start);
    const slots = this.releases.get(measurement.release) ?? new Map<number, Slot>();
    this.releases.set(measurement.release, slots);
    const slot = slots.get(start) ?? new Slot(start);
    if (!slots.has(start)) this.open.push(slot);
    slots.set(start, slot);
    slot.add(measurement, latencyBucket(measurement.durationMs), this.idOf(measurement.customer));
    this.entries += 1;
  }

  /** Requests that ended in [from, to), times in ms since the epoch; by customer also those slower than each of `slowMs`. */
  window(from: number, to: number, { slowMs = [], now = Date.now() }: WindowOptions = {}): MetricWindow {
    const [first, end] = wholeSlots(from, to);
    const measured = [...this.releases].flatMap(([release, slots]) => {
      const numbers = this.numbersOf(slotsWithin(slots, first, end), slowMs);
      return numbers === null ? [] : [[release, numbers] as const];
    });
    const releases: Readonly<Record<string, ReleaseNumbers>> = Object.fromEntries(measured);
    const since = Math.max(this.startedAt, now - keptMs);
    const iso = (time: number) => new Date(time).toISOString();
    return { lane: this.lane, from: iso(first), to: iso(end), since: iso(since), releases };
  }

  /** The same for all releases together; null without requests. */
  whole(from: number, to: number): ReleaseNumbers | null {
    const [first, end] = wholeSlots(from, to);
    return this.numbersOf([...this.releases.values()].flatMap((slots) => slotsWithin(slots, first, end)), []);
  }

  /** Customers who asked for anything in [from, to), at most as many as names are kept; those who are not told apart have none. */
  customers(from: number, to: number): readonly string[] {
    const [first, end] = wholeSlots(from, to);
    const seen = new Set<number>();
    for (const slots of this.releases.values())
      for (const slot of slotsWithin(slots, first, end)) slot.eachRequest((customer) => seen.add(customer));
    seen.delete(anonymous);
    return [...seen].flatMap((id) => this.names[id] ?? []);
  }

  /**
   * The requests of some customers, whatever release served them, slot by slot; a customer's number is its place in the list, from 1 on.
   */
  slotsOf(customers: readonly string[], { from, to }: Span): readonly Slot[] {
    const [first, end] = wholeSlots(from, to);
    const numbers = new Uint32Array(this.names.length);
    for (const [index, customer] of customers.entries()) numbers[this.ids.get(customer) ?? anonymous] = index + 1;
    numbers[anonymous] = anonymous;
    return [...this.releases.values()]
      .flatMap((slots) => slotsWithin(slots, first, end))
      .map((slot) => slot.only((customer) => numbers[customer] ?? anonymous));
  }

  /** Percent of the requests since `from` that this release served; null without requests. */
  share(release: string, from: number): number | null {
    let all = 0;
    let own = 0;
    for (const [version, slots] of this.releases) {
      // newest first: the walk ends after as many slots as are asked for
      for (const slot of [...slots.values()].reverse()) {
        if (slot.start + slotMs <= from) break;
        all += slot.requests;
        if (version === release) own += slot.requests;
      }
    }
    return all === 0 ? null : (own / all) * 100;
  }

  private numbersOf(slots: readonly Slot[], slowMs: readonly number[]): ReleaseNumbers | null {
    return releaseNumbers(slots, { nameOf: (id) => this.names[id] ?? "–", names: this.names.length, slowMs });
  }

  private idOf(customer: string | null): number {
    if (customer === null) return anonymous;
    const known = this.ids.get(customer);
    if (known !== undefined) return known;
    if (this.names.length > keptNames) return anonymous;
    this.names.push(customer);
    this.ids.set(customer, this.names.length - 1);
    return this.names.length - 1;
  }

  private advance(start: number): void {
    this.newest = start;
    for (const slot of this.open) slot.pack();
    this.open = [];
    for (const [release, slots] of this.releases) {
      for (const slot of slots.values()) {
        if (slot.start >= start - keptMs) break;
        this.entries -= slot.entries;
        slots.delete(slot.start);
      }
      if (slots.size === 0) this.releases.delete(release);
    }
    if (this.entries > this.kept) this.forgetOldestCustomers();
  }

  private forgetOldestCustomers(): void {
    const slots = [...this.releases.values()].flatMap((of) => [...of.values()]).toSorted((a, b) => a.start - b.start);
    for (const slot of slots) {
      // a tenth at a time, so that this does not run with every slot
      if (this.entries <= this.kept * 0.9) return;
      this.entries -= slot.entries;
      slot.forgetCustomers();
    }
  }
}
