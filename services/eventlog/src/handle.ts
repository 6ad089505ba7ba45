import { Rejection, type Aggregate } from "@ballast/domain";
import type { Actor, BallastEvent, Source } from "@ballast/schema";
import type { Append, Appended, NewEvent } from "./append.ts";
import type { Log } from "./connectLog.ts";
import { RevisionConflict } from "./failures.ts";
import { ids } from "./ids.ts";
import { streamOf, type DecidedOn, type KnownRecord } from "./folding.ts";
import { lookAt, type LookedAt } from "./lookAt.ts";
import { hasMoved, justRead } from "./rememberedRecords.ts";
import { backoffMs, pause } from "./retry.ts";

/** Who commands, when, and as part of what. */
export interface HandlingContext<Event extends BallastEvent = BallastEvent> {
  /** The same for every retry of the same command. */
  readonly commandId: string;
  readonly actor: Actor;
  /** ISO, UTC: becomes `recordedAt`. */
  readonly now: string;
  readonly correlationId: string;
  /** The direct parent: an event id, a request id, a workflow id. */
  readonly causationId: string;
  /** When it happened; `now` unless told. A function answers for each event of its own. */
  readonly occurredAt?: string | ((event: Event) => string) | undefined;
  readonly source?: Source | ((event: Event) => Source | undefined) | undefined;
  /** `payloadHash` of what the caller sent: the same command id with another payload is refused. */
  readonly payloadHash?: string | undefined;
  /** The revision the caller has seen; anything else is refused. */
  readonly expectedRevision?: bigint | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One command to one record. */
export interface Handling<State, Command, Event extends BallastEvent> {
  readonly aggregate: Aggregate<State, Command, Event>;
  readonly id: string;
  readonly command: Command;
  readonly context: HandlingContext<Event>;
  /** Where the log appends to several streams at once, nothing is appended unless these are still as they were. */
  readonly decidedOn?: readonly DecidedOn[] | undefined;
}

/** What a command led to. */
export interface Handled<Event extends BallastEvent> {
  /** New events, or those of the first time when replayed; empty when there was nothing to do. */
  readonly events: readonly Event[];
  readonly eventIds: readonly string[];
  /** Wait for this position to read one's own writes. */
  readonly position: string;
  /** Of the stream's last event; null while it has none. */
  readonly revision: bigint | null;
  /** The command was carried out before. */
  readonly replayed: boolean;
}

/** After so many conflicts in a row a command is given up. */
export const MOST_CONFLICTS = 12;

/**
 * Looks at the record, unless this process has just done so, decides, appends at exactly that revision; when somebody was faster, looks
 * and decides again.
 * @throws Rejection when a rule refuses, IDEMPOTENCY_KEY_REUSED or REVISION_CONFLICT; OtherRecordMoved; LogUnavailable
 */
export async function handle<State, Command, Event extends BallastEvent>(
  log: Log,
  handling: Handling<State, Command, Event>,
): Promise<Handled<Event>> {
  const { aggregate, id, context } = handling;
  const stream = streamOf(aggregate, id);
  for (let attempt = 0; attempt < MOST_CONFLICTS; attempt += 1) {
    const { record, facts, seed } = (attempt === 0 ? decidedOnJustRead(log, handling) : undefined) ?? (await decidedOnNow(log, handling));
    if (record.before !== undefined) return record.before;
    if (facts.length === 0) return nothingNew(record);
    const events = newEventsOf({ facts, stream, seed }, context);
    try {
      const { position, revision } = await append(log, { stream, events, expectedRevision: record.revision ?? "no_stream" }, handling);
      hasMoved(log, handling);
      return { events: facts, eventIds: events.map(({ eventId }) => eventId), position, revision, replayed: false };
    } catch (error) {
      if (!(error instanceof RevisionConflict)) throw error;
      const moved = handling.decidedOn?.find((other) => error.streams.includes(other.stream));
      if (moved !== undefined) throw new OtherRecordMoved(moved.stream);
      await pause(backoffMs(attempt, { firstMs: 5, longestMs: 200 }), context.signal);
    }
  }
  throw new Rejection("REVISION_CONFLICT", `${stream} was changed by others ${MOST_CONFLICTS} times meanwhile`);
}

/** What a command leads to, and on what that was decided. */
interface Decided<State, Event extends BallastEvent> {
  readonly record: LookedAt<State, Event>;
  readonly facts: readonly Event[];
  /** Of what the events' ids are made, where that is not the command alone. */
  readonly seed?: string;
}

async function decidedOnNow<State, Command, Event extends BallastEvent>(
  log: Log,
  handling: Handling<State, Command, Event>,
): Promise<Decided<State, Event>> {
  const record = await lookAt(log, handling);
  return { record, facts: record.before === undefined ? decideOn(record, handling) : [] };
}

/**
 * On the record as this process has just read it, to see whether somebody may know of it, say: the append finds out whether it still is
 * so. A refusal, and that there is nothing to do, are said of what the log has now only. Nor does the log take these events for those that
 * another process has written for the same command meanwhile: it would say that they are there, and what was answered would be made up.
 */
function decidedOnJustRead<State, Command, Event extends BallastEvent>(
  log: Log,
  handling: Handling<State, Command, Event>,
): Decided<State, Event> | undefined {
  const record = justRead(log, handling);
  if (record === undefined || record.commandIds.has(handling.context.commandId)) return undefined;
  try {
    const facts = decideOn(record, handling);
    const { commandId, now, payloadHash = "" } = handling.context;
    return facts.length === 0 ? undefined : { record, facts, seed: `${commandId} ${now} ${payloadHash}` };
  } catch {
    return undefined;
  }
}

/** A record that the command was decided on was changed by somebody else: whoever decided has to look again. */
export class OtherRecordMoved extends Error {
  override readonly name = "OtherRecordMoved";

