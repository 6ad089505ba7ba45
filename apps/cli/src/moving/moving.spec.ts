import { contextOfCustomer, type FlagCustomer } from "@ballast/flags";
import { describe, expect, it } from "vitest";
import { fromFlagd } from "./flagd/fromFlagd.ts";
import { fromFlagsmith } from "./flagsmith.ts";
import { flagsmithPlace, launchDarklyPlace, unleashPlace } from "./hashes.ts";
import { fromLaunchDarkly } from "./launchDarkly/fromLaunchDarkly.ts";
import { flagdFileOf, type OwnFile } from "./flagd/ownFile.ts";
import { flagIdOf, segmentIdOf, type Moved, type SaidFlag } from "./moved.ts";
import { reportOf } from "./moveReport.ts";
import { fromUnleash } from "./unleash/fromUnleash.ts";

const customers: readonly FlagCustomer[] = Array.from({ length: 200 }, (_, n) => ({
  id: `c-${String(n)}`,
  plan: n < 50 ? "Trial" : "Enterprise",
  region: null,
  attributes: { age: n },
}));
const reported = (moved: Moved, keepSides = false) => reportOf(moved, { customers, keepSides, environment: "production" });

describe("where another product places somebody", () => {
  it("is what LaunchDarkly's own tests say", () => {
    // https://github.com/launchdarkly/go-server-sdk-evaluation/blob/v3/evaluator_bucketing_testdata_test.go
    const places = [
      ["userKeyA", 0.42157587],
      ["userKeyB", 0.6708485],
      ["userKeyC", 0.10343106],
      ["33333", 0.54771423],
      ["99999", 0.7309658],
    ] as const;
    for (const [id, place] of places) expect(launchDarklyPlace("hashKey.saltyA", id)).toBeCloseTo(place, 7);
  });

  it("is what Unleash's own tests say, of groups and of variants", () => {
    // https://github.com/Unleash/unleash-node-sdk/blob/main/src/test/strategy/util.test.ts
    expect([unleashPlace("123", { group: "gr1" }), unleashPlace("999", { group: "groupX" })]).toEqual([73, 25]);
    const seed = 86_028_157;
    expect([unleashPlace("123", { group: "gr1", seed }), unleashPlace("999", { group: "groupX", seed })]).toEqual([96, 60]);
  });

  it("is where Flagsmith's test data has it: below 30 one value, below 60 another, then the control", () => {
    // https://github.com/Flagsmith/engine-test-data/tree/main/test_cases (feature 78986)
    const of = (identity: string) => flagsmithPlace(["78986", identity]);
    const value = (place: number) => (place < 30 ? "bar" : place < 60 ? "baz" : "foo");
    expect(["32103705", "32103813", "32103727", "32103704", "32103815"].map(of).map(value)).toEqual(["foo", "baz", "bar", "foo", "bar"]);
  });
});

