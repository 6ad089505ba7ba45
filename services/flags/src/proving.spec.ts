import { Rejection } from "@ballast/domain";
import { targetingDecider, type Targeting, type TargetingCommand } from "@ballast/domain/targeting";
import { defaultFlagPolicy, type TargetingEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import type { ProofSource, ProvenCommand } from "./proving.ts";
import { proveAhead, proveMove, provenTargeting } from "./proving.ts";
import { aFlag, aRule, aTargeting, shareOf, where, worldOf } from "./specification/world.ts";

const now = "2026-11-28T10:00:00.000Z";
const flag = aFlag();
const opened = aTargeting({ rules: { rollout: shareOf(10_000) } });
const contexts = Array.from({ length: 200 }, (_, n) => ({ id: `c-${String(n)}`, context: { targetingKey: `c-${String(n)}` } }));

/** A server that knows these customers and no other flags. */
const source: ProofSource = { held: { world: () => worldOf(), customers: () => contexts }, position: () => "42" };
const proven = provenTargeting({ source, flag, policy: defaultFlagPolicy });

const step = (parts: number): ProvenCommand => ({
  moving: () => ({ kind: "rollout", parts }),
  command: (proof) => ({
    type: "ChangeFlag", now, targetingId: opened.targetingId, change: { kind: "rollout", parts }, rebucket: null, reason: null,
    deployId: null, incidentId: null, ...proof,
  }),
});
const enterOf = ([event]: readonly TargetingEvent[]): number | undefined =>
  event?.type === "RolloutStepped" ? event.data.cohort.enter : undefined;

describe("a change and its proof", () => {
  it("are of the very state that is decided on: whoever was faster makes it prove anew", () => {
    const [ten, forty] = [
      proven.decide(step(50_000), opened),
      proven.decide(step(50_000), { ...opened, rules: { ...opened.rules, rollout: shareOf(40_000) } }),
    ];
    expect(enterOf(ten)).toBeGreaterThan(enterOf(forty) ?? 0);
    expect(ten[0]?.data).toMatchObject({ from: 10_000, to: 50_000, cohort: { known: 200, leave: 0, switch: 0, position: "42" } });
  });

  it("may be worked out ahead, in pieces: taken over for that state and that move, and for no other", async () => {
    const move = { kind: "rollout", parts: 50_000 } as const;
    const ahead = await proveAhead({ source, flag, policy: defaultFlagPolicy }, opened, move);
    expect(ahead?.cohort).toEqual(proveMove({ source, flag }, opened, move));
    if (ahead === null) return;
    // It says whose it is: what was taken over is told from what was worked out anew.
    const marked = { ...ahead, cohort: { ...ahead.cohort, position: "41" } };
    const decided = provenTargeting({ source, flag, policy: defaultFlagPolicy, ahead: marked });
    const positionOf = (command: ProvenCommand, targeting: Targeting): unknown => {
      const [event] = decided.decide(command, targeting);
      return event?.type === "RolloutStepped" ? event.data.cohort.position : null;
    };
    const moved = { ...opened, rules: { ...opened.rules, rollout: shareOf(40_000) } };
    expect([positionOf(step(50_000), structuredClone(opened)), positionOf(step(50_000), moved), positionOf(step(60_000), opened)]).toEqual([
      "41", "42", "42",
    ]);
    const broken = { ...opened.rules, rules: [aRule([where("plan", "below", "many")])] };
    expect(await proveAhead({ source, flag, policy: defaultFlagPolicy }, opened, { kind: "rules", rules: broken })).toBeNull();
  });

  it("of a kill and of its release are the other way round", () => {
    const kill = proveMove({ source, flag }, opened, { kind: "kill" });
    const released = proveMove(
      { source, flag },
      { ...opened, kills: [{ killId: "k", reason: null, incidentId: null }] },
      { kind: "release", killIds: ["k"] },
    );
    expect([kill.leave, kill.enter, released.enter, released.leave]).toEqual([kill.leave, 0, kill.leave, 0]);
    expect(kill.leave).toBeGreaterThan(0);
  });

  it("are refused by the rules before the engine, and by the engine where the rules see nothing wrong", () => {
    const set = (rules: typeof opened.rules): ProvenCommand => ({
      moving: () => ({ kind: "rules", rules }),
      command: (proof): TargetingCommand => ({
        type: "ChangeFlag", now, targetingId: opened.targetingId, change: { kind: "rules", rules }, rebucket: null, reason: null,
        deployId: null, incidentId: null, ...proof,
      }),
    });
    const codeOf = (command: ProvenCommand, state: Targeting = opened): unknown => {
      try {
        return proven.decide(command, state);
      } catch (error) {
        return error instanceof Rejection ? error.code : error;
      }
    };
    expect(codeOf(set({ ...opened.rules, defaultVariant: "none" }))).toBe("UNKNOWN_VARIANT");
    expect(codeOf(set({ ...opened.rules, rules: [aRule([where("plan", "below", "many")])] }))).toBe("CANNOT_COMPILE");
    expect(codeOf(step(1), targetingDecider.initialState)).toBe("NOT_FOUND");
  });

  it("mends a flag that cannot be compiled any more", () => {
    const broken = { ...opened, rules: { ...opened.rules, rules: [aRule([where("plan", "below", "many")])] } };
    expect(proveMove({ source, flag }, broken, { kind: "rules", rules: opened.rules })).toMatchObject({ known: 200, leave: 0 });
  });
});
