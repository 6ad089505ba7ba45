import { randomUUID } from "node:crypto";
import { type Decider, Rejection } from "@ballast/domain";
import {
  commandIdOf, comparePositions, decideOn, handle as handleCommand, handleRegardless, ids, payloadHash, readRecord, type Acting,
  type DecidedOn, type Handled, type Handling,
} from "@ballast/eventlog";
import type { BallastEvent, Category } from "@ballast/schema";
import { noTracing } from "@ballast/tracing";
import { actorOf, authorise, refuseOtherServices, type Principal } from "../auth/principal.ts";
import type { Permission } from "../auth/permissions.ts";
import type { ApiContext } from "../graphql/context.ts";
import { refuseHiddenRecords, type NamedRecord } from "./hiddenRecords.ts";

/** What every mutation's input has beside its own fields. */
export interface CommandInput {
  readonly idempotencyKey: string | null;
  /** The revision of the record that the caller has seen. */
  readonly expectedRevision: number | null;
}

/** A mutation about to run. */
export interface CommandSpec<Input extends CommandInput> {
  readonly mutation: string;
  readonly permission: Permission;
  /** Checks what the caller sent; asked after the permission. */
  readonly read: () => Input;
  /** Services it touches, asked for only when a token is limited to some. Null: it concerns the installation. */
  readonly touches: (input: Input) => Promise<readonly string[] | null>;
  /** Records that it names by their ids: each must be one that the caller may know of. */
  readonly named: (input: Input) => readonly NamedRecord[];
  /** The input as its hash sees it: without secrets, which must not be guessable from the log. */
  readonly hashed: (input: Input) => unknown;
}

/** One record to change, in a running mutation. */
export interface Step<State, Command, Event extends BallastEvent> extends Pick<
  Handling<State, Command, Event>,
  "aggregate" | "id" | "command"
> {
  /** Other records it was decided on: see `lookingAgain`. */
  readonly decidedOn?: readonly DecidedOn[];
  /** Checks the caller's `expectedRevision` against this record. Once in a mutation. */
  readonly guarded?: boolean;
  /** The mutation's own id unless told: a stream that gets several appends in one mutation needs an id for each. */
  readonly commandId?: string;
}

/** What a mutation's body works with. */
export interface Run {
  readonly commandId: string;
  /** ISO, UTC. */
  readonly now: string;
  /** The acting person's id. */
  readonly by: string;
  readonly principal: Principal;
  handle<State, Command, Event extends BallastEvent>(step: Step<State, Command, Event>): Promise<Handled<Event>>;
  /** Refuses what `handle` of it would, and writes nothing: asked before another record is changed on account of it. */
  foresee<State, Command, Event extends BallastEvent>(
    step: Pick<Step<State, Command, Event>, "aggregate" | "id" | "command" | "guarded">,
  ): Promise<void>;
  /** The same for what must never lose a race, on a decider that bears it: see `handleRegardless`. */
  handleRegardless<State, Command, Event extends BallastEvent>(
    step: Pick<Step<State, Command, Event>, "aggregate" | "id" | "command">,
  ): Promise<Handled<Event>>;
  /** Whether this record has this command already: then everything that led to it was decided then, and is not asked again. */
  earlier(aggregate: { readonly category: Category }, id: string): Promise<boolean>;
}

/** The mutation as an act on several records; `guarded` names the part that the caller's `expectedRevision` is about. */
export const actingIn = (run: Run, guarded: string): Acting => ({
  now: run.now,
  commandId: () => run.commandId,
  handle: ({ part, aggregate, id, command }) => run.handle({ aggregate, id, command, guarded: part === guarded }),
});

/** What every mutation answers beside its record. */
export interface CommandPayload {
  readonly eventIds: readonly string[];
  readonly position: string;
  /** The server's own view had not caught up after five seconds: the command holds, the record may look old. */
  readonly behind: boolean;
  readonly replayed: boolean;
}

/**
 * Runs a mutation: authorises, derives the command's id from (who, mutation, key), lets the body handle one or more
 * records, and answers when this server can read what was written.
 */