describe("flags of flagd", () => {
  const flag = (targeting: object) => ({ state: "ENABLED", variants: { on: true, off: false }, defaultVariant: "off", targeting });

  it("keep everybody where they divide by the flag's key, which becomes the seed", () => {
    const { report } = reported(
      fromFlagd({
        flags: {
          pay: flag({
            fractional: [
              ["on", 25],
              ["off", 75],
            ],
          }),
        },
      }),
    );
    expect(report.flags[0]).toMatchObject({ key: "pay", same: 200, switches: [] });
  });

  it("have their conditions as rules, with what they share", () => {
    const { moved, report } = reported(
      fromFlagd({
        flags: {
          pay: flag({
            if: [
              { or: [{ $ref: "trial" }, { ">=": [{ var: "age" }, 190] }] },
              "on",
              { fractional: [{ cat: ["salt", { var: "targetingKey" }] }, ["on", 1], ["off", 3]] },
            ],
          }),
        },
        $evaluators: { trial: { "==": [{ var: "plan" }, "Trial"] } },
      }),
    );
    expect(report.flags[0]).toMatchObject({ same: 200, switches: [] });
    expect(moved.flags[0]).toMatchObject({
      seed: "salt",
      rules: { rollout: { parts: 25_000 }, rules: [{ ruleId: "rule-1" }, { ruleId: "rule-2" }] },
    });
  });

  it("are a list for the daemon, may name a value first, divide by an attribute alone, and go on without one it does not take", () => {
    const { moved, report } = reported(
      fromFlagd({
        flags: [
          {
            key: "turned", ...flag({ if: [{ "==": ["Trial", { var: ["plan"] }] }, "on", null] }),
            metadata: { description: "Pay", team: "shop" },
          },
          { key: "older", ...flag({ if: [{ "<": [50, { var: "age" }] }, "on"] }) },
          { key: "alone", ...flag({ fractional: [{ var: "email" }, ["on", 50], ["off", 50]] }) },
          { key: "broken", ...flag({ if: [{ starts_with: [{ var: "plan" }] }, "on"] }) },
          { key: "lost", ...flag({ if: [{ $ref: "nobody" }, "on"] }) },
        ],
      }),
    );
    expect(report.flags.map(({ key, same }) => [key, same])).toEqual([["turned", 200], ["older", 200], ["alone", 200]]);
    expect(moved.flags[0]).toMatchObject({ description: "Pay", metadata: { team: "shop" } });
    expect(moved.flags[2]).toMatchObject({ bucketBy: "email", seed: "alone" });
    expect(report.refused.map(({ key, why }) => [key, why.slice(0, 34)])).toEqual([
      ["broken", "flagd itself does not take it: inv"], ["lost", "it refers to nobody, which is not "],
    ]);
  });

  it("are refused by name where they mean the code default, or ask what cannot be asked", () => {
    const { report } = reported(
      fromFlagd({
        flags: {
          gone: { ...flag({}), state: "DISABLED" },
          odd: flag({ if: [{ "%": [{ var: "age" }, 2] }, "on", "off"] }),
          "a b": flag({}),
          fine: flag({}),
        },
      }),
    );
    expect(report.refused.map(({ key, why }) => [key, why.slice(0, 20)])).toEqual([
      ["gone", "it is disabled there"],
      ["odd", 'it asks {"%":[{"var"'],
      ["a b", "its key is not URL-s"],
    ]);
    expect(report.flags.map(({ key }) => key)).toEqual(["fine"]);
  });
});

