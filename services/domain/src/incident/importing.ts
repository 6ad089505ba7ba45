import type { IncidentEvent } from "@ballast/schema";
import { find } from "../keyed.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { nameOf, type Content, type Incident, type ImportedIncident, type KnownIncident } from "./incident.ts";
import type { CommandOf } from "./incidentCommands.ts";

/** A fact from elsewhere, taken as it is. What the source says as before appends nothing. */
export function importIncident(command: CommandOf<"ImportIncident">, incident: Incident): readonly IncidentEvent[] {
  const { type, now, updates = [], ...data } = command;
  const { incidentId, ...content } = data;
  if (incident.status === "absent") return [{ type: "IncidentImported", data }, ...updates.map(imported(incidentId))];
  const known = importedHere(incident);
  const { serviceId, ...description } = content;
  if (serviceId !== known.imported.serviceId) {
    throw new Rejection("INVALID_INPUT", `${nameOf(known)} was imported for service ${known.imported.serviceId}`, ["serviceId"]);
  }
  const corrected: IncidentEvent[] = sameContent(known.imported, content)
    ? []
    : [{ type: "IncidentImportCorrected", data: { incidentId, ...description } }];
  return [...corrected, ...updates.flatMap((update) => importedOrCorrected(known, update))];
}

/** One more update of its source, or one that the source has changed. */
export function importUpdate({ type, now, ...data }: CommandOf<"ImportUpdate">, incident: KnownIncident): readonly IncidentEvent[] {
  const { incidentId, ...update } = data;
  return importedOrCorrected(importedHere(incident), update);
}

type ImportedUpdate = Content<"StatusUpdateImported">;

const imported =
  (incidentId: string) =>
  (update: ImportedUpdate): IncidentEvent => ({ type: "StatusUpdateImported", data: { incidentId, ...update } });

function importedOrCorrected({ incidentId, importedUpdates }: ImportedIncident, update: ImportedUpdate): readonly IncidentEvent[] {
  const known = find(importedUpdates, update.updateId);
  if (known === undefined) return [imported(incidentId)(update)];
  return sameContent(known, update) ? [] : [{ type: "StatusUpdateImportCorrected", data: { incidentId, ...update } }];
}

function importedHere(incident: KnownIncident): ImportedIncident {
  if (incident.status === "imported") return incident;
  throw new Rejection("ALREADY_EXISTS", `${nameOf(incident)} was declared here: no source can rewrite it`, ["incidentId"]);
}
