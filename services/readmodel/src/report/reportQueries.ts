import { countsInFigures, lastingIntervals, type DowntimeIncident, type ReleasedCommit, type ReleasedVersion, type ReportedDeploy, type ReportedIncident } from "@ballast/domain";
import type { DeployQueries } from "../deploy/deployQueries.ts";
import type { DeployRow } from "../deploy/deployRow.ts";
import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import type { IncidentQueries } from "../incident/incidentQueries.ts";
import { isOpen, milestoneAt, type IncidentRow } from "../incident/incidentRow.ts";
import { toCommit, type CommitRow } from "../release/commitTable.ts";
import { releaseOrder, type ReleaseRow } from "../release/releaseProjection.ts";
import type { ReleaseQueries } from "../release/releaseQueries.ts";
import type { ServiceQueries } from "../service/serviceQueries.ts";

/** An incident with all that the incident and the availability report ask for. */
export type IncidentInput = ReportedIncident & DowntimeIncident;

/** What the inputs are made from. */
export interface ReportSources {
  readonly incidents: IncidentQueries;
  readonly releases: ReleaseQueries;
  readonly deploys: DeployQueries;
  readonly services: ServiceQueries;
}

/** Inputs of the domain's reports. */
export type ReportQueries = ReturnType<typeof reportQueries>;

/** Builds the queries. */
export function reportQueries(db: () => Database, { incidents, releases, deploys, services }: ReportSources) {
  const commitsByRelease = (serviceId: string): ReadonlyMap<string, readonly CommitRow[]> => {
    const rows = db().all("SELECT c.* FROM current_release r JOIN commits c ON c.releaseId = r.id WHERE r.serviceId = ? ORDER BY c.releaseId, c.chunk, c.place", serviceId);
    return Map.groupBy(rows.map(toCommit), ({ releaseId }) => releaseId);
  };
  return {
    /** For `incidentReport` and `availabilityReport`. Drills, declined, merged and cancelled ones are left out; private ones count. */
    incidents: (serviceId: string, { asOf, now = new Date().toISOString() }: { readonly asOf?: AsOf | undefined; readonly now?: string | undefined } = {}): readonly IncidentInput[] =>
      incidents.all({ serviceId, viewer: "all" }, asOf).filter(countsInFigures).flatMap((incident) => incidentInput(incident, now)),
    /** The same of every service at once, each incident with the services it concerns. */
    incidentsOfAll: ({ asOf, now }: { readonly asOf?: AsOf | undefined; readonly now: string }): readonly { readonly serviceIds: readonly string[]; readonly input: IncidentInput }[] =>
      incidents.all({ viewer: "all" }, asOf).filter(countsInFigures).flatMap((incident) => incidentInput(incident, now).map((input) => ({ serviceIds: incident.serviceIds, input }))),
    /** For `deliveryReport`: all releases of the service in order, with the commits each lists. */
    releases(serviceId: string, asOf?: AsOf): readonly ReleasedVersion[] {
      const commits = commitsByRelease(serviceId);
      return releases.ofService(serviceId, asOf).map(({ id, version, releasedAt }) => ({ version, releasedAt, commits: (commits.get(id) ?? []).map(toReleased) }));
    },
    /** For `deployReport`: deploys to production environments that reached customers. */
    deploys(serviceId: string, asOf?: AsOf): readonly ReportedDeploy[] {
      const production = new Set(services.get(serviceId, asOf)?.environments.flatMap(({ name, kind }) => (kind === "production" ? [name] : [])));
      const rows = deploys.all({ serviceId }, asOf).filter(({ environment }) => production.has(environment)).toReversed();
      const order = releases.ofService(serviceId, asOf);
      return deployInputs({ rows, order, commits: commitsByRelease(serviceId), shipping: (sha) => releases.shipping(serviceId, sha, asOf), incidentsOf: (deployId) => incidents.ofRecord(deployId, asOf) });
    },
  };
}

function incidentInput(incident: IncidentRow, now: string): readonly IncidentInput[] {
  const startedAt = incident.startedAt ?? (incident.imported ? null : incident.declaredAt);
  if (startedAt === null) return [];
  const { pauses, resolvedAt, components } = incident;
  const hurt = incident.intervals.map(({ startedAt: from, endedAt: to, component }) => ({ from, to, components: [component] }));
  const intervals = hurt.length > 0 || pauses.length === 0 ? hurt : lastingIntervals({ from: startedAt, to: resolvedAt ?? now }, pauses).map((part) => ({ ...part, components: [...components] }));
  return [{
    id: incident.id, impact: incident.publicImpact, startedAt, resolvedAt, components, pauses,
    ...(intervals.length > 0 && { intervals }), ...(isOpen(incident) && { openUntil: now }),
  }];
}

