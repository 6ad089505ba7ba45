import type { LogBatch, RecordedEvent, SubscribeAllOptions } from "@ballast/eventlog";
import type { BallastEvent, Cohort, TargetingRules } from "@ballast/schema";
import { afterEach, expect, test, vi } from "vitest";
import { contextOf } from "../context.ts";
import {
  aFlag, aKill, aRule, aSegment, aTargeting, flagWith, named, shareOf, uuidOf, where, worldOf,
} from "../specification/world.ts";
import type { FlagInEnvironment } from "../steps.ts";
import { followFlags, type FlagFollower } from "./followFlags.ts";
import { needsOf } from "./needs.ts";

const nobody: Cohort = {
  known: 0, enter: 0, leave: 0, switch: 0, cannotTell: 0, overridesStay: 0, names: { enter: [], leave: [], switch: [] }, hash: "",
  position: "0", compiler: "1", engine: "flagd-core 4.0.1",
};
const change = { reason: null, cohort: nobody, changeId: null, rampId: null, deployId: null, incidentId: null };

/** A log that says what it is told to. */
function aLog() {
  let options: SubscribeAllOptions | undefined;
  const log = { lastPosition: async () => "0", subscribeAll: async (given: SubscribeAllOptions) => {
    options = given;
    await new Promise<void>((resolve) => given.signal.addEventListener("abort", () => resolve()));
  } };
  const deliver = async (batch: LogBatch): Promise<void> => options?.onBatch(batch);
  let position = 0;
  const append = async (...events: (readonly [id: string, event: BallastEvent])[]): Promise<string> => {
    await deliver({
      events: events.map(([id, event]) => recorded(id, event, String((position += 1)))),
      position: String(position),
      caughtUp: true,
    });
    return String(position);
  };
  /** Part of a history that goes on. */
  const read = async (...events: (readonly [id: string, event: BallastEvent])[]): Promise<void> => deliver({
    events: events.map(([id, event]) => recorded(id, event, String((position += 1)))), position: String(position), caughtUp: false,
  });
  return { log, append, read, lose: () => options?.onState?.({ state: "reconnecting", attempt: 1, error: "away" }) };
}
const recorded = (id: string, event: BallastEvent, position: string): RecordedEvent => ({
  event,
  id,
  position,
  stream: `x-${id}`,
  category: "x",
  eventId: uuidOf(Number(position)),
  revision: 0n,
  metadata: {
    schemaVersion: 1, actor: { personId: null, name: "Test", means: "system" }, occurredAt: "2026-03-01T10:00:00Z",
    recordedAt: "2026-03-01T10:00:00Z", commandId: uuidOf(1), $correlationId: "c", $causationId: "c",
  },
});

const flagId = (number: number): string => uuidOf(number);
const targetingId = (number: number): string => uuidOf(500 + number);
const registered = (number: number): readonly [string, BallastEvent] => {
  const { status: _, archived: __, ...data } = aFlag({ flagId: flagId(number), key: `flag-${String(number)}` });
  return [flagId(number), { type: "FlagRegistered", data }];
};
const opened = (number: number, rules: Partial<TargetingRules>, environment = "production"): readonly [string, BallastEvent] => [
  targetingId(number),
  {
    type: "TargetingOpened",
    data: {
      targetingId: targetingId(number), flagId: flagId(number), environment, offVariant: "off", rules: { ...aTargeting().rules, ...rules },
    },
  },
];
const ruled = (number: number, rules: Partial<TargetingRules>): readonly [string, BallastEvent] => [
  targetingId(number),
  { type: "FlagRulesSet", data: { targetingId: targetingId(number), rules: { ...aTargeting().rules, ...rules }, ...change } },
];
const killed = (number: number, killId: number): readonly [string, BallastEvent] => [
  targetingId(number),
  { type: "KillEngaged", data: { targetingId: targetingId(number), killId: uuidOf(killId), reason: null, incidentId: null } },
];
const defined = (included: string[]): readonly [string, BallastEvent] => {
  const { status: _, archived: __, ...data } = aSegment({ included });
  return [data.segmentId, { type: "SegmentDefined", data: { ...data, reason: null } }];
};

