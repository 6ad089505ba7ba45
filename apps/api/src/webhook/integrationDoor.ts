import { integrationDecider, Rejection, type Integration } from "@ballast/domain";
import { foldRecord, type Log } from "@ballast/eventlog";
import { uuid, type IntegrationKind } from "@ballast/schema";

/** An integration that is there, or was. */
export type AddedIntegration = Exclude<Integration, { readonly status: "absent" }>;

/** An integration that is open, of this kind; null for one that is not, was removed, or never was. */
export async function openDoor(log: Log, kind: IntegrationKind, integrationId: string): Promise<AddedIntegration | null> {
  if (!uuid.safeParse(integrationId).success) return null;
  const state = await foldRecord(log, integrationDecider, integrationId);
  return state.status === "added" && state.kind === kind ? state : null;
}

/** What an address says that opens nothing; which part of it was wrong is nobody's business. */
export const noSuchDoor = (): Rejection => new Rejection("NOT_FOUND", "No integration has this address: it may have been removed.");
