import { objectiveDecider, overspending, type Objective } from "@ballast/domain/objective";
import { handle, ids, type RecordedEvent } from "@ballast/eventlog";
import type { DataOf, IncidentEvent, ObjectiveEvent } from "@ballast/schema";
import type { OpenRecords, Reaction } from "../reactor/slice.ts";
import { systemActor } from "../systemActor.ts";
import { SeenIncidents } from "./seenIncidents.ts";

/** Events that may change what an incident costs. */
const costly = [
  "IncidentDeclared", "ServicesNamed", "IncidentStateChanged", "IncidentReopened", "IncidentMerged", "PublicImpactSet",
  "ImpactIntervalOpened", "ImpactIntervalClosed", "ImpactIntervalCorrected", "MilestoneReached", "MilestoneCorrected",
] as const satisfies readonly IncidentEvent["type"][];

/**
 * Objectives that somebody is held to: what incidents cost them is looked at as time passes, since an incident that goes on costs more by
 * the minute and says nothing. Any number of workers may find the same: the log keeps it once.
 */
export function watchedObjectives(): OpenRecords {
  const objectives = new Map<string, Objective>();
  const incidents = new SeenIncidents();
  const said = ({ id, event }: { readonly id: string; readonly event: ObjectiveEvent }): void =>
    void objectives.set(id, objectiveDecider.evolve(objectives.get(id) ?? objectiveDecider.initialState, event));
  return {
    notes: {
      ...Object.fromEntries(costly.map((type) => [type, (recorded: RecordedEvent) => incidents.note(recorded)])),
      ObjectiveDefined: said, ObjectiveChanged: said, BudgetPolicySet: said, ErrorBudgetOverspent: said, ObjectiveRetired: said,
    },
    candidates: () =>
      [...objectives].flatMap(([id, objective]) => (objective.status === "defined" && objective.retired === null ? [id] : [])),
    async look(reaction, id) {
      const objective = objectives.get(id);
      if (objective?.status !== "defined") return null;
      const now = reaction.now().getTime();
      const services = new Set(objective.parts.map(({ serviceId }) => serviceId));
      const known = await incidents.of(services, { log: reaction.log, now });
      for (const cost of overspending(objective, { incidents: known, now })) {
        if (objective.overspentBy.includes(cost.incidentId)) continue;
        await record(reaction, { objectiveId: id, ...cost });
      }
      return null;
    },
  };
}

const record = async (reaction: Reaction, cost: DataOf<"ErrorBudgetOverspent">): Promise<void> => {
  const commandId = ids.command("overspending", cost.objectiveId, cost.incidentId);
  const now = reaction.now().toISOString();
  await handle(reaction.log, {
    aggregate: objectiveDecider, id: cost.objectiveId, command: { type: "RecordOverspending", now, ...cost },
    context: { commandId, actor: systemActor("error budgets"), now, correlationId: commandId, causationId: commandId },
  });
};
