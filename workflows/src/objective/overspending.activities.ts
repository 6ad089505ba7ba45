import { incidentDecider } from "@ballast/domain";
import { objectiveDecider } from "@ballast/domain/objective";
import { foldRecord } from "@ballast/eventlog";
import { duration, inPercent } from "@ballast/schema/words";
import type { AskForActionInput } from "@ballast/schema/workflows";
import { wholeText } from "@ballast/schema";
import { isolated } from "@ballast/schema/isolated";
import { cancellable } from "../heartbeat.ts";
import type { PartsWithFlags } from "../parts.ts";
import { askedAction } from "./askedAction.ts";
import { redactionFor } from "../redactionFor.ts";
import { tellPerson } from "../tellPerson.ts";
import type { OverspendingActivities } from "./overspendingActivities.ts";

/** An action's title is one line, characters. */
const mostOfTitle = 300;

/** The activity of `askForAction`. */
export const overspendingActivities = (parts: PartsWithFlags): OverspendingActivities => ({
  tellOfOverspending: (input) => cancellable((signal) => tellOfOverspending(parts, input, signal)),
});

/**
 * Registers the action that is asked for, and tells the owner of the objective; tried again, both are done once. Where nobody answers for
 * the objective, the action is nobody's either, and waits among those that somebody has to take.
 */
export async function tellOfOverspending(parts: PartsWithFlags, input: AskForActionInput, signal: AbortSignal): Promise<void> {
  const { objectiveId, incidentId, badMs, budgetMs } = input;
  const objective = await foldRecord(parts.log, objectiveDecider, objectiveId);
  if (objective.status === "absent" || objective.retired !== null) return;
  const incident = await foldRecord(parts.log, incidentDecider, incidentId);
  const named = incident.status === "declared" ? (await redactionFor(parts, incident))(incident.title) : "the incident";
  const called = incident.status === "declared" ? `INC-${String(incident.declaration.number)}, ${isolated(named)},` : "One incident";
  const share = inPercent(Math.floor((100 * badMs) / budgetMs));
  const took = `${called} has taken ${duration(badMs)} of the error budget of ${objective.name}: ${share} of the ${duration(budgetMs)} that four weeks have.`;
  const asks =
    "One incident that takes more than a fifth asks for an action: say what keeps it from coming back, who does it and until when.";
  const { actionId, name } = await askedAction(parts, input, {
    title: wholeText(`Keep this from coming back: ${named}`, mostOfTitle), text: `${took}\n${asks}`,
    ownerId: objective.ownerId,
  });
  if (objective.ownerId === null) return;
  const lines = [
    took,
    `${asks} It is ${name}, yours until somebody else takes it.`,
    "",
    `${parts.publicUrl}/actions/${actionId}`,
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
