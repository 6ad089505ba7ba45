import { incidentDecider, personDecider, serviceDecider } from "@ballast/domain";
import { environmentDecider } from "@ballast/domain/environment";
import { flagDecider, type FlagCommand } from "@ballast/domain/flag";
import { targetingDecider, type OpenTargeting, type TargetingCommand } from "@ballast/domain/targeting";
import { foldRecord, idOf, ids } from "@ballast/eventlog";
import { defaultFlagPolicy, type Cohort, type DataOf, type TargetingRules } from "@ballast/schema";
import { beforeEach, describe, expect, it } from "vitest";
import type { PartsWithFlags } from "../parts.ts";
import { WorkerWorld } from "../specification/worker.ts";
import type { ReleaseNumbers } from "@ballast/delivery";
import { carryOut, noteStale, tellOfEnd } from "./due.activities.ts";
import { endRamp, holdRamp } from "./holdAndEnd.ts";
import { conclusionOf, failureIn } from "./rampLook.ts";
import type { RampRef } from "./rampActivities.ts";
import { rampActivities } from "./ramp.activities.ts";

const [flagId, targetingId, rampId] = [ids.part("f", "x"), ids.part("t", "x"), ids.part("r", "x")];
const ana = { personId: ids.person("ana"), name: "Ana", means: "console" } as const;
const serviceId = ids.service("shop");
const cohort: Cohort = {
  known: 9, enter: 0, leave: 4, switch: 0, cannotTell: 0, overridesStay: 0, names: { enter: [], leave: [], switch: [] }, hash: "a",
  position: "0", compiler: "1", engine: "1",
};
const rules: TargetingRules = {
  prerequisites: [], rules: [], rollout: { parts: 5_000, variants: [{ variant: "on", weight: 1 }] }, defaultVariant: "off",
};
const analysis = {
  minSamples: 10, maxErrorsPer100k: 1_000, minEffectPer100k: 300, maxP95Ms: null, judgesLatency: false, minSlowerMs: 50,
  minSlowerPercent: 20,
};
const plan = {
  steps: [
    { parts: 10_000, bakeMs: 60_000, analysis },
    { parts: 100_000, bakeMs: 60_000, analysis },
  ],
};
const facts = { key: "one-page-pay", variants: ["on", "off"], archived: null, policy: defaultFlagPolicy };
const changing = { now: "2026-03-02T10:00:00.000Z", targetingId, facts, cohort, rebucket: null };
const ramp: RampRef = {
  targetingId, flagId, rampId, key: "one-page-pay", environment: "production", plan, requestEventId: ids.part("e", "x"),
  correlationId: ids.part("c", "x"), actor: ana,
};

/** What flags gave before a change, as it was asked for; and which customers stand on which side. */
class World extends WorkerWorld {
  readonly changes: OpenTargeting["rules"]["rollout"][] = [];
  sides: { readonly within: readonly string[]; readonly without: readonly string[] } = { within: [], without: [] };

  get every(): PartsWithFlags {
    return {
      ...this.parts,
      flags: {
        cohort: async (id, change) => {
          const now = await foldRecord(this.parts.log, targetingDecider, id);
          if (now.status === "open") this.changes.push(change(now).rules.rollout);
          return cohort;
        },
        sides: () => Promise.resolve(this.sides),
      },
    };
  }

  turn(command: TargetingCommand): Promise<void> {
    return this.handle({ aggregate: targetingDecider, id: targetingId }, command);
  }

  async targeting(): Promise<OpenTargeting> {
    const targeting = await foldRecord(this.parts.log, targetingDecider, targetingId);
    if (targeting.status === "absent") throw new Error("no flag there");
    return targeting;
  }
}

let world: World;
const registered = (more: Partial<DataOf<"FlagRegistered">>): FlagCommand => ({
  type: "RegisterFlag", now: world.at(), flagId, key: "one-page-pay", kind: "release", valueType: "boolean",
  variants: [{ name: "on", value: true }, { name: "off", value: false }], offVariant: "off", seed: "s", bucketBy: "targetingKey",
  description: "", ownerId: ids.person("ana"), expiresAt: null, serviceIds: [serviceId], metrics: [], ...more,
});

async function flagWith(more: Partial<DataOf<"FlagRegistered">> = {}): Promise<void> {
  await world.handle({ aggregate: flagDecider, id: flagId }, registered(more));
  await world.turn({ type: "OpenTargeting", ...changing, flagId, environment: "production", offVariant: "off", rules });
}

