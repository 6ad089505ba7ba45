import { inject } from "vitest";
import type { Stack } from "./stack.ts";
import { attachStack } from "./stack.ts";

/** What a test may do with a stack that others use too: everything but end it. */
export type SharedStack = Omit<Stack, "stop" | "kill9Supervisor">;

declare module "vitest" {
  interface ProvidedContext {
    /** Where the run's one stack is asked for; see `globalSetup.ts`. */
    readonly sharedStackAddress: string;
  }
}

/**
 * The one stack (without demonstration) that all whole-system tests of a run share; started when the first one asks.
 * Tests keep apart by giving their services names of their own.
 * @throws with everything it printed when it does not start
 */
export async function sharedStack(): Promise<SharedStack> {
  const response = await fetch(inject("sharedStackAddress"));
  const answer = await response.text();
  if (!response.ok) throw new Error(answer);
  const stack = attachStack(answer);
  await stack.healthy();
  return stack;
}
