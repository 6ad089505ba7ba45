import { randomUUID } from "node:crypto";
import { type PersonCommand, personDecider } from "@ballast/domain";
import { handle, ids } from "@ballast/eventlog";
import type { Actor } from "@ballast/schema";
import type { Directory } from "./directory.ts";
import { failedSignIns, type FailedSignInParts, type FailedSignIns } from "./failedSignIns.ts";
import { actorOf, type Principal } from "./principal.ts";
import type { LinkPayload } from "./signed.ts";

/** What signing in and out writes down. */
export interface SignInCommands {
  /** @throws Rejection when the link was used before, on whichever server */
  consumeLink(link: LinkPayload): Promise<void>;
  revokeSession(principal: Principal): Promise<void>;
  /** Those that failed, added up. */
  readonly failures: FailedSignIns;
}

/** Writes to the log, and waits until this server knows: the next request may come at once. */
export function signInCommands({ log, directory, now, onError }: FailedSignInParts & { readonly directory: Directory }): SignInCommands {
  const write = async (command: PersonCommand & { readonly personId: string }, actor: Actor): Promise<void> => {
    const commandId = randomUUID();
    const context = { commandId, actor, now: now().toISOString(), correlationId: commandId, causationId: ids.part(commandId, "request") };
    const { position } = await handle(log, { aggregate: personDecider, id: command.personId, command, context });
    await directory.waitFor(position);
  };
  return {
    failures: failedSignIns({ log, now, onError }),
    consumeLink: ({ personId, linkId }) =>
      write({ type: "UseSignInLink", now: now().toISOString(), personId, linkId }, { personId, name: "sign-in link", means: "console" }),
    revokeSession: (principal) =>
      write(
        { type: "RevokeSessions", now: now().toISOString(), personId: principal.person.id, sessionId: principal.sessionId },
        actorOf(principal),
      ),
  };
}