const open: FlagFollower[] = [];
const follow = (log: Parameters<typeof followFlags>[0]["log"], now = new Date("2026-03-01T10:00:00Z")): FlagFollower => {
  const follower = followFlags({ log, now: () => now });
  open.push(follower);
  return follower;
};
afterEach(() => Promise.all(open.splice(0).map((follower) => follower.close())));
const gets = (follower: FlagFollower, number: number, targetingKey = "ann"): string =>
  (({ variant, error }) => variant ?? error ?? "code default")(
    follower.environment("production")
      ?.flags.get(`flag-${String(number)}`)
      ?.evaluate(contextOf({ targetingKey })) ?? { variant: "not there", error: null },
  );

test("while the history is read no flag is shown as it was on the way, nobody who waits is told that it was reached, and how far it has come is said", async () => {
  const { log, append, read } = aLog();
  const follower = follow(log);
  const heard: string[] = [];
  follower.onChange(({ position }) => heard.push(position));
  expect(follower.reading()).toEqual({ events: 0, position: "0" });
  await read(registered(1), opened(1, { rollout: shareOf(100_000) }));
  await read(killed(1, 1));
  expect(follower.reading()).toEqual({ events: 3, position: "3" });
  expect([follower.environments(), follower.position(), heard, follower.freshness().asOf]).toEqual([[], "0", [], null]);
  const waited = follower.waitFor("3", 60_000);
  const other = await append(registered(2));
  expect(await waited).toBe(true);
  expect([follower.reading(), gets(follower, 1), follower.position(), heard]).toEqual([null, "off", other, ["3"]]);
  await append(opened(2, { rollout: shareOf(100_000) }));
  expect([gets(follower, 2), heard]).toEqual(["on", ["3", "5"]]);
});

test("what is known already is not read from the log again, and shown no sooner than the log has told what came since", async () => {
  const { log, append } = aLog();
  let from: string | undefined;
  const since = { ...log, subscribeAll: async (options: SubscribeAllOptions) => {
    from = options.from;
    await log.subscribeAll(options);
  } };
  const parts = [[registered(1)], [opened(1, { rollout: shareOf(100_000) }), registered(2), opened(2, { rollout: shareOf(100_000) })]];
  let at = 40;
  const known = { position: "50", parts: parts.map((part) => part.map(([id, event]) => recorded(id, event, String((at += 1))))) };
  const follower = followFlags({ log: since, known, now: () => new Date("2026-03-01T10:00:00Z") });
  open.push(follower);
  await vi.waitFor(() => expect(from).toBe("50"));
  expect([follower.reading(), follower.environments(), follower.position()]).toEqual([{ events: 4, position: "44" }, [], "0"]);
  const kill = await append(killed(1, 1));
  await follower.ready;
  expect([gets(follower, 1), gets(follower, 2), follower.reading(), follower.position()]).toEqual(["off", "on", null, kill]);
});

test("what is appended is served; the etag is the position of the last event that changed what a flag gives", async () => {
  const { log, append } = aLog();
  const follower = follow(log);
  await append(registered(1), opened(1, { rollout: shareOf(100_000) }));
  await follower.ready;
  expect([gets(follower, 1), follower.environment("production")?.position]).toEqual(["on", "2"]);
  const kill = await append(killed(1, 1));
  expect([gets(follower, 1), follower.environment("production")?.position]).toEqual(["off", kill]);
  await append(killed(1, 2));
  await append([
    targetingId(1),
    { type: "KillExplained", data: { targetingId: targetingId(1), killId: uuidOf(1), reason: "errors", incidentId: null } },
  ]);
  await append(registered(2));
  expect(follower.environment("production")?.position).toBe(kill);
  await append([
    targetingId(1),
    { type: "KillsReleased", data: { targetingId: targetingId(1), killIds: [uuidOf(1), uuidOf(2)], reason: "fixed", cohort: nobody } },
  ]);
  expect(gets(follower, 1)).toBe("on");
  expect(follower.environment("staging")).toBeUndefined();
});

