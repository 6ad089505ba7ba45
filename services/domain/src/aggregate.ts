import type { BallastEvent, Category, eventsByCategory } from "@ballast/schema";
import type { Decider } from "./decider.ts";

/** What a record's id is made from. */
export type KeyPart = string | number;

/**
 * Everything that is to be known to change a record of one kind: by which rules, and in which streams its history
 * stands. Whoever reads or writes one (API, webhook, workflow, command line) hands over this and the record's id.
 */
export interface Aggregate<State, Command, Event extends BallastEvent> extends Decider<State, Command, Event> {
  readonly category: Category;
}

/** An aggregate of which a record's id follows from what it is: its natural key, or the command that makes it. */
export interface Identified<Key extends readonly unknown[]> {
  readonly category: Category;
  /** What the id is made from, in the form in which two of the same are the same. */
  readonly keyOf: (...key: Key) => readonly KeyPart[];
}

/** Events of one category. */
export type EventIn<In extends Category> = Extract<BallastEvent, { readonly type: keyof (typeof eventsByCategory)[In] }>;

interface Rules<State, Command, Event> {
  readonly initialState: NoInfer<State>;
  readonly evolve: (state: State, event: Event) => State;
  readonly decide: (command: Command, state: State) => readonly Event[];
}

interface NamedRules<State, Command, Event, Key extends readonly unknown[]> extends Rules<State, Command, Event> {
  readonly keyOf: (...key: Key) => readonly KeyPart[];
}

/** An aggregate: its category (which is its slice's name too) and its rules, about that category's events. */
export function aggregate<const In extends Category, State, Command, Key extends readonly unknown[]>(
  category: In,
  rules: NamedRules<State, Command, EventIn<In>, Key>,
): Aggregate<State, Command, EventIn<In>> & Identified<Key>;
export function aggregate<const In extends Category, State, Command>(
  category: In,
  rules: Rules<State, Command, EventIn<In>>,
): Aggregate<State, Command, EventIn<In>>;
export function aggregate<const In extends Category, State, Command>(
  category: In,
  rules: Rules<State, Command, EventIn<In>>,
): Aggregate<State, Command, EventIn<In>> {
  return { category, ...rules };
}
