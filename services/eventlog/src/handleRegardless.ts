import { Rejection } from "@ballast/domain";
import type { BallastEvent } from "@ballast/schema";
import type { Log } from "./connectLog.ts";
import { RevisionConflict } from "./failures.ts";
import { decideOn, MOST_CONFLICTS, newEventsOf, nothingNew, type Handled, type Handling } from "./handle.ts";
import { streamOf } from "./folding.ts";
import { lookAt } from "./lookAt.ts";
import { hasMoved } from "./rememberedRecords.ts";

/**
 * `handle` for what must never lose a race (somebody kills a flag while others change it all the time): decides on what
 * is there now, and appends whatever others append meanwhile. For commands that hold on every state alone, and whose
 * facts outweigh what came between: the decider must bear them after any other, and twice, as a cluster knows an
 * event's id again only while it is recent. The same command again is recognised as by `handle`.
 * @throws Rejection when a rule refuses, IDEMPOTENCY_KEY_REUSED; LogUnavailable
 */
export async function handleRegardless<State, Command, Event extends BallastEvent>(
  log: Log,
  handling: Omit<Handling<State, Command, Event>, "decidedOn" | "context"> & {
    readonly context: Omit<Handling<State, Command, Event>["context"], "expectedRevision">;
  },
): Promise<Handled<Event>> {
  const { aggregate, id, context } = handling;
  const stream = streamOf(aggregate, id);
  for (let attempt = 0; attempt < MOST_CONFLICTS; attempt += 1) {
    const record = await lookAt(log, handling);
    if (record.before !== undefined) return record.before;
    const facts = decideOn(record, handling);
    if (facts.length === 0) return nothingNew(record);
    const events = newEventsOf({ facts, stream }, context);
    try {
      const { position, revision } = await log.appendRegardless(stream, events, { signal: context.signal });
      hasMoved(log, handling);
      return { events: facts, eventIds: events.map(({ eventId }) => eventId), position, revision, replayed: false };
    } catch (error) {
      // Another try of the same command is half there: the next look finds it.
      if (!(error instanceof RevisionConflict)) throw error;
    }
  }
  throw new Rejection("REVISION_CONFLICT", `${stream} has this command's events in another order`);
}