describe("a file that Ballast wrote", () => {
  const said: SaidFlag = {
    key: "pay",
    description: "Pay on one page",
    kind: "experiment",
    valueType: "string",
    offVariant: "no",
    seed: "s-1",
    bucketBy: "targetingKey",
    metadata: { team: "shop" },
    off: true,
    overrides: [{ customer: "c-7", variant: "2" }],
    // Names that an object would put first: their order divides customers.
    variants: [{ name: "no", value: "grey" }, { name: "2", value: "blue" }, { name: "1", value: "red" }],
    rules: {
      prerequisites: [{ flagId: flagIdOf("base"), variants: ["on"] }],
      rules: [
        {
          ruleId: "trials", name: "Trials", conditions: [{ kind: "segment", segmentId: segmentIdOf("trials"), within: true }],
          serve: { kind: "share", rollout: { parts: 30_000, variants: [{ variant: "2", weight: 1 }, { variant: "1", weight: 2 }] } },
        },
      ],
      rollout: { parts: 10_000, variants: [{ variant: "1", weight: 1 }] }, defaultVariant: "no",
    },
  };
  const base: SaidFlag = {
    ...said, key: "base", valueType: "boolean", offVariant: "off", variants: [{ name: "on", value: true }, { name: "off", value: false }],
    off: false, overrides: [], metadata: {},
    rules: { prerequisites: [], rules: [], rollout: { parts: 60_000, variants: [{ variant: "on", weight: 1 }] }, defaultVariant: "off" },
  };
  const segments = [
    {
      key: "trials",
      name: "Trials",
      description: "",
      members: {
        included: ["c-9"], excluded: [],
        rules: [[{ kind: "attribute" as const, attribute: "plan", operator: "is" as const, values: ["Trial"] }]],
      },
    },
  ];
  const written = (flags: readonly SaidFlag[] = [said, base]) =>
    JSON.parse(JSON.stringify(flagdFileOf({ flags, segments }, "production").file)) as OwnFile;

  it("comes back whole, with nobody switching sides: kill, prerequisite, segment, names, the order of its variants", () => {
    const { moved, report } = reported(fromFlagd(written()));
    expect(report.flags.map(({ key, same, switches }) => [key, same, switches.length])).toEqual([["pay", 200, 0], ["base", 200, 0]]);
    const bare = moved.flags.map(({ given: _, notes: __, segments: ___, ...flag }) => flag);
    expect(bare).toEqual([said, base]);
    expect(moved.segments).toEqual(segments);
    // With the kill lifted it gives something to somebody: nothing of this holds because everybody is off.
    const lifted = reported(fromFlagd(written([{ ...said, off: false }, base])));
    expect(lifted.report.flags[0]).toMatchObject({ same: 200, switches: [] });
    const given = new Set(customers.map((one) => lifted.moved.flags[0]?.given(contextOfCustomer(one))));
    expect(given).toEqual(new Set(["no", "1", "2"]));
  });

  it("is believed only where it says the same as flagd's flags beside it: what was changed by hand is read as it stands there", () => {
    const { flags, ...file } = written([base]);
    const changed = { ...file, flags: { base: { ...flags["base"], defaultVariant: "on", targeting: {} } } };
    const { moved, report } = reported(fromFlagd(changed));
    expect(moved.flags[0]).toMatchObject({ key: "base", rules: { defaultVariant: "on", rollout: null } });
    expect(report.flags[0]).toMatchObject({ same: 200, switches: [] });
    expect(report.flags[0]?.notes.join()).toContain("changed since Ballast wrote it");
    expect(reported(fromFlagd({ ...file, flags, ballast: { version: 2 } })).report.refused.map(({ key }) => key)).toEqual(["base"]);
  });
});

describe("flags of Unleash", () => {
  const strategy = (rollout: string, more: object = {}) => ({
    name: "flexibleRollout",
    parameters: { rollout, stickiness: "default", groupId: "pay" },
    ...more,
  });
  const trials = { contextName: "plan", operator: "IN", values: ["Trial"] };

  it("name who switches, and keep them by name where asked", () => {
    const moved = fromUnleash(
      { features: [{ name: "pay", enabled: true, strategies: [strategy("30"), strategy("100", { constraints: [trials] })] }] },
      "production",
    );
    const { report } = reported(moved);
    const [flag] = report.flags;
    expect(flag?.switches.length).toBeGreaterThan(0);
    const place = (id: string) => unleashPlace(id, { group: "pay" }) <= 30;
    expect(flag?.switches.every(({ customer, from }) => place(customer) === (from === "on"))).toBe(true);
    const kept = reported(moved, true);
    expect(kept.report.flags[0]?.kept).toBe(flag?.switches.length);
    expect(reported({ ...kept.moved, flags: kept.moved.flags }).report.flags[0]?.switches).toEqual([]);
  });

  it("are taken from an export of one environment, off ones under a kill, with their segments and needs", () => {
    const { moved, report } = reported(
      fromUnleash(
        {
          features: [
            { name: "pay", type: "kill-switch" },
            { name: "fast", type: "release" },
          ],
          featureStrategies: [
            { featureName: "pay", environment: "production", name: "default", parameters: {}, segments: [7] },
            { featureName: "fast", environment: "production", name: "default" },
          ],
          featureEnvironments: [
            { name: "pay", featureName: "pay", environment: "production", enabled: true },
            { name: "fast", featureName: "fast", environment: "production", enabled: false },
          ],
          segments: [{ id: 7, name: "Trial plans", constraints: [trials] }],
          dependencies: [{ feature: "pay", dependencies: [{ feature: "fast", enabled: true }] }],
        },
        "production",
      ),
    );
    expect(moved.segments.map(({ key }) => key)).toEqual(["trial-plans"]);
    expect(moved.flags.map(({ key, off, kind }) => [key, off, kind])).toEqual([
      ["pay", false, "operations"],
      ["fast", true, "release"],
    ]);
    expect(report.refused).toEqual([]);
  });

  it("are refused by name where they divide by something else, or by an address", () => {
    const { refused } = fromUnleash(
      {
        features: [
          { name: "a", enabled: true, strategies: [{ name: "remoteAddress", parameters: { IPs: "1.1.1.1" } }] },
          {
            name: "b", enabled: true,
            strategies: [strategy("10"), strategy("10", { parameters: { rollout: "10", stickiness: "company" }, constraints: [trials] })],
          },
        ],
      },
      "production",
    );
    expect(refused).toEqual([
      { key: "a", why: "it uses the strategy remoteAddress" },
      { key: "b", why: "it divides by targetingKey and by company: one attribute can be said here" },
    ]);
  });
});

