import { ids } from "@ballast/eventlog";
import { incidentDecider, pageDecider, serviceDecider } from "@ballast/domain";
import { defaultPagePolicy } from "@ballast/schema";
import { exposureOf, measureEffect } from "../deploy/effect.ts";
import { recorderOf } from "../deploy/recording.ts";
import { targetRelease } from "../deploy/releases.ts";
import { restoreUntilDone } from "../deploy/traffic.ts";
import type { DeployRef } from "../deploy/deployActivities.ts";
import { whileAlive } from "../heartbeat.ts";
import { foldRecord } from "../history.ts";
import { declareIncident } from "../incidents.ts";
import { openIncidentOn } from "../openIncidents.ts";
import { record, type WorkerParts } from "../parts.ts";
import { claim } from "../refusals.ts";
import { systemActor } from "../systemActor.ts";
import type { RollbackActivities } from "./rollbackActivities.ts";

/** The activities of `rollbackService`: repeated until they work. */
export function rollbackActivities(parts: WorkerParts): RollbackActivities {
  const at = (): string => parts.now().toISOString();
  return {
    startRollback: ({ deploy, workflowId, runId }) =>
      claim(() => recorderOf(parts, deploy).deploy(["start", runId], { type: "Start", now: at(), deployId: deploy.deployId, requestEventId: deploy.requestEventId, workflowId, runId })),
    preemptDeploy: ({ deploy, preempts }) =>
      recorderOf(parts, { ...deploy, deployId: preempts }).deploy(["preempt", deploy.deployId], { type: "Preempt", now: at(), deployId: preempts, byDeployId: deploy.deployId }),
    restoreRelease: (input) => whileAlive((signal) => restoreRelease(parts, { ...input, signal })),
    completeRollback: ({ deploy, pressedAt }) =>
      recorderOf(parts, deploy).deploy(["completed"], { type: "CompleteRollback", now: at(), deployId: deploy.deployId, durationMs: Math.max(0, parts.now().getTime() - Date.parse(pressedAt)) }),
    settleLane: ({ deploy, reason }) => settleLane(parts, deploy, reason),
    escalateRollback: ({ deploy, incidentId }) => escalate(parts, deploy, { incidentId, reason: `the rollback to ${deploy.version} is not done after five minutes`, key: "deadline" }),
    measureRollbackEffect: ({ deploy, pressedAt, preempts }) =>
      whileAlive(async (signal) => {
        const { backAt } = await exposureOf(parts, deploy.deployId);
        const exposed = preempts === null ? null : (await exposureOf(parts, preempts)).from;
        const end = backAt ?? parts.now();
        const from = exposed ?? new Date(Date.parse(pressedAt) - 60_000);
        if (deploy.fromVersion === null) return { recovered: null };
        return measureEffect(parts, deploy, { window: { leftVersion: deploy.fromVersion, from, backAt: end }, signal });
      }),
    reportRollback: async ({ deploy, recovered, incidentId }) => {
      if (recovered === false) await escalate(parts, deploy, { incidentId, reason: `errors go on after the rollback to ${deploy.version}`, key: "errorsGoOn" });
    },
  };
}

interface Restoring {
  readonly deploy: DeployRef;
  readonly preempts: string | null;
  readonly signal: AbortSignal;
}

/** Moves everybody to the target release; the record follows at once, so that the lane is right before anything else. */
async function restoreRelease(parts: WorkerParts, { deploy, preempts, signal }: Restoring): Promise<void> {
  const recorder = recorderOf(parts, deploy);
  const begun = parts.now().getTime();
  const release = await targetRelease(parts.log, deploy);
  // Naming the pre-empted deploy closes it: a late retry of one of its calls cannot expose its release again.
  await restoreUntilDone(parts, deploy, { operationId: `${deploy.deployId}/restore`, deployId: preempts ?? undefined, release, signal });
  const durationMs = parts.now().getTime() - begun;
  await recorder.deploy(["shifted"], { type: "ShiftTraffic", now: recorder.now(), deployId: deploy.deployId, step: null, percent: 0, customers: [], measuredPercent: null, durationMs });
  const { laneId, deployId, releaseId, version, serviceId, environment } = deploy;
  await recorder.lane(["serveEveryone"], { type: "ServeEveryone", now: recorder.now(), laneId, deployId, releaseId, version, serviceId, environment });
}

/** What was left is faulty here and is not deployed again before a person says so; then the lane is free. */
async function settleLane(parts: WorkerParts, deploy: DeployRef, reason: string): Promise<void> {
  const recorder = recorderOf(parts, deploy);
  const { laneId, deployId, fromReleaseId, fromVersion } = deploy;
  if (fromReleaseId !== null && fromVersion !== null) {
    const left = { laneId, deployId, releaseId: fromReleaseId, version: fromVersion };
    await recorder.lane(["faulty"], { type: "FindFaulty", now: recorder.now(), ...left, reason });
    await recorder.lane(["hold"], { type: "Hold", now: recorder.now(), ...left, reason: `${fromVersion} was ${reason}` });
  }
  await recorder.lane(["unlock"], { type: "UnlockLane", now: recorder.now(), laneId, deployId, reason: "rolled back" });
}

/** Calls people about a rollback: through its incident, the service's open one, or a new one. */
async function escalate(parts: WorkerParts, deploy: DeployRef, { incidentId, reason, key }: { incidentId: string | null; reason: string; key: string }): Promise<void> {
  const recorder = recorderOf(parts, deploy);
  if (key === "deadline") await recorder.deploy(["escalated"], { type: "Escalate", now: recorder.now(), deployId: deploy.deployId, reason });
  const open = incidentId ?? (await openIncidentOn(parts.log, deploy.serviceId));
  if (open === null) await declareFor(parts, deploy, { reason, key });
  else await pageInto(parts, deploy, { incidentId: open, reason, key });
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

async function pageInto(parts: WorkerParts, deploy: DeployRef, { incidentId, reason, key }: { incidentId: string; reason: string; key: string }): Promise<void> {
  const recording = { ...deploy, actor: systemActor("Ballast") };
  const now = parts.now().toISOString();
  const { state: service } = await foldRecord(parts.log, { category: "service", id: deploy.serviceId, decider: serviceDecider });
  const rotationId = service.status === "registered" ? service.rotations.responders : null;
  const pageId = ids.page(incidentId, "responders", `${deploy.deployId}-${key}`);
  await record(parts, recording, { category: "incident", id: incidentId, decider: incidentDecider, key: ["escalation", key, "entry"], command: { type: "AddEntry", now, incidentId, entryId: ids.part(deploy.deployId, "escalation", key), at: now, text: reason, pinned: true } });
  await record(parts, recording, { category: "page", id: pageId, decider: pageDecider, key: ["escalation", key, "page"], command: { type: "RequestPage", now, pageId, incidentId, purpose: "responders", rotationId, personIds: [], reason, policy: defaultPagePolicy } });
}
