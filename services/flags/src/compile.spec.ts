import { Rejection } from "@ballast/domain";
import { operators, type FlagCondition } from "@ballast/schema";
import { expect, test } from "vitest";
import { compileFlag } from "./compile.ts";
import { contextOf, contextOfCustomer, dividedBy } from "./context.ts";
import { compileStrictly, OpenFlag } from "./engine.ts";
import { aKill, aRule, aSegment, flagWith, named, shareOf, uuidOf, where, worldOf } from "./specification/world.ts";
import type { FlagInEnvironment, FlagWorld } from "./steps.ts";

const given = (subject: FlagInEnvironment, context: Record<string, unknown>, world: FlagWorld = worldOf()): string => {
  const { place, variant, reason, error } = new OpenFlag(compileStrictly(subject, world)).evaluate(contextOf(context));
  return error ?? `${place ?? "-"} ${variant ?? "-"} ${reason}`;
};
const meets = (condition: FlagCondition, context: Record<string, unknown>, world?: FlagWorld): boolean =>
  given(flagWith({ rules: [aRule([condition])] }), context, world).startsWith("rule:rule on");
const refusal = (subject: FlagInEnvironment, world: FlagWorld = worldOf()): string => {
  try {
    compileStrictly(subject, world);
    return "taken";
  } catch (error) {
    return error instanceof Rejection ? error.code : String(error);
  }
};

test("the order is kill, prerequisites, named off, named on, rules, share, default", () => {
  const needed = flagWith({ defaultVariant: "on" }, {}, { flagId: uuidOf(2), key: "needed" });
  const failed = flagWith({}, {}, { flagId: uuidOf(2), key: "needed" });
  const rules = {
    prerequisites: [{ flagId: uuidOf(2), variants: ["on"] }], rules: [aRule([where("plan", "is", "gold")], "blue")],
    rollout: shareOf(100_000), defaultVariant: "off",
  };
  const subject = flagWith(rules, { overrides: [named("ann", "on"), named("bob", "off")] });
  const world = worldOf([needed]);
  expect(given(flagWith(rules, { ...subject.targeting, kills: [aKill(1)] }), { targetingKey: "ann" }, world)).toBe("kill off STATIC");
  expect(given(subject, { targetingKey: "ann", plan: "gold" }, worldOf([failed]))).toBe("prerequisites off TARGETING_MATCH");
  expect(given(subject, { targetingKey: "ann", plan: "gold" }, worldOf())).toBe("prerequisites off TARGETING_MATCH");
  expect(given(subject, { targetingKey: "ann", plan: "gold" }, world)).toBe("named on TARGETING_MATCH");
  expect(given(subject, { targetingKey: "bob", plan: "gold" }, world)).toBe("named off TARGETING_MATCH");
  expect(given(subject, { targetingKey: "eve", plan: "gold" }, world)).toBe("rule:rule blue TARGETING_MATCH");
  expect(given(subject, { targetingKey: "eve" }, world)).toBe("share on SPLIT");
  expect(given(subject, {}, world)).toBe("default off STATIC");
});

test("a prerequisite that is archived, killed, or not there has failed; one that gives the variant has not", () => {
  const subject = flagWith({ prerequisites: [{ flagId: uuidOf(2), variants: ["on", "blue"] }], defaultVariant: "on" });
  const needed = (change: Parameters<typeof flagWith>[1], archived: string | null = null) =>
    worldOf([flagWith({ defaultVariant: "blue" }, change, { flagId: uuidOf(2), archived })]);
  expect(given(subject, {}, needed({}))).toBe("default on STATIC");
  expect(given(subject, {}, needed({ kills: [aKill(1)] }))).toMatch(/^prerequisites off/);
  expect(given(subject, {}, needed({}, "gone"))).toMatch(/^prerequisites off/);
  expect(given(subject, {}, worldOf())).toMatch(/^prerequisites off/);
});

/** One value of every kind, none at all, and the words that languages stumble over. */
const strange: readonly unknown[] = [
  undefined,
  null,
  "",
  "0",
  "x",
  0,
  1,
  -3.5,
  true,
  false,
  [],
  ["x"],
  [1],
  {},
  { toString: 5 },
  "1.2.3",
  "gold",
];

test("no operator fails on a value of another kind, and whoever lacks the attribute matches none of them", () => {
  for (const operator of operators) {
    const values = operator.startsWith("version") ? ["1.2.3"] : ["below", "atMost", "above", "atLeast"].includes(operator) ? [1] : ["gold"];
    const condition = where("x", operator, ...values);
    for (const value of strange)
      expect(given(flagWith({ rules: [aRule([condition])] }), { x: value }), `${operator} ${JSON.stringify(value)}`).toMatch(/ (on|off) /);
    expect(meets(condition, {}), operator).toBe(false);
    expect(meets(condition, { x: null }), operator).toBe(false);
  }
});

