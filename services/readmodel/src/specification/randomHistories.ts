import { Rejection, StartedByAnotherRun, type Decider } from "@ballast/domain";
import type { BallastEvent, Category } from "@ballast/schema";
import fc from "fast-check";
import type { Keyed, Projection } from "../engine/projection.ts";
import { recordedHistory } from "./recordedHistory.ts";

/** A record whose rows are compared with the domain's state. */
export interface Compared<State, Command, Event extends BallastEvent, Row extends Keyed> {
  readonly record: readonly [Category, string];
  readonly decider: Decider<State, Command, Event>;
  readonly projection: Projection<Row>;
  /** The row that is looked at; by default the one with the record's id. */
  readonly key?: string;
  /** Whatever may be asked of it, in any order. */
  readonly command: fc.Arbitrary<Command>;
  /** Where some of the histories begin: chance alone seldom gets far. */
  readonly beginnings?: readonly (readonly Event[])[];
}

/** What the command decides; a refusal decides nothing. */
function decided<State, Command, Event extends BallastEvent, Row extends Keyed>(
  { decider }: Compared<State, Command, Event, Row>,
  command: Command,
  state: State,
): readonly Event[] {
  try {
    return decider.decide(command, state);
  } catch (error) {
    if (error instanceof Rejection || error instanceof StartedByAnotherRun) return [];
    throw error;
  }
}

/**
 * Tries random commands on a record and, after each that was not refused, holds the row that the projection folds from
 * the same events beside the domain's state. `check` throws where they say different things.
 */
export function rowsAreStates<State, Command, Event extends BallastEvent, Row extends Keyed>(
  compared: Compared<State, Command, Event, Row>,
  check: (state: State, row: Row | null) => void,
): void {
  const { record, decider, projection, key = record[1], command, beginnings = [[]] } = compared;
  fc.assert(
    fc.property(fc.constantFrom(...beginnings), fc.array(command, { maxLength: 40, size: "max" }), (beginning, commands) => {
      const history = recordedHistory();
      let [state, row]: [State, Row | null] = [decider.initialState, null];
      const happens = (event: Event): void => {
        const recorded = history.add(record, event);
        state = decider.evolve(state, event);
        if (projection.types.has(event.type) && projection.keysOf(recorded).includes(key)) row = projection.evolve(row, recorded, key);
      };
      beginning.forEach(happens);
      for (const one of commands) {
        const events = decided(compared, one, state);
        events.forEach(happens);
        if (events.length > 0) check(state, row);
      }
      check(state, row);
    }),
    { numRuns: 200 },
  );
}
