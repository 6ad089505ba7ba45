import { declareIncident as declareNumbered, ids, type IncidentDeclaration } from "@ballast/eventlog";
import { streamName } from "@ballast/schema";
import { openIncidentOn } from "./openIncidents.ts";
import { actingFor, type Recording, type WorkerParts } from "./parts.ts";

type Declaration = Omit<IncidentDeclaration, "incidentId">;

/** The incident of an occasion: the same at every repetition. */
const idOf = ({ requestEventId }: Recording, key: readonly (string | number)[]): string =>
  ids.incident(ids.command("workflow", requestEventId, ...key));

/**
 * What is to become an incident joins the one that is open on the service, where there is one: answers its id then, and
 * null where this occasion has an incident of its own, or is to get one. So a repetition does not join what it has
 * declared itself, and calls nobody twice.
 */
export async function incidentToJoin(
  parts: WorkerParts,
  recording: Recording,
  { key, serviceId }: { readonly key: readonly (string | number)[]; readonly serviceId: string },
): Promise<string | null> {
  const { events } = await parts.log.read(streamName("incident", idOf(recording, key)), { max: 1 });
  return events.length > 0 ? null : openIncidentOn(parts, serviceId);
}

/** Declares an incident by itself; `key` names the occasion, so that a repeated activity declares it once. Answers its id. */
export async function declareIncident(
  parts: WorkerParts,
  recording: Recording,
  { key, declaration }: { key: readonly (string | number)[]; declaration: Declaration },
): Promise<string> {
  const incidentId = idOf(recording, key);
  await declareNumbered(actingFor(parts, recording, key), { incidentId, ...declaration });
  return incidentId;
}
