import { randomUUID } from "node:crypto";
import { incidentDecider } from "@ballast/domain";
import { handle } from "@ballast/eventlog";
import type { Actor } from "@ballast/schema";
import type { ApiServer } from "../graphql/context.ts";

/** Episodes that have ended. */
export interface Ended {
  readonly actor: Actor;
  readonly episodeIds: readonly string[];
  /** Whether to propose resolving what none of its alerts is firing for any more. */
  readonly propose: boolean;
}

/**
 * Notes on their incidents that alerts have cleared; with the last of them resolving is proposed. It only proposes: an
 * incident that people work on is resolved by people.
 */
export async function noteClearedAlerts(
  server: Pick<ApiServer, "log" | "readModel" | "now">,
  { actor, episodeIds, propose }: Ended,
): Promise<void> {
  for (const [incidentId, own] of server.readModel.incidents.ofEpisodes(episodeIds)) {
    const now = server.now().toISOString();
    const commandId = randomUUID();
    await handle(server.log, {
      aggregate: incidentDecider,
      id: incidentId,
      command: {
        type: "NoteClearedAlerts", now, incidentId, episodeIds: own, propose, reason: `All alerts of ${actor.name} have cleared.`,
      },
      context: { commandId, actor, now, correlationId: commandId, causationId: incidentId },
    });
  }
}