beforeEach(async () => {
  world = new World();
  await world.handle(
    { aggregate: personDecider, id: ids.person("ana") },
    {
      type: "JoinPerson", now: world.at(), personId: ids.person("ana"), login: "ana", name: "Ana", roles: ["engineer"],
      contacts: { email: "ana@shop.test", chatWebhookUrl: null }, timeZone: "UTC",
    },
  );
  await world.handle(
    { aggregate: serviceDecider, id: serviceId },
    { type: "RegisterService", now: world.at(), serviceId, slug: "shop", name: "Shop", description: "" },
  );
  await world.handle(
    { aggregate: serviceDecider, id: serviceId },
    {
      type: "DefineEnvironment", now: world.at(), serviceId, environment: "production", kind: "production", target: { kind: "fleet" },
      order: 0,
    },
  );
});

const planned = () => world.turn({ type: "PlanRamp", ...changing, rampId, plan, reason: null, byPersonId: null });
const run = { ramp, workflowId: `ramp/${rampId}`, runId: "run-1", replaces: null };
const incident = { incidentId: ids.incident("i") };
const declare = () => world.handle({ aggregate: incidentDecider, id: incident.incidentId }, {
  type: "DeclareIncident", now: world.at(), ...incident, number: 7, title: "Payments fail", summary: "", severity: 2, publicImpact: "major",
  serviceIds: [serviceId], components: [], impactStartAt: world.at(), drill: false, private: false, declaredAutomatically: false,
});

describe("carrying a ramp", () => {
  it("is claimed by one run; another one is told that it is taken", async () => {
    await flagWith();
    await planned();
    expect(await rampActivities(world.every).startRamp(run)).toEqual({ over: false, held: false, killed: false, step: -1, passed: -1 });
    expect(await rampActivities(world.every).startRamp({ ...run, runId: "run-2" })).toBe("taken");
    expect(
      await rampActivities(world.every).startRamp({ ...run, runId: "run-2", replaces: { runId: "run-1", reason: "gone" } }),
    ).toMatchObject({ over: false });
  });

  it("moves the share with what that does to whom, in the ramp's name and on behalf of who asked", async () => {
    await flagWith();
    await planned();
    await rampActivities(world.every).stepRamp({ ramp, step: 0 });
    expect(world.changes).toMatchObject([{ parts: 10_000 }]);
    const stepped = world.memory.events.findLast(({ event }) => event.type === "RolloutStepped");
    expect(stepped).toMatchObject({
      event: { data: { from: 5_000, to: 10_000, rampId, cohort } }, metadata: { actor: { means: "workflow", onBehalfOf: { name: "Ana" } } },
    });
  });

  it("waits while the flag is killed", async () => {
    await flagWith();
    await planned();
    await world.turn({ type: "Kill", now: world.at(), targetingId, killId: ids.part("k", "x"), reason: null, incidentId: null });
    expect(await rampActivities(world.every).stepRamp({ ramp, step: 0 })).toBe("killed");
    expect(await rampActivities(world.every).rampStanding({ ramp })).toMatchObject({ killed: true });
  });

  it("is over when it was stopped, or the flag archived", async () => {
    await flagWith();
    await planned();
    await world.handle(
      { aggregate: flagDecider, id: flagId },
      { type: "ArchiveFlag", now: world.at(), flagId, reason: "done", neededBy: [] },
    );
    expect(await rampActivities(world.every).rampStanding({ ramp })).toMatchObject({ over: true });
  });

  it("goes back to where it began, and its owner hears why", async () => {
    await flagWith();
    await planned();
    await rampActivities(world.every).stepRamp({ ramp, step: 0 });
    await endRamp(world.every, { ramp, outcome: "wentBack", reason: "errors 0.4 → 0.9 %" }, new AbortController().signal);
    expect(await world.targeting()).toMatchObject({
      rules: { rollout: { parts: 5_000 } }, ramp: { state: "wentBack", outcome: "errors 0.4 → 0.9 %" },
    });
    expect(world.changes.at(-1)).toMatchObject({ parts: 5_000 });
    expect(world.sent).toMatchObject([{ to: "ana@shop.test", subject: "one-page-pay went back to 5 % in production" }]);
    expect(world.sent[0]?.text).toContain("4 known customers are back");
  });

  it("asks its owner where a person is to decide, and nobody where an incident holds it", async () => {
    await flagWith();
    await planned();
    const { signal } = new AbortController();
    await holdRamp(world.every, { ramp, step: 0, round: 1, reason: "slower", incidentId: null }, signal);
    expect(world.sent).toMatchObject([{ subject: "one-page-pay waits for you in production" }]);
    await holdRamp(world.every, { ramp, step: 0, round: 2, reason: "INC-7 is open", incidentId: incident.incidentId }, signal);
    expect(world.sent).toHaveLength(1);
    expect(await world.targeting()).toMatchObject({ ramp: { holds: [{ reason: "slower" }, { reason: "INC-7 is open" }] } });
  });
});