export async function runCommand<Input extends CommandInput, Result>(
  context: ApiContext,
  spec: CommandSpec<Input>,
  act: (run: Run, input: Input) => Promise<Result>,
): Promise<CommandPayload & { readonly result: Result }> {
  const count = (outcome: string): void => context.metrics.commands.inc({ mutation: spec.mutation, outcome });
  try {
    const principal = authorise(context.principal, spec.permission);
    const input = spec.read();
    if (principal.serviceIds !== null) refuseOtherServices(principal, await spec.touches(input));
    await refuseHiddenRecords(context, principal, spec.named(input));
    const journal = openJournal(context, { mutation: spec.mutation, principal, input, hash: payloadHash(spec.hashed(input)) });
    const result = await traced(context, { mutation: spec.mutation, commandId: journal.run.commandId }, () => act(journal.run, input));
    const payload = journal.payload();
    const { behind } = await context.readModel.waitFor(payload.position);
    if (journal.concernsSignIn()) await context.directory.waitFor(payload.position);
    count(payload.replayed ? "replayed" : "accepted");
    return { ...payload, behind, result };
  } catch (error) {
    count(error instanceof Rejection ? error.code : "failed");
    throw error;
  }
}

/** A mutation begins a trace: what it leads to, in whatever process, is part of it. */
const traced = <Result>(
  { tracing = noTracing }: Pick<ApiContext, "tracing">,
  { mutation, commandId }: { readonly mutation: string; readonly commandId: string },
  act: () => Promise<Result>,
): Promise<Result> => tracing.span({ name: `mutation ${mutation}`, correlationId: commandId, begins: true }, act);

interface Opening {
  readonly mutation: string;
  readonly principal: Principal;
  readonly input: CommandInput;
  readonly hash: string;
}

const signInCategories: readonly Category[] = ["person", "token", "credential"];
const nothing: Decider<null, null, BallastEvent> = { initialState: null, evolve: () => null, decide: () => [] };

function openJournal(context: ApiContext, { mutation, principal, input, hash }: Opening) {
  const { idempotencyKey: key, expectedRevision } = input;
  const commandId = key === null ? randomUUID() : commandIdOf(principal.person.id, mutation, key);
  const now = context.now().toISOString();
  const handled: Handled<BallastEvent>[] = [];
  const touched = new Set<Category>();
  const contextOf = (ownId: string | undefined, guarded: boolean) => ({
    commandId: ownId ?? commandId,
    now,
    actor: actorOf(principal),
    correlationId: commandId,
    causationId: ids.part(commandId, "request"),
    payloadHash: key === null ? undefined : hash,
    expectedRevision: guarded && expectedRevision !== null ? BigInt(expectedRevision) : undefined,
  });
  const handle: Run["handle"] = async ({ aggregate, id, command, decidedOn, guarded = false, commandId: ownId }) => {
    touched.add(aggregate.category);
    const outcome = await handleCommand(context.log, { aggregate, id, command, decidedOn, context: contextOf(ownId, guarded) });
    handled.push(outcome);
    return outcome;
  };
  const handleAnyway: Run["handleRegardless"] = async ({ aggregate, id, command }) => {
    touched.add(aggregate.category);
    const outcome = await handleRegardless(context.log, { aggregate, id, command, context: contextOf(undefined, false) });
    handled.push(outcome);
    return outcome;
  };
  const foresee: Run["foresee"] = async ({ aggregate, id, command, guarded = false }) => {
    decideOn(await readRecord(context.log, aggregate, id), { aggregate, id, command, context: contextOf(undefined, guarded) });
  };
  const earlier: Run["earlier"] = async ({ category }, id) =>
    key !== null && (await handle({ aggregate: { category, ...nothing }, id, command: null })).replayed;
  return {
    run: { commandId, now, by: principal.person.id, principal, handle, foresee, handleRegardless: handleAnyway, earlier } satisfies Run,
    payload: () => payloadOf(handled),
    concernsSignIn: () => signInCategories.some((category) => touched.has(category)),
  };
}

function payloadOf(handled: readonly Handled<BallastEvent>[]): Omit<CommandPayload, "behind"> {
  const position = handled.map((one) => one.position).reduce((last, next) => (comparePositions(next, last) > 0 ? next : last), "0");
  return {
    eventIds: [...new Set(handled.flatMap((one) => one.eventIds))],
    position,
    replayed: handled.some((one) => one.replayed) && handled.every((one) => one.replayed || one.eventIds.length === 0),
  };
}