test("what depends on a segment or another flag is compiled with it, and so is the etag of that environment alone", async () => {
  const { log, append } = aLog();
  const follower = follow(log);
  const beta = { kind: "segment" as const, segmentId: uuidOf(700), within: true };
  await append(
    defined([]),
    registered(1),
    registered(2),
    registered(3),
    opened(1, { rules: [aRule([beta])] }),
    opened(2, { prerequisites: [{ flagId: flagId(1), variants: ["on"] }], defaultVariant: "on" }),
    opened(3, {}, "staging"),
  );
  expect([gets(follower, 1), gets(follower, 2)]).toEqual(["off", "off"]);
  const heard: string[] = [];
  follower.onChange(({ environment, position }) => void heard.push(`${environment} ${position}`));
  const position = await append(defined(["ann"]));
  expect([gets(follower, 1), gets(follower, 2)]).toEqual(["on", "on"]);
  expect(heard).toEqual([`production ${position}`]);
  await append([flagId(1), { type: "FlagArchived", data: { flagId: flagId(1), reason: "done" } }]);
  expect([gets(follower, 1), gets(follower, 2)]).toEqual(["code default", "off"]);
});

test("a flag that cannot be compiled any more says so, takes no other down, and comes back", async () => {
  const { log, append } = aLog();
  const follower = follow(log);
  await append(
    registered(1),
    registered(2),
    registered(3),
    opened(1, { prerequisites: [{ flagId: flagId(2), variants: ["on"] }] }),
    opened(2, { defaultVariant: "on" }),
    opened(3, { defaultVariant: "blue" }),
  );
  await append(ruled(2, { prerequisites: [{ flagId: flagId(1), variants: ["on"] }] }));
  expect([gets(follower, 1), gets(follower, 2), gets(follower, 3)]).toEqual([
    expect.stringContaining("cannot be compiled"),
    expect.stringContaining("flag-2 needs flag-1 needs flag-2"),
    "blue",
  ]);
  expect(follower.environment("production")?.flags.get("flag-2")?.flagd().state).toBe("DISABLED");
  await append(killed(1, 1));
  expect([gets(follower, 1), gets(follower, 2)]).toEqual(["off", "off"]);
});

test("whoever waits for a position hears when it is folded, or that it is not", async () => {
  const { log, append } = aLog();
  const follower = follow(log);
  await append(registered(1));
  expect(await follower.waitFor("1")).toBe(true);
  const waiting = follower.waitFor("2", 60_000);
  await append(opened(1, {}));
  expect(await waiting).toBe(true);
  expect(await follower.waitFor("3", 1)).toBe(false);
});

test("a follower that has lost the log answers from what it has, and says since when", async () => {
  const { log, append, lose } = aLog();
  const [began, hourMs] = [new Date("2026-03-01T10:00:00Z"), 3_600_000];
  let elapsed = 0;
  const follower = followFlags({ log, now: () => new Date(began.getTime() + elapsed), elapsedMs: () => elapsed });
  open.push(follower);
  expect(follower.freshness()).toEqual({ live: false, asOf: null });
  await append(registered(1), opened(1, { defaultVariant: "on" }));
  expect(follower.freshness()).toEqual({ live: true, asOf: began });
  lose();
  elapsed = hourMs;
  expect([follower.freshness(), gets(follower, 1)]).toEqual([{ live: false, asOf: began }, "on"]);
  await append(ruled(1, { defaultVariant: "blue" }));
  expect([follower.freshness().live, gets(follower, 1)]).toEqual([true, "blue"]);
});

test("a log that stands still without a word is told from one in which nothing happens", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  try {
    const { log, append } = aLog();
    const began = new Date("2026-03-01T10:00:00Z");
    let [elapsed, stands] = [0, false];
    const standing = { ...log, lastPosition: () => (stands ? new Promise<string>(() => undefined) : Promise.resolve("0")) };
    const follower = followFlags({ log: standing, now: () => new Date(began.getTime() + elapsed), elapsedMs: () => elapsed });
    open.push(follower);
    await append(registered(1));
    const pass = async (ms: number): Promise<void> => {
      elapsed += ms;
      await vi.advanceTimersByTimeAsync(ms);
    };
    for (let tick = 0; tick < 10; tick += 1) await pass(1_500);
    expect(follower.freshness()).toEqual({ live: true, asOf: new Date(began.getTime() + 15_000) });
    stands = true;
    for (let tick = 0; tick < 10; tick += 1) await pass(1_500);
    expect(follower.freshness()).toEqual({ live: false, asOf: new Date(began.getTime() + 15_000) });
  } finally {
    vi.useRealTimers();
  }
});

