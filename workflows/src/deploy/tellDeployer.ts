import { personDecider } from "@ballast/domain";
import { foldRecord } from "@ballast/eventlog";
import type { Text } from "@ballast/notifications";
import type { DataOf } from "@ballast/schema";
import type { WorkerParts } from "../parts.ts";
import type { DeployRef } from "../traffic/deployRef.ts";
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
  const person = await foldRecord(parts.log, personDecider, personId);
  if (person.status !== "active") return;
  const addresses = [["mail", person.contacts.email], ["chat", person.contacts.chatWebhookUrl]] as const;
  const told = await Promise.all(addresses.map(async ([channel, to]) => {
    if (to === null) return [];
    try {
      await parts.notifier.deliver({ channel, to, ...text, key: `${deploy.deployId}/${occasion}/${channel}`, signal });
      return [channel];
    } catch (error) {
      // A notice, not a page: a channel that does not take it holds up neither the other nor the deploy; the inbox has it.
      signal.throwIfAborted();
      parts.logger.warn({ err: error, channel, deployId: deploy.deployId }, "the deployer was not told by this channel");
      return [];
    }
  }));
  const channels: DataOf<"DeployerNotified">["channels"] = ["inbox", ...told.flat()];
  // The key of the notice of a rollback stays what it was before there were others.
  const key = occasion === "deployer" ? ["deployerNotified"] : ["deployerNotified", occasion];
  await recorderOf(parts, deploy).deploy(key, {
    type: "NotifyDeployer", now: parts.now().toISOString(), deployId: deploy.deployId, personId, channels, text: text.subject,
  });
}
