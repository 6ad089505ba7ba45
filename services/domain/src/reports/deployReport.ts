import type { LinkType } from "@ballast/schema";
import { MS_PER_HOUR, instantOf, isoWeekOf, isoWeeksBetween } from "../statistics/calendar.ts";
import type { Interval } from "../statistics/intervals.ts";
import { summary, type Summary } from "../statistics/summary.ts";
import type { ReleasedCommit } from "./commitOwnership.ts";
import type { LeadTimes } from "./deliveryReport.ts";
import { groupedBy, isWithin, windowOf, type ReportWindow } from "./window.ts";

/** An incident that names a deploy, and when its impact was over. */
export type DeployIncident = {
  readonly id: string;
  /** Only `caused` and `suspected` make a deploy a failed one. */
  readonly relation: LinkType;
  /** A drill, a declined, cancelled or merged incident counts nowhere: leave it out. */
  readonly mitigatedAt?: string | null | undefined;
  readonly resolvedAt?: string | null | undefined;
};

/** How a deploy to a production environment that reached customers went. */
export type ExposedDeploy = {
  readonly id: string;
  /** A rollback is the answer to a failed deploy, not a deploy: it counts nowhere by itself. */
  readonly kind: "deploy" | "rollback";
  /** Deploys of one lane (service and environment) share it. */
  readonly lane: string;
  readonly version: string;
  /** When the first customer was served by it; one that never got so far is not given. */
  readonly exposedAt: string;
  /** When it served everyone; null when it never did. */
  readonly liveAt?: string | null | undefined;
  /** When traffic was back on the release before it; null when it was not rolled back. */
  readonly rolledBackAt?: string | null | undefined;
  readonly incidents?: readonly DeployIncident[] | undefined;
};

/** A deploy to a production environment that reached customers, with what it brought. */
export type ReportedDeploy = ExposedDeploy & {
  /** The commits of its release and of those it skipped. What an earlier live deploy brought counts once. */
  readonly commits: readonly ReleasedCommit[];
  /** Why no commits are known of it: no release is, or its release lists none. */
  readonly lacking?: "release" | "commits" | undefined;
};

/** DORA's figures over production deploys. Nothing is rounded. */
export type DeployReport = {
  readonly basis: "deploys";
  readonly deploys: number;
  /** By the week of the first exposure; all weeks of the window, zeros included. */
  readonly perIsoWeek: Readonly<Record<string, number>>;
  /** From author to live for everyone, each commit once; a lane's first live deploy is left out. */
  readonly leadTimeHours: LeadTimes;
  /** Rolled back, or named by an incident as its cause or suspected so. */
  readonly failed: number;
  readonly changeFailRatePercent: number | null;
  /** Of the failed deploys that are recovered from: first exposure to recovery. */
  readonly recoveryTimeHours: Summary;
  /** Deploys that answered a failure in production instead of bringing what was planned. */
  readonly rework: number;
  /** Their share: DORA's deployment rework rate. */
  readonly reworkRatePercent: number | null;
  /** Deploys of which no commits are known: no lead time counts them. */
  readonly withoutCommits: number;
  readonly records: {
    readonly rework: readonly ReworkDeploy[];
    readonly perIsoWeek: Readonly<Record<string, readonly string[]>>;
    readonly leadTimeHours: readonly DeployLeadTime[];
    readonly failed: readonly FailedDeploy[];
    readonly withoutCommits: readonly { readonly deploy: string; readonly lacking: "release" | "commits" }[];
  };
};

/** One commit's way to everyone. */
export type DeployLeadTime = { readonly sha: string; readonly deploy: string; readonly hours: number };

/** A failed deploy; `hours` is null while it is not recovered from. */
export type FailedDeploy = {
  readonly deploy: string;
  readonly rolledBack: boolean;
  readonly incidents: readonly string[];
  readonly hours: number | null;
};

/** A deploy that was made because of what went wrong: of an incident that it mitigated, or of the failed deploy before it. */
export type ReworkDeploy = { readonly deploy: string; readonly because: "mitigated" | "fixedForward"; readonly of: string };

/**
 * The DORA figures over the deploys first exposed in `[from, to)`; lead times over those live in it. Give it all
 * deploys of the lanes, those before the window too: they tell which commits were new.
 * @throws RangeError when the window is empty
 */
