import { counterDecider, incidentDecider, type IncidentCommandOf } from "@ballast/domain";
import type { Acting } from "./acting.ts";

/** What is declared; the number comes from the counter. */
export type IncidentDeclaration = Omit<IncidentCommandOf<"DeclareIncident">, "type" | "now" | "number">;

/** Takes a number, then declares. A retry finds its number; a number whose incident never came is a gap. */
export async function declareIncident(acting: Acting, declaration: IncidentDeclaration): Promise<void> {
  const { now } = acting;
  const { incidentId } = declaration;
  const taken = await acting.handle({
    aggregate: counterDecider, id: "incidents", part: "number", command: { type: "TakeNumber", now, forId: incidentId },
  });
  const number = taken.events[0]?.data.number;
  if (number === undefined) throw new Error(`no number for incident ${incidentId}`);
  await acting.handle({
    aggregate: incidentDecider, id: incidentId, part: "declare", command: { type: "DeclareIncident", now, number, ...declaration },
  });
}
