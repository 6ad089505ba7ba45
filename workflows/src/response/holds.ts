import { deployDecider, incidentDecider, isActive, laneDecider, serviceDecider } from "@ballast/domain";
import { foldRecord, ids } from "@ballast/eventlog";
import { record, type WorkerParts } from "../parts.ts";
import type { IncidentRef } from "./responseActivities.ts";

/** Holds the running deploys of the incident's services: nothing moves further while somebody looks into it. Drills hold nothing. */
export async function holdDeploysOf(parts: WorkerParts, incident: IncidentRef): Promise<void> {
  const state = await foldRecord(parts.log, incidentDecider, incident.incidentId);
  if (state.status !== "declared" || state.declaration.drill || !isActive(state)) return;
  for (const deployId of await runningDeploys(parts, state.serviceIds)) {
    await record(parts, incident, {
      aggregate: deployDecider,
      id: deployId,
      key: ["hold", deployId],
      command: {
        type: "Hold", now: parts.now().toISOString(), deployId, incidentId: incident.incidentId,
        reason: `INC-${state.declaration.number} is open`,
      },
    });
  }
}

/** Lets the deploys go on that this incident held. */
export async function liftHoldsOf(parts: WorkerParts, incident: IncidentRef): Promise<void> {
  const state = await foldRecord(parts.log, incidentDecider, incident.incidentId);
  if (state.status !== "declared") return;
  for (const deployId of await runningDeploys(parts, state.serviceIds)) {
    // A deploy that began after the incident was never held by it.
    const deploy = await foldRecord(parts.log, deployDecider, deployId);
    if (deploy.status !== "going" || !deploy.heldBy.includes(incident.incidentId)) continue;
    await record(parts, incident, {
      aggregate: deployDecider,
      id: deployId,
      key: ["liftHold", deployId],
      command: {
        type: "LiftHold", now: parts.now().toISOString(), deployId, incidentId: incident.incidentId,
        reason: `INC-${state.declaration.number} is ${state.state}`,
      },
    });
  }
}

/** Deploys that have the lock of one of the services' lanes. */
async function runningDeploys(parts: WorkerParts, serviceIds: readonly string[]): Promise<readonly string[]> {
  const running: string[] = [];
  for (const serviceId of serviceIds) {
    const service = await foldRecord(parts.log, serviceDecider, serviceId);
    if (service.status !== "registered") continue;
    for (const environment of service.environments.keys()) {
      const lane = await foldRecord(parts.log, laneDecider, ids.lane(serviceId, environment));
      if (lane.status === "open" && lane.lock?.kind === "deploy") running.push(lane.lock.deployId);
    }
  }
  return running;
}
