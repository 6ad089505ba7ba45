import { ids, type LogBatch, type RecordedEvent, type SubscribeAllOptions } from "@ballast/eventlog";
import { followFlags } from "@ballast/flags";
import type { BallastEvent, Cohort, TargetingRules } from "@ballast/schema";
import { expect, it } from "vitest";
import { flagsFollowed } from "./flagsFollowed.ts";

const [flagId, targetingId] = [ids.part("f", "x"), ids.part("t", "x")];
const at = "2026-03-01T10:00:00Z";
const rules: TargetingRules = {
  prerequisites: [],
  rollout: { parts: 50_000, variants: [{ variant: "on", weight: 1 }] },
  defaultVariant: "off",
  rules: [
    {
      ruleId: "gold",
      name: "Gold",
      conditions: [{ kind: "attribute", attribute: "plan", operator: "is", values: ["gold"] }],
      serve: { kind: "variant", variant: "on" },
    },
  ],
};
const nobody: Cohort = {
  known: 0, enter: 0, leave: 0, switch: 0, cannotTell: 0, overridesStay: 0, names: { enter: [], leave: [], switch: [] }, hash: "",
  position: "0", compiler: "1", engine: "1",
};
const change = { reason: null, cohort: nobody, changeId: null, rampId: null, incidentId: null };
const events: readonly (readonly [string, BallastEvent])[] = [
  [
    flagId,
    {
      type: "FlagRegistered",
      data: {
        flagId,
        key: "one-page-pay",
        kind: "release",
        valueType: "boolean",
        variants: [
          { name: "on", value: true },
          { name: "off", value: false },
        ],
        offVariant: "off",
        seed: "s",
        bucketBy: "targetingKey",
        description: "",
        ownerId: flagId,
        expiresAt: null,
        serviceIds: [],
        metrics: [], metadata: {}, engine: "flagd-core@4.0.1+compiler.1",
      },
    },
  ],
  [targetingId, { type: "TargetingOpened", data: { targetingId, flagId, environment: "production", offVariant: "off", rules } }],
  [
    ids.part("c", "acme"),
    {
      type: "CustomerDescribed",
      data: { customerId: ids.part("c", "acme"), id: "acme", name: "Acme", plan: "gold", region: null, attributes: {}, by: "hand", at },
    },
  ],
  ...Array.from({ length: 100 }, (_, n): readonly [string, BallastEvent] => [
    ids.part("c", String(n)),
    { type: "CustomerSeen", data: { customerId: ids.part("c", String(n)), id: `c-${String(n)}`, door: "deploy", at } },
  ]),
];

const recorded = ([id, event]: readonly [string, BallastEvent], index: number): RecordedEvent => ({
  event,
  id,
  position: String(index + 1),
  stream: `x-${id}`,
  category: "x",
  eventId: ids.part("e", String(index)),
  revision: 0n,
  metadata: {
    schemaVersion: 1,
    actor: { personId: null, name: "Test", means: "system" },
    occurredAt: at,
    recordedAt: at,
    commandId: ids.part("e", String(index)),
    $correlationId: "c",
    $causationId: "c",
  },
});

it("answers for everything that the log has by now: who is within a share, and what a change does to whom", async () => {
  const told: ((batch: LogBatch) => Promise<void> | void)[] = [];
  const log = {
    lastPosition: () => Promise.resolve("0"),
    subscribeAll: ({ onBatch, signal }: SubscribeAllOptions) => {
      told.push(onBatch);
      return new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
    },
  };
  const follower = followFlags({ log, now: () => new Date(at) });
  let last: RecordedEvent | null = null;
  const flags = flagsFollowed(follower, {
    read: () => Promise.resolve({ events: events.map(recorded).slice(-1), revision: 0n }),
    async *readAll() {
      yield* await Promise.resolve(last === null ? [] : [last]);
    },
    subscribeAll: async ({ onBatch, from }) => {
      const since = last === null || last.position === from ? [] : [last];
      await onBatch({ events: since, position: last?.position ?? "0", caughtUp: true });
    },
  });
  // Of nothing that was done to flags, nothing was done for a deploy; what was done and is not heard of yet is not known.
  expect(await flags.changedFor(ids.deploy("ours"))).toEqual([]);
  const asked = flags.cohort(targetingId, (now) => ({
    ...now,
    rules: { ...now.rules, rollout: { parts: 100_000, variants: [{ variant: "on", weight: 1 }] } },
  }));
  await told[0]?.({ events: events.map(recorded), position: String(events.length), caughtUp: true });
  // Of whoever lacks what the rule asks for, nobody can tell.
  const cohort = await asked;
  const customers = Array.from({ length: 100 }, (_, n) => `c-${String(n)}`);
  const { within, without } = await flags.sides(targetingId, ["acme", ...customers]);
  expect([within.length + without.length, within.includes("acme"), without.includes("acme")]).toEqual([100, false, false]);
  expect(cohort).toMatchObject({ known: 101, enter: 0, cannotTell: without.length, leave: 0, position: String(events.length) });
  expect(within.length).toBeGreaterThan(30);
  await expect(flags.sides(ids.part("t", "other"), [])).rejects.toThrow("there is no flag");
  const stepped = (id: string, deployId: string | null): readonly [string, BallastEvent] => [
    id, { type: "RolloutStepped", data: { targetingId: id, from: 0, to: 1, ...change, deployId } },
  ];
  const more = [
    stepped(targetingId, ids.deploy("ours")), stepped(ids.part("t", "2"), ids.deploy("others")), stepped(ids.part("t", "3"), null),
    stepped(targetingId, ids.deploy("ours")),
  ].map((one, index) => recorded(one, events.length + index));
  last = more.at(-1) ?? null;
  const known = flags.changedFor(ids.deploy("ours"));
  await told[0]?.({ events: more, position: last?.position ?? "", caughtUp: true });
  expect(await known).toEqual([targetingId]);
  expect(await flags.changedFor(ids.deploy("others"))).toEqual([ids.part("t", "2")]);
  expect(await flags.changedFor(ids.deploy("never"))).toEqual([]);
  await follower.close();
});