test.each<[FlagCondition, unknown, boolean]>([
  [where("x", "is", "gold", 5, true), "gold", true],
  [where("x", "is", "gold"), "golden", false],
  [where("x", "is", 5), "5", false],
  [where("x", "is", "5"), 5, false],
  [where("x", "is", true), "true", false],
  [where("x", "isNot", "gold"), "silver", true],
  [where("x", "isNot", "gold"), "gold", false],
  [where("x", "isNot", "gold"), 5, false],
  [where("x", "isNot", "gold"), "", true],
  [where("x", "isNot", 5), 6, true],
  [where("x", "isNot", 5), "6", false],
  [where("x", "isNot", 5), ["a"], false],
  [where("x", "isNot", true), false, true],
  [where("x", "startsWith", "a", "b"), "berlin", true],
  [where("x", "endsWith", "lin"), "berlin", true],
  [where("x", "contains", "rli"), "berlin", true],
  [where("x", "contains", "a"), ["a"], false],
  [where("x", "has", "a", 5), ["b", 5], true],
  [where("x", "has", "a"), "a", false],
  [where("x", "has", "a"), ["ab"], false],
  [where("x", "below", 10), 9, true],
  [where("x", "below", 10), "9", false],
  [where("x", "below", 10), null, false],
  [where("x", "atLeast", 10), 10, true],
  [where("x", "above", -1), true, false],
  [where("x", "versionAtLeast", "2.10"), "2.9.0", false],
  [where("x", "versionAtLeast", "2.10"), "v2.10.1", true],
  [where("x", "versionBelow", "2.0.0"), 1, false],
  [where("x", "versionIs", "1.0.0"), "rubbish", false],
  [where("x", "is", "Zo\u00eb"), "Zoe\u0308", true],
])("%j of %j: %s", (condition, value, expected) => {
  expect(meets(condition, { x: value })).toBe(expected);
});

test("a segment never has the excluded, always the included, and whoever meets one of its rules", () => {
  const segment = aSegment({
    included: ["ann", "bob"], excluded: ["bob", "eve"], rules: [[where("plan", "is", "gold"), where("region", "is", "eu")]],
  });
  const within = { kind: "segment" as const, segmentId: segment.segmentId, within: true };
  const meetsIt = (context: Record<string, unknown>, condition: FlagCondition = within): boolean =>
    meets(condition, context, worldOf([], [segment]));
  expect(["ann", "bob", "eve", "joe"].map((targetingKey) => meetsIt({ targetingKey, plan: "gold", region: "eu" }))).toEqual([
    true, false, false, true,
  ]);
  expect(meetsIt({ targetingKey: "joe", plan: "gold" })).toBe(false);
  expect(meetsIt({ targetingKey: "joe" }, { ...within, within: false })).toBe(true);
  expect(meets(within, { targetingKey: "ann" }, worldOf([], [aSegment({})]))).toBe(false);
});

test("whoever has no text to be divided by is in no share, however large", () => {
  const everyone = flagWith({ rollout: shareOf(100_000) }, {}, { bucketBy: "company" });
  for (const company of [undefined, null, "", 0, 7, true, ["acme"], {}])
    expect(given(everyone, { targetingKey: "ann", company }), JSON.stringify(company)).toMatch(/^default off/);
  expect(given(everyone, { company: "acme" })).toBe("share on SPLIT");
});

test("names that mean something to JavaScript or to the engine are neither attributes nor a way in", () => {
  for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
    expect(refusal(flagWith({ rules: [aRule([where(name, "isNot", "x")])] }))).toBe("CANNOT_COMPILE");
    expect(refusal(flagWith({ rollout: shareOf(5) }, {}, { bucketBy: name }))).toBe("CANNOT_COMPILE");
  }
  for (const path of ["user.constructor", "user.__proto__.name", "user.length", "user.map.name", "user..name", "user.", ".user", "user.0"])
    expect(refusal(flagWith({ rollout: shareOf(5) }, {}, { bucketBy: path })), path).toBe("CANNOT_COMPILE");
  const sent = JSON.parse(
    `{"targetingKey":"ann","$flagd":{"flagKey":"other"},"__proto__":{"plan":"gold"},"flagKey":"other","a.plan":"gold"}`,
  ) as Record<string, unknown>;
  expect(given(flagWith({ rules: [aRule([where("plan", "is", "gold")])], rollout: shareOf(100_000) }), sent)).toBe("share on SPLIT");
});

