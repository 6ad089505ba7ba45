import { incidentDecider, pageDecider } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import { defaultPagePolicy } from "@ballast/schema";
import { calledFor } from "./audience.ts";
import { record, type Recording, type WorkerParts } from "./parts.ts";

/** Why people are called about something that happened to a service with an open incident. */
export interface Call {
  readonly incidentId: string;
  readonly serviceId: string;
  /** The deploy it is about, and what of it: names the page, so that a repeated activity calls once. */
  readonly deployId: string;
  readonly occasion: string;
  readonly reason: string;
}

/** Pages the service's responders within an incident that is open already: those who were called for it may long have answered. */
export async function callPeople(
  parts: WorkerParts,
  recording: Recording,
  { incidentId, serviceId, deployId, occasion, reason }: Call,
): Promise<void> {
  const pageId = ids.page(incidentId, "responders", `${deployId}-${occasion}`);
  const called = await calledFor(parts.log, [serviceId], "responders");
  const request = {
    pageId, incidentId, purpose: "responders" as const, severity: null, ...called, personIds: [], reason, policy: defaultPagePolicy,
  };
  const now = parts.now().toISOString();
  await record(parts, recording, {
    aggregate: pageDecider, id: pageId, key: ["escalation", occasion, "page"], command: { type: "RequestPage", now, ...request },
  });
}

/** Writes into the incident's timeline what people are called for. */
export async function noteForIncident(
  parts: WorkerParts,
  recording: Recording,
  { incidentId, deployId, occasion, reason }: Call,
): Promise<void> {
  const now = parts.now().toISOString();
  const entryId = ids.part(deployId, "escalation", occasion);
  await record(parts, recording, {
    aggregate: incidentDecider, id: incidentId, key: ["escalation", occasion, "entry"],
    command: { type: "AddEntry", now, incidentId, entryId, at: now, text: reason, pinned: true },
  });
}
