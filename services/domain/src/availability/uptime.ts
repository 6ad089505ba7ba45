import { clip, type Interval } from "../statistics/intervals.ts";

/** One look at a site from outside. */
export interface SiteCheck {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly up: boolean;
}

/** What checks say of a site (definition D8). */
export interface SiteUptime {
  readonly checks: number;
  readonly downChecks: number;
  /** Of the whole history, not of the window alone. */
  readonly episodes: number;
  /** Within the window. */
  readonly downtimeMinutes: number;
  /** Of the whole history. */
  readonly longestMinutes: number;
  /** 100 · (1 − downtime ÷ window); what nobody looked at counts as up here, as the definition has it. */
  readonly availabilityPercent: number;
}

/** The same, but what nobody looked at is neither up nor down. */
export interface ObservedUptime {
  /** Of the window: before the first check, after the last, and in gaps longer than three times the site's usual interval. */
  readonly unobservedMinutes: number;
  /** Null where nobody looked at all. */
  readonly availabilityPercent: number | null;
}

const MS_PER_MINUTE = 60_000;
/** A gap of so many times the median interval is one in which nobody looked. */
const GAP = 3;

/** When a site was down: from the first check that found it so to the next that did not; one still open ends at its last check. */
export function episodesOf(checks: readonly SiteCheck[]): readonly Interval[] {
  const episodes: Interval[] = [];
  let began: number | null = null;
  for (const { at, up } of inOrder(checks)) {
    if (!up) began ??= at;
    else if (began !== null) {
      episodes.push({ from: began, to: at });
      began = null;
    }
  }
  const last = inOrder(checks).at(-1);
  return began === null || last === undefined ? episodes : [...episodes, { from: began, to: last.at }];
}

/** What checks say of a site in a window. */
export function siteUptime(checks: readonly SiteCheck[], window: Interval): SiteUptime {
  const episodes = episodesOf(checks);
  const down = lengthIn(episodes, window);
  return {
    checks: checks.length, downChecks: checks.filter(({ up }) => !up).length, episodes: episodes.length,
    downtimeMinutes: down / MS_PER_MINUTE,
    longestMinutes: Math.max(0, ...episodes.map(({ from, to }) => to - from)) / MS_PER_MINUTE,
    availabilityPercent: 100 * (1 - down / (window.to - window.from)),
  };
}

/** The same of what was looked at: an episode counts as far as somebody looked. */
export function observedUptime(checks: readonly SiteCheck[], window: Interval): ObservedUptime {
  const looked = lookedAt(checks).flatMap((part) => clip(part, window) ?? []);
  const observed = lengthIn(looked, window);
  const down = episodesOf(checks).reduce((sum, episode) => sum + lengthIn(looked, episode), 0);
  return {
    unobservedMinutes: (window.to - window.from - observed) / MS_PER_MINUTE,
    availabilityPercent: observed === 0 ? null : 100 * (1 - down / observed),
  };
}

/** Stretches between checks that follow each other soon enough. */
function lookedAt(checks: readonly SiteCheck[]): readonly Interval[] {
  const times = inOrder(checks).map(({ at }) => at);
  const gaps = times.slice(1).map((at, place) => at - (times[place] ?? at));
  const usual = median(gaps);
  return gaps.flatMap((gap, place) => {
    const from = times[place];
    return from === undefined || gap > GAP * usual ? [] : [{ from, to: from + gap }];
  });
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}

const inOrder = (checks: readonly SiteCheck[]): readonly SiteCheck[] => checks.toSorted((a, b) => a.at - b.at);

const lengthIn = (intervals: readonly Interval[], window: Interval): number =>
  intervals.reduce((sum, interval) => {
    const inside = clip(interval, window);
    return inside === undefined ? sum : sum + inside.to - inside.from;
  }, 0);
