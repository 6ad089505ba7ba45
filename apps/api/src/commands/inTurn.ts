import type { Decider } from "@ballast/domain";

/** Several commands to one record in one append: each is decided on what those before it have changed. */
export const inTurn = <State, Command, Event>(decider: Decider<State, Command, Event>): Decider<State, readonly Command[], Event> => ({
  initialState: decider.initialState,
  evolve: decider.evolve,
  decide(commands, state) {
    const facts: Event[] = [];
    let current = state;
    for (const command of commands) {
      const next = decider.decide(command, current);
      current = next.reduce(decider.evolve, current);
      facts.push(...next);
    }
    return facts;
  },
});
