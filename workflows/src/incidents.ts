import { counterDecider, incidentDecider, type IncidentCommandOf } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import { streamName } from "@ballast/schema";
import { openIncidentOn } from "./openIncidents.ts";
import { record, type Recording, type WorkerParts } from "./parts.ts";

type Declaration = Omit<IncidentCommandOf<"DeclareIncident">, "type" | "now" | "number" | "incidentId">;

/** The incident of an occasion: the same at every repetition. */
const idOf = ({ requestEventId }: Recording, key: readonly (string | number)[]): string => ids.incident(ids.command("workflow", requestEventId, ...key));

/**
 * What is to become an incident joins the one that is open on the service, where there is one: answers its id then, and
 * null where this occasion has an incident of its own, or is to get one. So a repetition does not join what it has
 * declared itself, and calls nobody twice.
 */
export async function incidentToJoin(parts: WorkerParts, recording: Recording, { key, serviceId }: { readonly key: readonly (string | number)[]; readonly serviceId: string }): Promise<string | null> {
  const { events } = await parts.log.read(streamName("incident", idOf(recording, key)), { max: 1 });
  return events.length > 0 ? null : openIncidentOn(parts, serviceId);
}

/** Declares an incident by itself; `key` names the occasion, so that a repeated activity declares it once. Answers its id. */
export async function declareIncident(parts: WorkerParts, recording: Recording, { key, declaration }: { key: readonly (string | number)[]; declaration: Declaration }): Promise<string> {
  const incidentId = idOf(recording, key);
  const now = parts.now().toISOString();
  const taken = await record(parts, recording, { aggregate: counterDecider, id: "incidents", key: [...key, "number"], command: { type: "TakeNumber", now, forId: incidentId } });
  const number = taken.events[0]?.data.number;
  if (number === undefined) throw new Error(`no number for incident ${incidentId}`);
  await record(parts, recording, { aggregate: incidentDecider, id: incidentId, key: [...key, "declare"], command: { type: "DeclareIncident", now, incidentId, number, ...declaration } });
  return incidentId;
}
