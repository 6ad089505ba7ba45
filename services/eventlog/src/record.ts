import type { Aggregate } from "@ballast/domain";
import type { BallastEvent } from "@ballast/schema";
import type { Log } from "./connectLog.ts";
import { foldEvents, streamOf, type DecidedOn, type KnownRecord } from "./folding.ts";
import { justRead, readSince, remember } from "./rememberedRecords.ts";

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
  const since = await readSince(log, { aggregate, id });
  if (since !== undefined) return since;
  const history = await log.read(streamOf(aggregate, id));
  const state = foldEvents(aggregate, history.events);
  remember(log, { aggregate, id }, { history, state });
  return { state, revision: history.revision };
}

/**
 * A record as this process has seen it within so many ms, just now unless told, else as the log has it now: for what may be late.
 * A name or a description, which is asked for a thousand times a second; a schedule and its people, whom ten pages ask for at once. Nothing
 * is appended to such a record on it.
 */
export const foldLately = async <State, Command, Event extends BallastEvent>(
  log: Log,
  aggregate: Aggregate<State, Command, Event>,
  { id, withinMs }: { readonly id: string; readonly withinMs?: number },
): Promise<State> => justRead(log, { aggregate, id }, withinMs)?.state ?? foldRecord(log, aggregate, id);

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
