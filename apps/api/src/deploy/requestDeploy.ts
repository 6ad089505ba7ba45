import { artifactOf, deployableEnvironment, deployDecider, laneDecider, planOf, type RegisteredService, Rejection } from "@ballast/domain";
import { foldRecord, ids } from "@ballast/eventlog";
import { registered, releaseNamed } from "../commands/named.ts";
import type { ServiceName } from "../graphql/serviceName.ts";
import type { Run } from "../commands/runCommand.ts";
import type { ApiContext, ApiServer } from "../graphql/context.ts";
import { openScope } from "../graphql/scope.ts";
import { containedFaults } from "./containedFaults.ts";
import { passGates } from "./gates.ts";

/** A release, and where it is to go. */
export interface DeployAsked {
  readonly service: ServiceName;
  readonly environment: string;
  readonly version: string;
  readonly reason: string;
  /** Why it may go although an error budget is gone; empty where nobody said so. */
  readonly overrideBudget: string;
}

/**
 * Takes the lane, then asks for the deploy. A retry completes the second append; where the lane was given free
 * meanwhile (the request had been abandoned for too long), it is refused rather than run without a lock.
 */
export async function requestDeploy(run: Run, server: ApiContext, asked: DeployAsked): Promise<{ readonly id: string }> {
  const deployId = ids.deploy(run.commandId);
  if (await run.earlier(deployDecider, deployId)) return { id: deployId };
  const service = await registered(server.log, asked.service);
  const { kind } = deployableEnvironment(service, asked.environment);
  const overridden = passGates(openScope(server), { serviceId: service.serviceId, kind }, asked.overrideBudget);
  const release = await releaseNamed(server.log, service.serviceId, asked.version);
  artifactOf(release);
  const named = { releaseId: release.releaseId, version: release.version };
  const { lane, fromBefore } = await lockLane(run, server, { service, environment: asked.environment, deployId, ...named });
  const warnings = containedFaults(server.readModel, lane, { serviceId: service.serviceId, version: release.version }).map(
    ({ sentence }) => sentence,
  );
  await run.handle({
    aggregate: deployDecider, id: deployId,
    command: {
      type: "RequestDeploy", now: run.now, deployId, laneId: ids.lane(service.serviceId, asked.environment), serviceId: service.serviceId,
      environment: asked.environment, ...named, fromReleaseId: fromBefore?.releaseId ?? null, fromVersion: fromBefore?.version ?? null,
      plan: planOf(service, asked.environment), reason: asked.reason, automatic: false, incidentId: null, warnings, overridden,
    },
  });
  return { id: deployId };
}

interface Locking {
  readonly service: RegisteredService;
  readonly environment: string;
  readonly deployId: string;
  readonly releaseId: string;
  readonly version: string;
}

async function lockLane(run: Run, { log }: Pick<ApiServer, "log">, { service, environment, ...locking }: Locking) {
  const laneId = ids.lane(service.serviceId, environment);
  await run.handle({
    aggregate: laneDecider, id: laneId, guarded: true,
    command: { type: "LockLane", now: run.now, laneId, serviceId: service.serviceId, environment, service: service.slug, ...locking },
  });
  const lane = await foldRecord(log, laneDecider, laneId);
  if (lane.status === "absent" || lane.lock?.deployId !== locking.deployId) {
    throw new Rejection("DEPLOY_NOT_RUNNING", `this request for ${locking.version} was given up before it could start`, ["idempotencyKey"]);
  }
  return { lane, fromBefore: lane.lock.servedBefore };
}
