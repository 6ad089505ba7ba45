import { AsyncLocalStorage } from "node:async_hooks";
import { setImmediate as turn } from "node:timers/promises";
import { ActivityFailure, ApplicationFailure, CancelledFailure, type Duration } from "@temporalio/common";
import { msToNumber } from "@temporalio/common/lib/time.js";
import { own } from "@ballast/schema/own";

/**
 * Stands for `@temporalio/workflow` in specifications, so that a workflow's every branch can be told as a story:
 * activities answer what the spec says, timers run on a clock that the spec moves, signals come when it sends them.
 * `vi.mock("@temporalio/workflow", () => import("../specification/scriptedWorkflow.ts"))`
 */
export { ApplicationFailure };
export const ActivityCancellationType = { TRY_CANCEL: "TRY_CANCEL", WAIT_CANCELLATION_COMPLETED: "WAIT_CANCELLATION_COMPLETED" } as const;
export const ParentClosePolicy = { ABANDON: "ABANDON" } as const;
export const WorkflowIdReusePolicy = {
  REJECT_DUPLICATE: "REJECT_DUPLICATE", ALLOW_DUPLICATE_FAILED_ONLY: "ALLOW_DUPLICATE_FAILED_ONLY",
} as const;

/** An activity as a spec scripts it: what it answers, how it hears of a cancellation, and whether it is done within the workflow's task. */
export type ScriptedActivity = (input: never, how: { readonly cancelled: Promise<never>; readonly near: boolean }) => unknown;

/** What happened to a workflow, in order. */
export interface Call {
  /** ms since the workflow's start. */
  readonly at: number;
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

interface Timer {
  readonly at: number;
  readonly ring: () => void;
}

interface Waiting {
  readonly holds: () => boolean;
  readonly settle: () => void;
}

/** The one workflow that is being told: modules of workflows make their proxies when they are loaded. */
class Stage {
  now = 0;
  activities: Readonly<Record<string, ScriptedActivity>> = {};
  calls: Call[] = [];
  timers = new Set<Timer>();
  waiting = new Set<Waiting>();
  handlers = new Map<string, (...args: never[]) => unknown>();
  old: ReadonlySet<string> = new Set();
  isLong = false;
}
/** So many calls no story has: one that has goes round in a circle. */
const mostCalls = 2_000;
let stage = new Stage();
const scopes = new AsyncLocalStorage<CancellationScope>();

/** As the engine's: what runs in it hears of its end, and of its parent's unless it is shielded. */
export class CancellationScope {
  readonly cancelRequested: Promise<never>;
  readonly #shielded: boolean;
  #cancel: (error: unknown) => void = () => undefined;

