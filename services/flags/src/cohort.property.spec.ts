import type { Rollout, TargetingRules } from "@ballast/schema";
import fc from "fast-check";
import { expect, test } from "vitest";
import { cohortProof } from "./cohort.ts";
import { compileFlag, compilerVersion } from "./compile.ts";
import { contextOfCustomer, type FlagContext } from "./context.ts";
import { compileStrictly, OpenFlag } from "./engine.ts";
import { explain } from "./explain.ts";
import { aKill, aSegment, flagWith, named, shareOf, uuidOf, where, worldOf } from "./specification/world.ts";
import type { FlagInEnvironment } from "./steps.ts";

const variant = fc.constantFrom("on", "blue", "off");
const parts = fc.integer({ min: 0, max: 100_000 });
const rollout: fc.Arbitrary<Rollout> = fc.record({
  parts,
  variants: fc.uniqueArray(fc.record({ variant: fc.constantFrom("on", "blue"), weight: fc.integer({ min: 1, max: 9 }) }), {
    minLength: 1, maxLength: 2, selector: (one) => one.variant,
  }),
});
const condition = fc.oneof(
  fc.constantFrom("gold", "silver").map((plan) => where("plan", "is", plan)),
  fc.constantFrom("eu", "us").map((region) => where("region", "isNot", region)),
  fc.integer({ min: 0, max: 50 }).map((seats) => where("seats", "atLeast", seats)),
  fc.boolean().map((within) => ({ kind: "segment" as const, segmentId: uuidOf(700), within })),
);
const serve = fc.oneof(
  variant.map((name) => ({ kind: "variant" as const, variant: name })),
  rollout.map((share) => ({ kind: "share" as const, rollout: share })),
);
const rules: fc.Arbitrary<TargetingRules> = fc.record({
  prerequisites: fc.subarray([{ flagId: uuidOf(2), variants: ["on"] }]),
  rules: fc.array(fc.record({ conditions: fc.array(condition, { minLength: 1, maxLength: 3 }), serve }), { maxLength: 5 })
    .map((list) => list.map((rule, index) => ({ ruleId: `rule-${String(index)}`, name: `Rule ${String(index)}`, ...rule }))),
  rollout: fc.option(rollout),
  defaultVariant: variant,
});
const overrides = fc
  .uniqueArray(fc.record({ customer: fc.integer({ min: 0, max: 150 }), variant }), { maxLength: 8, selector: ({ customer }) => customer })
  .map((list) => list.map((one) => named(`customer-${String(one.customer)}`, one.variant)));
const subject: fc.Arbitrary<FlagInEnvironment> = fc
  .record({ rules, overrides, killed: fc.boolean(), seed: fc.string({ minLength: 1, maxLength: 12 }) })
  .map((one) => flagWith(one.rules, { overrides: one.overrides, kills: one.killed ? [aKill(1)] : [] }, { seed: one.seed }));

/** Some who have everything, some of whom only the name is known, one that is not ASCII. */
const customers = Array.from({ length: 150 }, (_, index) => ({
  id: index === 0 ? "Zo\u00eb" : `customer-${String(index)}`, plan: index % 4 === 0 ? null : (["gold", "silver"][index % 2] ?? null),
  region: ["eu", "us", null][index % 3] ?? null, attributes: index % 5 === 0 ? {} : { seats: index % 60 },
})).map((customer) => ({ id: customer.id, context: contextOfCustomer(customer) }));
const world = worldOf(
  [flagWith({ rollout: shareOf(70_000), defaultVariant: "off" }, {}, { flagId: uuidOf(2), key: "needed", seed: "another" })],
  [aSegment({ included: ["customer-1"], excluded: ["customer-2"], rules: [[where("plan", "is", "gold")]] })],
);

const servedBy = (flag: FlagInEnvironment): ReadonlyMap<string, string | null> => {
  const open = new OpenFlag(compileFlag(flag, world));
  return new Map(customers.map(({ id, context }) => [id, open.evaluate(context).variant]));
};
/** The share within rules or behind them, which alone is moved. */
const withParts = (one: FlagInEnvironment, share: number): FlagInEnvironment => ({
  ...one,
  targeting: {
    ...one.targeting,
    rules: {
      ...one.targeting.rules, rollout: { parts: share, variants: one.targeting.rules.rollout?.variants ?? [{ variant: "on", weight: 1 }] },
    },
  },
});
const inShare = (one: FlagInEnvironment): ReadonlyMap<string, string | null> => {
  const open = new OpenFlag(compileFlag(one, world));
  return new Map(customers.flatMap(({ id, context }) => {
    const { place, variant: given } = open.evaluate(context);
    return place === "share" ? [[id, given] as const] : [];
  }));
};

test("a share that is raised evicts nobody and moves nobody between variants; lowered, it has some of the same", () => {
  fc.assert(fc.property(subject, parts, parts, (one, some, others) => {
    const [less, more] = some < others ? [some, others] : [others, some];
    const [before, after] = [inShare(withParts(one, less)), inShare(withParts(one, more))];
    for (const [id, given] of before) expect(after.get(id)).toBe(given);
    expect(inShare(withParts(withParts(one, more), less))).toEqual(before);
  }), { numRuns: 150 });
});

