import { budgetMs, burnDown, burnRate, burnRules, forecastGone, goneAt, type BurnPoint, type BurnRule } from "../availability/budget.ts";
import { periodAt } from "../availability/period.ts";
import { WHOLE, measure, type Impact, type Measured } from "../availability/sweep.ts";
import type { DowntimeIncident } from "../reports/availabilityReport.ts";
import { instantOf } from "../statistics/calendar.ts";
import type { Interval } from "../statistics/intervals.ts";
import type { ObjectiveContent } from "./objective.ts";

/** What is known of the services of an objective. */
export interface KnownHistory {
  /** By service. */
  readonly incidents: ReadonlyMap<string, readonly DowntimeIncident[]>;
  /** By service, since when anything is known of it (ms). A service that is not in it was never observed. */
  readonly observedFrom: ReadonlyMap<string, number>;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** A burn-rate rule and how it stands. */
export interface BurnStanding extends BurnRule {
  /** Times the allowed pace over the long and the short window; null where nothing of it was observed. */
  readonly long: number | null;
  readonly short: number | null;
  readonly fires: boolean;
}

/** Where an objective stands at a moment. Times in milliseconds since the epoch, lengths in milliseconds. */
export interface Standing extends Interval {
  readonly observedMs: number;
  readonly maintenanceMs: number;
  /** Of the part of the period that has passed: neither up nor down, for nobody looked. */
  readonly unobservedMs: number;
  readonly badMs: number;
  readonly availability: number | null;
  /** Of the whole period, maintenance apart. */
  readonly budgetMs: number;
  readonly leftMs: number;
  readonly burn: readonly BurnStanding[];
  readonly points: readonly BurnPoint[];
  /** When the budget was gone; null: it is not. */
  readonly goneAt: number | null;
  /**
   * When it will be, at the pace of the last 28 days; null: not in this period. Rolling windows go on and on: a year ahead is looked at.
   */
  readonly forecastGoneAt: number | null;
  /** What each incident cost alone, the dearest first. */
  readonly records: readonly { readonly id: string; readonly badMs: number }[];
  /** Incidents that would count but never say when they ended: the figures are too good by them. */
  readonly withoutEnd: readonly string[];
}

const DAY = 86_400_000;
const LATELY = 28 * DAY;
const FAR_AHEAD = 365 * DAY;

/** Where the objective stands, in the period that goes on or in another one. */
export function standingOf(objective: ObjectiveContent, known: KnownHistory, period = periodAt(known.now, objective.window)): Standing {
  const found = impactsOf(objective, known);
  const over = (window: Interval): Measured =>
    measure(found.impacts, { window, without: [...found.maintenance, ...unobserved(objective, known)], overlap: objective.overlap });
  const measured = over(period);
  const maintenanceMs = overlapLength(found.maintenance, period);
  const budget = budgetMs(period.to - period.from - maintenanceMs, objective.target);
  const points = burnDown(measured.stretches, budget, { from: period.from, to: Math.min(known.now, period.to) });
  const leftMs = budget - measured.badMs;
  const past = { from: period.from, to: Math.min(period.to, known.now) };
  const ends = objective.window.kind === "rolling" ? known.now + FAR_AHEAD : period.to;
  return {
    ...period,
    observedMs: measured.observedMs,
    badMs: measured.badMs,
    availability: measured.availability,
    budgetMs: budget,
    leftMs,
    points,
    maintenanceMs,
    unobservedMs: past.to - past.from - measured.observedMs - overlapLength(found.maintenance, past),
    burn: burnRules(period.to - period.from).map((rule) => burnStanding(rule, { over, target: objective.target, now: known.now })),
    goneAt: goneAt(points),
    forecastGoneAt:
      leftMs <= 0 ? null : forecastGone(known.now, ends, { leftMs, lately: over({ from: known.now - LATELY, to: known.now }) }),
    records: [...measured.byRecord].map(([id, badMs]) => ({ id, badMs })).toSorted((a, b) => b.badMs - a.badMs),
    withoutEnd: found.withoutEnd,
  };
}

interface Looked {
  readonly over: (window: Interval) => Measured;
  readonly target: number;
  readonly now: number;
}

function burnStanding(rule: BurnRule, { over, target, now }: Looked): BurnStanding {
  const [long, short] = [rule.longMs, rule.shortMs].map((length) => burnRate(over({ from: now - length, to: now }), target));
  const burns = (rate: number | null | undefined): boolean => rate !== null && rate !== undefined && rate >= rule.factor;
  return { ...rule, long: long ?? null, short: short ?? null, fires: burns(long) && burns(short) };
}

/** What nobody observed: before the last of its services was known, and the time to come. */
function unobserved({ parts }: ObjectiveContent, { observedFrom, now }: KnownHistory): readonly Interval[] {
  const from = Math.max(...parts.map(({ serviceId }) => observedFrom.get(serviceId) ?? Infinity));
  return [{ from: -Infinity, to: from }, { from: now, to: Infinity }];
}

interface Found {
  readonly impacts: readonly Impact[];
  readonly maintenance: readonly Interval[];
  readonly withoutEnd: readonly string[];
}

/** What hit the parts of an objective, and how much of it. */
function impactsOf({ parts, weights, maintenance: policy }: ObjectiveContent, { incidents }: KnownHistory): Found {
  const impacts: Impact[] = [];
  const maintenance: Interval[] = [];
  const withoutEnd = new Set<string>();
  const weigh = new Map<string, number>(Object.entries(weights));
  for (const { serviceId, component, share } of parts) {
    for (const incident of incidents.get(serviceId) ?? []) {
      for (const { from, to, level, counted } of timesOf(incident, component)) {
        if (level === "maintenance") {
          if (policy === "excluded" && to !== null) maintenance.push({ from, to });
          continue;
        }
        const weight = counted ?? weigh.get(level) ?? 0;
        if (weight === 0) continue;
        if (to === null) withoutEnd.add(incident.id);
        else impacts.push({ id: incident.id, from, to, share: (share * weight) / WHOLE });
      }
    }
  }
  return { impacts, maintenance, withoutEnd: [...withoutEnd] };
}

interface ImpactTime {
  readonly from: number;
  readonly to: number | null;
  readonly level: string;
  /** Share of customers that somebody counted, parts per 100,000; null: nobody did. */
  readonly counted: number | null;
}

/** The times of an incident that hit a component, or any where none is named. */
function timesOf(incident: DowntimeIncident, component: string | null): readonly ImpactTime[] {
  const { intervals = [{ from: incident.startedAt, to: incident.resolvedAt }] } = incident;
  return intervals.flatMap(({ from, to, components, impact, share }) => {
    if (component !== null && !(components ?? incident.components ?? []).includes(component)) return [];
    const until = to ?? incident.openUntil;
    return [
      {
        from: instantOf(from), to: until === undefined ? null : instantOf(until), level: impact ?? incident.impact, counted: share ?? null,
      },
    ];
  });
}

const overlapLength = (times: readonly Interval[], window: Interval): number =>
  window.from < window.to ? window.to - window.from - measure([], { window, without: times, overlap: "max" }).observedMs : 0;
