import { contextOf, type FlagCustomer } from "@ballast/flags";
import { describe, expect, it } from "vitest";
import { launchDarklyPlace } from "../hashes.ts";
import { reportOf } from "../moveReport.ts";
import { fromLaunchDarkly } from "./fromLaunchDarkly.ts";

const customers: readonly FlagCustomer[] = Array.from({ length: 100 }, (_, n) => ({
  id: `c-${String(n)}`, plan: n < 50 ? "Trial" : "Enterprise", region: null, attributes: { "user.mail": `u${String(n)}@example.org` },
}));
const read = (data: unknown, environment = "production") => {
  const moved = fromLaunchDarkly(data, environment);
  return { moved, ...reportOf(moved, { customers, keepSides: false, environment }).report };
};

/** Shapes learned of answers and data that stand in public repositories. */
describe("an answer of LaunchDarkly's API", () => {
  const none = { nullRules: 0, rules: 0, targets: 0 };
  const item = (key: string, there: object) => ({
    key, kind: "boolean", temporary: true, tags: [], description: "", variations: [{ value: true }, { value: false }],
    environments: { production: { archived: false, on: true, salt: "s", sel: "t", version: 1, ...there } },
  });
  const summary = (variations: object, prerequisites = 0) => ({ _summary: { prerequisites, variations } });

  it("leaves rules out unless told: what asks nobody anything stands in its summary, the others say how to ask", () => {
    // All pages as one list.
    const { moved, refused, flags } = read([
      item("plain", summary({ 0: { ...none, isFallthrough: true }, 1: { ...none, isOff: true } })),
      item("share", summary({ 0: { ...none, rollout: 25_000 }, 1: { ...none, rollout: 75_000, isOff: true } })),
      item("ruled", summary({ 0: { ...none, rules: 1, isFallthrough: true }, 1: { ...none, isOff: true } })),
      item("named", summary({ 0: { ...none, targets: 2, isFallthrough: true }, 1: { ...none, isOff: true } })),
      item("needing", summary({ 0: { ...none, isFallthrough: true }, 1: { ...none, isOff: true } }, 1)),
    ]);
    expect(flags.map(({ key }) => key)).toEqual(["plain", "share"]);
    expect(moved.flags.map(({ rules: { rollout, defaultVariant } }) => [rollout?.parts, defaultVariant])).toEqual([
      [undefined, "on"], [25_000, "off"],
    ]);
    for (const { id } of customers)
      expect(moved.flags[1]?.given({ targetingKey: id })).toBe(launchDarklyPlace("share.s", id) < 0.25 ? "on" : "off");
    expect(refused.map(({ key }) => key)).toEqual(["ruled", "named", "needing"]);
    expect(refused[0]?.why).toContain("?summary=0");
  });

  it("has no segments: they stand beside it, or the flag says so; where it is in another environment, it says in which", () => {
    const rules = [{ clauses: [{ attribute: "", op: "segmentMatch", values: ["User List"], negate: false }], variation: 0 }];
    const whole = item("pay", { offVariation: 1, fallthrough: { variation: 1 }, rules, targets: [], contextTargets: [] });
    expect(read({ items: [whole] }).refused[0]?.why).toContain('put them beside it as "segments"');
    const segment = { key: "User List", included: ["c-1", "c-2"], excluded: ["c-3"], includedContexts: [], rules: [], deleted: false };
    const { moved, flags } = read({ items: [whole], segments: [segment] });
    expect(flags[0]).toMatchObject({ same: 100, switches: [] });
    expect(moved.segments).toMatchObject([{ key: "user-list", members: { included: ["c-1", "c-2"] } }]);
    expect(read({ items: [whole], segments: [{ ...segment, deleted: true }] }).refused).toHaveLength(1);
    expect(read({ items: [whole] }, "prod").refused[0]?.why).toContain("but in production");
  });
});

describe("SDK data of LaunchDarkly", () => {
  const flag = (more: object) => ({
    on: true, salt: "s", variations: [true, false], offVariation: 1, fallthrough: { variation: 1 }, ...more,
  });
  const half = {
    rollout: {
      variations: [
        { variation: 0, weight: 50_000 },
        { variation: 1, weight: 50_000 },
      ],
    },
  };

  it("asks for what stands within something by a path, and divides by another attribute than the key", () => {
    const { moved, refused, flags } = read({
      flags: {
        path: flag({ rules: [{ variation: 0, clauses: [{ attribute: "/user/mail", op: "startsWith", values: ["u7"] }] }] }),
        plain: flag({ rules: [{ variation: 0, clauses: [{ attribute: "/plan", op: "in", values: ["Trial"] }] }] }),
        dotted: flag({ rules: [{ variation: 0, clauses: [{ attribute: "user.mail", op: "in", values: ["x"] }] }] }),
        byPlan: flag({ fallthrough: { rollout: { ...half.rollout, bucketBy: "/plan" } } }),
        both: flag({
          fallthrough: { rollout: { ...half.rollout, bucketBy: "plan" } },
          rules: [{ ...half, clauses: [{ attribute: "plan", op: "in", values: ["x"] }] }],
        }),
        names: flag({ fallthrough: { rollout: { ...half.rollout, bucketBy: "plan" } }, targets: [{ values: ["c-1"], variation: 0 }] }),
      },
    });
    expect(flags.map(({ key, same }) => [key, same])).toEqual([["path", 100], ["plain", 100], ["byPlan", expect.any(Number)]]);
    expect(moved.flags[0]?.given(contextOf({ user: { mail: "u7@example.org" } }))).toBe("on");
    expect(moved.flags[2]).toMatchObject({ bucketBy: "plan" });
    expect(moved.flags[2]?.given({ plan: "Trial" })).toBe(launchDarklyPlace("byPlan.s", "Trial") < 0.5 ? "on" : "off");
    expect(moved.flags[2]?.given({ targetingKey: "c-1" })).toBeNull();
    expect(refused.map(({ key, why }) => [key, why.slice(0, 44)])).toEqual([
      ["dotted", "it asks for the attribute user.mail, which h"], ["both", "it divides by targetingKey and by plan: one "],
      ["names", "it divides by plan and names users by their "],
    ]);
  });
});
