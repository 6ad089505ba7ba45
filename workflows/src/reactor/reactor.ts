import type { RecordedEvent } from "@ballast/eventlog";
import { noTracing } from "@ballast/tracing";
import type { Logger } from "pino";
import { doFor, eventsIn } from "./byEvent.ts";
import { restoreLostRuns } from "./lostRuns.ts";
import { NotYet } from "./notYet.ts";
import type { Reaction, WorkflowSlice } from "./slice.ts";

/**
 * Turns recorded facts into workflows and signals: a persistent subscription, acknowledged only after the start or the
 * signal succeeded. Starting twice is harmless: ids come from the events, and the log decides whose run carries on.
 * Beside that it takes up what the workflow engine has lost.
 */
export async function runReactor(
  slices: readonly WorkflowSlice[],
  reaction: Reaction,
  { signal, logger, lookForLostEveryMs }: { signal: AbortSignal; logger: Logger; lookForLostEveryMs?: number | undefined },
): Promise<void> {
  await Promise.all([
    react(slices, reaction, { signal, logger }),
    restoreLostRuns(slices, reaction, { signal, logger, everyMs: lookForLostEveryMs }),
  ]);
}

async function react(
  slices: readonly WorkflowSlice[],
  reaction: Reaction,
  { signal, logger }: { signal: AbortSignal; logger: Logger },
): Promise<void> {
  await reaction.log.persistentSubscription({
    group: "reactor",
    filter: { types: eventsIn(slices.map(({ reactions }) => reactions)) },
    signal,
    concurrency: 32,
    handler: (event) => traced(reaction, event, () => reactTo(slices, reaction, event)),
    // While the workflow engine is down, requests queue in the log: only a reaction that cannot work is set aside.
    shouldPark: (error, attempt) => !(error instanceof NotYet) && !isConnectionError(error) && attempt >= 20,
    onState: (state) => logger.info({ state }, "reactor"),
    onFailure: ({ event, error, action, attempt }) => {
      const level = error instanceof NotYet ? "debug" : "warn";
      logger[level]({ err: error, type: event.event.type, stream: event.stream, action, attempt }, "reaction failed");
    },
  });
}

/** Part of the trace of whatever led to the event. */
const traced = (
  { tracing = noTracing }: Reaction,
  { event, metadata, stream, eventId }: RecordedEvent,
  react: () => Promise<void>,
): Promise<void> =>
  tracing.span(
    {
      name: `react ${event.type}`, correlationId: metadata.$correlationId,
      attributes: { "ballast.stream": stream, "ballast.event_id": eventId },
    },
    react,
  );

/** What each slice does about an event; the next only once the one before it has. */
export async function reactTo(slices: readonly WorkflowSlice[], reaction: Reaction, recorded: RecordedEvent): Promise<void> {
  // What was imported, or told as the demonstration's past, happened elsewhere or long ago: nobody is paged for it.
  if (recorded.metadata.source !== undefined) return;
  for (const { reactions } of slices) await doFor(reactions, recorded, reaction);
}

/** gRPC's "unavailable", "deadline exceeded" and "cancelled", however deep they are wrapped. */
function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ("code" in error && (error.code === 14 || error.code === 4 || error.code === 1)) return true;
  return error.name === "LogUnavailable" || (error.cause !== undefined && isConnectionError(error.cause));
}
