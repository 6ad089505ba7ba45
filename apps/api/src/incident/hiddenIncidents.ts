import { foldRecord } from "@ballast/eventlog";
import { incidentDecider, takesPart } from "@ballast/domain";
import { streamName } from "@ballast/schema";
import type { Principal } from "../auth/principal.ts";
import type { ApiContext, LogReader } from "../graphql/context.ts";

/** Roles that see every incident, also private ones; the read side has the same rule. */
const seeAll = ["responder", "commander", "admin"] as const;

/** A private incident is there for responders, commanders, administrators, and who declared it, has a role in it or is paged for it. */
export async function isHiddenIncident({ log, readModel }: ApiContext, { person, roles }: Principal, incidentId: string): Promise<boolean> {
  const incident = await foldRecord(log, incidentDecider, incidentId);
  if (incident.status === "absent") return true;
  if (incident.status !== "declared" || !incident.declaration.private || seeAll.some((role) => roles.includes(role))) return false;
  if (takesPart(incident, person.id)) return false;
  const [declared] = (await log.read(streamName("incident", incidentId), { max: 1 })).events;
  return declared?.metadata.actor.personId !== person.id && readModel.pages.all({ incidentId, personId: person.id }).length === 0;
}

/** The services that an incident touches; none when there is no such incident. */
export async function servicesOfIncident({ log }: Pick<LogReader, "log">, incidentId: string): Promise<readonly string[]> {
  const incident = await foldRecord(log, incidentDecider, incidentId);
  if (incident.status === "absent") return [];
  return incident.status === "declared" ? incident.serviceIds : [incident.imported.serviceId];
}
