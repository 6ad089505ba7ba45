import { foldRecord } from "@ballast/eventlog";
import { integrationDecider, Rejection } from "@ballast/domain";
import { idField, objectField } from "../commands/inputFields.ts";
import { refuseStrangers } from "../commands/named.ts";
import type { Run } from "../commands/runCommand.ts";
import type { ApiContext } from "../graphql/context.ts";

/** Who looks after an integration of somebody who leaves. */
export const successorField = objectField(
  "IntegrationSuccessorInput",
  { integrationId: idField("Integration", "The integration."), ownerId: idField("Person", "Who looks after it from now on.") },
  { description: "Who looks after an integration of somebody who leaves." },
);

/** An integration and who takes it. */
export interface Successor {
  readonly integrationId: string;
  readonly ownerId: string;
}

/**
 * Which of a leaver's integrations go to whom. They go on, as alerts must reach somebody; but nobody's they must not be.
 * @throws Rejection INTEGRATION_LEFT_BEHIND, naming them, where nobody said who takes them
 */
export async function successions(
  { log, readModel }: Pick<ApiContext, "log" | "readModel">,
  personId: string,
  successors: readonly Successor[],
): Promise<readonly Successor[]> {
  const candidates = await Promise.all(readModel.integrations.all().map(({ id }) => foldRecord(log, integrationDecider, id)));
  const own = candidates.flatMap((one) => (one.status === "added" && one.ownerId === personId ? [one] : []));
  const taken = successors.filter(({ ownerId }) => ownerId !== personId);
  const left = own.filter(({ integrationId }) => !taken.some((one) => one.integrationId === integrationId));
  if (left.length > 0)
    throw new Rejection(
      "INTEGRATION_LEFT_BEHIND",
      `They look after ${left.map(({ name }) => name).join(", ")}: what comes in that way goes on, so that somebody has to take it.`,
      ["integrations"],
    );
  await refuseStrangers(
    log,
    taken.map(({ ownerId }) => ownerId),
    ["integrations"],
  );
  return taken.filter(({ integrationId }) => own.some((one) => one.integrationId === integrationId));
}

/** Gives them before the person goes. */
export async function succeed(run: Run, all: readonly Successor[]): Promise<void> {
  for (const { integrationId, ownerId } of all) {
    await run.handle({
      aggregate: integrationDecider, id: integrationId, command: { type: "HandOverIntegration", now: run.now, integrationId, ownerId },
    });
  }
}
