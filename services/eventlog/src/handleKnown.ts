import { Rejection } from "@ballast/domain";
import type { BallastEvent } from "@ballast/schema";
import type { Log } from "./connectLog.ts";
import { RevisionConflict } from "./failures.ts";
import { MOST_CONFLICTS, newEventsOf, type Handling } from "./handle.ts";
import { foldEvents, streamOf, type KnownRecord } from "./folding.ts";

/** What a command to a known record led to. */
export interface HandledKnown<State, Event extends BallastEvent> {
  /** New events; empty when there was nothing to do. */
  readonly events: readonly Event[];
  /** Of the newest of them; "0" when there are none. */
  readonly position: string;
  readonly record: KnownRecord<State>;
}

/**
 * `handle` for a record that is written again and again, or most likely new: decides on what is known of it, and reads
 * only what others have added where the append says that they have. A repeated command is recognised by the decider
 * alone, and by its events' ids: so none whose key a caller may use for another payload.
 * @returns what it led to, and the record after it
 * @throws Rejection when a rule refuses, REVISION_CONFLICT; LogUnavailable
 */
export async function handleKnown<State, Command, Event extends BallastEvent>(
  log: Log,
  { aggregate, id, command, context }: Handling<State, Command, Event>,
  known: KnownRecord<State>,
): Promise<HandledKnown<State, Event>> {
  const stream = streamOf(aggregate, id);
  let record = known;
  let position = "0";
  for (let attempt = 0; attempt < MOST_CONFLICTS; attempt += 1) {
    const facts = aggregate.decide(command, record.state);
    if (facts.length === 0) return { events: facts, position, record };
    const events = newEventsOf({ facts, stream }, context);
    try {
      const appended = await log.append(stream, events, { expectedRevision: record.revision ?? "no_stream", signal: context.signal });
      return {
        events: facts, position: appended.position,
        record: { state: facts.reduce(aggregate.evolve, record.state), revision: appended.revision },
      };
    } catch (error) {
      if (!(error instanceof RevisionConflict)) throw error;
      const added = await log.read(stream, record.revision === null ? {} : { from: record.revision + 1n });
      position = added.events.at(-1)?.position ?? position;
      record = { state: foldEvents(aggregate, added.events, record.state), revision: added.revision ?? record.revision };
    }
  }
  throw new Rejection("REVISION_CONFLICT", `${stream} was changed by others ${MOST_CONFLICTS} times meanwhile`);
}
