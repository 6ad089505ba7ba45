import type { Text } from "@ballast/notifications";
import type { DataOf } from "@ballast/schema";
import type { WorkerParts } from "../parts.ts";
import type { DeployRef } from "../traffic/deployRef.ts";
import { tellPerson } from "../tellPerson.ts";
import { recorderOf } from "../traffic/recording.ts";

/** What the deployer is told, and on which occasion of the deploy: the key of each message. */
export interface Notice {
  readonly text: Text;
  readonly occasion: string;
  readonly signal: AbortSignal;
}

/** Tells whoever asked for the deploy, by every channel they have; nobody where a machine asked. A notice, not a page. */
export async function tellDeployer(parts: WorkerParts, deploy: DeployRef, { text, occasion, signal }: Notice): Promise<void> {
  const personId = deploy.actor.personId ?? deploy.actor.onBehalfOf?.personId ?? null;
  if (personId === null) return;
  const told = await tellPerson(parts, personId, { text, key: `${deploy.deployId}/${occasion}`, signal });
  if (told === null) return;
  // The inbox has it, whatever became of the rest.
  const channels: DataOf<"DeployerNotified">["channels"] = ["inbox", ...told];
  // The key of the notice of a rollback stays what it was before there were others.
  const key = occasion === "deployer" ? ["deployerNotified"] : ["deployerNotified", occasion];
  await recorderOf(parts, deploy).deploy(key, {
    type: "NotifyDeployer", now: parts.now().toISOString(), deployId: deploy.deployId, personId, channels, text: text.subject,
  });
}
