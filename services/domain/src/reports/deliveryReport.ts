import { MS_PER_HOUR, instantOf, isoWeekOf, isoWeeksBetween } from "../statistics/calendar.ts";
import type { Interval } from "../statistics/intervals.ts";
import { summary, type Summary } from "../statistics/summary.ts";
import { ownedCommits, type OwningRelease, type ReleasedVersion } from "./commitOwnership.ts";
import { failedReleases, takenBackReleases, type FailedRelease } from "./revertedReleases.ts";
import { groupedBy, isWithin, windowOf, type ReportWindow } from "./window.ts";

/** How fast and how well releases were made (definitions D5 and D6). Nothing is rounded. */
export type DeliveryReport = {
  readonly basis: "releases";
  readonly releases: number;
  /** ISO weeks of which the window contains at least a moment. */
  readonly weeks: number;
  /** All those weeks, zeros included. */
  readonly perIsoWeek: Readonly<Record<string, number>>;
  readonly perWeekMean: number;
  readonly leadTimeHours: LeadTimes;
  readonly failed: number;
  readonly failedVersions: readonly string[];
  /** Failed releases among all: how often something was taken back. Not DORA's change failure rate. */
  readonly revertRatePercent: number | null;
  readonly timeToRestoreHours: Summary;
  /** Releases of which something is taken back in any words: those of D6 and more. A floor: nobody has to write it down. */
  readonly takenBack: number;
  readonly takenBackPercent: number | null;
  /** What is behind the figures. */
  readonly records: {
    readonly perIsoWeek: Readonly<Record<string, readonly string[]>>;
    readonly leadTimeHours: readonly LeadTime[];
    readonly failed: readonly FailedRelease[];
    readonly takenBack: readonly FailedRelease[];
  };
};

/** Hours from author to release; `clamped` of them were negative and count as 0. */
export type LeadTimes = Summary & { readonly clamped: number };

/** One commit's way into the first release that contains it. */
export type LeadTime = { readonly sha: string; readonly version: string; readonly hours: number };

/**
 * The report over the releases of `[from, to)`. Give it all releases of the service, those outside the window
 * too: which commit belongs to which, and what reverts what, depends on them.
 * @throws RangeError when the window is empty
 */
export function deliveryReport(releases: readonly ReleasedVersion[], limits: ReportWindow): DeliveryReport {
  const window = windowOf(limits);
  const inOrder = ownedCommits(releases);
  const inWindow = inOrder.filter(({ instant }) => isWithin(instant, window));
  const weeks = versionsPerWeek(inWindow, window);
  const weekCount = Object.keys(weeks).length;
  const { times, clamped } = leadTimes(inWindow.filter((release) => release !== inOrder[0]));
  const versions = new Set(inWindow.map(({ version }) => version));
  const failed = failedReleases(inOrder).filter(({ version }) => versions.has(version));
  const takenBack = takenBackReleases(inOrder).filter(({ version }) => versions.has(version));
  return {
    basis: "releases",
    releases: inWindow.length,
    weeks: weekCount,
    perIsoWeek: Object.fromEntries(Object.entries(weeks).map(([week, own]) => [week, own.length])),
    perWeekMean: inWindow.length / weekCount,
    leadTimeHours: { ...summary(times.map(({ hours }) => hours)), clamped },
    failed: failed.length,
    failedVersions: failed.map(({ version }) => version),
    revertRatePercent: percentOf(failed, inWindow),
    timeToRestoreHours: summary(failed.map(({ hours }) => hours)),
    takenBack: takenBack.length,
    takenBackPercent: percentOf(takenBack, inWindow),
    records: { perIsoWeek: weeks, leadTimeHours: times, failed, takenBack },
  };
}

const percentOf = (some: readonly unknown[], all: readonly unknown[]): number | null =>
  all.length === 0 ? null : (100 * some.length) / all.length;

function versionsPerWeek(releases: readonly OwningRelease[], window: Interval): Readonly<Record<string, readonly string[]>> {
  const groups = groupedBy(releases, ({ instant }) => isoWeekOf(instant));
  const labels = isoWeeksBetween(window.from, window.to);
  return Object.fromEntries(labels.map((week) => [week, (groups.get(week) ?? []).map(({ version }) => version)]));
}

function leadTimes(releases: readonly OwningRelease[]): { readonly times: readonly LeadTime[]; readonly clamped: number } {
  const signed = releases.flatMap(({ version, instant, commits }) =>
    commits
      .filter(({ merge }) => merge !== true)
      .map(({ sha, authorAt }) => ({ sha, version, hours: (instant - instantOf(authorAt)) / MS_PER_HOUR })),
  );
  return {
    times: signed.map((time) => (time.hours < 0 ? { ...time, hours: 0 } : time)),
    clamped: signed.filter(({ hours }) => hours < 0).length,
  };
}
