import { foldRecord } from "@ballast/eventlog";
import { deployDecider } from "@ballast/domain";
import type { LogReader } from "../graphql/context.ts";

/** The services that a deploy touches; none when there is no such deploy. */
export async function servicesOfDeploy({ log }: Pick<LogReader, "log">, deployId: string): Promise<readonly string[]> {
  const deploy = await foldRecord(log, deployDecider, deployId);
  if (deploy.status === "absent") return [];
  return [deploy.status === "observed" ? deploy.observation.serviceId : deploy.request.serviceId];
}