describe("an incident on one of the flag's services", () => {
  it("holds the ramp before its next step, and lets it go on when it has ended", async () => {
    await flagWith();
    await planned();
    await declare();
    const act = rampActivities(world.every);
    expect(await act.stepRamp({ ramp, step: 0 })).toBe("incident");
    expect(await world.targeting()).toMatchObject({
      ramp: { state: "held", holds: [{ reason: "INC-7 is open", incidentId: incident.incidentId }] },
    });
    expect(await act.rampStanding({ ramp })).toMatchObject({ held: true });
    await world.handle(
      { aggregate: incidentDecider, id: incident.incidentId },
      { type: "ChangeState", now: world.at(), ...incident, to: "cancelled", reason: "a false alarm" },
    );
    expect(await act.rampStanding({ ramp })).toMatchObject({ held: false });
  });
});

describe("what is due", () => {
  const later = "2026-03-03T10:00:00.000Z";
  const asked = { requestEventId: ids.part("e", "y"), correlationId: ids.part("c", "y"), actor: ana };
  const named = (expiresAt: string) =>
    ({ kind: "override", override: { customer: "acme", variant: "on", expiresAt, incidentId: null, reason: "pilot" } }) as const;
  const set = (expiresAt: string) =>
    world.turn({ type: "ChangeFlag", ...changing, change: named(expiresAt), reason: null, deployId: null, incidentId: null });

  it("ends what a customer gets by name, unless it was set anew", async () => {
    await flagWith();
    await set(later);
    const due = { kind: "override", targetingId, customer: "acme", at: later } as const;
    await set("2026-03-04T10:00:00.000Z");
    await carryOut(world.every, { ...asked, due }, due);
    expect(await world.targeting()).toMatchObject({ overrides: [{ customer: "acme" }] });
    await set(later);
    await carryOut(world.every, { ...asked, due }, due);
    expect(await world.targeting()).toMatchObject({ overrides: [] });
    expect(world.memory.facts(`targeting-${targetingId}`).at(-1)).toBe("OverrideCleared");
  });

  it("makes a change that was approved for now, on behalf of who asked, and none that was taken back", async () => {
    await flagWith();
    const changeId = ids.part("c", "later");
    const due = { kind: "change", targetingId, changeId, at: later } as const;
    const propose = {
      type: "ProposeChange", ...changing, changeId, change: { kind: "rollout", parts: 25_000 }, reason: "next", byPersonId: ana.personId,
      applyAt: later, incidentId: null,
    } as const;
    await world.turn(propose);
    world.now = Date.parse(later);
    await carryOut(world.every, { ...asked, due }, due);
    expect(await world.targeting()).toMatchObject({ rules: { rollout: { parts: 25_000 } }, requests: [{ state: "applied" }] });
    expect(world.memory.events.at(-1)).toMatchObject({ metadata: { actor: { onBehalfOf: { name: "Ana" } } } });
    await carryOut(world.every, { ...asked, due }, due);
    expect(world.memory.facts(`targeting-${targetingId}`)).toHaveLength(3);
  });

  it("takes what was changed for a deploy back with it, once, although the environment asks for a second person", async () => {
    await flagWith();
    const { deployId } = world.deploy;
    const for25 = {
      type: "ChangeFlag", ...changing, change: { kind: "rollout", parts: 25_000 }, reason: "with v2", deployId, incidentId: null,
    } as const;
    await world.turn(for25);
    const environmentId = idOf(environmentDecider, "production");
    await world.handle(
      { aggregate: environmentDecider, id: environmentId },
      {
        type: "SetFlagPolicy", now: world.at(), environmentId, environment: "production",
        policy: { approval: true, approvalOfOverrides: true }, reason: null,
      },
    );
    const due = { kind: "rollback", targetingId, deployId, at: world.at() } as const;
    await carryOut(world.every, { ...asked, due }, due);
    await carryOut(world.every, { ...asked, requestEventId: ids.part("e", "pressed again"), due }, due);
    expect(await world.targeting()).toMatchObject({ rules: { rollout: { parts: 5_000 } } });
    expect(world.memory.facts(`targeting-${targetingId}`)).toEqual(["TargetingOpened", "RolloutStepped", "FlagReverted"]);
  });

  it("tells a flag's owner of its end, unless it has another one by now", async () => {
    await flagWith({ expiresAt: later });
    const { signal } = new AbortController();
    await tellOfEnd(world.every, { kind: "flag", flagId, at: "2026-03-02T12:00:00.000Z" }, signal);
    expect(world.sent).toEqual([]);
    await tellOfEnd(world.every, { kind: "flag", flagId, at: later }, signal);
    expect(world.sent).toMatchObject([{ to: "ana@shop.test", subject: "The flag one-page-pay has passed its end" }]);
  });
});