test("requests are answered between the pieces of a long batch, from what was there before it, and then from all of it at once", async () => {
  const { log, append } = aLog();
  let elapsed = 0;
  // Each look at the clock finds it 4 ms later: every fourth event is one too many for a piece.
  const follower = followFlags({ log, now: () => new Date("2026-03-01T10:00:00Z"), elapsedMs: () => (elapsed += 4) });
  open.push(follower);
  await append(registered(1), opened(1, { defaultVariant: "blue" }));
  const customers = Array.from({ length: 20 }, (_, index): readonly [string, BallastEvent] => [
    uuidOf(600 + index),
    {
      type: "CustomerSeen",
      data: { customerId: uuidOf(600 + index), id: `c-${String(index)}`, door: "deploy", at: "2026-03-01T10:00:00Z" },
    },
  ]);
  const appending = append(ruled(1, { defaultVariant: "on" }), ...customers);
  const between = await new Promise((resolve) =>
    setImmediate(() => resolve([gets(follower, 1), follower.position(), [...follower.held.customers()].length > 0])),
  );
  expect(between).toEqual(["blue", "2", true]);
  await appending;
  expect([gets(follower, 1), follower.position(), [...follower.held.customers()].length]).toEqual(["on", "23", 20]);
});

test("known customers are those of the log, with what is known of them", async () => {
  const { log, append } = aLog();
  const follower = follow(log);
  const at = "2026-03-01T10:00:00Z";
  await append(
    [
      uuidOf(1),
      {
        type: "CustomerDescribed",
        data: { customerId: uuidOf(1), id: "acme", name: "Acme", plan: "gold", region: null, attributes: { seats: 5 }, by: "hand", at },
      },
    ],
    [uuidOf(1), { type: "CustomerSeen", data: { customerId: uuidOf(1), id: "acme", door: "deploy", at } }],
    [uuidOf(2), { type: "CustomerSeen", data: { customerId: uuidOf(2), id: "new", door: "deploy", at } }],
  );
  expect([...follower.held.customers()]).toEqual([
    { id: "acme", context: { targetingKey: "acme", plan: "gold", seats: 5 } },
    { id: "new", context: { targetingKey: "new" } },
  ]);
});

test("two hundred flags of two hundred rules are served, whoever is named in one of them is found", async () => {
  const { log, append } = aLog();
  const follower = follow(log);
  const rules = Array.from({ length: 200 }, (_, index) =>
    aRule([where("plan", "is", `plan-${String(index)}`)], "on", `rule-${String(index)}`),
  );
  await append(...Array.from({ length: 200 }, (_, index) => [registered(index), opened(index, { rules, defaultVariant: "blue" })]).flat());
  await append([targetingId(7), { type: "OverrideSet", data: { targetingId: targetingId(7), override: named("ann", "on"), ...change } }]);
  expect([gets(follower, 7), gets(follower, 7, "bob"), gets(follower, 199)]).toEqual(["on", "blue", "blue"]);
});

test("a flag asks for what stands behind it, once, and for nothing while it is killed", () => {
  const needing = (number: number, needed: number, kills = 0): FlagInEnvironment =>
    flagWith(
      {
        prerequisites: [{ flagId: uuidOf(needed), variants: ["on"] }],
        rules: [aRule([{ kind: "segment", segmentId: uuidOf(700 + number), within: true }])],
      },
      { kills: Array.from({ length: kills }, (_, index) => aKill(index)) },
      { flagId: uuidOf(number) },
    );
  const [one, two] = [needing(1, 2), needing(2, 3)];
  const needed = needsOf(one, worldOf([one, two, needing(3, 1, 1)]));
  expect([[...needed.flagIds], [...needed.segmentIds]]).toEqual([[uuidOf(2), uuidOf(3)], [uuidOf(701), uuidOf(702)]]);
  const circle = needsOf(one, worldOf([one, two, needing(3, 1)]));
  expect([...circle.flagIds]).toEqual([uuidOf(2), uuidOf(3), uuidOf(1)]);
});
