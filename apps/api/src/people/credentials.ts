import { randomUUID } from "node:crypto";
import { credentialDecider, Rejection, type CredentialCommand } from "@ballast/domain";
import type { Log } from "@ballast/eventlog";
import { streamName } from "@ballast/schema";
import type { Principal } from "../auth/principal.ts";
import { allows } from "../auth/permissions.ts";
import type { Run } from "../commands/runCommand.ts";

/**
 * Sets what a password or token is compared with. The stream keeps one event only, so that nothing old can leak; an id
 * of its own for every try makes the hash that counts the one that was answered with.
 */
export async function setCredential(run: Run, log: Log, credential: Omit<CredentialCommand, "type" | "now">): Promise<void> {
  await log.setMaxCount(streamName("credential", credential.subjectId), 1);
  await run.handle({ category: "credential", id: credential.subjectId, decider: credentialDecider, command: { type: "SetCredential", now: run.now, ...credential }, commandId: randomUUID() });
}

/** Oneself, by a door that a person stands at: a token that leaked must not take its person's account over. */
export function refuseUnlessSelfOrAdmin(principal: Principal, personId: string): void {
  if (allows(principal.roles, "person.write")) return;
  if (principal.person.id !== personId) throw new Rejection("NOT_ALLOWED", `${principal.person.name} may not change other people (person.write).`, ["personId"]);
  if (principal.means === "api-token") throw new Rejection("NOT_ALLOWED", "An API token cannot change the person it belongs to: sign in.", ["personId"]);
}
