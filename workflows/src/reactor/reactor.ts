import type { Log, RecordedEvent } from "@ballast/eventlog";
import type { EventType } from "@ballast/schema";
import type { ResponsePolicy } from "@ballast/schema/workflows";
import type { Client } from "@temporalio/client";
import type { Logger } from "pino";
import { reactToDelivery } from "./delivery.ts";
import { reactToIncident } from "./incident.ts";
import { restoreLostRuns } from "./lostRuns.ts";
import { NotYet } from "./notYet.ts";
import { reactToPage } from "./page.ts";

/** What reactions work with. */
export interface Reaction {
  readonly log: Log;
  readonly temporal: Client;
  readonly now: () => Date;
  /** What responses to incidents are started with. */
  readonly policy: ResponsePolicy;
}

/** The events that make something happen. */
const watched: readonly EventType[] = [
  "LaneLocked", "DeployRequested", "DeployPaused", "DeployResumed", "StepPromoted", "DeployAbortRequested", "DeployPreempted", "DeployHeld", "DeployHoldLifted",
  "IncidentDeclared", "IncidentReopened", "IncidentStateChanged", "IncidentMerged", "SeveritySet", "RoleTaken", "RoleLeft", "EntryAdded", "UpdatePosted", "ServicesNamed",
  "PageRequested", "PageAcknowledged", "PageStopped",
];

/**
 * Turns recorded facts into workflows and signals: a persistent subscription, acknowledged only after the start or the
 * signal succeeded. Starting twice is harmless: ids come from the events, and the log decides whose run carries on.
 * Beside that it takes up what the workflow engine has lost.
 */
export async function runReactor(reaction: Reaction, { signal, logger, lookForLostEveryMs }: { signal: AbortSignal; logger: Logger; lookForLostEveryMs?: number | undefined }): Promise<void> {
  await Promise.all([react(reaction, { signal, logger }), restoreLostRuns(reaction, { signal, logger, everyMs: lookForLostEveryMs })]);
}

async function react(reaction: Reaction, { signal, logger }: { signal: AbortSignal; logger: Logger }): Promise<void> {
  await reaction.log.persistentSubscription({
    group: "reactor",
    filter: { types: watched },
    signal,
    concurrency: 32,
    handler: (event) => reactTo(reaction, event),
    // While the workflow engine is down, requests queue in the log: only a reaction that cannot work is set aside.
    shouldPark: (error, attempt) => !(error instanceof NotYet) && !isConnectionError(error) && attempt >= 20,
    onState: (state) => logger.info({ state }, "reactor"),
    onFailure: ({ event, error, action, attempt }) => {
      const level = error instanceof NotYet ? "debug" : "warn";
      logger[level]({ err: error, type: event.event.type, stream: event.stream, action, attempt }, "reaction failed");
    },
  });
}

async function reactTo(reaction: Reaction, recorded: RecordedEvent): Promise<void> {
  // What was imported, or told as the demonstration's past, happened elsewhere or long ago: nobody is paged for it.
  if (recorded.metadata.source !== undefined) return;
  if (recorded.category === "lane" || recorded.category === "deploy") await reactToDelivery(reaction, recorded);
  else if (recorded.category === "incident") await reactToIncident(reaction, recorded);
  else if (recorded.category === "page") await reactToPage(reaction, recorded);
}

/** gRPC's "unavailable", "deadline exceeded" and "cancelled", however deep they are wrapped. */
function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ("code" in error && (error.code === 14 || error.code === 4 || error.code === 1)) return true;
  return error.name === "LogUnavailable" || (error.cause !== undefined && isConnectionError(error.cause));
}
