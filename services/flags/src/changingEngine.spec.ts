import { Rejection } from "@ballast/domain";
import { describe, expect, it, afterEach, beforeEach } from "vitest";
import { provenEngine } from "./changingEngine.ts";
import { compileFlag } from "./compile.ts";
import { contextOf } from "./context.ts";
import { compileStrictly, OpenFlag } from "./engine.ts";
import { engineId, registerEngine } from "./engines.ts";
import { explain } from "./explain.ts";
import type { ProofSource } from "./proving.ts";
import { anotherEngine } from "./specification/anotherEngine.ts";
import { aKill, aRule, aTargeting, flagWith, shareOf, uuidOf, where, worldOf } from "./specification/world.ts";
import type { FlagInEnvironment } from "./steps.ts";

const other = anotherEngine("salted");
const alike = anotherEngine("alike", false);
let forget: (() => void)[] = [];
beforeEach(() => void (forget = [registerEngine(other), registerEngine(alike)]));
afterEach(() => forget.forEach((one) => one()));

const ids = Array.from({ length: 300 }, (_, index) => `c-${String(index)}`);
const withShare = (engine: string, parts = 50_000): FlagInEnvironment => flagWith({ rollout: shareOf(parts) }, {}, { engine });
const inside = (subject: FlagInEnvironment, world = worldOf()): readonly string[] => {
  const flag = new OpenFlag(compileFlag(subject, world));
  return ids.filter((targetingKey) => flag.evaluate(contextOf({ targetingKey })).variant === "on");
};
const source = (known: readonly string[] = ids): ProofSource => ({
  held: { world: () => worldOf(), customers: () => known.map((id) => ({ id, context: { targetingKey: id } })) }, position: () => "42",
});
const codeOf = (act: () => unknown): string => {
  try {
    act();
    return "done";
  } catch (error) {
    return error instanceof Rejection ? error.code : String(error);
  }
};

describe("a flag", () => {
  it("keeps the engine that it records, beside another one that divides otherwise", () => {
    const before = inside(withShare(engineId));
    expect(inside(withShare(other.id))).not.toEqual(before);
    expect(inside(withShare(alike.id))).toEqual(before);
    expect(inside(withShare(engineId))).toEqual(before);
  });

  it("is explained by its own engine, with the place that it gives", () => {
    const place = (engine: string) =>
      explain(withShare(engine), worldOf(), contextOf({ targetingKey: "ann" })).steps.map(({ share }) => share?.place);
    expect(place(other.id)).not.toEqual(place(engineId));
    expect(explain(withShare(other.id), worldOf(), {})).toMatchObject({ engine: other.evaluator, compiler: other.compiler });
  });

  it("asks what it needs by its own engine, whatever that one records", () => {
    const needed = (engine: string) => flagWith({ rollout: shareOf(50_000) }, {}, { flagId: uuidOf(2), engine });
    const subject = flagWith({ prerequisites: [{ flagId: uuidOf(2), variants: ["on"] }], defaultVariant: "on" });
    expect(inside(subject, worldOf([needed(other.id)]))).toEqual(inside(subject, worldOf([needed(engineId)])));
  });

  it("whose engine is not there says so by name, and does not guess; a kill holds all the same", () => {
    const gone = "flagd-core@9.9.9+compiler.7";
    const lost = withShare(gone);
    const answer = new OpenFlag(compileFlag(lost, worldOf())).evaluate(contextOf({ targetingKey: "ann" }));
    expect(answer).toMatchObject({ variant: null, reason: "ERROR", errorCode: "GENERAL", error: expect.stringContaining(gone) as unknown });
    const killed = { ...lost, targeting: { ...lost.targeting, kills: [aKill(1)] } };
    expect(new OpenFlag(compileFlag(killed, worldOf())).evaluate({})).toMatchObject({ variant: "off", place: "kill", error: null });
    expect(codeOf(() => compileStrictly(lost, worldOf()))).toBe("UNKNOWN_ENGINE");
    expect(codeOf(() => explain(lost, worldOf(), {}))).toBe("UNKNOWN_ENGINE");
  });
});

describe("another engine for a flag", () => {
  const proven = (subject: FlagInEnvironment, to: string, known = ids) =>
    provenEngine(source(known), subject.flag, { to, targetings: [subject.targeting] });

  it("moves exactly whom the two place otherwise", () => {
    const { cohorts, rebuckets } = proven(withShare(engineId), other.id);
    const [before, after] = [inside(withShare(engineId)), inside(withShare(other.id))];
    const names = cohorts[0]?.cohort.names;
    expect(names?.enter).toEqual(after.filter((id) => !before.includes(id)).toSorted());
    expect(names?.leave).toEqual(before.filter((id) => !after.includes(id)).toSorted());
    expect([rebuckets, cohorts[0]?.environment, cohorts[0]?.cohort.engine]).toEqual([true, "production", other.evaluator]);
  });

  it("divides strangers anew too: nobody is known, and it says so; it does not where nothing is divided, or both divide alike", () => {
    expect(proven(withShare(engineId), other.id, [])).toMatchObject({ rebuckets: true, cohorts: [{ cohort: { known: 0, enter: 0 } }] });
    expect(proven(withShare(engineId), alike.id)).toMatchObject({ rebuckets: false, cohorts: [{ cohort: { enter: 0, leave: 0 } }] });
    expect(proven(flagWith({ rules: [aRule([where("plan", "is", "gold")])] }), other.id)).toMatchObject({ rebuckets: false });
    expect(proven(flagWith({}), other.id)).toMatchObject({ rebuckets: false });
  });

  it("is told by environment; from one that is not there, everybody may be moved", () => {
    const subject = withShare(engineId);
    const staging = aTargeting({ environment: "a-staging", rules: { rollout: shareOf(0) } });
    const { cohorts } = provenEngine(source(), subject.flag, { to: other.id, targetings: [subject.targeting, staging] });
    expect(cohorts.map(({ environment }) => environment)).toEqual(["a-staging", "production"]);
    const { cohorts: [fromLost], rebuckets } = proven(withShare("gone@1+compiler.1"), engineId);
    expect([rebuckets, fromLost?.cohort.enter]).toEqual([true, inside(withShare(engineId)).length]);
    expect(codeOf(() => proven(subject, "gone@1+compiler.1"))).toBe("UNKNOWN_ENGINE");
  });
});