  constructor({ shielded = false }: { readonly shielded?: boolean } = {}) {
    this.#shielded = shielded;
    this.cancelRequested = new Promise<never>((_, reject) => { this.#cancel = reject; });
    this.cancelRequested.catch(() => undefined);
    if (!shielded) scopes.getStore()?.cancelRequested.catch(() => this.cancel());
  }

  static current(): CancellationScope {
    return scopes.getStore() ?? new CancellationScope({ shielded: true });
  }

  static nonCancellable<Result>(act: () => Promise<Result>): Promise<Result> {
    return new CancellationScope({ shielded: true }).run(act);
  }

  run<Result>(act: () => Promise<Result>): Promise<Result> {
    return scopes.run(this, act);
  }

  cancel(): void {
    if (!this.#shielded) this.#cancel(new CancelledFailure("cancelled"));
  }
}

export const isCancellation = (error: unknown): boolean =>
  error instanceof CancelledFailure || (error instanceof ActivityFailure && error.cause instanceof CancelledFailure);

const orCancelled = <Result>(work: Promise<Result>): Promise<Result> => Promise.race([work, CancellationScope.current().cancelRequested]);

export function sleep(ms: Duration): Promise<void> {
  return orCancelled(new Promise((resolve) => void stage.timers.add({ at: stage.now + msToNumber(ms), ring: () => resolve() })));
}

export function condition(holds: () => boolean, within?: Duration): Promise<boolean> {
  return orCancelled(
    new Promise((resolve) => {
      if (holds()) return resolve(true);
      const wait: Waiting = { holds, settle: () => resolve(true) };
      stage.waiting.add(wait);
      if (within !== undefined)
        stage.timers.add({
          at: stage.now + msToNumber(within),
          ring: () => {
            if (stage.waiting.delete(wait)) resolve(holds());
          },
        });
    }),
  );
}

export const proxyActivities = (options: { readonly cancellationType?: string }): object =>
  new Proxy(
    {},
    {
      get: (_, name) => (input: Readonly<Record<string, unknown>>) =>
        perform(String(name), input, { waits: options.cancellationType === ActivityCancellationType.WAIT_CANCELLATION_COMPLETED }),
    },
  );

export const proxyLocalActivities = (): object =>
  new Proxy({}, { get: (_, name) => (input: Readonly<Record<string, unknown>>) => perform(String(name), input, { near: true }) });

async function perform(
  name: string, input: Readonly<Record<string, unknown>>, { waits = false, near = false }: { waits?: boolean; near?: boolean } = {},
): Promise<unknown> {
  if (stage.calls.length >= mostCalls) throw new Error(`${name} again and again: the story does not go on`);
  stage.calls.push({ at: stage.now, name, input });
  const cancelled = CancellationScope.current().cancelRequested;
  const work = Promise.resolve().then(() => own(stage.activities, name)?.(input as never, { cancelled, near }));
  try {
    return await (waits ? work : orCancelled(work));
  } catch (error) {
    const cause =
      error instanceof CancelledFailure || error instanceof ApplicationFailure
        ? error
        : ApplicationFailure.nonRetryable(error instanceof Error ? error.message : String(error));
    throw new ActivityFailure("activity failed", name, "1", "MAXIMUM_ATTEMPTS_REACHED", "worker", cause);
  }
}

export const defineSignal = (name: string): { readonly name: string } => ({ name });
export const defineQuery = (name: string): { readonly name: string } => ({ name });
export const setHandler = ({ name }: { readonly name: string }, handler: (...args: never[]) => unknown): void =>
  void stage.handlers.set(name, handler);
export const setWorkflowOptions = (): void => undefined;
export const allHandlersFinished = (): boolean => true;
export const patched = (change: string): boolean => !stage.old.has(change);
export const workflowInfo = () => ({
  workflowId: "told", runId: "run-1", firstExecutionRunId: "run-1", continueAsNewSuggested: stage.isLong,
});

export function startChild(
  workflow: string | { readonly name: string },
  { args: [input] }: { readonly args: readonly [Readonly<Record<string, unknown>>] },
): Promise<object> {
  return perform(`child ${typeof workflow === "string" ? workflow : workflow.name}`, input) as Promise<object>;
}

/** A run that goes on as another one. */
export class ContinuedAsNew extends Error {
  readonly input: unknown;

  constructor(input: unknown) {
    super("continued as new");
    this.input = input;
  }
}
export const continueAsNew = (input: unknown): Promise<never> => Promise.reject(new ContinuedAsNew(input));

/** A workflow under way. */
export interface Told<Result> {
  readonly calls: readonly Call[];
  /** `12.5 name` for every call, at its second; those named `quiet` left out. */
  story(quiet?: readonly string[]): readonly string[];
  inputsOf(name: string): readonly Readonly<Record<string, unknown>>[];
  /** Lets everything happen up to this moment, ms since the start. */
  until(ms: number): Promise<void>;
  signal(name: string, ...args: readonly unknown[]): Promise<void>;
  query(name: string): unknown;
  /** It is suggested to go on as another run. */
  grows(): void;
  /** Undefined while it goes on. */
  readonly outcome: Result | undefined;
  readonly failure: unknown;
}

/** What a story begins with. */
export interface Scene {
  readonly activities: Readonly<Record<string, ScriptedActivity>>;
  /** Moves the clock of the process; `vi.setSystemTime`. */
  readonly clock: (ms: number) => void;
  /** Changes that this run's history does not know. */
  readonly old?: readonly string[];
}

/** Begins a workflow: everything that happens at once has happened when this is there. */
export async function tell<Input, Result>(
  workflow: (input: Input) => Promise<Result>,
  input: Input,
  { activities, clock, old = [] }: Scene,
): Promise<Told<Result>> {
  const told = (stage = new Stage());
  Object.assign(told, { activities, old: new Set(old) });
  const began = Date.now();
  let outcome: Result | undefined;
  let failure: unknown;
  void new CancellationScope().run(() => workflow(input)).then((result) => { outcome = result; }, (error: unknown) => { failure = error; });
  const teller: Told<Result> = {
    calls: told.calls,
    story: (quiet = []) => told.calls.filter(({ name }) => !quiet.includes(name)).map(({ at, name }) => `${at / 1_000} ${name}`),
    inputsOf: (name) => told.calls.filter((call) => call.name === name).map((call) => call.input),
    async until(ms) {
      await settle(told);
      for (let next = nextTimer(told, ms); next !== undefined; next = nextTimer(told, ms)) {
        told.timers.delete(next);
        told.now = Math.max(told.now, next.at);
        clock(began + told.now);
        next.ring();
        await settle(told);
      }
      told.now = ms;
      clock(began + ms);
    },
    async signal(name, ...args) {
      told.handlers.get(name)?.(...(args as never[]));
      await settle(told);
    },
    query: (name) => told.handlers.get(name)?.(),
    grows: () => { told.isLong = true; },
    get outcome() { return outcome; },
    get failure() { return failure; },
  };
  await settle(told);
  return teller;
}

const nextTimer = ({ timers }: Stage, ms: number): Timer | undefined =>
  [...timers].filter(({ at }) => at <= ms).toSorted((one, other) => one.at - other.at)[0];

/** Until nothing happens any more without the clock. */
async function settle({ waiting }: Stage): Promise<void> {
  for (let isQuiet = false; !isQuiet; ) {
    await turn();
    const fulfilled = [...waiting].filter(({ holds }) => holds());
    for (const wait of fulfilled) {
      waiting.delete(wait);
      wait.settle();
    }
    isQuiet = fulfilled.length === 0;
  }
  await turn();
}
