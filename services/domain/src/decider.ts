/** Who and when: what every command carries besides its own fields. */
export interface CommandContext {
  /** The moment of the command, ISO in UTC; deciders have no clock of their own. */
  readonly now: string;
  /** The acting person's id, null for machines. */
  readonly by: string | null;
}

/**
 * One aggregate's rules, pure: fold the past, decide on a command.
 * `decide` returns the new facts, `[]` when the command was carried out before, or throws a `Rejection`.
 */
export interface Decider<State, Command, Event> {
  readonly initialState: State;
  readonly evolve: (state: State, event: Event) => State;
  readonly decide: (command: Command, state: State) => readonly Event[];
}

/** Folds a history into a state. */
export const fold = <State, Command, Event>(decider: Decider<State, Command, Event>, events: readonly Event[]): State =>
  events.reduce(decider.evolve, decider.initialState);
