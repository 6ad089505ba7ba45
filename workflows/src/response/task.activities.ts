import { find, incidentDecider } from "@ballast/domain";
import { foldRecord } from "@ballast/eventlog";
import type { TellOfTaskInput } from "@ballast/schema/workflows";
import { isolated } from "@ballast/schema/isolated";
import { cancellable } from "../heartbeat.ts";
import type { WorkerParts } from "../parts.ts";
import { redactionFor } from "../redactionFor.ts";
import { tellPerson } from "../tellPerson.ts";
import type { ResponseActivities } from "./responseActivities.ts";

/** The activity of `tellOfTask`. */
export const taskActivities = (parts: WorkerParts): Pick<ResponseActivities, "tellOfTask"> => ({
  tellOfTask: (input) => cancellable((signal) => tellOfTask(parts, input, signal)),
});

/** One message, while the task is theirs and open; tried again, it is the same. What a private incident is about is told by none. */
export async function tellOfTask(
  parts: WorkerParts, { incidentId, taskId, ownerId, requestEventId, actor }: TellOfTaskInput, signal: AbortSignal,
): Promise<void> {
  const incident = await foldRecord(parts.log, incidentDecider, incidentId);
  if (incident.status !== "declared") return;
  const task = find(incident.tasks, taskId);
  if (task?.status !== "open" || task.ownerId !== ownerId) return;
  const reference = `INC-${String(incident.declaration.number)}`;
  const link = `${parts.publicUrl}/incidents/${incidentId}`;
  const isPrivate = incident.declaration.private;
  const redact = await redactionFor(parts, incident);
  const named = isPrivate ? reference : `${reference} ${isolated(redact(incident.title))}`;
  const said = redact(task.text);
  const what = isPrivate ? "What it is stands where you may read it." : said;
  const talk = isPrivate || (incident.conferenceLink ?? null) === null ? [] : [`They talk at ${String(incident.conferenceLink)}`];
  await tellPerson(parts, ownerId, {
    text: {
      subject: isPrivate ? `${reference}: a task is yours` : `${reference}: ${said}`,
      text: [`${actor.name} gave you a task of ${named}.`, what, ...talk, "", link].join("\n"),
      link,
    },
    key: `task/${requestEventId}`, signal,
  });
}
