import { definedEnvironment, deployDecider, incidentDecider, type RegisteredService, Rejection } from "@ballast/domain";
import { foldRecord, ids, type Log, pressRollback as pressed, type RollbackAsked, type RollbackPressed } from "@ballast/eventlog";
import { registered } from "../commands/named.ts";
import type { ServiceName } from "../graphql/serviceName.ts";
import { actingIn, type Run } from "../commands/runCommand.ts";
import type { ApiServer } from "../graphql/context.ts";

/** A press of the button. */
export interface PressOfRollback extends Pick<RollbackAsked, "environment" | "toVersion" | "reason" | "incidentId" | "stay"> {
  readonly service: ServiceName;
}

/** Takes the lane from whoever has it and asks for the rollback; joins the one that runs unless another release is named. */
export async function pressRollback(
  run: Run,
  { log }: Pick<ApiServer, "log">,
  { service: name, ...press }: PressOfRollback,
): Promise<RollbackPressed> {
  const deployId = ids.deploy(run.commandId);
  if (await run.earlier(deployDecider, deployId)) return { id: deployId, attached: false };
  const service = await registered(log, name);
  refuseObserved(service, press.environment);
  await refuseUnknownIncident(log, press.incidentId);
  return pressed(log, actingIn(run, "take"), { ...press, deployId, service, direct: false });
}

/** An environment that was taken away since can still be rolled back: nothing stands in the way of that. */
function refuseObserved(service: RegisteredService, environment: string): void {
  if (!service.environments.has(environment) && service.removed.has(environment)) return;
  if (definedEnvironment(service, environment).target.kind !== "observed") return;
  throw new Rejection("NOT_DEPLOYABLE", `${service.slug} ${environment} is deployed by another system; Ballast only observes it`, [
    "environment",
  ]);
}

async function refuseUnknownIncident(log: Log, incidentId: string | null): Promise<void> {
  if (incidentId === null) return;
  if ((await foldRecord(log, incidentDecider, incidentId)).status === "absent")
    throw new Rejection("NOT_FOUND", `there is no incident ${incidentId}`, ["incidentId"]);
}
