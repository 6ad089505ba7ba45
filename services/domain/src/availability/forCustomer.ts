import type { DowntimeIncident } from "../reports/availabilityReport.ts";
import type { Interval } from "../statistics/intervals.ts";
import { timesOf } from "./impactTimes.ts";
import { measure, type Impact, type Measured } from "./sweep.ts";

const DAY = 86_400_000;

/** What a customer was served by, as far as incidents tell. */
export interface CustomerHistory {
  /** Of all services that it is served by, each once. */
  readonly incidents: readonly DowntimeIncident[];
  /**
   * What of this customer's requests an incident is known to have hit, parts per 100,000: 0 where it says whom it reached and this customer
   * is not among them; null where nobody says.
   */
  readonly hit: (incidentId: string) => number | null;
  /** How much of an incident's time counts for somebody of whom nobody says, by its level, parts per 100,000. */
  readonly weights: Readonly<Record<string, number>>;
  /** Since when anything is known of the first of these services, ms; null: of none. */
  readonly observedFrom: number | null;
  /** Only what hit this component counts; null: all of it. */
  readonly component?: string | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** A day of UTC, as far as it lies in the window. */
export interface CustomerDay extends Interval {
  readonly observedMs: number;
  readonly badMs: number;
}

/** Time without a declared incident for one customer. */
export interface CustomerAvailability extends Interval, Pick<Measured, "observedMs" | "badMs" | "availability" | "byRecord"> {
  /** Of the window: neither up nor down, for nobody looked. */
  readonly unobservedMs: number;
  readonly days: readonly CustomerDay[];
  /** Incidents that would count but never say when they ended: the figures are too good by them. */
  readonly withoutEnd: readonly string[];
}

/**
 * The share of the last days in which no incident was declared that hit this customer: each incident counts with what it is known to have
 * done to it, else with the share of customers that was counted, else by its level. Of one customer, incidents at once count as
 * the worst of them. It says nothing of what nobody declared.
 */
export function customerAvailability(history: CustomerHistory, days: number): CustomerAvailability {
  const { observedFrom, now } = history;
  const window = { from: now - days * DAY, to: now };
  const { impacts, withoutEnd } = impactsOn(history);
  const without = [{ from: -Infinity, to: observedFrom ?? Infinity }];
  // Of years of incidents only those of the window are swept over, day by day.
  const inside = impacts.filter(({ from, to }) => to > window.from && from < window.to);
  const over = (part: Interval): Measured => measure(inside, { window: part, without, overlap: "max" });
  const { observedMs, badMs, availability, byRecord } = over(window);
  return {
    ...window, observedMs, badMs, availability, byRecord, withoutEnd, unobservedMs: window.to - window.from - observedMs,
    days: daysOf(window).map((day) => {
      const measured = over(day);
      return { ...day, observedMs: measured.observedMs, badMs: measured.badMs };
    }),
  };
}

function daysOf({ from, to }: Interval): readonly Interval[] {
  const days: Interval[] = [];
  for (let begins = from; begins < to; ) {
    const ends = Math.min(to, (Math.floor(begins / DAY) + 1) * DAY);
    days.push({ from: begins, to: ends });
    begins = ends;
  }
  return days;
}

function impactsOn({ incidents, hit, weights, component = null }: CustomerHistory): {
  readonly impacts: readonly Impact[];
  readonly withoutEnd: readonly string[];
} {
  const weigh = new Map(Object.entries(weights));
  const impacts: Impact[] = [];
  const withoutEnd = new Set<string>();
  for (const incident of incidents) {
    const known = hit(incident.id);
    for (const { from, to, level, counted } of timesOf(incident, component)) {
      // Of maintenance people were told before: it is no incident.
      const share = level === "maintenance" ? 0 : (known ?? counted ?? weigh.get(level) ?? 0);
      if (share === 0) continue;
      if (to === null) withoutEnd.add(incident.id);
      else impacts.push({ id: incident.id, from, to, share });
    }
  }
  return { impacts, withoutEnd: [...withoutEnd] };
}