export function deployReport(all: readonly ReportedDeploy[], limits: ReportWindow): DeployReport {
  const window = windowOf(limits);
  const deploys = all.filter(({ kind }) => kind === "deploy");
  const exposed = deploys
    .filter(({ exposedAt }) => isWithin(instantOf(exposedAt), window))
    .toSorted((a, b) => instantOf(a.exposedAt) - instantOf(b.exposedAt));
  const weeks = deploysPerWeek(exposed, window);
  const times = leadTimes(deploys, window);
  const failed = exposed.filter(isFailedDeploy).map(failedDeploy);
  const rework = exposed.flatMap((deploy) => reworkOf(deploy, deploys));
  const withoutCommits = exposed.flatMap(({ id, lacking }) => (lacking === undefined ? [] : [{ deploy: id, lacking }]));
  return {
    basis: "deploys",
    deploys: exposed.length,
    perIsoWeek: Object.fromEntries(Object.entries(weeks).map(([week, own]) => [week, own.length])),
    leadTimeHours: {
      ...summary(times.map(({ hours }) => Math.max(0, hours))),
      clamped: times.filter(({ hours }) => hours < 0).length,
    },
    failed: failed.length,
    changeFailRatePercent: exposed.length === 0 ? null : (100 * failed.length) / exposed.length,
    recoveryTimeHours: summary(failed.flatMap(({ hours }) => (hours === null ? [] : [hours]))),
    rework: rework.length,
    reworkRatePercent: exposed.length === 0 ? null : (100 * rework.length) / exposed.length,
    withoutCommits: withoutCommits.length,
    records: {
      rework,
      perIsoWeek: weeks,
      leadTimeHours: times.map((time) => ({ ...time, hours: Math.max(0, time.hours) })),
      failed,
      withoutCommits,
    },
  };
}

function deploysPerWeek(deploys: readonly ReportedDeploy[], window: Interval): Readonly<Record<string, readonly string[]>> {
  const groups = groupedBy(deploys, ({ exposedAt }) => isoWeekOf(instantOf(exposedAt)));
  const labels = isoWeeksBetween(window.from, window.to);
  return Object.fromEntries(labels.map((week) => [week, (groups.get(week) ?? []).map(({ id }) => id)]));
}

function leadTimes(deploys: readonly ReportedDeploy[], window: Interval): readonly DeployLeadTime[] {
  const live = deploys
    .flatMap((deploy) => (deploy.liveAt ? [{ deploy, instant: instantOf(deploy.liveAt) }] : []))
    .toSorted((a, b) => a.instant - b.instant);
  return [...groupedBy(live, ({ deploy }) => deploy.lane).values()].flatMap((lane) => {
    const brought = new Set<string>();
    return lane.flatMap(({ deploy, instant }, index) => {
      const fresh = deploy.commits.filter(({ sha }) => !brought.has(sha) && brought.add(sha));
      if (index === 0 || !isWithin(instant, window)) return [];
      return fresh
        .filter(({ merge }) => merge !== true)
        .map(({ sha, authorAt }) => ({ sha, deploy: deploy.id, hours: (instant - instantOf(authorAt)) / MS_PER_HOUR }));
    });
  });
}

function blamingIncidents(deploy: ExposedDeploy): readonly DeployIncident[] {
  return (deploy.incidents ?? []).filter(({ relation }) => relation === "caused" || relation === "suspected");
}

/** Whether a deploy counts as failed: it was rolled back, or an incident names it as its cause or suspects it. */
export function isFailedDeploy(deploy: ExposedDeploy): boolean {
  return Boolean(deploy.rolledBackAt) || blamingIncidents(deploy).length > 0;
}

/**
 * A deploy is rework where an incident names it as what mitigated it, or where customers met it while a failed deploy of its lane was not
 * recovered from yet. What is deployed after a rollback may be the mended release or another one: nobody can tell, and it does not count.
 */
function reworkOf(deploy: ReportedDeploy, all: readonly ReportedDeploy[]): readonly ReworkDeploy[] {
  const mitigated = (deploy.incidents ?? []).find(({ relation }) => relation === "mitigated");
  if (mitigated !== undefined) return [{ deploy: deploy.id, because: "mitigated", of: mitigated.id }];
  const at = instantOf(deploy.exposedAt);
  const failing = all.find((other) => {
    const began = instantOf(other.exposedAt);
    if (other.lane !== deploy.lane || other.id === deploy.id || began >= at || !isFailedDeploy(other)) return false;
    const { hours } = failedDeploy(other);
    return hours === null || began + hours * MS_PER_HOUR > at;
  });
  return failing === undefined ? [] : [{ deploy: deploy.id, because: "fixedForward", of: failing.id }];
}

/**
 * A finished rollback alone is no recovery while an incident goes on: with incidents the last of them to be
 * mitigated (or resolved) ends it, without any the rollback does.
 */
function failedDeploy(deploy: ReportedDeploy): FailedDeploy {
  const incidents = blamingIncidents(deploy);
  const ends = incidents.length === 0 ? [deploy.rolledBackAt] : incidents.map((it) => it.mitigatedAt ?? it.resolvedAt);
  const known = ends.flatMap((end) => (end ? [instantOf(end)] : []));
  const recovered = known.length === ends.length ? Math.max(...known) - instantOf(deploy.exposedAt) : null;
  return {
    deploy: deploy.id,
    rolledBack: Boolean(deploy.rolledBackAt),
    incidents: incidents.map(({ id }) => id),
    hours: recovered === null ? null : recovered / MS_PER_HOUR,
  };
}
