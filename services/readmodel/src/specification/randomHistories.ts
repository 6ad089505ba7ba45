import { Rejection, StartedByAnotherRun, type Decider } from "@ballast/domain";
import type { BallastEvent, Category } from "@ballast/schema";
import fc from "fast-check";
import type { Queries } from "../queries.ts";
import { folded } from "./folded.ts";
import { recordedHistory } from "./recordedHistory.ts";

/** A record whose rows are compared with the domain's state. */
export interface Compared<State, Command, Event extends BallastEvent> {
  readonly record: readonly [Category, string];
  readonly decider: Decider<State, Command, Event>;
  /** Whatever may be asked of it, in any order. */
  readonly command: fc.Arbitrary<Command>;
  /** Where some of the histories begin: chance alone seldom gets far. */
  readonly beginnings?: readonly (readonly Event[])[];
}

/** What the command decides; a refusal decides nothing. */
function decided<State, Command, Event extends BallastEvent>({ decider }: Compared<State, Command, Event>, command: Command, state: State): readonly Event[] {
  try {
    return decider.decide(command, state);
  } catch (error) {
    if (error instanceof Rejection || error instanceof StartedByAnotherRun) return [];
    throw error;
  }
}

/**
 * Tries random commands on a record and, after each that was not refused, holds the row that the read model folds from
 * the same events beside the domain's state. `check` throws where they say different things.
 */
export function rowsAreStates<State, Command, Event extends BallastEvent>(compared: Compared<State, Command, Event>, check: (state: State, queries: Queries) => void): void {
  const { record, decider, command, beginnings = [[]] } = compared;
  fc.assert(
    fc.property(fc.constantFrom(...beginnings), fc.array(command, { maxLength: 40, size: "max" }), (beginning, commands) => {
      const history = recordedHistory();
      for (const event of beginning) history.add(record, event);
      let state = beginning.reduce(decider.evolve, decider.initialState);
      for (const one of commands) {
        const events = decided(compared, one, state);
        for (const event of events) history.add(record, event);
        state = events.reduce(decider.evolve, state);
      }
      check(state, folded(history.events));
    }),
    { numRuns: 80 },
  );
}
