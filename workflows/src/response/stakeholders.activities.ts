import { incidentDecider, type DeclaredIncident } from "@ballast/domain";
import { escalationDecider, toldBy } from "@ballast/domain/escalation";
import { foldRecord, type RecordedEvent } from "@ballast/eventlog";
import { streamName } from "@ballast/schema";
import type { TellStakeholdersInput } from "@ballast/schema/workflows";
import { isolated } from "@ballast/schema/isolated";
import { calledFor, calledByTarget } from "../audience.ts";
import { telling, type Telling } from "../heartbeat.ts";
import type { WorkerParts } from "../parts.ts";
import { redactionFor } from "../redactionFor.ts";
import { tellEach } from "../tellPerson.ts";

/** The activity of `tellStakeholders`. */
export interface StakeholderActivities {
  /** One message to each who wants to know of incidents like this one; of private ones and drills nobody is told. */
  tellWhoIsConcerned(input: TellStakeholdersInput): Promise<void>;
}

export const stakeholderActivities = (parts: WorkerParts): StakeholderActivities => ({
  tellWhoIsConcerned: (input) => telling((told) => tell(parts, input, told)),
});

async function tell(parts: WorkerParts, { incidentId, requestEventId }: TellStakeholdersInput, telling: Telling): Promise<void> {
  const incident = await foldRecord(parts.log, incidentDecider, incidentId);
  if (incident.status !== "declared" || incident.declaration.private || incident.declaration.drill) return;
  const people = await stakeholdersOf(parts, incident);
  if (people.length === 0) return;
  const { events } = await parts.log.read(streamName("incident", incidentId));
  const happened = events.find(({ eventId }) => eventId === requestEventId);
  const said = happened === undefined ? null : saying(happened);
  if (said === null) return;
  const redact = await redactionFor(parts, incident);
  const reference = `INC-${String(incident.declaration.number)}`;
  const link = `${parts.publicUrl}/incidents/${incidentId}`;
  const severity = incident.severity === null ? "" : `, severity ${String(incident.severity)}`;
  const text = {
    subject: redact(`${reference} ${said.what}${severity}: ${isolated(incident.title)}`),
    text: [
      redact(`${reference} ${said.what}${severity}: ${isolated(incident.title)}`), ...(said.more === "" ? [] : ["", redact(said.more)]), "",
      "You are told of it, and not called for it.", link,
    ].join("\n"),
    link,
  };
  await tellEach(parts, people, { telling, noteOf: (personId) => ({ text, key: `stakeholders/${requestEventId}/${personId}` }) });
}

/** What is said of an event; null: of this one nothing. */
export function saying({ event }: RecordedEvent): { readonly what: string; readonly more: string } | null {
  switch (event.type) {
    case "IncidentDeclared":
      return { what: "was declared", more: event.data.summary };
    case "IncidentReopened":
      return { what: "was reopened", more: event.data.reason };
    case "IncidentStateChanged":
      return { what: `is ${event.data.to}`, more: event.data.reason };
    case "SeveritySet":
      return { what: event.data.from === null || event.data.to < event.data.from ? "got worse" : "is milder", more: event.data.reason };
    case "IncidentMerged":
      return { what: "is the same as another one", more: event.data.reason };
    case "UpdatePosted":
      return { what: event.data.status, more: event.data.body };
    default:
      return null;
  }
}

/** Everybody whom the policies of its services name for its severity, each once. */
async function stakeholdersOf({ log, now }: WorkerParts, incident: DeclaredIncident): Promise<readonly string[]> {
  const { escalations } = await calledFor(log, incident.serviceIds, "responders");
  const severity = incident.severity ?? incident.declaration.severity;
  const people = new Set<string>();
  for (const { escalationId, rotationIds } of escalations) {
    const policy = await foldRecord(log, escalationDecider, escalationId);
    if (policy.status === "absent") continue;
    for (const target of toldBy(policy, severity))
      for (const id of await calledByTarget(log, target, { at: now(), own: rotationIds })) people.add(id);
  }
  return [...people];
}
