import type { Aggregate } from "@ballast/domain";
import type { BallastEvent } from "@ballast/schema";

/** Several commands to one record in one append: each is decided on what those before it have changed. */
export const inTurn = <State, Command, Event extends BallastEvent>(
  one: Aggregate<State, Command, Event>,
): Aggregate<State, readonly Command[], Event> => ({
  ...one,
  decide(commands, state) {
    const facts: Event[] = [];
    let current = state;
    for (const command of commands) {
      const next = one.decide(command, current);
      current = next.reduce(one.evolve, current);
      facts.push(...next);
    }
    return facts;
  },
});