describe("flags of LaunchDarkly", () => {
  const variations = [true, false];
  const rollout = {
    rollout: {
      variations: [
        { variation: 0, weight: 20_000 },
        { variation: 1, weight: 80_000 },
      ],
    },
  };

  it("have rules that end where they divide, targets by name, segments, and what they need", () => {
    const { moved, report } = reported(
      fromLaunchDarkly(
        {
          flags: {
            pay: {
              on: true,
              salt: "s",
              variations,
              offVariation: 1,
              fallthrough: { variation: 0 },
              prerequisites: [{ key: "base", variation: 0 }],
              targets: [{ values: ["c-60"], variation: 1 }],
              rules: [{ clauses: [{ attribute: "", op: "segmentMatch", values: ["young"] }], ...rollout }],
            },
            base: { on: true, salt: "t", variations, offVariation: 1, fallthrough: { variation: 0 } },
          },
          segments: { young: { rules: [{ clauses: [{ attribute: "age", op: "lessThan", values: [40] }] }] } },
        },
        "production",
      ),
    );
    expect(report.refused).toEqual([]);
    expect(moved.flags[0]?.rules.rules.map(({ ruleId }) => ruleId)).toEqual(["rule-1", "rule-1-rest"]);
    const [pay] = report.flags;
    // Only who is under 40 is divided, and may switch.
    expect(pay?.switches.every(({ customer }) => Number(customer.slice(2)) < 40)).toBe(true);
    expect(pay?.switches.length).toBeGreaterThan(0);
  });

  it("are taken from the answer of its API, of one environment; archived ones and other kinds of contexts are refused", () => {
    const there = { on: false, salt: "s", offVariation: 1, fallthrough: { variation: 0 } };
    const { report, moved } = reported(
      fromLaunchDarkly(
        {
          items: [
            {
              key: "pay",
              description: "One page",
              temporary: false,
              tags: ["shop"],
              variations: [{ value: "a", name: "Blue one" }, { value: "b" }],
              environments: { prod: there },
            },
            { key: "old", archived: true, variations: [{ value: true }, { value: false }], environments: { prod: there } },
            { key: "else", variations: [{ value: true }, { value: false }], environments: { test: there } },
          ],
        },
        "prod",
      ),
    );
    expect(moved.flags[0]).toMatchObject({
      key: "pay",
      off: true,
      kind: "operations",
      description: "One page",
      variants: [{ name: "Blue-one" }, { name: "b" }],
      offVariant: "b",
    });
    expect(report.refused.map(({ key }) => key)).toEqual(["old", "else"]);
    expect(report.flags[0]?.notes.join()).toContain("shop");
  });
});