test("rules and shares ask for what stands inside something, by its path; what stands in place of that has none of it", () => {
  const byName = flagWith({ rules: [aRule([where("user.plan.name", "is", "gold", "String")])] });
  expect(given(byName, { user: { plan: { name: "gold" } } })).toMatch(/^rule:rule on/);
  const otherwise: readonly unknown[] = [
    "gold", 5, true, null, [], ["gold"], [{ plan: { name: "gold" } }], {}, { plan: "gold" }, { plan: ["gold"] }, { "plan.name": "gold" },
    JSON.parse('{"__proto__":{"plan":{"name":"gold"}}}') as unknown, { constructor: { plan: { name: "gold" } } },
  ];
  for (const user of otherwise) expect(given(byName, { user }), JSON.stringify(user)).toMatch(/^default off/);
  const byUser = flagWith({ rollout: shareOf(100_000) }, { overrides: [named("ann", "off")] }, { bucketBy: "user.name" });
  expect(given(byUser, { user: { name: "eve" } })).toBe("share on SPLIT");
  expect(given(byUser, { user: { name: "ann" } })).toBe("named off TARGETING_MATCH");
  const evaluate = (context: Record<string, unknown>) => new OpenFlag(compileFlag(byUser, worldOf())).evaluate(contextOf(context)).lacks;
  expect([evaluate({ user: { name: "eve" } }), evaluate({ "user.name": "eve" }), evaluate({ user: { name: 5 } })]).toEqual([
    null, "user.name", "user.name",
  ]);
});

test("a context is kept as deep as a path reaches, texts as NFC at every depth", () => {
  const deep = (levels: number): Record<string, unknown> => (levels === 0 ? { name: "Zoe\u0308" } : { in: deep(levels - 1) });
  expect(contextOf(deep(2))).toEqual({ in: { in: { name: "Zo\u00eb" } } });
  expect(JSON.stringify(contextOf(deep(20)))).toBe('{"in":'.repeat(7) + '{}' + "}".repeat(7));
});

test("what is known of a customer as a path is asked for by it", () => {
  const known = contextOfCustomer({
    id: "ann", plan: "gold", region: null, attributes: { "user.name": "ann", "user.plan": "x", user: "a" },
  });
  expect(known).toMatchObject({ user: { name: "ann", plan: "x" }, targetingKey: "ann" });
  expect(contextOfCustomer({ id: "ann", plan: null, region: null, attributes: { "a..b": "x", "constructor.x": "y" } })).toMatchObject({
    "a..b": "x",
  });
  expect(dividedBy(contextOf({ targetingKey: "ann", user: { plan: "x" } }), "user.name")).toEqual({
    targetingKey: "ann", user: { plan: "x", name: "ann" },
  });
});

test("a prerequisite's share asks for a key as the flag's own does, where it is on the way", () => {
  const lacked = (subject: FlagInEnvironment, context: Record<string, unknown>, needed: readonly FlagInEnvironment[]): string | null =>
    new OpenFlag(compileFlag(subject, worldOf(needed))).evaluate(contextOf(context)).lacks;
  const needs = (id: number) => ({ prerequisites: [{ flagId: uuidOf(id), variants: ["on"] }], defaultVariant: "on" });
  const subject = flagWith(needs(2));
  const share = { rollout: shareOf(50_000), rules: [aRule([where("plan", "is", "gold")])] };
  const needed = flagWith(share, {}, { flagId: uuidOf(2), key: "needed" });
  expect(lacked(subject, {}, [needed])).toBe("targetingKey");
  expect(lacked(subject, { targetingKey: "ann" }, [needed])).toBeNull();
  expect(lacked(subject, { plan: "gold" }, [needed])).toBeNull();
  expect(lacked(flagWith(needs(2), { kills: [aKill(1)] }), {}, [needed])).toBeNull();
  expect(lacked(subject, {}, [{ ...needed, targeting: { ...needed.targeting, kills: [aKill(1)] } }])).toBeNull();
  const further = flagWith(needs(3), {}, { flagId: uuidOf(2), key: "between" });
  const byCompany = flagWith({ rollout: shareOf(1) }, {}, { flagId: uuidOf(3), key: "last", bucketBy: "company.id" });
  expect(lacked(subject, { targetingKey: "ann" }, [further, byCompany])).toBe("company.id");
  const failed = { ...flagWith({}, {}, { flagId: uuidOf(4), key: "failed" }) };
  const both = flagWith({
    prerequisites: [{ flagId: uuidOf(2), variants: ["on"] }, { flagId: uuidOf(4), variants: ["on"] }], defaultVariant: "on",
  });
  expect(lacked(both, {}, [needed, failed])).toBeNull();
});

