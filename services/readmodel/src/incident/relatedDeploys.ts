import { relatedChanges, type Change } from "@ballast/domain";
import type { LinkType } from "@ballast/schema";
import type { AsOf } from "../engine/asOf.ts";
import type { Stored } from "../engine/projection.ts";
import type { Queries, RowOf } from "../engine/registry.ts";
import type { IncidentRow } from "./incidentRow.ts";

type DeployRow = RowOf<"deploy">;

/** A deploy that may have to do with an incident, and why. */
export interface RelatedDeploy {
  readonly deploy: Stored<DeployRow>;
  /** 0 to 1. */
  readonly score: number;
  /** What was said of it: a cause, suspected, ruled out; null where nothing was. */
  readonly link: LinkType | null;
  readonly reasons: readonly string[];
  /** From its first customer, or its request, to the start of the impact. */
  readonly beforeStartMs: number;
}

const DAY_MS = 24 * 60 * 60_000;
const MOST = 20;

/** Deploys and rollbacks of the day before the impact began, and those linked to it as its cause, the most suspect first. */
export function relatedDeploys(deploys: Queries["deploys"], incident: IncidentRow, asOf?: AsOf): readonly RelatedDeploy[] {
  const impactStartAt = incident.startedAt ?? incident.declaredAt;
  const start = Date.parse(impactStartAt);
  const near = deploys.all({ from: new Date(start - 2 * DAY_MS).toISOString(), to: new Date(start + DAY_MS).toISOString() }, asOf);
  const linked = linksOf(incident);
  const older = [...linked.keys()].flatMap((id) => (near.some((deploy) => deploy.id === id) ? [] : (deploys.get(id, asOf) ?? [])));
  const byId = new Map([...near, ...older].map((deploy) => [deploy.id, deploy]));
  const changes = [...byId.values()].map((deploy): Change => ({
    id: deploy.id, kind: deploy.kind, serviceIds: [deploy.serviceId], at: beganAt(deploy),
    exposures: deploy.kind === "observed" ? undefined : deploys.shifts(deploy.id, asOf).map(({ at, percent }) => ({ at, percent })),
    replacedAt: replacedAt(deploy, near), links: linked.get(deploy.id),
  }));
  return relatedChanges(changes, { impactStartAt, serviceIds: incident.serviceIds }).flatMap(({ id, ...why }) => {
    const deploy = byId.get(id);
    return deploy === undefined ? [] : [{ deploy, ...why, beforeStartMs: start - Date.parse(beganAt(deploy)) }];
  }).slice(0, MOST);
}

const beganAt = ({ exposedAt, requestedAt }: DeployRow): string => exposedAt ?? requestedAt;

/** What was said of each deploy that is linked to the incident. */
function linksOf({ links }: IncidentRow): ReadonlyMap<string, readonly LinkType[]> {
  const byDeploy = Map.groupBy(links.filter(({ kind }) => kind === "deploy"), ({ recordId }) => recordId);
  return new Map([...byDeploy].map(([id, all]) => [id, all.map(({ type }) => type)]));
}

/** When the next deploy of the same lane served everyone. */
function replacedAt(deploy: DeployRow, others: readonly DeployRow[]): string | undefined {
  const since = Date.parse(deploy.liveAt ?? beganAt(deploy));
  return others
    .flatMap(({ id, laneId, liveAt }) =>
      id !== deploy.id && laneId === deploy.laneId && liveAt !== null && Date.parse(liveAt) > since ? [liveAt] : [],
    )
    .toSorted((a, b) => Date.parse(a) - Date.parse(b))[0];
}
