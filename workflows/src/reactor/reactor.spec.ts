import type { Log, RecordedEvent } from "@ballast/eventlog";
import { defaultResponsePolicy } from "@ballast/schema/workflows";
import { noTracing, type Tracing } from "@ballast/tracing";
import type { Logger } from "pino";
import { beforeEach, describe, expect, it } from "vitest";
import { ActivityWorld } from "../specification/activityWorld.ts";
import { FakeEngine } from "../specification/fakeEngine.ts";
import { NotYet } from "./notYet.ts";
import { runReactor } from "./reactor.ts";
import type { WorkflowSlice } from "./slice.ts";

type Subscription = Parameters<Log["persistentSubscription"]>[0];

let world: ActivityWorld;
let heard: RecordedEvent[];
let logged: { level: string; told: Readonly<Record<string, unknown>>; text: string }[];
beforeEach(() => {
  world = new ActivityWorld();
  heard = [];
  logged = [];
});

const slice: WorkflowSlice = {
  reactions: { IncidentDeclared: (recorded) => Promise.resolve(void heard.push(recorded)) }, follow: () => [], activities: {},
};

/** The reactor, stopped before it begins: what it asked of the log. */
async function subscribed(tracing?: Tracing): Promise<Subscription> {
  const asked: Subscription[] = [];
  const log: Log = {
    ...world.memory.asLog(),
    persistentSubscription: (subscription) => Promise.resolve(void asked.push(subscription)),
    subscribeAll: () => Promise.resolve(),
  };
  const logger: unknown = Object.fromEntries(
    ["debug", "info", "warn"].map((level) => [
      level, (told: Readonly<Record<string, unknown>>, text: string) => void logged.push({ level, told, text }),
    ]),
  );
  const reaction = {
    log,
    temporal: new FakeEngine().asClient(),
    flags: { changedFor: () => Promise.resolve([]) },
    now: () => new Date(world.now),
    policy: defaultResponsePolicy,
    ...(tracing === undefined ? {} : { tracing }),
  };
  await runReactor([slice], reaction, { signal: AbortSignal.abort(), logger: logger as Logger });
  const [subscription] = asked;
  if (subscription === undefined) throw new Error("nothing was asked of the log");
  return subscription;
}
const coded = (code: number): Error => Object.assign(new Error("no"), { code });
const named = (name: string): Error => Object.assign(new Error("no"), { name });
/** An incident is declared; the event that says so. */
async function declared(): Promise<RecordedEvent> {
  await world.declared();
  const recorded = world.memory.events.find(({ event }) => event.type === "IncidentDeclared");
  if (recorded === undefined) throw new Error("nothing is recorded");
  return recorded;
}

describe("the reactor", () => {
  it("that is stopped before it knows what is open comes to its end", async () => {
    expect(await subscribed()).toMatchObject({ group: "reactor" });
  });

  it("is told of the events for which a slice does something, and of no others, by the one group of all workers", async () => {
    expect(await subscribed()).toMatchObject({ group: "reactor", filter: { types: ["IncidentDeclared"] } });
  });

  it("lets the slices do what is to be done, within the trace of what led to the event", async () => {
    const spans: unknown[] = [];
    const { handler } = await subscribed({
      ...noTracing,
      span: (about, work) => {
        spans.push(about);
        return noTracing.span(about, work);
      },
    });
    const recorded = await declared();
    await handler(recorded, 1);
    expect(heard).toEqual([recorded]);
    expect(spans).toEqual([
      {
        name: "react IncidentDeclared", correlationId: recorded.metadata.$correlationId,
        attributes: { "ballast.stream": recorded.stream, "ballast.event_id": recorded.eventId },
      },
    ]);
  });

  it("calls nobody for what was imported", async () => {
    const { handler } = await subscribed();
    const recorded = await declared();
    const source = { kind: "statuspage", id: "x", publishedAt: recorded.metadata.occurredAt };
    await handler({ ...recorded, metadata: { ...recorded.metadata, source } }, 1);
    expect(heard).toEqual([]);
  });
});

describe("a reaction that fails", () => {
  it("is set aside at its twentieth try, not before", async () => {
    const { shouldPark } = await subscribed();
    expect([shouldPark?.(new Error("no"), 19), shouldPark?.(new Error("no"), 20), shouldPark?.("no", 20)]).toEqual([false, true, true]);
    expect([shouldPark?.(coded(5), 20), shouldPark?.(coded(3), 20)]).toEqual([true, true]);
  });

  it("is tried for ever where it waits for something, or where the engine or the log is away, however deep that is said", async () => {
    const { shouldPark } = await subscribed();
    const away = [new NotYet("its rollback runs"), coded(14), coded(4), coded(1), named("LogUnavailable")];
    expect(away.map((error) => shouldPark?.(error, 1_000))).toEqual(away.map(() => false));
    const wrapped = new Error("could not start", { cause: new Error("grpc", { cause: coded(14) }) });
    expect(shouldPark?.(wrapped, 1_000)).toBe(false);
    expect(shouldPark?.(new Error("could not start", { cause: new Error("no") }), 1_000)).toBe(true);
  });

  it("is a warning with its event; one that only waits is none", async () => {
    const { onFailure } = await subscribed();
    const event = await declared();
    const about = { event, action: "retry" as const, attempt: 2 };
    onFailure?.({ ...about, error: new Error("no") });
    onFailure?.({ ...about, error: new NotYet("its rollback runs") });
    const told = { type: "IncidentDeclared", stream: event.stream, action: "retry", attempt: 2 };
    expect(logged).toMatchObject([{ level: "warn", told }, { level: "debug", told }]);
  });
});