  constructor(stream: string) {
    super(`${stream} was changed by others after it was looked at`);
  }
}

/** In one append with the checks, where the log offers that; the window between looking and appending stays where it does not. */
async function append(
  log: Log,
  { stream, events, expectedRevision }: Append,
  { decidedOn = [], context: { signal } }: Pick<Handling<never, never, never>, "decidedOn" | "context">,
): Promise<Appended> {
  const together =
    decidedOn.length === 0
      ? null
      : await log.appendTogether({ appends: [{ stream, events, expectedRevision }], checks: decidedOn }, { signal });
  return together?.[0] ?? log.append(stream, events, { expectedRevision, signal });
}

/** The facts that a command leads to. @throws Rejection REVISION_CONFLICT where the caller has seen another revision */
export function decideOn<State, Command, Event extends BallastEvent>(
  { state, revision }: KnownRecord<State>,
  handling: Handling<State, Command, Event>,
): readonly Event[] {
  const {
    aggregate, command, context: { expectedRevision },
  } = handling;
  if (expectedRevision !== undefined && expectedRevision !== (revision ?? -1n)) {
    throw new Rejection("REVISION_CONFLICT", `expected revision ${expectedRevision}, found ${revision ?? "none"}`, [
      "expectedRevision",
    ]);
  }
  return aggregate.decide(command, state);
}

/** There was nothing to do. */
export const nothingNew = <Event extends BallastEvent>({ position, revision }: LookedAt<unknown, Event>): Handled<Event> =>
  ({ events: [], eventIds: [], position, revision, replayed: false });

/** The facts of one command as they are appended. */
export const newEventsOf = <Event extends BallastEvent>(
  { facts, stream, seed }: { readonly facts: readonly Event[]; readonly stream: string; readonly seed?: string | undefined },
  context: HandlingContext<Event>,
): NewEvent[] => facts.map((event, index) => toNewEvent({ event, stream, index, seed }, context));

/** An event with the metadata of the command that led to it. */
export function toNewEvent<Event extends BallastEvent>(
  { event, stream, index, seed }: { event: Event; stream: string; index: number; seed?: string | undefined },
  context: HandlingContext<Event>,
): NewEvent {
  const { occurredAt, source } = context;
  const origin = typeof source === "function" ? source(event) : source;
  return {
    eventId: ids.event(seed ?? context.commandId, stream, index),
    event,
    metadata: {
      actor: context.actor,
      occurredAt: (typeof occurredAt === "function" ? occurredAt(event) : occurredAt) ?? context.now,
      recordedAt: context.now,
      commandId: context.commandId,
      ...(context.payloadHash !== undefined && { commandHash: context.payloadHash }),
      $correlationId: context.correlationId,
      $causationId: context.causationId,
      ...(origin !== undefined && { source: origin }),
    },
  };
}
