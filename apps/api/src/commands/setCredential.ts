import { randomUUID } from "node:crypto";
import { type CredentialCommand, credentialDecider } from "@ballast/domain";
import type { Log } from "@ballast/eventlog";
import { streamName } from "@ballast/schema";
import type { Run } from "./runCommand.ts";

/**
 * Sets what a password or token is compared with. The stream keeps one event only, so that nothing old can leak; an id
 * of its own for every try makes the hash that counts the one that was answered with.
 */
export async function setCredential(run: Run, log: Log, credential: Omit<CredentialCommand, "type" | "now">): Promise<void> {
  await log.setMaxCount(streamName("credential", credential.subjectId), 1);
  await run.handle({
    aggregate: credentialDecider, id: credential.subjectId, command: { type: "SetCredential", now: run.now, ...credential },
    commandId: randomUUID(),
  });
}
