import { streamOf, toNewEvent, type NewEvent } from "@ballast/eventlog";
import { counterDecider, type Aggregate } from "@ballast/domain";
import { customerDecider } from "@ballast/domain/customer";
import type { BallastEvent, StreamName } from "@ballast/schema";
import { Places, type Author, type Past } from "../author.ts";

/** Everything that is told of one record, as it goes into the log: all of it at once. */
export interface ToldRecord {
  readonly stream: StreamName;
  readonly category: string;
  readonly id: string;
  /** When the first of it happened, ISO. */
  readonly begins: string;
  readonly events: readonly NewEvent[];
  /** The record as the rules have it in the end. */
  readonly state: unknown;
}

interface Collected {
  readonly id: string;
  readonly category: string;
  readonly begins: string;
  readonly events: NewEvent[];
  state: unknown;
}

/** An author who keeps what is told by record, decided by the rules of everything else, and writes nothing. */
export interface CollectingAuthor extends Author {
  /** What was told, in the order in which it was begun. */
  records(): readonly ToldRecord[];
  /** The record as it is so far. */
  stateOf<State, Command, Event extends BallastEvent>(aggregate: Aggregate<State, Command, Event>, id: string): State;
}

/** Begins with nothing. */
export function collectingAuthor(): CollectingAuthor {
  const places = new Places();
  const told = new Map<StreamName, Collected>();
  let written = 0;
  function tell<State, Command, Event extends BallastEvent>({ aggregate, id, command, ...past }: Past<State, Command, Event>): void {
    const stream = streamOf(aggregate, id);
    const record = told.get(stream) ?? { id, category: aggregate.category, begins: past.at, events: [], state: aggregate.initialState };
    told.set(stream, record);
    const facts = aggregate.decide(command, record.state as State);
    const context = places.context({ place: stream, ...past });
    for (const [index, event] of facts.entries()) {
      record.events.push(toNewEvent({ event, stream, index }, context));
      record.state = aggregate.evolve(record.state as State, event);
    }
    written += 1;
  }
  return {
    written: () => written,
    write(past) {
      tell(past);
      return Promise.resolve();
    },
    records: () => [...told].flatMap(([stream, record]) => (record.events.length === 0 ? [] : [{ stream, ...record }])),
    stateOf: (aggregate, id) => (told.get(streamOf(aggregate, id))?.state ?? aggregate.initialState) as never,
  };
}

/**
 * What is written before anything else: numbers, so that what happens meanwhile takes the ones behind; and customers, who come by as soon
 * as
 * the shop is open.
 */
export const comesFirst = ({ category }: Pick<ToldRecord, "category">): boolean =>
  category === counterDecider.category || category === customerDecider.category;
