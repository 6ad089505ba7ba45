import { incidentDecider, pageDecider, personDecider, rotationDecider } from "@ballast/domain";
import { escalationDecider } from "@ballast/domain/escalation";
import { foldRecord, type Log } from "@ballast/eventlog";
import type { PageReceiver } from "@ballast/schema";
import type { TellOfPageInput } from "@ballast/schema/workflows";
import { isolated } from "@ballast/schema/isolated";
import { telling, type Telling } from "../heartbeat.ts";
import type { WorkerParts } from "../parts.ts";
import { redactionFor } from "../redactionFor.ts";
import { tellEach } from "../tellPerson.ts";
import type { ResponseActivities } from "./responseActivities.ts";

/** The activity of `tellOfPage`. */
export const handingOnActivities = (parts: WorkerParts): Pick<ResponseActivities, "tellOfHandingOn"> => ({
  tellOfHandingOn: (input) => telling((told) => tellOfHandingOn(parts, input, told)),
});

/** Whom the new page calls hears of it by that page; who handed it on and who had answered it, by this. */
async function tellOfHandingOn(parts: WorkerParts, input: TellOfPageInput, telling: Telling): Promise<void> {
  const page = await foldRecord(parts.log, pageDecider, input.pageId);
  if (page.status === "absent") return;
  const incident = await foldRecord(parts.log, incidentDecider, page.request.incidentId);
  if (incident.status !== "declared") return;
  const [from, to] = [await personName(parts.log, input.personId), await receiverName(parts.log, input.to)];
  // What a private incident is about is told by no message: whoever may know finds it behind the link.
  const reference = `INC-${String(incident.declaration.number)}`;
  const redact = await redactionFor(parts, incident);
  const what = incident.declaration.private ? reference : `${reference} ${isolated(redact(incident.title))}`;
  const link = `${parts.publicUrl}/pages/${input.toPageId}`;
  const note = input.note === "" || incident.declaration.private ? [] : [input.note];
  const told = new Set([input.personId, ...page.acknowledgedBy]);
  if (input.to.kind === "person") told.delete(input.to.personId);
  const text = {
    subject: `${from} handed the page of ${reference} on to ${to}`,
    text: [`${from} handed the page of ${what} on to ${to}, who is called now.`, ...note, "", link].join("\n"), link,
  };
  await tellEach(parts, told, { telling, noteOf: (personId) => ({ text, key: `handedOn/${input.requestEventId}/${personId}` }) });
}

async function personName(log: Log, id: string): Promise<string> {
  const person = await foldRecord(log, personDecider, id);
  return person.status === "absent" ? "somebody" : person.name;
}

async function receiverName(log: Log, to: PageReceiver): Promise<string> {
  if (to.kind === "person") return personName(log, to.personId);
  if (to.kind === "schedule") {
    const rotation = await foldRecord(log, rotationDecider, to.rotationId);
    return rotation.status === "absent" ? "a schedule" : `who is on call for ${rotation.name}`;
  }
  const policy = await foldRecord(log, escalationDecider, to.escalationId);
  return policy.status === "absent" ? "a policy" : `the policy ${policy.name}`;
}