test("a kill, its release, stop, restart and a new plan serve the same people", () => {
  fc.assert(fc.property(subject, parts, rules, (one, share, otherRules) => {
    const flag = withParts({ ...one, targeting: { ...one.targeting, kills: [] } }, share);
    const before = servedBy(flag);
    const killed = servedBy({ ...flag, targeting: { ...flag.targeting, kills: [aKill(1), aKill(2)] } });
    expect(new Set(killed.values())).toEqual(new Set(["off"]));
    servedBy(withParts(flag, 0));
    servedBy({ ...flag, targeting: { ...flag.targeting, rules: otherRules } });
    expect(servedBy({ ...flag, targeting: { ...flag.targeting, kills: [] } })).toEqual(before);
    expect(servedBy({ ...flag, flag: { ...flag.flag, key: "renamed-in-another-environment" } })).toEqual(before);
  }), { numRuns: 100 });
});

test("everything that rules can say is taken by the engine, and evaluates for everyone", () => {
  fc.assert(fc.property(subject, (one) => {
    const open = new OpenFlag(compileStrictly(one, world));
    for (const { context } of customers.slice(0, 20)) expect(open.evaluate(context).error).toBeNull();
  }), { numRuns: 100 });
});

test("an explanation ends where the evaluation ended, with the same variant", () => {
  fc.assert(
    fc.property(subject, fc.constantFrom(...customers), (one, { context }) => {
      const { evaluation, steps } = explain(one, world, context);
      const last = steps.findLast(({ reached }) => reached);
      expect(last).toMatchObject({ held: true, place: evaluation.place, variant: evaluation.variant });
      expect(evaluation).toEqual(new OpenFlag(compileFlag(one, world)).evaluate(context));
      for (const { conditions, held, ruleId, share } of steps.filter((step) => step.ruleId !== null)) {
        expect(held, ruleId ?? "").toBe(
          conditions.every((each) => each.held) && (share === null || (share.place !== null && share.place < share.parts)),
        );
      }
    }),
    { numRuns: 120 },
  );
});

const proof = (
  before: FlagInEnvironment | null,
  after: FlagInEnvironment,
  asked: Iterable<{ readonly id: string; readonly context: FlagContext }> = customers,
) =>
  cohortProof({
    before: before === null ? null : compileFlag(before, world), after: compileFlag(after, world), customers: asked, position: "7",
  });

test("a proof counts everyone once, by name and number, and of a ramp nobody leaves", () => {
  fc.assert(fc.property(subject, parts, parts, (one, some, others) => {
    const flag = { ...one, targeting: { ...one.targeting, kills: [], rules: { ...one.targeting.rules, defaultVariant: "off" } } };
    const [less, more] = some < others ? [some, others] : [others, some];
    const up = proof(withParts(flag, less), withParts(flag, more));
    const down = proof(withParts(flag, more), withParts(flag, less));
    expect([up.leave, up.switch]).toEqual([0, 0]);
    expect([down.leave, down.names.leave, down.enter]).toEqual([up.enter, up.names.enter, 0]);
    expect(up.enter + up.leave + up.switch + up.cannotTell).toBeLessThanOrEqual(up.known);
  }), { numRuns: 80 });
});

test("whom an attribute is missing for that a rule asks for cannot be told, unless the change asks nothing new and leaves them", () => {
  const [gold, gone] = [
    flagWith({
      rules: [{ ruleId: "gold", name: "Gold", conditions: [where("plan", "is", "gold")], serve: { kind: "variant", variant: "on" } }],
    }),
    flagWith({}),
  ];
  const { enter, leave, cannotTell, known, names } = proof(gone, gold);
  const goldOnes = customers.filter(({ context }) => context["plan"] === "gold").map(({ id }) => id);
  expect({ enter, leave, known, cannotTell }).toEqual({
    enter: goldOnes.length,
    leave: 0,
    known: 150,
    cannotTell: customers.filter(({ context }) => context["plan"] === undefined).length,
  });
  expect(names.enter).toEqual(goldOnes.toSorted());
  expect(proof(gold, gold)).toMatchObject({ enter: 0, cannotTell: 0 });
});

test("who is named stays an exception, counted; at most a thousand names are kept, and the hash is of all", () => {
  const many = Array.from({ length: 3_000 }, (_, index) => ({
    id: `c-${String(index)}`, context: contextOfCustomer({ id: `c-${String(index)}`, plan: null, region: null, attributes: {} }),
  }));
  const overridden = { overrides: [named("c-1", "off"), named("c-2", "on"), named("nobody-knows", "on")] };
  const all = proof(flagWith({}, overridden), flagWith({ rollout: shareOf(100_000) }, overridden), many);
  expect(all).toMatchObject({
    known: 3_000, enter: 2_998, overridesStay: 3, compiler: compilerVersion, engine: "flagd-core 4.0.1", position: "7",
  });
  expect(all.names.enter).toHaveLength(1_000);
  const fewer = proof(flagWith({}, overridden), flagWith({ rollout: shareOf(99_999) }, overridden), many.toReversed());
  expect(all.hash).toBe(proof(flagWith({}, overridden), flagWith({ rollout: shareOf(100_000) }, overridden), many.toReversed()).hash);
  expect(fewer.enter === all.enter).toBe(fewer.hash === all.hash);
  const killed = proof(flagWith({}, overridden), flagWith({ rollout: shareOf(100_000) }, { ...overridden, kills: [aKill(1)] }), many);
  expect(killed).toMatchObject({ enter: 0, leave: 1, overridesStay: 1 });
});
