import { foldRecord, ids } from "@ballast/eventlog";
import { serviceDecider } from "@ballast/domain";
import { wholeText } from "@ballast/schema";
import { callPeople, noteForIncident } from "../callPeople.ts";
import { recorderOf } from "../traffic/recording.ts";
import type { DeployRef } from "../traffic/deployRef.ts";
import { cancellable } from "../heartbeat.ts";
import { declareIncident, incidentToJoin } from "../incidents.ts";
import type { WorkerParts } from "../parts.ts";
import { claim } from "../refusals.ts";
import { systemActor } from "../systemActor.ts";
import type { RollbackActivities } from "./rollbackActivities.ts";
import { replaceRun } from "../traffic/replaceRun.ts";
import { explainDelay, leaveTarget } from "./leaveTarget.ts";
import { completeRollback, measureRollback, preemptDeploy, settleLane, tryTarget } from "./steps.ts";

/** The activities of `rollbackService`: repeated until they work. */
export function rollbackActivities(parts: WorkerParts): RollbackActivities {
  const at = (): string => parts.now().toISOString();
  return {
    startRollback: ({ deploy, workflowId, runId, replaces }) =>
      replaces !== undefined
        ? replaceRun(parts, { deploy, workflowId, runId, replaces })
        : claim(() =>
            recorderOf(parts, deploy).deploy(["start", runId], {
              type: "Start",
              now: at(),
              deployId: deploy.deployId,
              requestEventId: deploy.requestEventId,
              workflowId,
              runId,
            }),
          ),
    preemptDeploy: ({ deploy, preempts }) => preemptDeploy(parts, deploy, preempts),
    tryTarget: (input) => cancellable((signal) => tryTarget(parts, { ...input, signal })),
    leaveTarget: (input) => leaveTarget(parts, input),
    restoreRelease: (input) =>
      cancellable(async (signal) => {
        const outcome = await tryTarget(parts, { ...input, signal });
        if (outcome.kind === "failed") throw new Error(outcome.error);
      }),
    completeRollback: ({ deploy, pressedAt }) => completeRollback(parts, deploy, pressedAt),
    settleLane: ({ deploy, reason }) => settleLane(parts, deploy, reason),
    escalateRollback: async ({ deploy, incidentId, nothingLeft = false }) => {
      const headline = `the rollback to ${deploy.version} ${nothingLeft ? "cannot be carried out" : "is not done after five minutes"}`;
      await escalate(parts, deploy, {
        incidentId,
        headline,
        reason: wholeText(`${headline}: ${await explainDelay(parts, deploy)}`, 2_000),
        key: "deadline",
      });
    },
    measureRollbackEffect: (input) => cancellable((signal) => measureRollback(parts, { ...input, signal })),
    reportRollback: async ({ deploy, recovered, incidentId }) => {
      const headline = `errors go on after the rollback to ${deploy.version}`;
      if (recovered === false) await escalate(parts, deploy, { incidentId, headline, reason: headline, key: "errorsGoOn" });
    },
  };
}

/** What people are called for: in a few words, and with all that is known. */
interface Escalation {
  readonly incidentId: string | null;
  readonly headline: string;
  readonly reason: string;
  readonly key: string;
}

/** Calls people about a rollback: through its incident, the service's open one, or a new one. */
async function escalate(parts: WorkerParts, deploy: DeployRef, { incidentId, headline, reason, key }: Escalation): Promise<void> {
  const recorder = recorderOf(parts, deploy);
  if (key === "deadline")
    await recorder.deploy(["escalated"], { type: "Escalate", now: recorder.now(), deployId: deploy.deployId, reason });
  const recording = { ...deploy, actor: systemActor("Ballast") };
  const open = incidentId ?? (await incidentToJoin(parts, recording, { key: ["escalation", key], serviceId: deploy.serviceId }));
  if (open === null) await declareFor(parts, deploy, { headline, reason, key });
  else {
    const call = { incidentId: open, serviceId: deploy.serviceId, deployId: deploy.deployId, occasion: key, reason };
    await noteForIncident(parts, recording, call);
    await callPeople(parts, recording, call);
  }
}

async function declareFor(parts: WorkerParts, deploy: DeployRef, { headline, reason, key }: Omit<Escalation, "incidentId">): Promise<void> {
  const service = await foldRecord(parts.log, serviceDecider, deploy.serviceId);
  const name = service.status === "registered" ? service.name : deploy.service;
  await declareIncident(
    parts,
    { ...deploy, actor: systemActor("Ballast") },
    {
      key: ["escalation", key],
      declaration: {
        title: wholeText(`${name}: ${headline}`, 300),
        summary: `The rollback of ${deploy.service} ${deploy.environment} from ${deploy.fromVersion ?? "nothing"} to ${deploy.version}: ${reason}.`,
        severity: 2,
        publicImpact: "major",
        serviceIds: [deploy.serviceId],
        components: [name],
        impactStartAt: null,
        drill: false,
        private: false,
        declaredAutomatically: true,
        hurt: [{ intervalId: ids.part(deploy.deployId, "interval"), component: name, share: null }],
        links: [
          {
            linkId: ids.part(deploy.deployId, "link"),
            type: "followsFrom",
            kind: "deploy",
            recordId: deploy.deployId,
            fromEntryId: null,
            confidence: "sure",
            note: reason,
          },
        ],
      },
    },
  );
}
