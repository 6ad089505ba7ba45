import { objectiveDecider } from "@ballast/domain/objective";
import { foldRecord } from "@ballast/eventlog";
import type { ApiContext } from "../graphql/context.ts";

/** Services of an objective as it is: a token that is limited to some must not change one that says more. */
export async function servicesOfObjective({ log }: Pick<ApiContext, "log">, objectiveId: string): Promise<readonly string[]> {
  const objective = await foldRecord(log, objectiveDecider, objectiveId);
  return objective.status === "absent" ? [] : objective.parts.map(({ serviceId }) => serviceId);
}
