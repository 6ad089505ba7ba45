import { definedEnvironment, deployDecider, laneDecider, mentionedIn, Rejection, resolveRollback, type FactsOf, type NamedRelease, type RegisteredService, type Rollback, type RollbackPress } from "@ballast/domain";
import { foldBefore, ids } from "@ballast/eventlog";
import { foldRecord } from "../commands/foldRecord.ts";
import { incidentById, registered, type ServiceName } from "../commands/named.ts";
import type { Run } from "../commands/runCommand.ts";
import type { Node } from "../graphql/context.ts";
import { factsOfReleases } from "./releaseFacts.ts";

/** A press of the button. */
export interface RollbackAsked {
  readonly service: ServiceName;
  readonly environment: string;
  /** Null: where the lane's history says. */
  readonly toVersion: string | null;
  readonly reason: string;
  readonly incidentId: string | null;
  /** Keeps to its target although that does not start. */
  readonly stay: boolean;
}

/** Which rollback carries it out; `attached` when it was running already. */
export interface Pressed {
  readonly id: string;
  readonly attached: boolean;
}

type NodeParts = Pick<Node, "log">;

/** Takes the lane from whoever has it and asks for the rollback; joins the one that runs unless another release is named. */
export async function pressRollback(run: Run, node: NodeParts, asked: RollbackAsked): Promise<Pressed> {
  const deployId = ids.deploy(run.commandId);
  if (await run.earlier("deploy", deployId)) return { id: deployId, attached: false };
  const service = await registered(node.log, asked.service);
  refuseObserved(service, asked.environment);
  await refuseUnknownIncident(node, asked.incidentId);
  const laneId = ids.lane(service.serviceId, asked.environment);
  const press = { service: service.slug, environment: asked.environment, to: namedRelease(service, asked.toVersion) };
  const factsOf = await factsFor(node, laneId, press);
  const taken = await run.handle({
    category: "lane", id: laneId, decider: laneDecider, guarded: true,
    command: { type: "TakeLaneForRollback", now: run.now, laneId, serviceId: service.serviceId, deployId, factsOf, ...press },
  });
  if (taken.events.length === 0) return { id: await lockHolder(node, laneId, deployId), attached: true };
  // Decided on the lane as it was before this press, also where an earlier try got so far and no further.
  const before = await foldBefore(node.log, laneDecider, { id: laneId, commandId: run.commandId });
  await ask(run, { asked, service, laneId, deployId, rollback: resolveRollback(before, factsOf, press) });
  return { id: deployId, attached: false };
}

const namedRelease = ({ serviceId }: RegisteredService, version: string | null): NamedRelease | null => (version === null ? null : { releaseId: ids.release(serviceId, version), version });

/** What every release says that the decision may ask about. */
async function factsFor({ log }: NodeParts, laneId: string, { to }: RollbackPress): Promise<FactsOf> {
  const lane = await foldRecord(log, { category: "lane", id: laneId, decider: laneDecider });
  return factsOfReleases(log, [...mentionedIn(lane), ...(to === null ? [] : [to.releaseId])]);
}

async function lockHolder({ log }: NodeParts, laneId: string, deployId: string): Promise<string> {
  const lane = await foldRecord(log, { category: "lane", id: laneId, decider: laneDecider });
  return lane.status === "open" && lane.lock !== null ? lane.lock.deployId : deployId;
}

interface Asking {
  readonly asked: RollbackAsked;
  readonly service: RegisteredService;
  readonly laneId: string;
  readonly deployId: string;
  readonly rollback: Rollback;
}

const ask = (run: Run, { asked, service, laneId, deployId, rollback }: Asking) =>
  run.handle({
    category: "deploy", id: deployId, decider: deployDecider,
    command: {
      type: "RequestRollback", now: run.now, deployId, laneId, serviceId: service.serviceId, environment: asked.environment,
      releaseId: rollback.target.releaseId, version: rollback.target.version, fromReleaseId: rollback.from?.releaseId ?? null, fromVersion: rollback.from?.version ?? null,
      reason: asked.reason, automatic: false, incidentId: asked.incidentId, preempts: rollback.preempts, direct: false, warnings: [...rollback.warnings], stay: asked.stay,
    },
  });

/** An environment that was taken away since can still be rolled back: nothing stands in the way of that. */
function refuseObserved(service: RegisteredService, environment: string): void {
  if (!service.environments.has(environment) && service.removed.has(environment)) return;
  if (definedEnvironment(service, environment).target.kind !== "observed") return;
  throw new Rejection("NOT_DEPLOYABLE", `${service.slug} ${environment} is deployed by another system; Ballast only observes it`, ["environment"]);
}

async function refuseUnknownIncident({ log }: NodeParts, incidentId: string | null): Promise<void> {
  if (incidentId === null) return;
  if ((await incidentById(log, incidentId)).status === "absent") throw new Rejection("NOT_FOUND", `there is no incident ${incidentId}`, ["incidentId"]);
}
