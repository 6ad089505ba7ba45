import { Rejection } from "@ballast/domain";
import type { BallastEvent } from "@ballast/schema";
import type { Log } from "./connectLog.ts";
import { eventsOf, foldEvents, streamOf, type KnownRecord } from "./folding.ts";
import type { Handled, Handling, HandlingContext } from "./handle.ts";
import type { StreamHistory } from "./read.ts";
import { readSince, remember } from "./rememberedRecords.ts";

/** What a command is decided on. */
export interface LookedAt<State, Event extends BallastEvent> extends KnownRecord<State> {
  /** Of its newest event; "0" where there is none. */
  readonly position: string;
  /** What the command led to, where it was carried out before. */
  readonly before?: Handled<Event>;
}

/**
 * A record as the log has it now, for one command. Of a long history that this process has read before, only what came since is read,
 * unless the command is among those that it was made by.
 * @throws Rejection IDEMPOTENCY_KEY_REUSED
 */
export async function lookAt<State, Command, Event extends BallastEvent>(
  log: Log,
  handling: Pick<Handling<State, Command, Event>, "aggregate" | "id" | "context">,
): Promise<LookedAt<State, Event>> {
  const { aggregate, id, context } = handling;
  const since = await readSince(log, { aggregate, id });
  if (since !== undefined && !since.commandIds.has(context.commandId)) return since;
  const history = await log.read(streamOf(aggregate, id));
  const state = foldEvents(aggregate, history.events);
  remember(log, { aggregate, id }, { history, state });
  const before = replayOf(handling, history);
  return { state, revision: history.revision, position: history.events.at(-1)?.position ?? "0", ...(before !== undefined && { before }) };
}

/** What the command led to, where it was carried out before. */
function replayOf<State, Command, Event extends BallastEvent>(
  { aggregate, context: { commandId, payloadHash } }: {
    readonly aggregate: Handling<State, Command, Event>["aggregate"];
    readonly context: HandlingContext<Event>;
  },
  history: StreamHistory,
): Handled<Event> | undefined {
  const own = history.events.filter(({ metadata }) => metadata.commandId === commandId);
  const last = own.at(-1);
  if (last === undefined) return undefined;
  const { commandHash } = last.metadata;
  if (payloadHash !== undefined && commandHash !== undefined && payloadHash !== commandHash) {
    throw new Rejection("IDEMPOTENCY_KEY_REUSED", "this idempotency key was used before, with another payload", ["idempotencyKey"]);
  }
  return {
    events: eventsOf(aggregate, own), eventIds: own.map(({ eventId }) => eventId), position: last.position, revision: last.revision,
    replayed: true,
  };
}
