import { flagDecider } from "@ballast/domain/flag";
import { foldRecord } from "@ballast/eventlog";
import type { LogReader } from "../graphql/context.ts";

/** Services that a flag concerns: the one of its source, or those that a managed one names; none where there is no such flag. */
export async function flagServices({ log }: Pick<LogReader, "log">, id: string): Promise<readonly string[]> {
  const flag = await foldRecord(log, flagDecider, id);
  if (flag.status === "absent") return [];
  return flag.status === "observed" ? [flag.serviceId] : flag.serviceIds;
}
