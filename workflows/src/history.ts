import type { Decider } from "@ballast/domain";
import type { Log } from "@ballast/eventlog";
import { streamName, type BallastEvent, type Category } from "@ballast/schema";

/** A record as its stream tells it now. */
export interface Folded<State> {
  readonly state: State;
  /** Whether the stream has any event. */
  readonly exists: boolean;
}

/** Reads a record's stream and folds it with its decider. A worker has no read model: what it needs, it reads from the log. */
export async function foldRecord<State, Command, Event extends BallastEvent>(
  log: Log,
  { category, id, decider }: { category: Category; id: string; decider: Decider<State, Command, Event> },
): Promise<Folded<State>> {
  const { events } = await log.read(streamName(category, id));
  // A category's stream holds that category's events only: its decider wrote them.
  return { state: events.reduce((state, { event }) => decider.evolve(state, event as Event), decider.initialState), exists: events.length > 0 };
}
