import { readinessDecider } from "@ballast/domain/readiness";
import { foldRecord } from "@ballast/eventlog";
import type { LogReader } from "../graphql/context.ts";

/** The service of a record of readiness, for tokens that are limited to some. */
export async function servicesOfReadiness({ log }: LogReader, readinessId: string): Promise<readonly string[]> {
  const readiness = await foldRecord(log, readinessDecider, readinessId);
  return readiness.status === "absent" ? [] : [readiness.serviceId];
}