describe("flags of Flagsmith", () => {
  const document = (state: object, segments: object[] = []) => ({
    api_key: "env",
    project: { segments },
    feature_states: [{ feature: { id: 1, name: "pay" }, enabled: true, feature_state_value: null, django_id: 9, ...state }],
    identity_overrides: [
      { identifier: "c-199", identity_features: [{ feature: { id: 1, name: "pay" }, enabled: false, feature_state_value: null }] },
    ],
  });

  it("are on but for whom they name, and for segments that say otherwise", () => {
    const segment = {
      id: 3,
      name: "Trial plans",
      rules: [{ type: "ALL", rules: [{ type: "ANY", conditions: [{ operator: "EQUAL", property_: "plan", value: "Trial" }], rules: [] }] }],
      feature_states: [{ feature: { id: 1, name: "pay" }, enabled: false, feature_state_value: null, feature_segment: { priority: 0 } }],
    };
    const { report, moved } = reported(fromFlagsmith(document({}, [segment])));
    expect(report).toMatchObject({ refused: [], flags: [{ same: 200, switches: [] }] });
    expect(moved.flags[0]).toMatchObject({ overrides: [{ customer: "c-199", variant: "off" }], rules: { defaultVariant: "on" } });
  });

  it("with several values by percentage say who switches", () => {
    const values = [{ id: 1, percentage_allocation: 40, multivariate_feature_option: { value: "blue" } }];
    const data = document({ feature_state_value: "grey", multivariate_feature_state_values: values });
    const { report } = reported(fromFlagsmith({ ...data, identity_overrides: [] }));
    const [pay] = report.flags;
    const there = (customer: string): string => (flagsmithPlace(["9", `env_${customer}`]) < 40 ? "value-2" : "on");
    expect(pay?.switches.every(({ customer, from }) => from === there(customer))).toBe(true);
    expect(pay?.switches.length).toBeGreaterThan(0);
  });
});

describe("an export of features of Flagsmith", () => {
  // As its tests export them: https://github.com/Flagsmith/flagsmith, api/features/import_export.
  const feature = (name: string, more: object) => ({
    name, default_enabled: true, is_server_key_only: false, initial_value: null, value: null, type: "unicode", enabled: true,
    multivariate: [], ...more,
  });
  const option = (value: string, percentage: number) =>
    ({ percentage_allocation: percentage, default_percentage_allocation: percentage, value, type: "unicode" });

  it("is read as it stands: on or off, with a value, and with several by percentage, of whom nobody can tell", () => {
    const { report, moved } = reported(fromFlagsmith([
      feature("pay", {}), feature("dark", { enabled: false, value: "" }), feature("limit", { value: 20, type: "int" }),
      feature("theme", { value: "grey", multivariate: [option("blue", 40), option("red", 10)] }),
      feature("off-theme", { enabled: false, value: "grey", multivariate: [option("blue", 40)] }),
    ]));
    expect(report.refused).toEqual([]);
    expect(moved.flags.map(({ key, valueType, rules }) => [key, valueType, rules.rollout?.parts ?? null, rules.defaultVariant])).toEqual([
      ["pay", "boolean", null, "on"], ["dark", "boolean", null, "off"], ["limit", "number", null, "on"],
      ["theme", "string", 50_000, "on"], ["off-theme", "string", null, "off"],
    ]);
    const told = report.flags.map(({ key, same, switches, cannotTell }) => [key, same, switches.length, cannotTell.length]);
    expect(told).toEqual([
      ["pay", 200, 0, 0], ["dark", 200, 0, 0], ["limit", 200, 0, 0], ["theme", 0, 0, 200], ["off-theme", 200, 0, 0],
    ]);
    expect(report.flags[0]?.notes).toContain("the export says nothing of segments and identities: the environment document does");
    expect(() => fromFlagsmith([{ name: "pay" }])).toThrow(/not an export of features of Flagsmith: at 0\.enabled/u);
  });
});

describe("the report", () => {
  const moved = () => fromFlagd({ flags: { pay: { state: "ENABLED", variants: { on: true, off: false }, defaultVariant: "on" } } });

  it("has one hash for the same file and customers, and another where either is another", () => {
    const { hash } = reported(moved()).report;
    expect(reported(moved()).report.hash).toBe(hash);
    expect(reportOf(moved(), { customers: customers.slice(1), keepSides: false, environment: "production" }).report.hash).not.toBe(hash);
    expect(reportOf(moved(), { customers, keepSides: false, environment: "staging" }).report.hash).not.toBe(hash);
  });
});
