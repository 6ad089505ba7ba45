import { incidentDecider, pageDecider } from "@ballast/domain";
import { foldRecord } from "@ballast/eventlog";
import { defaultPagePolicy, type DataOf, type PagePolicy } from "@ballast/schema";
import { calledFor } from "../audience.ts";
import { record, type LogParts } from "../parts.ts";
import { responsePageId } from "./facts.ts";
import type { IncidentRef, RequestedPage } from "./responseActivities.ts";

/** Why, and whom an incident calls. `occasion`: the how-manyth page of this purpose, from 0. */
export interface PageRequest {
  readonly incident: IncidentRef;
  readonly purpose: "responders" | "commander";
  readonly reason: string;
  readonly occasion: number;
  readonly policy: PagePolicy;
}

/** Asks for a page of an incident, once for each occasion; those before it of the same purpose end. */
export async function requestPage(parts: LogParts, { incident, purpose, reason, occasion, policy }: PageRequest): Promise<RequestedPage> {
  const state = await foldRecord(parts.log, incidentDecider, incident.incidentId);
  if (state.status !== "declared") throw new Error(`incident ${incident.incidentId} is not in the log`);
  const pageId = responsePageId(incident.incidentId, purpose, occasion);
  const called = await calledFor(parts.log, state.serviceIds, purpose);
  const severity = state.severity ?? state.declaration.severity;
  // A response that began before a part of the policy was known carries one without it.
  const request: DataOf<"PageRequested"> = {
    pageId, incidentId: incident.incidentId, purpose, severity, ...called, personIds: [], reason,
    policy: { ...defaultPagePolicy, ...policy },
  };
  const handled = await record(parts, incident, {
    aggregate: pageDecider, id: pageId, key: ["requestPage", purpose, occasion],
    command: { type: "RequestPage", now: parts.now().toISOString(), ...request },
  });
  for (let earlier = occasion - 1; earlier >= 0; earlier -= 1) {
    // An answer to one is an answer to both: the worse one goes on alone.
    const earlierId = responsePageId(incident.incidentId, purpose, earlier);
    await record(parts, incident, {
      aggregate: pageDecider, id: earlierId, key: ["replacePage", earlierId],
      command: { type: "Stop", now: parts.now().toISOString(), pageId: earlierId, reason: `another page takes its place: ${reason}` },
    });
  }
  return { pageId, requestEventId: handled.eventIds[0] ?? incident.requestEventId };
}
