import { relatedChanges } from "@ballast/domain";
import type { DeployQueries } from "../deploys/deployQueries.ts";
import type { DeployRow } from "../deploys/deployRow.ts";
import type { AsOf } from "../engine/asOf.ts";
import type { Stored } from "../engine/projection.ts";
import type { IncidentRow } from "./incidentRow.ts";

/** A deploy that may have to do with an incident, and why. */
export interface RelatedDeploy {
  readonly deploy: Stored<DeployRow>;
  /** 0 to 1. */
  readonly score: number;
  readonly reasons: readonly string[];
  /** From its first customer, or its request, to the start of the impact. */
  readonly beforeStartMs: number;
}

const DAY_MS = 24 * 60 * 60_000;
const MOST = 20;

/** Deploys and rollbacks of the day before the impact began, the most suspect first. */
export function relatedDeploys(deploys: DeployQueries, incident: IncidentRow, asOf?: AsOf): readonly RelatedDeploy[] {
  const impactStartAt = incident.startedAt ?? incident.declaredAt;
  const start = Date.parse(impactStartAt);
  const near = deploys.all({ from: new Date(start - 2 * DAY_MS).toISOString(), to: new Date(start + DAY_MS).toISOString() }, asOf);
  const byId = new Map(near.map((deploy) => [deploy.id, deploy]));
  const changes = near.map((deploy) => ({
    id: deploy.id, kind: deploy.kind, serviceIds: [deploy.serviceId], at: deploy.exposedAt ?? deploy.requestedAt,
    exposures: deploy.kind === "observed" ? undefined : deploys.shifts(deploy.id, asOf).map(({ at, percent }) => ({ at, percent })),
  }));
  return relatedChanges(changes, { impactStartAt, serviceIds: incident.serviceIds }).flatMap(({ id, score, reasons }) => {
    const deploy = byId.get(id);
    return deploy === undefined ? [] : [{ deploy, score, reasons, beforeStartMs: start - Date.parse(deploy.exposedAt ?? deploy.requestedAt) }];
  }).slice(0, MOST);
}
