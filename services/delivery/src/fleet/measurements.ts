import type { MetricWindow, ReleaseNumbers } from "../metrics.ts";
import { latencyBucket } from "./latency.ts";
import { Slot, anonymous, slotMs, type Measurement } from "./slot.ts";
import { Totals } from "./totals.ts";
import { releaseNumbers } from "./windowNumbers.ts";

const keptMs = 2 * 60 * 60_000 + 60_000;
/** Per lane. Beyond it the oldest slots keep their numbers and forget whom they served. */
const keptCustomerEntries = 1_000_000;
const keptNames = 200_000;

/** What happened in a lane, by release, for the last two hours; gone with the process. */
export class LaneMeasurements {
  readonly totals = new Totals();
  private readonly lane: string;
  private readonly startedAt: number;
  private readonly releases = new Map<string, Map<number, Slot>>();
  private readonly ids = new Map<string, number>();
  private readonly names: string[] = ["–"];
  private open: Slot[] = [];
  private newest = 0;
  private entries = 0;

  constructor(lane: string, startedAt: number) {
    this.lane = lane;
    this.startedAt = startedAt;
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
    const before = slot.customerEntries;
    slot.add(measurement, latencyBucket(measurement.durationMs), this.idOf(measurement.customer));
    this.entries += slot.customerEntries - before;
  }

  /** Requests that ended in [from, to), times in ms since the epoch. */
  window(from: number, to: number, now = Date.now()): MetricWindow {
    const [first, end] = [Math.floor(from / slotMs) * slotMs, Math.ceil(to / slotMs) * slotMs];
    const measured = [...this.releases].flatMap(([release, slots]) => {
      const within = [...slots.values()].filter((slot) => slot.start >= first && slot.start < end);
      const numbers = releaseNumbers(within, (id) => this.names[id] ?? "–");
      return numbers === null ? [] : [[release, numbers] as const];
    });
    const releases: Readonly<Record<string, ReleaseNumbers>> = Object.fromEntries(measured);
    const since = Math.max(this.startedAt, now - keptMs);
    const iso = (time: number) => new Date(time).toISOString();
    return { lane: this.lane, from: iso(first), to: iso(end), since: iso(since), releases };
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
        this.entries -= slot.customerEntries;
        slots.delete(slot.start);
      }
      if (slots.size === 0) this.releases.delete(release);
    }
    if (this.entries > keptCustomerEntries) this.forgetOldestCustomers();
  }

  private forgetOldestCustomers(): void {
    const slots = [...this.releases.values()].flatMap((of) => [...of.values()]).toSorted((a, b) => a.start - b.start);
    for (const slot of slots) {
      // a tenth at a time, so that this does not run with every slot
      if (this.entries <= keptCustomerEntries * 0.9) return;
      this.entries -= slot.customerEntries;
      slot.forgetCustomers();
    }
  }
}
