import { incidentDecider } from "@ballast/domain";
import { objectiveDecider } from "@ballast/domain/objective";
import { foldRecord } from "@ballast/eventlog";
import { duration, inPercent } from "@ballast/schema/words";
import type { AskForActionInput } from "@ballast/schema/workflows";
import { cancellable } from "../heartbeat.ts";
import type { PartsWithFlags } from "../parts.ts";
import { tellPerson } from "../tellPerson.ts";
import type { OverspendingActivities } from "./overspendingActivities.ts";

/** The activity of `askForAction`. */
export const overspendingActivities = (parts: PartsWithFlags): OverspendingActivities => ({
  tellOfOverspending: (input) => cancellable((signal) => tellOfOverspending(parts, input, signal)),
});

/** Tells the owner of the objective; tried again, by the same key. */
export async function tellOfOverspending(parts: PartsWithFlags, input: AskForActionInput, signal: AbortSignal): Promise<void> {
  const { objectiveId, incidentId, badMs, budgetMs } = input;
  const objective = await foldRecord(parts.log, objectiveDecider, objectiveId);
  if (objective.status === "absent" || objective.retired !== null || objective.ownerId === null) return;
  const incident = await foldRecord(parts.log, incidentDecider, incidentId);
  const called = incident.status === "declared" ? `INC-${String(incident.declaration.number)}, ${incident.title},` : "One incident";
  const share = inPercent(Math.floor((100 * badMs) / budgetMs));
  const lines = [
    `${called} has taken ${duration(badMs)} of the error budget of ${objective.name}: ${share} of the ${duration(budgetMs)} that four weeks have.`,
    "One incident that takes more than a fifth asks for an action: say what keeps it from coming back, who does it and until when.",
    "",
    `${parts.publicUrl}/incidents/${incidentId}`,
    `${parts.publicUrl}/objectives/${objectiveId}`,
  ];
  await tellPerson(parts, objective.ownerId, {
    text: {
      subject: `One incident took ${share} of four weeks' budget of ${objective.name}`, text: lines.join("\n"),
      link: `${parts.publicUrl}/incidents/${incidentId}`,
    },
    key: `overspending/${objectiveId}/${incidentId}`, signal,
  });
}
