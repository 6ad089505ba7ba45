import { incidentDecider, isActive, notAgainBecause, pageDecider, personDecider } from "@ballast/domain";
import { foldRecord, ids } from "@ballast/eventlog";
import type { DataOf } from "@ballast/schema";
import type { LookAgainInput } from "@ballast/schema/workflows";
import { record, type WorkerParts } from "../parts.ts";
import type { ResponseActivities } from "./responseActivities.ts";

/** The activity of `lookAgain`. */
export const againActivities = (parts: WorkerParts): Pick<ResponseActivities, "callAgain"> => ({
  callAgain: (input) => callAgain(parts, input),
});

/** The page that calls somebody who wanted to look again: one for each time that they said so. */
export const lookAgainPageId = (incidentId: string, purpose: string, eventId: string): string =>
  ids.page(incidentId, purpose, `lookAgain-${eventId}`);

/** Whom the page of before called is called when they do not answer. */
async function callAgain(parts: WorkerParts, input: LookAgainInput): Promise<void> {
  const { pageId, personId, at, requestEventId } = input;
  const page = await foldRecord(parts.log, pageDecider, pageId);
  if (page.status === "absent") return;
  const { incidentId, purpose, rotationIds, escalations, policy } = page.request;
  const incident = await foldRecord(parts.log, incidentDecider, incidentId);
  if (incident.status !== "declared") return;
  const found = { isActive: isActive(incident), commander: incident.roles.commander };
  if (notAgainBecause(page, found, { personId, at }) !== null) return;
  const person = await foldRecord(parts.log, personDecider, personId);
  const name = person.status === "absent" ? "Somebody" : person.name;
  const request: DataOf<"PageRequested"> = {
    pageId: lookAgainPageId(incidentId, purpose, requestEventId), incidentId, purpose, severity: incident.severity, rotationIds,
    escalations, personIds: [], reason: `${name} wanted to look again at ${at.slice(0, 16).replace("T", " ")} UTC`, policy,
    origin: { kind: "lookAgain", personId, fromPageId: pageId, firstIds: [personId] },
  };
  await record(parts, input, {
    aggregate: pageDecider, id: request.pageId, key: ["lookAgain"],
    command: { type: "RequestPage", now: parts.now().toISOString(), ...request },
  });
}