const numbers = (customers: number, errors: number): ReleaseNumbers => ({
  requests: customers * 10,
  errors,
  errorRate: errors / (customers * 10),
  p50Ms: 10,
  p95Ms: 20,
  customers,
  failingCustomerCount: errors,
  failingCustomers: [],
  examples: [],
  perSecond: [],
  slow: [],
  byCustomer: [
    { key: 1, count: customers - errors, requests: (customers - errors) * 10, marked: 0 },
    ...(errors === 0 ? [] : [{ key: 2, count: errors, requests: errors * 10, marked: errors * 10 }]),
  ],
});

describe("a flag that was found stale", () => {
  const stale = (why: "settled" | "unused" | null) => ({
    input: {
      due: { kind: "flag", flagId, at: "" }, requestEventId: ids.part("e", "s"), correlationId: ids.part("c", "s"), actor: ana,
    } as const,
    due: { kind: "stale", targetingId, why, since: "2026-03-01T08:00:00.000Z", at: "2026-03-02T10:00:00.000Z" } as const,
  });
  const { signal } = new AbortController();

  it("is written down as such, and its owner hears of it", async () => {
    await flagWith();
    await noteStale(world.every, stale("unused"), signal);
    expect((await world.targeting()).stale).toEqual({ why: "unused", since: "2026-03-01T08:00:00.000Z" });
    expect(world.sent).toMatchObject([{ channel: "mail", to: "ana@shop.test", subject: "one-page-pay is to be cleaned up" }]);
    expect(world.sent[0]?.text).toContain("Nobody has asked for one-page-pay in production since then");
  });

  it("that is in use again is only written down; an archived one is left", async () => {
    await flagWith();
    await noteStale(world.every, stale("settled"), signal);
    world.sent.length = 0;
    const again = { ...stale(null), due: { ...stale(null).due, since: "2026-03-02T09:00:00.000Z" } };
    await noteStale(world.every, again, signal);
    expect([(await world.targeting()).stale, world.sent]).toEqual([null, []]);
    await world.handle(
      { aggregate: flagDecider, id: flagId },
      { type: "ArchiveFlag", now: world.at(), flagId, reason: "gone", neededBy: [] },
    );
    await noteStale(world.every, { ...again, due: { ...again.due, why: "settled", since: "2026-03-02T09:30:00.000Z" } }, signal);
    expect([(await world.targeting()).stale, world.sent]).toEqual([null, []]);
  });
});