test("what the engine cannot say is refused when it is asked for", () => {
  expect(refusal(flagWith({ rules: [aRule([where("x", "below", "ten")])] }))).toBe("CANNOT_COMPILE");
  expect(refusal(flagWith({ rules: [aRule([where("x", "startsWith", 5)])] }))).toBe("CANNOT_COMPILE");
  expect(refusal(flagWith({ rules: [aRule([where("x", "versionIs", "latest")])] }))).toBe("CANNOT_COMPILE");
  expect(refusal(flagWith({ rules: [aRule([{ kind: "segment", segmentId: uuidOf(3), within: true }])] }))).toBe("CANNOT_COMPILE");
  expect(refusal(flagWith({ defaultVariant: "green" }))).toBe("CANNOT_COMPILE");
});

/** `count` flags in a row, each needing the next `wide` times. */
const chain = (count: number, wide: number): FlagInEnvironment[] =>
  Array.from({ length: count }, (_, index) =>
    flagWith(
      {
        prerequisites: index === count - 1 ? [] : Array.from({ length: wide }, () => ({ flagId: uuidOf(index + 2), variants: ["on"] })),
        rollout: shareOf(50_000),
      },
      {},
      { flagId: uuidOf(index + 1), key: `flag-${String(index)}` },
    ),
  );

test("prerequisites in a circle, too deep, or a diamond of diamonds are refused at once", () => {
  const [first] = chain(1, 0);
  const itself = flagWith({ prerequisites: [{ flagId: uuidOf(1), variants: ["on"] }] });
  expect(refusal(itself, worldOf([itself]))).toBe("PREREQUISITE_CIRCLE");
  const [one, other] = [
    [1, 2],
    [2, 1],
  ].map(([own, needed]) =>
    flagWith(
      { prerequisites: [{ flagId: uuidOf(needed ?? 0), variants: ["on"] }] },
      {},
      { flagId: uuidOf(own ?? 0), key: `k${String(own)}` },
    ),
  );
  if (first === undefined || one === undefined || other === undefined) throw new Error("three flags");
  expect(refusal(one, worldOf([one, other]))).toBe("PREREQUISITE_CIRCLE");
  expect(refusal(first, worldOf())).toBe("taken");
  for (const [count, wide, expected] of [[8, 1, "taken"], [14, 1, "CANNOT_COMPILE"], [9, 10, "CANNOT_COMPILE"]] as const) {
    const flags = chain(count, wide);
    expect(refusal(flags[0] ?? first, worldOf(flags)), `${String(count)} × ${String(wide)}`).toBe(expected);
  }
});

test("a killed flag asks for nothing, whatever has become of what it needed", () => {
  const itself = flagWith({ prerequisites: [{ flagId: uuidOf(1), variants: ["on"] }] }, { kills: [aKill(1)] });
  expect(given(itself, { targetingKey: "ann" }, worldOf([itself]))).toBe("kill off STATIC");
});

test("an archived flag gives the caller's code default", () => {
  const archived = flagWith({ rollout: shareOf(100_000) }, {}, { archived: "done" });
  expect(compileFlag(archived, worldOf()).flagd.state).toBe("DISABLED");
  expect(new OpenFlag(compileFlag(archived, worldOf())).evaluate(contextOf({ targetingKey: "ann" }))).toMatchObject({
    variant: null, reason: "DISABLED",
  });
});

test("who gets the same of a flag gets the same object; whom its share cannot divide gets another, whoever asked first", () => {
  const flag = new OpenFlag(
    compileStrictly(flagWith({ rules: [aRule([where("plan", "is", "gold")], "blue")], rollout: shareOf(1) }), worldOf()),
  );
  const [nobody, ann] = [flag.evaluate({ plan: "silver" }), flag.evaluate({ targetingKey: "ann" })];
  expect([nobody, ann]).toMatchObject([{ place: "default", lacks: "targetingKey" }, { place: "default", lacks: null }]);
  expect(flag.evaluate({ targetingKey: "bob" })).toBe(ann);
  expect(flag.evaluate({})).toBe(nobody);
  expect([flag.evaluate({ plan: "gold" }).lacks, flag.evaluate({ plan: "gold", targetingKey: "ann" }).lacks]).toEqual([null, null]);
});

test("what stock providers get says the same as what is served here, without the labels", () => {
  const { flagd } = compileStrictly(
    flagWith({ rules: [aRule([where("plan", "is", "gold")], "blue")], rollout: shareOf(25_000) }),
    worldOf(),
  );
  expect(flagd).toEqual({
    state: "ENABLED",
    variants: { on: true, off: false, blue: true },
    defaultVariant: "off",
    targeting: {
      if: [
        { in: [{ var: "plan" }, ["gold"]] },
        "blue",
        {
          and: [
            expect.anything(),
            { "===": [{ fractional: [{ cat: ["seed-1", { var: "targetingKey" }] }, ["in", 25_000], ["out", 75_000]] }, "in"] },
          ],
        },
        "on",
      ],
    },
  });
});
