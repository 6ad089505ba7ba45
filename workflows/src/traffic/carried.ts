import { planOf, serviceDecider, thresholdsOf } from "@ballast/domain";
import { foldRecord, type Log, type RecordedEvent } from "@ballast/eventlog";
import type { DataOf } from "@ballast/schema";
import type { DeployReleaseInput, RollbackServiceInput } from "@ballast/schema/workflows";
import { NotYet } from "../reactor/notYet.ts";

/** What carries a request out, and what it is told. */
export type Carried =
  { readonly kind: "deploy"; readonly input: DeployReleaseInput } | { readonly kind: "rollback"; readonly input: RollbackServiceInput };

/** @throws NotYet while the service is not there */
export async function inputOf(log: Log, recorded: RecordedEvent, request: DataOf<"DeployRequested">): Promise<Carried> {
  const service = await foldRecord(log, serviceDecider, request.serviceId);
  if (service.status !== "registered") throw new NotYet(`service ${request.serviceId} is not there`);
  const { deployId, laneId, serviceId, environment, releaseId, version, fromReleaseId, fromVersion } = request;
  const common = {
    deployId,
    laneId,
    serviceId,
    service: service.slug,
    environment,
    releaseId,
    version,
    fromReleaseId,
    fromVersion,
    requestEventId: recorded.eventId,
    correlationId: recorded.metadata.$correlationId,
    actor: recorded.metadata.actor,
  };
  if (request.kind === "deploy")
    return { kind: "deploy", input: { ...common, plan: request.plan ?? planOf(service, environment), thresholds: thresholdsOf(service) } };
  return {
    kind: "rollback",
    input: {
      ...common,
      preempts: request.preempts,
      incidentId: request.incidentId,
      pressedAt: recorded.metadata.occurredAt,
      deadlineAt: request.deadlineAt ?? recorded.metadata.occurredAt,
    },
  };
}
