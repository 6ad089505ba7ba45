import { incidentDecider, Rejection } from "@ballast/domain";
import { foldRecord } from "@ballast/eventlog";
import { allows } from "../auth/permissions.ts";
import type { Run } from "../commands/runCommand.ts";
import type { ApiContext } from "../graphql/context.ts";

/** Roles in an incident that speak to the public, whatever their holder may do elsewhere. */
const speakers = ["commander", "communications"] as const;

/**
 * What the public reads is said by who may write status pages, and by who commands the incident or leads its communications.
 * @throws Rejection NOT_ALLOWED
 */
export async function refuseUnlessPublishing({ log }: ApiContext, { principal, by }: Run, incidentId: string): Promise<void> {
  if (allows(principal.roles, "statusPage.write")) return;
  const incident = await foldRecord(log, incidentDecider, incidentId);
  if (incident.status === "declared" && speakers.some((role) => incident.roles[role].includes(by))) return;
  throw new Rejection(
    "NOT_ALLOWED", "Publishing takes the role commander or TPM, or commanding this incident or leading its communications: take that role.",
    ["visibility"],
  );
}