const toReleased = ({ sha, authorAt, merge, reverts, alsoReverts = [], subject }: CommitRow): ReleasedCommit => ({ sha, authorAt, merge, reverts, alsoReverts, subject });

interface DeploySources {
  /** Oldest first. */
  readonly rows: readonly DeployRow[];
  readonly order: readonly ReleaseRow[];
  readonly commits: ReadonlyMap<string, readonly CommitRow[]>;
  readonly shipping: (sha: string) => ReleaseRow | undefined;
  readonly incidentsOf: (deployId: string) => readonly IncidentRow[];
}

function deployInputs({ rows, order, commits, shipping, incidentsOf }: DeploySources): readonly ReportedDeploy[] {
  const exposed = rows.filter(({ exposedAt }) => exposedAt !== null);
  const known = new Map(order.map((release) => [release.id, release.commitCount === 0 && release.sha !== null ? (shipping(release.sha) ?? release) : release]));
  // An observed deploy may have come before anything was known by its version.
  const byVersion = new Map(order.map(({ version, id }) => [version, id]));
  const releaseOf = ({ releaseId, version }: Pick<DeployRow, "releaseId" | "version">): ReleaseRow | undefined => known.get(releaseId ?? byVersion.get(version) ?? "");
  return exposed.map((row) => ({
    id: row.id,
    kind: row.kind === "rollback" ? "rollback" : "deploy",
    lane: row.laneId,
    version: row.version,
    exposedAt: row.exposedAt ?? row.requestedAt,
    liveAt: row.liveAt,
    rolledBackAt: row.rolledBackAt ?? undoneAt(row, rows),
    incidents: incidentsOf(row.id).filter(countsInFigures).flatMap((incident) =>
      incident.links.flatMap(({ recordId, type }) => (recordId === row.id ? [{ id: incident.id, relation: type, mitigatedAt: milestoneAt(incident, "mitigated"), resolvedAt: incident.resolvedAt }] : []))),
    ...broughtIn(broughtBy(releaseOf(row), order, releaseBefore(row, exposed, releaseOf)), commits),
  }));
}

/** When a later rollback of the lane took this release away: only the release's last deploy before it was undone. */
function undoneAt(row: DeployRow, all: readonly DeployRow[]): string | null {
  const later = all.filter(({ laneId, requestedAt }) => laneId === row.laneId && requestedAt > row.requestedAt);
  const next = later.find(({ kind, releaseId, fromReleaseId }) => releaseId === row.releaseId || (kind === "rollback" && fromReleaseId === row.releaseId));
  return next?.kind === "rollback" && next.releaseId !== row.releaseId ? (next.liveAt ?? next.endedAt) : null;
}

type ReleaseOf = (deploy: Pick<DeployRow, "releaseId" | "version">) => ReleaseRow | undefined;

/** What served everyone in the lane before this deploy. */
function releaseBefore(row: DeployRow, all: readonly DeployRow[], releaseOf: ReleaseOf): ReleaseRow | undefined {
  if (row.fromReleaseId !== null) return releaseOf({ releaseId: row.fromReleaseId, version: "" });
  const before = all.findLast(({ laneId, liveAt, rolledBackAt, requestedAt }) => laneId === row.laneId && liveAt !== null && rolledBackAt === null && requestedAt < row.requestedAt);
  return before === undefined ? undefined : releaseOf(before);
}

/** The commits of these releases, or why there are none. */
function broughtIn(releases: readonly ReleaseRow[], commits: ReadonlyMap<string, readonly CommitRow[]>): Pick<ReportedDeploy, "commits" | "lacking"> {
  const found = releases.flatMap(({ id }) => (commits.get(id) ?? []).map(toReleased));
  if (found.length > 0) return { commits: found };
  return { commits: [], lacking: releases.length === 0 ? "release" : "commits" };
}

/**
 * Its release and those that it skipped, back to what was live before. (What another system told of without commits
 * stands for the release that is known to ship its commit, whichever came first.)
 */
function broughtBy(release: ReleaseRow | undefined, order: readonly ReleaseRow[], before: ReleaseRow | undefined): readonly ReleaseRow[] {
  if (release === undefined) return [];
  const place = (row: ReleaseRow): string => releaseOrder(row.releasedAt, row.order);
  if (before === undefined) return [release];
  const between = order.filter((candidate) => place(candidate) > place(before) && place(candidate) <= place(release));
  // Deployed again, or something older: it brings its own.
  return between.length === 0 ? [release] : between;
}
