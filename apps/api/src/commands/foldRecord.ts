import type { Decider } from "@ballast/domain";
import { Rejection } from "@ballast/domain";
import { OtherRecordMoved, type DecidedOn, type Log } from "@ballast/eventlog";
import { streamName, type BallastEvent, type Category } from "@ballast/schema";

/** Which record, and by which rules. */
export interface RecordKey<State, Command, Event extends BallastEvent> {
  readonly category: Category;
  readonly id: string;
  readonly decider: Decider<State, Command, Event>;
}

/** A record as the log has it now. What decides is folded from here, never taken from the read model. */
export const foldRecord = async <State, Command, Event extends BallastEvent>(log: Log, key: RecordKey<State, Command, Event>): Promise<State> => (await foldRecordAt(log, key)).state;

/** The same, with the place in its stream that a command which is decided on it has to name. */
export async function foldRecordAt<State, Command, Event extends BallastEvent>(log: Log, { category, id, decider }: RecordKey<State, Command, Event>): Promise<{ readonly state: State; readonly at: DecidedOn }> {
  const stream = streamName(category, id);
  const { events, revision } = await log.read(stream);
  // A category's stream holds that category's events only: its decider wrote them.
  const state = events.map(({ event }) => event as Event).reduce(decider.evolve, decider.initialState);
  return { state, at: { stream, expectedRevision: revision ?? "no_stream" } };
}

/** So often is another record looked at again that somebody changes all the time. */
const looks = 5;

/**
 * Does what is decided on another record, and does it again where that was changed meanwhile.
 * @throws Rejection REVISION_CONFLICT when it changes all the time
 */
export async function lookingAgain(act: () => Promise<void>): Promise<void> {
  for (let look = 0; look < looks; look += 1) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof OtherRecordMoved)) throw error;
    }
  }
  throw new Rejection("REVISION_CONFLICT", `another record that this depends on was changed by others ${looks} times meanwhile`);
}
