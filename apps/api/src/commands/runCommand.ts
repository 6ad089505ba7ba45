import { randomUUID } from "node:crypto";
import { Rejection, type Decider } from "@ballast/domain";
import { commandIdOf, comparePositions, handleCommand, ids, payloadHash, type Handled } from "@ballast/eventlog";
import type { BallastEvent, Category } from "@ballast/schema";
import { actorOf, authorise } from "../auth/principal.ts";
import type { Permission } from "../auth/permissions.ts";
import type { ApiContext } from "../graphql/context.ts";

/** What every mutation's input has beside its own fields. */
export interface CommandInput {
  readonly idempotencyKey?: string | null | undefined;
  /** The revision of the record that the caller has seen. */
  readonly expectedRevision?: number | null | undefined;
}

/** A mutation about to run. */
export interface CommandSpec {
  readonly mutation: string;
  readonly permission: Permission;
  readonly input: CommandInput;
  /** The service it touches: a token may be limited to some. */
  readonly serviceId?: string | undefined;
}

/** One record to change, in a running mutation. */
export interface Step<State, Command, Event extends BallastEvent> {
  readonly category: Category;
  readonly id: string;
  readonly decider: Decider<State, Command, Event>;
  readonly command: Command;
  /** When it happened, ISO; now unless told. */
  readonly occurredAt?: string | undefined;
  /** Checks the caller's `expectedRevision` against this record. Once in a mutation. */
  readonly guarded?: boolean;
}

/** What a mutation's body works with. */
export interface Run {
  readonly commandId: string;
  /** ISO, UTC. */
  readonly now: string;
  /** The acting person's id. */
  readonly by: string;
  handle<State, Command, Event extends BallastEvent>(step: Step<State, Command, Event>): Promise<Handled<Event>>;
}

/** What every mutation answers beside its record. */
export interface CommandPayload {
  readonly eventIds: readonly string[];
  readonly position: string;
  /** The node's own view had not caught up after five seconds: the command holds, the record may look old. */
  readonly behind: boolean;
  readonly replayed: boolean;
}

/**
 * Runs a mutation: authorises, derives the command's id from (who, mutation, key), lets the body handle one or more
 * records, and answers when this node can read what was written.
 */
export async function runCommand<Result>(context: ApiContext, spec: CommandSpec, act: (run: Run) => Promise<Result>): Promise<CommandPayload & { readonly result: Result }> {
  const count = (outcome: string): void => context.metrics.commands.inc({ mutation: spec.mutation, outcome });
  try {
    const journal = openJournal(context, spec);
    const result = await act(journal.run);
    const payload = journal.payload();
    const { behind } = await context.readModel.waitFor(payload.position);
    count(payload.replayed ? "replayed" : "accepted");
    return { ...payload, behind, result };
  } catch (error) {
    count(error instanceof Rejection ? error.code : "failed");
    throw error;
  }
}

function openJournal(context: ApiContext, spec: CommandSpec) {
  const principal = authorise(context.principal, spec.permission, spec.serviceId);
  const key = spec.input.idempotencyKey ?? null;
  const commandId = key === null ? randomUUID() : commandIdOf(principal.person.id, spec.mutation, key);
  const hash = key === null ? undefined : payloadHash({ ...spec.input, idempotencyKey: null });
  const now = context.now().toISOString();
  const handled: Handled<BallastEvent>[] = [];
  const run: Run = {
    commandId,
    now,
    by: principal.person.id,
    async handle(step) {
      const expected = step.guarded === true ? (spec.input.expectedRevision ?? undefined) : undefined;
      const outcome = await handleCommand(context.log, {
        category: step.category,
        id: step.id,
        decider: step.decider,
        command: step.command,
        context: {
          commandId, now, actor: actorOf(principal), correlationId: commandId, causationId: ids.part(commandId, "request"),
          occurredAt: step.occurredAt, payloadHash: hash, expectedRevision: expected === undefined ? undefined : BigInt(expected),
        },
      });
      handled.push(outcome);
      return outcome;
    },
  };
  return { run, payload: () => payloadOf(handled) };
}

function payloadOf(handled: readonly Handled<BallastEvent>[]): Omit<CommandPayload, "behind"> {
  const position = handled.map((one) => one.position).reduce((last, next) => (comparePositions(next, last) > 0 ? next : last), "0");
  return {
    eventIds: handled.flatMap((one) => one.eventIds),
    position,
    replayed: handled.some((one) => one.replayed) && handled.every((one) => one.replayed || one.eventIds.length === 0),
  };
}