describe("what the judge says of a step", () => {
  const since = "2026-03-02T10:00:00.000Z";
  const watched = { ramp, step: 0, since, accepted: false };
  const { signal } = new AbortController();
  /** So many customers of a hundred on each side see nothing but errors. */
  const seen = (within: number, without: number): void => {
    world.sides = { within: ["a"], without: ["b"] };
    world.now = Date.parse(since) + 30_000;
    Object.assign(world.metrics, {
      customers: () => Promise.resolve(["a", "b"]),
      divided: ({ groups }: { readonly groups: readonly (readonly string[])[] }) =>
        Promise.resolve(groups.map(([first]) => numbers(100, first === "a" ? within : without))),
    });
  };

  it("is that a guardrail failed where those within the share fare worse than those without", async () => {
    await flagWith();
    seen(40, 0);
    expect(await failureIn(world.every, watched, signal)).toMatchObject({
      word: "fail", reason: expect.stringMatching(/^shop: 40 % of 1000 requests of 100 customers failed, 0 % without it: more/) as string,
    });
    seen(40, 40);
    expect(await failureIn(world.every, watched, signal)).toBeNull();
  });

  it("is only a signal where the flag hopes to change that, and nothing once a person has accepted it", async () => {
    await flagWith({ metrics: [{ name: "errors", role: "signal" }] });
    seen(40, 0);
    expect(await failureIn(world.every, watched, signal)).toMatchObject({ word: "signal" });
    expect(await failureIn(world.every, { ...watched, accepted: true }, signal)).toBeNull();
    expect(await conclusionOf(world.every, watched, signal)).toMatchObject({ verdict: "signal" });
  });

  describe("of two services", () => {
    /** How many of a hundred customers within the share fail in both together, and in each alone. */
    const seenIn = (together: number, alone: Readonly<Record<string, number>>): void => {
      seen(0, 0);
      const of = (service: string): unknown => ({
        customers: () => Promise.resolve([service === "shop" ? "a" : "b"]),
        divided: ({ groups, services }: { readonly groups: readonly (readonly string[])[]; readonly services: readonly string[] }) => {
          asked.push([service, ...services]);
          const failing = services.length > 0 ? together : (alone[service] ?? 0);
          return Promise.resolve(groups.map(([first]) => numbers(100, first === "a" ? failing : 0)));
        },
      });
      metricsAt = ({ service }) => of(service) as ReturnType<PartsWithFlags["metricsOf"]>;
    };
    const asked: string[][] = [];
    let metricsAt: (lane: { readonly service: string }) => ReturnType<PartsWithFlags["metricsOf"]>;
    const every = (): PartsWithFlags => ({
      ...world.every,
      metricsOf: (lane) => metricsAt(lane),
      flags: {
        ...world.every.flags,
        sides: (_, customers) => {
          expect([...customers].toSorted().join()).toMatch(/^(a,b|a|b)$/);
          return Promise.resolve({ within: ["a"], without: ["b"] });
        },
      },
    });
    beforeEach(async () => {
      const id = ids.service("billing");
      await world.handle(
        { aggregate: serviceDecider, id },
        { type: "RegisterService", now: world.at(), serviceId: id, slug: "billing", name: "Billing", description: "" },
      );
      await world.handle(
        { aggregate: serviceDecider, id },
        {
          type: "DefineEnvironment", now: world.at(), serviceId: id, environment: "production", kind: "production",
          target: { kind: "fleet" }, order: 0,
        },
      );
      await flagWith({ serviceIds: [serviceId, id] });
    });

    it("is of what each customer met with in both, and of each alone", async () => {
      seenIn(40, {});
      expect(await failureIn(every(), watched, signal)).toMatchObject({
        word: "fail", reason: expect.stringMatching(/^shop and billing: /) as string,
      });
      expect(asked.map((services) => services.join()).toSorted()).toContain("shop,billing");
      seenIn(0, { billing: 40 });
      expect(await failureIn(every(), watched, signal)).toMatchObject({
        word: "fail", reason: expect.stringMatching(/^billing: /) as string,
      });
      seenIn(0, {});
      expect(await failureIn(every(), watched, signal)).toBeNull();
    });
  });

  it("at the end is in a sentence what was seen on both sides", async () => {
    await flagWith();
    seen(0, 0);
    expect(await conclusionOf(world.every, watched, signal)).toEqual({
      verdict: "pass", sentence: "shop: errors 0 % with it, 0 % without",
    });
  });

  it("is no verdict where the metrics cannot be asked, and says so where there is nothing to judge", async () => {
    await flagWith();
    Object.assign(world.metrics, { customers: () => Promise.reject(new Error("the fleet does not answer")) });
    expect(await conclusionOf(world.every, watched, signal)).toMatchObject({ verdict: "error" });
    await world.handle(
      { aggregate: flagDecider, id: flagId },
      {
        type: "DescribeFlag", now: world.at(), flagId, description: "", ownerId: ids.person("ana"), expiresAt: null, serviceIds: [],
        metrics: [],
      },
    );
    expect(await conclusionOf(world.every, watched, signal)).toMatchObject({
      verdict: "pass", sentence: expect.stringContaining("nothing was judged") as string,
    });
  });
});
