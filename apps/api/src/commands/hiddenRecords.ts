import { pageDecider, Rejection } from "@ballast/domain";
import type { Log } from "@ballast/eventlog";
import { streamName, type Category } from "@ballast/schema";
import { refuseOtherServices, type Principal } from "../auth/principal.ts";
import type { ApiContext } from "../graphql/context.ts";
import type { NodeKind } from "../graphql/globalId.ts";
import { foldRecord } from "./foldRecord.ts";
import { incidentById, servicesOfDeploy, servicesOfIncident } from "./named.ts";

/** A record that a command's input names. */
export interface NamedRecord {
  readonly kind: NodeKind;
  readonly id: string;
  /** Where the input names it. */
  readonly path: readonly string[];
}

/** Roles that see every incident, also private ones; the read side has the same rule. */
const seeAll = ["responder", "commander", "admin"] as const;

/**
 * Refuses a command that names a record which its caller must not know of, in the words in which one that is not there
 * is refused; and a token that is limited to some services what belongs to others.
 * @throws Rejection NOT_FOUND, NOT_ALLOWED
 */
export async function refuseHiddenRecords(context: ApiContext, principal: Principal, named: readonly NamedRecord[]): Promise<void> {
  for (const { kind, id, path } of named) {
    const services = principal.serviceIds === null ? null : await servicesOf(context.log, kind, id);
    if (services !== null) refuseOtherServices(principal, services);
    if (await isHidden(context, principal, { kind, id })) throw new Rejection("NOT_FOUND", `there is no ${kind.toLowerCase()} ${id}`, path);
  }
}

/** With an incident its pages are hidden. A record that is not there is hidden as well: both are told in the same words. */
async function isHidden(context: ApiContext, principal: Principal, { kind, id }: { kind: NodeKind; id: string }): Promise<boolean> {
  if (kind === "Incident") return isHiddenIncident(context, principal, id);
  if (kind !== "Page") return false;
  const page = await foldRecord(context.log, { category: "page", id, decider: pageDecider });
  return page.status === "absent" || isHiddenIncident(context, principal, page.request.incidentId);
}

/** A private incident is there for responders, commanders, administrators, and who declared it, has a role in it or is paged for it. */
async function isHiddenIncident({ log, readModel }: ApiContext, { person, roles }: Principal, incidentId: string): Promise<boolean> {
  const incident = await incidentById(log, incidentId);
  if (incident.status === "absent") return true;
  if (incident.status !== "declared" || !incident.declaration.private || seeAll.some((role) => roles.includes(role))) return false;
  if (Object.values(incident.roles).some((holders) => holders.includes(person.id))) return false;
  const [declared] = (await log.read(streamName("incident", incidentId), { max: 1 })).events;
  return declared?.metadata.actor.personId !== person.id && readModel.pages.all({ incidentId, personId: person.id }).length === 0;
}

/** Records whose first event names their service. */
const ofOneService = new Map<NodeKind, Category>([["Release", "release"], ["Lane", "lane"], ["Alert", "alert"], ["Import", "import"]]);

/** Services that a record belongs to; null for what belongs to none, such as people. */
export async function servicesOf(log: Log, kind: NodeKind, id: string): Promise<readonly string[] | null> {
  if (kind === "Service") return [id];
  if (kind === "Deploy") return servicesOfDeploy(log, id);
  if (kind === "Incident") return servicesOfIncident(log, id);
  if (kind === "Page") {
    const page = await foldRecord(log, { category: "page", id, decider: pageDecider });
    return page.status === "absent" ? [] : servicesOfIncident(log, page.request.incidentId);
  }
  const category = ofOneService.get(kind);
  if (category === undefined) return null;
  const [first] = (await log.read(streamName(category, id), { max: 1 })).events;
  const serviceId: unknown = first === undefined ? undefined : Reflect.get(first.event.data, "serviceId");
  return typeof serviceId === "string" ? [serviceId] : [];
}
