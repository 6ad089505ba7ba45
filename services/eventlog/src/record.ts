import type { Aggregate } from "@ballast/domain";
import { eventsByCategory, streamName, type BallastEvent, type Category, type StreamName } from "@ballast/schema";
import type { ExpectedRevision } from "./append.ts";
import type { Log } from "./connectLog.ts";
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

/** A record as the log has it now. What decides is folded from here, never taken from a read model. */
export const foldRecord = async <State, Command, Event extends BallastEvent>(
  log: Log,
  aggregate: Aggregate<State, Command, Event>,
  id: string,
): Promise<State> => (await readRecord(log, aggregate, id)).state;

/** The same, with its revision: to go on from there. */
export async function readRecord<State, Command, Event extends BallastEvent>(
  log: Log,
  aggregate: Aggregate<State, Command, Event>,
  id: string,
): Promise<KnownRecord<State>> {
  const { events, revision } = await log.read(streamOf(aggregate, id));
  return { state: foldEvents(aggregate, events), revision };
}

/** The same, with the place in its stream that a command which is decided on it has to name. */
export async function foldRecordAt<State, Command, Event extends BallastEvent>(
  log: Log,
  aggregate: Aggregate<State, Command, Event>,
  id: string,
): Promise<{ readonly state: State; readonly at: DecidedOn }> {
  const { state, revision } = await readRecord(log, aggregate, id);
  return { state, at: { stream: streamOf(aggregate, id), expectedRevision: revision ?? "no_stream" } };
}

/** The record as it was before a command appended to it; as it is where the command appended nothing. */
export async function foldBefore<State, Command, Event extends BallastEvent>(
  log: Log,
  aggregate: Aggregate<State, Command, Event>,
  { id, commandId }: { readonly id: string; readonly commandId: string },
): Promise<State> {
  const { events } = await log.read(streamOf(aggregate, id));
  const first = events.findIndex(({ metadata }) => metadata.commandId === commandId);
  return foldEvents(aggregate, events.slice(0, first === -1 ? undefined : first));
}
