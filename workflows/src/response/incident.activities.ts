import { incidentDecider, pageDecider } from "@ballast/domain";
import { record, type WorkerParts } from "../parts.ts";
import { claim } from "../refusals.ts";
import { allPagesOf, factsOf } from "./facts.ts";
import { holdDeploysOf, liftHoldsOf } from "./holds.ts";
import { requestPage } from "./requestPage.ts";
import type { IncidentRef, ResponseActivities } from "./responseActivities.ts";

type IncidentActivities = Omit<
  ResponseActivities,
  "startPage" | "claimStep" | "deliverPage" | "goUnanswered" | "sendPage" | "escalatePage" | "stopPage" | "callAgain"
  | "tellOfHandingOn" | "tellOfTask" | "settleReceipt" | "callOff"
>;

/** The activities that look after an incident. */
export function incidentActivities(parts: WorkerParts): IncidentActivities {
  const now = (): string => parts.now().toISOString();
  const write = (incident: IncidentRef, key: readonly (string | number)[], command: Parameters<typeof incidentDecider.decide>[0]) =>
    record(parts, incident, { aggregate: incidentDecider, id: incident.incidentId, key, command });
  return {
    startResponse: ({ incident: ref, workflowId, runId, replaces }) => {
      const { incidentId, requestEventId } = ref;
      const carried = { now: now(), incidentId, requestEventId, workflowId };
      if (replaces === undefined) return claim(() => write(ref, ["startResponse", runId], { type: "StartResponse", ...carried, runId }));
      return claim(() =>
        write(ref, ["replaceRun", runId], {
          type: "ReplaceRun", ...carried, fromRunId: replaces.runId, toRunId: runId, reason: replaces.reason,
        }),
      );
    },
    lookAtIncident: async ({ incident }) => {
      const found = await factsOf(parts.log, incident.incidentId, parts.now().getTime());
      if (found === null) throw new Error(`incident ${incident.incidentId} is not in the log`);
      return found.facts;
    },
    requestPage: (input) => requestPage(parts, input),
    remindOfUpdate: async ({ incident, dueAt }) => {
      await write(incident, ["updateDue", dueAt], {
        type: "RemindOfUpdate", now: now(), incidentId: incident.incidentId, dueAt: new Date(dueAt).toISOString(),
      });
    },
    markReview: async ({ incident, dueAt }) => {
      await write(incident, ["reviewDue", dueAt], {
        type: "MarkReviewDue", now: now(), incidentId: incident.incidentId, dueAt: new Date(dueAt).toISOString(),
      });
    },
    stopPages: ({ incident, reason }) => stopPages(parts, incident, reason),
    holdDeploys: ({ incident }) => holdDeploysOf(parts, incident),
    liftHolds: ({ incident }) => liftHoldsOf(parts, incident),
  };
}

async function stopPages(parts: WorkerParts, incident: IncidentRef, reason: string): Promise<void> {
  for (const pageId of await allPagesOf(parts.log, incident.incidentId)) {
    // One that was answered or stopped before has nothing left to stop: its decider says so.
    await record(parts, incident, {
      aggregate: pageDecider, id: pageId, key: ["stopPage", pageId],
      command: { type: "Stop", now: parts.now().toISOString(), pageId, reason },
    });
  }
}

