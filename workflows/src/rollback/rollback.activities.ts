import { ids } from "@ballast/eventlog";
import { serviceDecider } from "@ballast/domain";
import { callPeople, noteForIncident } from "../callPeople.ts";
import { recorderOf } from "../deploy/recording.ts";
import type { DeployRef } from "../deploy/deployActivities.ts";
import { cancellable } from "../heartbeat.ts";
import { foldRecord } from "../history.ts";
import { declareIncident } from "../incidents.ts";
import { openIncidentOn } from "../openIncidents.ts";
import type { WorkerParts } from "../parts.ts";
import { claim } from "../refusals.ts";
import { systemActor } from "../systemActor.ts";
import type { RollbackActivities } from "./rollbackActivities.ts";
import { completeRollback, measureRollback, preemptDeploy, restoreRelease, settleLane } from "./steps.ts";

/** The activities of `rollbackService`: repeated until they work. */
export function rollbackActivities(parts: WorkerParts): RollbackActivities {
  const at = (): string => parts.now().toISOString();
  return {
    startRollback: ({ deploy, workflowId, runId }) =>
      claim(() => recorderOf(parts, deploy).deploy(["start", runId], { type: "Start", now: at(), deployId: deploy.deployId, requestEventId: deploy.requestEventId, workflowId, runId })),
    preemptDeploy: ({ deploy, preempts }) => preemptDeploy(parts, deploy, preempts),
    restoreRelease: (input) => cancellable((signal) => restoreRelease(parts, { ...input, signal })),
    completeRollback: ({ deploy, pressedAt }) => completeRollback(parts, deploy, pressedAt),
    settleLane: ({ deploy, reason }) => settleLane(parts, deploy, reason),
    escalateRollback: ({ deploy, incidentId }) => escalate(parts, deploy, { incidentId, reason: `the rollback to ${deploy.version} is not done after five minutes`, key: "deadline" }),
    measureRollbackEffect: (input) => cancellable((signal) => measureRollback(parts, { ...input, signal })),
    reportRollback: async ({ deploy, recovered, incidentId }) => {
      if (recovered === false) await escalate(parts, deploy, { incidentId, reason: `errors go on after the rollback to ${deploy.version}`, key: "errorsGoOn" });
    },
  };
}

/** Calls people about a rollback: through its incident, the service's open one, or a new one. */
async function escalate(parts: WorkerParts, deploy: DeployRef, { incidentId, reason, key }: { incidentId: string | null; reason: string; key: string }): Promise<void> {
  const recorder = recorderOf(parts, deploy);
  if (key === "deadline") await recorder.deploy(["escalated"], { type: "Escalate", now: recorder.now(), deployId: deploy.deployId, reason });
  const open = incidentId ?? (await openIncidentOn(parts.log, deploy.serviceId));
  if (open === null) await declareFor(parts, deploy, { reason, key });
  else {
    const call = { incidentId: open, serviceId: deploy.serviceId, deployId: deploy.deployId, occasion: key, reason };
    await noteForIncident(parts, { ...deploy, actor: systemActor("Ballast") }, call);
    await callPeople(parts, { ...deploy, actor: systemActor("Ballast") }, call);
  }
}

async function declareFor(parts: WorkerParts, deploy: DeployRef, { reason, key }: { reason: string; key: string }): Promise<void> {
  const { state: service } = await foldRecord(parts.log, { category: "service", id: deploy.serviceId, decider: serviceDecider });
  const name = service.status === "registered" ? service.name : deploy.service;
  await declareIncident(parts, { ...deploy, actor: systemActor("Ballast") }, {
    key: ["escalation", key],
    declaration: {
      title: `${name}: ${reason}`.slice(0, 300), summary: `The rollback of ${deploy.service} ${deploy.environment} from ${deploy.fromVersion ?? "nothing"} to ${deploy.version}: ${reason}.`,
      severity: 2, publicImpact: "major", serviceIds: [deploy.serviceId], components: [name], impactStartAt: null, drill: false, private: false, declaredAutomatically: true,
      hurt: [{ intervalId: ids.part(deploy.deployId, "interval"), component: name, share: null }],
      links: [{ linkId: ids.part(deploy.deployId, "link"), type: "followsFrom", kind: "deploy", recordId: deploy.deployId, fromEntryId: null, confidence: "sure", note: reason }],
    },
  });
}
