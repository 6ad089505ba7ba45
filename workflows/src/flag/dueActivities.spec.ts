import { environmentDecider } from "@ballast/domain/environment";
import { idOf, ids } from "@ballast/eventlog";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ana, changing, flagId, FlagWorld, targetingId } from "../specification/flagWorld.ts";
import { carryOut, dueActivities, noteStale, tellOfEnd } from "./due.activities.ts";

vi.mock("@temporalio/activity", async () => (await import("../specification/activityWorld.ts")).uncancelled);

let world: FlagWorld;
beforeEach(async () => {
  world = new FlagWorld();
  await world.opened();
});

describe("what is due", () => {
  const later = "2026-03-03T10:00:00.000Z";
  const asked = { requestEventId: ids.part("e", "y"), correlationId: ids.part("c", "y"), actor: ana };
  const named = (expiresAt: string) =>
    ({ kind: "override", override: { customer: "acme", variant: "on", expiresAt, incidentId: null, reason: "pilot" } }) as const;
  const set = (expiresAt: string) =>
    world.turn({ type: "ChangeFlag", ...changing, change: named(expiresAt), reason: null, deployId: null, incidentId: null });

  const flagWithNamed = async (...customers: readonly string[]): Promise<void> => {
    await world.flagWith();
    for (const customer of customers) {
      const change = { ...named(later), override: { ...named(later).override, customer } };
      await world.turn({ type: "ChangeFlag", ...changing, change, reason: null, deployId: null, incidentId: null });
    }
  };

  it("ends what a customer gets by name, unless it was set anew", async () => {
    await world.flagWith();
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
    await world.flagWith();
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
    await world.flagWith();
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

  it("is nothing of a flag that is not there, or is no flag any more", async () => {
    const due = { kind: "override", targetingId, customer: "acme", at: later } as const;
    await carryOut(world.every, { ...asked, due }, due);
    expect(world.memory.facts(`targeting-${targetingId}`)).toEqual([]);
  });

  it("ends for one customer what was set for one", async () => {
    await flagWithNamed("acme", "birch");
    const due = { kind: "override", targetingId, customer: "birch", at: later } as const;
    await carryOut(world.every, { ...asked, due }, due);
    expect(await world.targeting()).toMatchObject({ overrides: [{ customer: "acme" }] });
    expect(world.memory.events.at(-1)?.metadata.actor).toMatchObject({ personId: null, name: "the end of what was set by name" });
  });

  it("is done by what it is: an end told, a stale flag noted, a change made", async () => {
    await world.flagWith({ expiresAt: later });
    const { carryOutDue } = dueActivities(world.every);
    await carryOutDue({ ...asked, due: { kind: "flag", flagId, at: later } });
    expect(world.sent).toMatchObject([{ subject: "The flag one-page-pay has passed its end" }]);
    await carryOutDue({ ...asked, due: { kind: "stale", targetingId, why: "settled", since: later, at: later } });
    expect(world.sent.at(-1)).toMatchObject({ subject: "one-page-pay is to be cleaned up" });
    await set(later);
    await carryOutDue({ ...asked, due: { kind: "override", targetingId, customer: "acme", at: later } });
    expect(await world.targeting()).toMatchObject({ overrides: [] });
  });

  it("goes back with a rollback in the rollback's name; where nothing was changed for the deploy, nothing does", async () => {
    await world.flagWith();
    const { deployId } = world.deploy;
    const due = { kind: "rollback", targetingId, deployId, at: world.at() } as const;
    await carryOut(world.every, { ...asked, due }, due);
    expect(world.memory.facts(`targeting-${targetingId}`)).toEqual(["TargetingOpened"]);
    const change = { kind: "rollout", parts: 25_000 } as const;
    await world.turn({ type: "ChangeFlag", ...changing, change, reason: "with v2", deployId, incidentId: null });
    await carryOut(world.every, { ...asked, due }, due);
    expect(world.memory.events.at(-1)).toMatchObject({
      event: { type: "FlagReverted" }, metadata: { actor: { name: "a rollback", means: "workflow", onBehalfOf: { name: "Ana" } } },
    });
  });

  it("tells nobody of the end of a flag that was archived", async () => {
    await world.flagWith({ expiresAt: later });
    await world.archive();
    await tellOfEnd(world.every, { kind: "flag", flagId, at: later }, new AbortController().signal);
    expect(world.sent).toEqual([]);
  });

  it("tells a flag's owner of its end, unless it has another one by now", async () => {
    await world.flagWith({ expiresAt: later });
    const { signal } = new AbortController();
    await tellOfEnd(world.every, { kind: "flag", flagId, at: "2026-03-02T12:00:00.000Z" }, signal);
    expect(world.sent).toEqual([]);
    await tellOfEnd(world.every, { kind: "flag", flagId, at: later }, signal);
    expect(world.sent).toMatchObject([{ to: "ana@shop.test", subject: "The flag one-page-pay has passed its end" }]);
  });
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
    await world.flagWith();
    await noteStale(world.every, stale("unused"), signal);
    expect((await world.targeting()).stale).toEqual({ why: "unused", since: "2026-03-01T08:00:00.000Z" });
    expect(world.sent).toMatchObject([{ channel: "mail", to: "ana@shop.test", subject: "one-page-pay is to be cleaned up" }]);
    expect(world.sent[0]?.text).toContain("Nobody has asked for one-page-pay in production since then");
  });

  it("that is in use again is only written down; an archived one is left", async () => {
    await world.flagWith();
    await noteStale(world.every, stale("settled"), signal);
    world.sent.length = 0;
    const again = { ...stale(null), due: { ...stale(null).due, since: "2026-03-02T09:00:00.000Z" } };
    await noteStale(world.every, again, signal);
    expect([(await world.targeting()).stale, world.sent]).toEqual([null, []]);
    await world.archive();
    await noteStale(world.every, { ...again, due: { ...again.due, why: "settled", since: "2026-03-02T09:30:00.000Z" } }, signal);
    expect([(await world.targeting()).stale, world.sent]).toEqual([null, []]);
  });
});
