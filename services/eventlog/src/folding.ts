import type { Aggregate } from "@ballast/domain";
import { eventsByCategory, streamName, type BallastEvent, type Category, type StreamName } from "@ballast/schema";
import type { ExpectedRevision } from "./append.ts";
import type { RecordedEvent } from "./recordedEvent.ts";

/** Another record that a command is decided on, as it was then. */
export interface DecidedOn {
  readonly stream: StreamName;
  readonly expectedRevision: ExpectedRevision;
}

/** A record as it was after its newest event that is known here; later ones are read when they are in the way. */
export interface KnownRecord<State> {
  readonly state: State;
  /** Null: it has no events as far as is known. */
  readonly revision: bigint | null;
}

/** Where a record's history stands. */
export const streamOf = ({ category }: { readonly category: Category }, id: string): StreamName => streamName(category, id);

/** Of what a stream tells, what its aggregate is told by: its own category's events. Nothing else ever stands there. */
export function eventsOf<State, Command, Event extends BallastEvent>(
  { category }: Aggregate<State, Command, Event>,
  recorded: readonly RecordedEvent[],
): readonly Event[] {
  const own = eventsByCategory[category];
  const isOwn = (event: BallastEvent): event is Event => event.type in own;
  return recorded.map(({ event }) => event).filter(isOwn);
}

/** A record as these events tell it, from its beginning or from what is known of it. */
export const foldEvents = <State, Command, Event extends BallastEvent>(
  aggregate: Aggregate<State, Command, Event>,
  recorded: readonly RecordedEvent[],
  from: State = aggregate.initialState,
): State => eventsOf(aggregate, recorded).reduce(aggregate.evolve, from);
