import { flagDecider } from "@ballast/domain/flag";
import { ids } from "@ballast/eventlog";
import { beforeEach, describe, expect, it } from "vitest";
import type { PartsWithFlags } from "../parts.ts";
import { flagId, FlagWorld, ramp, serviceId } from "../specification/flagWorld.ts";
import { numbers } from "../specification/numbers.ts";
import { conclusionOf, failureIn } from "./rampLook.ts";

let world: FlagWorld;
beforeEach(async () => {
  world = new FlagWorld();
  await world.opened();
});

describe("what the judge says of a step", () => {
  const since = "2026-03-02T10:00:00.000Z";
  const watched = { ramp, step: 0, since, accepted: false };
  const { signal } = new AbortController();
  const seen = (within: number, without: number): void => {
    world.now = Date.parse(since) + 30_000;
    world.sees({ within: () => within, without: () => without });
  };

  it("is that a guardrail failed where those within the share fare worse than those without", async () => {
    await world.flagWith();
    seen(40, 0);
    expect(await failureIn(world.every, watched, signal)).toMatchObject({
      word: "fail", reason: expect.stringMatching(/^shop: 40 % of 1000 requests of 100 customers failed, 0 % without it: more/) as string,
    });
    seen(40, 40);
    expect(await failureIn(world.every, watched, signal)).toBeNull();
  });

  it("is only a signal where the flag hopes to change that, and nothing once a person has accepted it", async () => {
    await world.flagWith({ metrics: [{ name: "errors", role: "signal" }] });
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
      await world.service("billing", "Billing");
      await world.flagWith({ serviceIds: [serviceId, ids.service("billing")] });
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
    await world.flagWith();
    seen(0, 0);
    expect(await conclusionOf(world.every, watched, signal)).toEqual({
      verdict: "pass", sentence: "shop: errors 0 % with it, 0 % without",
    });
  });

  it("is no verdict where the metrics cannot be asked, and says so where there is nothing to judge", async () => {
    await world.flagWith();
    Object.assign(world.metrics, { customers: () => Promise.reject(new Error("the fleet does not answer")) });
    expect(await conclusionOf(world.every, watched, signal)).toMatchObject({ verdict: "error" });
    await world.handle(
      { aggregate: flagDecider, id: flagId },
      {
        type: "DescribeFlag", now: world.at(), flagId, description: "", ownerId: ids.person("ana"), expiresAt: null, serviceIds: [],
        metrics: [], metadata: {},
      },
    );
    expect(await conclusionOf(world.every, watched, signal)).toMatchObject({
      verdict: "pass", sentence: expect.stringContaining("nothing was judged") as string,
    });
  });

  it("at the last step, which has everybody, stands alone: there is nobody left to compare with", async () => {
    await world.flagWith();
    const last = { ...watched, step: 1 };
    seen(0, 40);
    expect(await conclusionOf(world.every, last, signal)).toEqual({ verdict: "pass", sentence: "shop: errors 0 % with it" });
    seen(40, 40);
    expect(await failureIn(world.every, last, signal)).toMatchObject({ word: "fail" });
    Object.assign(world.metrics, { customers: () => Promise.reject(new Error("the fleet does not answer")) });
    expect(await conclusionOf(world.every, last, signal)).toMatchObject({
      verdict: "error", sentence: expect.stringContaining("the fleet does not answer") as string,
    });
  });

  it("cannot be told at the end where too few came, which before the end is no news", async () => {
    await world.flagWith();
    seen(0, 0);
    Object.assign(world.metrics, { divided: () => Promise.resolve([numbers(0, 0), numbers(0, 0)]) });
    expect(await failureIn(world.every, watched, signal)).toBeNull();
    expect(await conclusionOf(world.every, watched, signal)).toMatchObject({ verdict: "inconclusive" });
  });

  it("of which nothing was seen says so where only signals are looked at: that stops nobody", async () => {
    await world.flagWith({ metrics: [{ name: "errors", role: "signal" }] });
    seen(0, 0);
    Object.assign(world.metrics, { divided: () => Promise.resolve([null, null]) });
    expect(await conclusionOf(world.every, watched, signal)).toEqual({
      verdict: "pass", sentence: "shop: errors nothing seen with it, nothing seen without",
    });
  });

  it("is left out, not an error, where the look itself is called off", async () => {
    await world.flagWith();
    const off = new AbortController();
    Object.assign(world.metrics, {
      customers: () => {
        off.abort();
        return Promise.reject(new Error("called off"));
      },
    });
    await expect(conclusionOf(world.every, watched, off.signal)).rejects.toMatchObject({ name: "AbortError" });
  });

  it("leaves out a metric that the flag does not name", async () => {
    await world.flagWith({ metrics: [{ name: "latency", role: "guardrail" }] });
    seen(40, 0);
    expect(await failureIn(world.every, watched, signal)).toBeNull();
  });

  it("leaves out services that nothing is deployed to there, and a step that the plan has not", async () => {
    await world.flagWith();
    const elsewhere = { ...watched, ramp: { ...ramp, environment: "staging" } };
    expect(await conclusionOf(world.every, elsewhere, signal)).toMatchObject({
      verdict: "pass", sentence: expect.stringContaining("nothing was judged") as string,
    });
    expect(await failureIn(world.every, { ...watched, step: 9 }, signal)).toBeNull();
    expect(await failureIn(world.every, { ...watched, ramp: { ...ramp, targetingId: ids.part("t", "other") } }, signal)).toBeNull();
  });
});
