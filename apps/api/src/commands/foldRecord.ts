import type { Decider } from "@ballast/domain";
import type { Log } from "@ballast/eventlog";
import { streamName, type BallastEvent, type Category } from "@ballast/schema";

/** Which record, and by which rules. */
export interface RecordKey<State, Command, Event extends BallastEvent> {
  readonly category: Category;
  readonly id: string;
  readonly decider: Decider<State, Command, Event>;
}

/** A record as the log has it now. What decides is folded from here, never taken from the read model. */
export async function foldRecord<State, Command, Event extends BallastEvent>(log: Log, { category, id, decider }: RecordKey<State, Command, Event>): Promise<State> {
  const { events } = await log.read(streamName(category, id));
  // A category's stream holds that category's events only: its decider wrote them.
  return events.map(({ event }) => event as Event).reduce(decider.evolve, decider.initialState);
}
