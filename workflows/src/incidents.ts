import { counterDecider, incidentDecider, type IncidentCommandOf } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import { record, type Recording, type WorkerParts } from "./parts.ts";

type Declaration = Omit<IncidentCommandOf<"DeclareIncident">, "type" | "now" | "number" | "incidentId">;

/** Declares an incident by itself; `key` names the occasion, so that a repeated activity declares it once. Answers its id. */
export async function declareIncident(parts: WorkerParts, recording: Recording, { key, declaration }: { key: readonly (string | number)[]; declaration: Declaration }): Promise<string> {
  const incidentId = ids.incident(ids.command("workflow", recording.requestEventId, ...key));
  const now = parts.now().toISOString();
  const taken = await record(parts, recording, { category: "counter", id: "incidents", decider: counterDecider, key: [...key, "number"], command: { type: "TakeNumber", now, forId: incidentId } });
  const number = taken.events[0]?.data.number;
  if (number === undefined) throw new Error(`no number for incident ${incidentId}`);
  await record(parts, recording, { category: "incident", id: incidentId, decider: incidentDecider, key: [...key, "declare"], command: { type: "DeclareIncident", now, incidentId, number, ...declaration } });
  return incidentId;
}
