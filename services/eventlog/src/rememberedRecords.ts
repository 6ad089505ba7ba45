import type { Aggregate } from "@ballast/domain";
import type { BallastEvent, StreamName } from "@ballast/schema";
import type { Log } from "./connectLog.ts";
import { foldEvents, streamOf, type KnownRecord } from "./folding.ts";
import type { RecordedEvent } from "./recordedEvent.ts";
import type { StreamHistory } from "./read.ts";

/** Which record. */
interface Which<State, Command, Event extends BallastEvent> {
  readonly aggregate: Aggregate<State, Command, Event>;
  readonly id: string;
}

/** A record as this process has read it. */
export interface RememberedRecord<State> extends KnownRecord<State> {
  readonly revision: bigint;
  /** Of its newest event. */
  readonly position: string;
  /** Commands that it has events of. */
  readonly commandIds: ReadonlySet<string>;
}

/** What was read so long ago, ms, is decided on as it was: a request that has asked whether somebody may goes on to its command. */
const JUST_MS = 100;
/** Of all remembered histories together, characters of their facts; beyond it, those that were asked for longest ago are forgotten. */
const mostCharacters = 64_000_000;

interface Entry {
  readonly aggregate: object;
  readonly record: RememberedRecord<unknown>;
  /** The record's own set, which only this file adds to: a copy for each command would cost what remembering saves. */
  readonly commandIds: Set<string>;
  /** About how long one of its facts is, as text: a comment is short, a list of commits is not. */
  readonly charactersEach: number;
  /** When the log last said that this is all, by `performance.now`. */
  readAt: number;
}

/** What the least history weighs: many short ones are not for nothing. */
const leastCharacters = 2_000;

/**
 * Long histories that one process has folded of one log. What is remembered is what was read: nothing that this process has appended
 * itself, since the log may have known its events already, as another try wrote them.
 */
class RememberedRecords {
  readonly #entries = new Map<StreamName, Entry>();
  #characters = 0;

  find(stream: StreamName): Entry | undefined {
    const entry = this.#entries.get(stream);
    if (entry === undefined) return undefined;
    this.#entries.delete(stream);
    this.#entries.set(stream, entry);
    return entry;
  }

  keep(stream: StreamName, entry: Entry): void {
    this.forget(stream);
    this.#entries.set(stream, entry);
    this.#characters += weightOf(entry);
    for (const oldest of this.#entries.keys()) {
      if (this.#characters <= mostCharacters) return;
      this.forget(oldest);
    }
  }

  forget(stream: StreamName): void {
    const entry = this.#entries.get(stream);
    if (entry === undefined) return;
    this.#entries.delete(stream);
    this.#characters -= weightOf(entry);
  }
}

const weightOf = ({ record, charactersEach }: Entry): number => leastCharacters + (Number(record.revision) + 1) * charactersEach;

/** By three of them: all would cost as much as reading them. */
function charactersEachOf(events: readonly RecordedEvent[]): number {
  const looked = [events[0], events[Math.floor(events.length / 2)], events.at(-1)].flatMap((one) => one ?? []);
  return looked.reduce((sum, { event }) => sum + JSON.stringify(event.data).length, 0) / looked.length;
}

const ofLogs = new WeakMap<Log, RememberedRecords>();

function memoryOf(log: Log): RememberedRecords {
  const found = ofLogs.get(log) ?? new RememberedRecords();
  ofLogs.set(log, found);
  return found;
}

/** Remembers a record that was read as a whole, where that is worth it. */
export function remember<State, Command, Event extends BallastEvent>(
  log: Log,
  { aggregate, id }: Which<State, Command, Event>,
  { history: { events, revision }, state }: { readonly history: StreamHistory; readonly state: State },
): void {
  const last = events.at(-1);
  if (revision === null || last?.revision !== revision) return;
  const commandIds = new Set(events.map(({ metadata }) => metadata.commandId));
  const record = { state, revision, position: last.position, commandIds };
  const charactersEach = charactersEachOf(events);
  memoryOf(log).keep(streamOf(aggregate, id), { aggregate, record, commandIds, charactersEach, readAt: performance.now() });
}

/**
 * A record as it was read just now, without asking the log again. For what is appended at its revision only: who was faster is seen then.
 * Undefined where it was not.
 */
export function justRead<State, Command, Event extends BallastEvent>(
  log: Log,
  { aggregate, id }: Which<State, Command, Event>,
  withinMs = JUST_MS,
): RememberedRecord<State> | undefined {
  const entry = memoryOf(log).find(streamOf(aggregate, id));
  if (entry?.aggregate !== aggregate || performance.now() - entry.readAt > withinMs) return undefined;
  return entry.record as RememberedRecord<State>;
}

/** Says that a record is no longer as it was read: this process has appended to it. What it is now, the log says. */
export function hasMoved<State, Command, Event extends BallastEvent>(log: Log, { aggregate, id }: Which<State, Command, Event>): void {
  const entry = memoryOf(log).find(streamOf(aggregate, id));
  if (entry !== undefined) entry.readAt = -Infinity;
}

/**
 * What is remembered of a record together with what came since, read from the log. Undefined where nothing is, and where the log has
 * something else in its place: it was put back, or its stream begun anew.
 */
export async function readSince<State, Command, Event extends BallastEvent>(
  log: Log,
  { aggregate, id }: Which<State, Command, Event>,
): Promise<RememberedRecord<State> | undefined> {
  const stream = streamOf(aggregate, id);
  const entry = memoryOf(log).find(stream);
  if (entry?.aggregate !== aggregate) return undefined;
  // Folded by this very aggregate, so it is its state.
  const known = entry.record as RememberedRecord<State>;
  const askedAt = performance.now();
  // Its newest known event is read again: in a log that was put back another one stands there, or none.
  const { events, revision } = await log.read(stream, { from: known.revision });
  const [again, ...added] = events;
  const last = events.at(-1);
  if (again?.revision !== known.revision || again.position !== known.position || last?.revision !== revision) {
    memoryOf(log).forget(stream);
    return undefined;
  }
  if (added.length === 0) {
    entry.readAt = askedAt;
    return known;
  }
  return further(log, { stream, entry: { ...entry, readAt: askedAt } }, { known, added, state: foldEvents(aggregate, added, known.state) });
}

/** What was remembered, with the facts that came since. Whoever reads at the same time may have been faster, and adds the same. */
function further<State>(
  log: Log,
  { stream, entry }: { readonly stream: StreamName; readonly entry: Entry },
  { known, added, state }: { readonly known: RememberedRecord<State>; readonly added: readonly RecordedEvent[]; readonly state: State },
): RememberedRecord<State> {
  for (const { metadata } of added) entry.commandIds.add(metadata.commandId);
  const { revision, position } = added.at(-1) ?? known;
  const record = { state, revision, position, commandIds: entry.commandIds };
  const now = memoryOf(log).find(stream);
  if (now === undefined || now.record.revision < revision) memoryOf(log).keep(stream, { ...entry, record });
  return record;
}
