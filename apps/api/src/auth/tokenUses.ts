import { tokenDecider } from "@ballast/domain";
import { handle, ids, type Log } from "@ballast/eventlog";
import type { Logger } from "pino";
import { actorOf, type Principal } from "./principal.ts";

const hourMs = 3_600_000;

/**
 * Notes that a token is in use, at most once an hour: the first request of the hour asks the log, the others are known
 * here. Nothing waits for it, and what cannot be noted is tried again with the next request: nobody is kept out by that.
 */
export function tokenUses({
  log, logger, now,
}: {
  readonly log: Log;
  readonly logger: Logger;
  readonly now: () => Date;
}): (principal: Principal | null) => void {
  const noted = new Map<string, number>();
  return (principal) => {
    const tokenId = principal?.tokenId;
    const at = now();
    const hour = Math.floor(at.getTime() / hourMs);
    if (principal === null || tokenId === undefined || noted.get(tokenId) === hour) return;
    noted.set(tokenId, hour);
    // The id is the hour's, so that several servers note it once.
    const commandId = ids.command("token", tokenId, "used", hour);
    const context = { commandId, actor: actorOf(principal), now: at.toISOString(), correlationId: commandId, causationId: commandId };
    handle(log, { aggregate: tokenDecider, id: tokenId, command: { type: "UseToken", now: at.toISOString(), tokenId }, context }).catch(
      (error: unknown) => {
        noted.delete(tokenId);
        logger.warn({ err: error, tokenId }, "the use of a token could not be noted");
      },
    );
  };
}
