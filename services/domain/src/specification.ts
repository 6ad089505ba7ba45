import { definitionOf, type RejectionCode } from "@ballast/schema";
import { expect } from "vitest";
import { fold, type Decider } from "./decider.ts";
import { Rejection } from "./rejection.ts";

/** Any event as far as a specification looks at it. */
interface Fact {
  readonly type: string;
  readonly data: unknown;
}

/** What else a refusal says; each is checked only when given. */
export interface Refusal {
  /** A part of the message, or a pattern: what was refused and where. */
  readonly message?: string | RegExp;
  readonly path?: readonly string[];
}

/** The outcome of one command on one history. */
export interface Outcome<Event> {
  /** The command is accepted with exactly these events; `[]` = carried out before. */
  then(expected: readonly Event[]): void;
  /** The command is refused with this code. */
  thenRejected(code: RejectionCode, refusal?: Refusal): void;
  /** The command ends in this error, which is a domain result and not a refusal. */
  thenThrown(kind: abstract new (...args: never[]) => Error): void;
}

/**
 * Reads like the rule it tests: `given(laneDecider, [opened]).when(lock).then([locked])`.
 * Every event, given or produced, must fit its schema, so that no specification rests on a fact that cannot be stored.
 */
export function given<State, Command, Event extends Fact>(decider: Decider<State, Command, Event>, events: readonly NoInfer<Event>[]) {
  events.forEach(expectStorable);
  const state = fold(decider, events);
  return {
    /** Decides one command on the given history. */
    when(command: Command): Outcome<Event> {
      const decide = () => decider.decide(command, state);
      return {
        then(expected) {
          const decided = decide();
          expect(decided).toEqual(expected);
          decided.forEach(expectStorable);
          decided.reduce(decider.evolve, state);
        },
        thenRejected(code, refusal = {}) {
          const error = thrownBy(decide);
          expect(error).toBeInstanceOf(Rejection);
          expect(error).toMatchObject({ code, ...(refusal.path === undefined ? {} : { path: refusal.path }) });
          expect((error as Rejection).path, "a refusal says of what in the command it is").not.toEqual([]);
          if (refusal.message !== undefined) expect(error.message).toMatch(refusal.message);
        },
        thenThrown(kind) {
          expect(thrownBy(decide)).toBeInstanceOf(kind);
        },
      };
    },
    /** The folded history, for rules that are questions and not commands. */
    state,
  };
}

function thrownBy(act: () => unknown): Error {
  let accepted: unknown;
  try {
    accepted = act();
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
  return expect.fail(`expected a refusal, got ${JSON.stringify(accepted)}`);
}

function expectStorable(event: Fact): void {
  const definition = definitionOf(event.type);
  expect(definition, `${event.type} is not an event of the schema`).toBeDefined();
  const parsed = definition?.schema.safeParse(event.data);
  const issues = parsed?.error?.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`) ?? [];
  expect(issues, `${event.type} does not fit its schema: ${issues.join("; ")}`).toEqual([]);
  expect(parsed?.data, `${event.type} has fields that its schema does not know`).toEqual(event.data);
}
