import {
  objectiveDecider, overspending, type DefinedObjective, type HourOfRequests, type KnownHistory, type Objective,
} from "@ballast/domain/objective";
import { handle, ids, type RecordedEvent } from "@ballast/eventlog";
import { BUCKETS, BUCKET_MS, type DataOf, type IncidentEvent, type ObjectiveEvent } from "@ballast/schema";
import type { OpenRecords, Reaction } from "../reactor/slice.ts";
import { systemActor } from "../systemActor.ts";
import { clear, FiringAlerts, tellBurning } from "./burnAlerts.ts";
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
  const firing = new FiringAlerts();
  /** Since when each service is known, ms. */
  const observedFrom = new Map<string, number>();
  const countedAt = new Map<string, number>();
  const said = ({ id, event }: { readonly id: string; readonly event: ObjectiveEvent }): void =>
    void objectives.set(id, objectiveDecider.evolve(objectives.get(id) ?? objectiveDecider.initialState, event));
  return {
    notes: {
      ...Object.fromEntries(costly.map((type) => [type, (recorded: RecordedEvent) => incidents.note(recorded)])),
      ObjectiveDefined: said, ObjectiveChanged: said, BudgetPolicySet: said, ErrorBudgetOverspent: said, ObjectiveRetired: said,
      IndicatorSet: said, CorrectionMade: said, CorrectionLifted: said, ...firing.notes,
      ServiceRegistered: ({ id, metadata }) => void observedFrom.set(id, Date.parse(metadata.occurredAt)),
    },
    candidates: () =>
      [...objectives].flatMap(([id, objective]) =>
        objective.status === "defined" && (objective.retired === null || firing.of(id).length > 0 || !firing.wereRead(id)) ? [id] : [],
      ),
    async look(reaction, id) {
      const objective = objectives.get(id);
      if (objective?.status !== "defined") return null;
      if (objective.retired !== null) {
        await firing.readUntold(reaction, id);
        await clear(reaction, id, firing.of(id));
        return null;
      }
      const now = reaction.now().getTime();
      const services = new Set(objective.parts.map(({ serviceId }) => serviceId));
      const known = await incidents.of(services, { log: reaction.log, now });
      for (const cost of overspending(objective, { incidents: known, now })) {
        if (objective.overspentBy.includes(cost.incidentId)) continue;
        await record(reaction, { objectiveId: id, ...cost });
      }
      if (objective.indicator === null) {
        await tellBurning(reaction, objective, { known: { incidents: known, observedFrom, now }, firing });
      } else if (now - (countedAt.get(id) ?? 0) >= COUNT_AGAIN_MS) {
        countedAt.set(id, now);
        const requests = await requestsOf(reaction, objective, now);
        if (requests !== null) await tellBurning(reaction, objective, { known: { incidents: known, observedFrom, requests, now }, firing });
      }
      return null;
    },
  };
}

/** The longest that a burn-rate rule looks back, ms. */
const LONGEST_MS = 3 * 24 * 60 * 60_000;
/** Requests are counted again after so long, ms: nothing about five minutes changes sooner. */
const COUNT_AGAIN_MS = 60_000;

/** Requests up to the last full five minutes; null where nothing counts them. */
async function requestsOf(
  { requests }: Reaction,
  { indicator }: DefinedObjective,
  now: number,
): Promise<KnownHistory["requests"] | null> {
  if (requests === undefined || indicator === null) return null;
  const to = Math.floor(now / BUCKET_MS) * BUCKET_MS;
  const from = to - LONGEST_MS - BUCKET_MS;
  const counts = await requests.count(indicator, { from, to });
  const length = BUCKETS * BUCKET_MS;
  return Array.from({ length: Math.ceil((to - from) / length) }, (_, place): HourOfRequests => ({
    from: from + place * length, counts: counts.slice(place * BUCKETS, (place + 1) * BUCKETS),
  }));
}

const record = async (reaction: Reaction, cost: DataOf<"ErrorBudgetOverspent">): Promise<void> => {
  const commandId = ids.command("overspending", cost.objectiveId, cost.incidentId);
  const now = reaction.now().toISOString();
  await handle(reaction.log, {
    aggregate: objectiveDecider, id: cost.objectiveId, command: { type: "RecordOverspending", now, ...cost },
    context: { commandId, actor: systemActor("error budgets"), now, correlationId: commandId, causationId: commandId },
  });
};
