import { Rejection } from "@ballast/domain";
import { RevisionConflict, streamOf, toNewEvent, type Append, type HandlingContext, type Log } from "@ballast/eventlog";
import type { BallastEvent } from "@ballast/schema";
import type { RecordStep } from "./recordStep.ts";

/** What a record's append came to. */
export interface Done {
  readonly events: readonly BallastEvent[];
  readonly position: string;
  /** Nothing was known of the record before. */
  readonly first: boolean;
}

/** Takes a step of a record that nobody is taken to know. */
type Collect = <State, Command, Event extends BallastEvent>(
  step: RecordStep<State, Command, Event>,
  context: HandlingContext<Event>,
) => null;

/** Hands the steps of a record over. */
export type Collecting<Item> = (item: Item, collect: Collect) => Promise<unknown>;

/** So many records go into the log with one append: what is appended at once holds others up. */
const TOGETHER = 200;
/** And no more text than this, characters. */
const MOST_TEXT = 1_000_000;

interface Fresh<Item> {
  readonly item: Item;
  readonly append: Append;
  readonly events: readonly BallastEvent[];
  readonly size: number;
}

/**
 * Of many records those that are new and take one append, many at a time where the log takes that: a long list is mostly
 * new or mostly known. What is there already, and all others, are left to be looked at one by one.
 */
export async function recordFresh<Item>(log: Log, items: readonly Item[], collecting: Collecting<Item>): Promise<ReadonlyMap<Item, Done>> {
  const done = new Map<Item, Done>();
  if (items.length < 2) return done;
  const fresh = (await Promise.all(items.map((item) => freshOf(item, collecting)))).filter((one) => one !== null);
  for (const together of portions(fresh)) {
    const position = await appendNew(log, together);
    // The log takes one stream at a time: no need to ask again.
    if (position === "alone") return done;
    for (const { item, events } of position.appended) done.set(item, { events, position: position.at, first: true });
  }
  return done;
}

async function freshOf<Item>(item: Item, collecting: Collecting<Item>): Promise<Fresh<Item> | null> {
  const found: Fresh<Item>[] = [];
  try {
    await collecting(item, ({ aggregate, id, command }, context) => {
      const events = aggregate.decide(command, aggregate.initialState);
      const stream = streamOf(aggregate, id);
      const append: Append = {
        stream,
        expectedRevision: "no_stream",
        events: events.map((event, index) => toNewEvent({ event, stream, index }, context)),
      };
      found.push({ item, append, events, size: JSON.stringify(events).length });
      return null;
    });
  } catch (error) {
    if (error instanceof Rejection) return null;
    throw error;
  }
  const [one, ...more] = found;
  return one === undefined || more.length > 0 || one.events.length === 0 || one.size > MOST_TEXT / 4 ? null : one;
}

function portions<Item>(all: readonly Fresh<Item>[]): readonly (readonly Fresh<Item>[])[] {
  const made: Fresh<Item>[][] = [];
  let size = 0;
  for (const one of all) {
    const last = made.at(-1);
    size += one.size;
    if (last === undefined || last.length >= TOGETHER || size > MOST_TEXT) {
      made.push([one]);
      size = one.size;
    } else last.push(one);
  }
  return made;
}

interface Appended<Item> {
  readonly appended: readonly Fresh<Item>[];
  readonly at: string;
}

/** Those that were new; "alone" where the log appends to one stream at a time. */
async function appendNew<Item>(log: Log, together: readonly Fresh<Item>[]): Promise<Appended<Item> | "alone"> {
  let waiting = together;
  while (waiting.length > 1) {
    try {
      const appended = await log.appendTogether({ appends: waiting.map(({ append }) => append) });
      return appended === null ? "alone" : { appended: waiting, at: appended[0]?.position ?? "0" };
    } catch (error) {
      if (error instanceof Rejection) break;
      if (!(error instanceof RevisionConflict)) throw error;
      const there = new Set(error.streams);
      const rest = waiting.filter(({ append }) => !there.has(append.stream));
      if (rest.length === waiting.length) break;
      waiting = rest;
    }
  }
  return { appended: [], at: "0" };
}
