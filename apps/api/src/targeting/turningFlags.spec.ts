import { flagDecider, managedFlag } from "@ballast/domain/flag";
import { idOf } from "@ballast/eventlog";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { answered } from "../specification/asking.ts";
import { flagsCaughtUp } from "../specification/flags.ts";
import { specServer, type SpecServer, type SpecPayload } from "../specification/server.ts";

let spec: SpecServer;
let ada: Principal;
let bob: Principal;
beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
  bob = await spec.person("bob");
  for (let n = 0; n < 40; n += 1)
    await spec.run(ada, "describeCustomer", {
      externalId: `c-${String(n)}`, name: `Customer ${String(n)}`, plan: n < 10 ? "Trial" : "Enterprise",
    });
  await spec.run(ada, "registerFlag", { key: "pay", kind: "release", environments: ["production", "staging"] });
});
afterAll(() => spec.close());

type Kill = SpecPayload & { readonly killId: string };
type Asked = SpecPayload & { readonly changeId: string };

const place = { flag: "pay", environment: "production" };
const run = (mutation: string, input: object, by = ada): Promise<SpecPayload> => spec.run(by, mutation, { ...place, ...input });
const refused = (mutation: string, input: object, by = ada): Promise<unknown> =>
  run(mutation, input, by).then(
    () => "made",
    (error: { code?: string }) => error.code ?? error,
  );

/** What the server holds, caught up with the log, so that a proof is of everything that was written. */
const caughtUp = (): Promise<void> => flagsCaughtUp(spec);

async function targeting(fields: string, flag = "pay"): Promise<Record<string, unknown>> {
  const data = await answered(spec, ada, {
    query: `query($flag: String!) { flag(key: $flag) { targeting(environment: "production") { ${fields} } } }`, variables: { flag },
  });
  return (data["flag"] as { targeting: Record<string, unknown> }).targeting;
}

async function preview(change: object, more: object = {}): Promise<Record<string, unknown>> {
  await caughtUp();
  const query = `query($flag: String!, $environment: String!, $change: JSON!, $rebucket: String) { flagChangePreview(flag: $flag, environment: $environment, change: $change, rebucket: $rebucket) {
    refusal { code remedy } needsApproval rebuckets isNoChange sentence differences after kept neededBy { name } cohort { enter leave switch overridesStay names { enter leave } hash } } }`;
  return (await answered(spec, ada, { query, variables: { ...place, change, ...more } }))["flagChangePreview"] as Record<string, unknown>;
}

const lastCohort = async (): Promise<Record<string, unknown>> => {
  const { steps } = await targeting("steps(first: 1) { cohort { enter leave switch overridesStay names { enter leave } hash } }");
  return (steps as { cohort: Record<string, unknown> }[])[0]?.cohort ?? {};
};

describe("registering a flag", () => {
  it("makes it, off for everyone where it was asked for; the same again is nothing, other contents are refused", async () => {
    expect(await targeting("state sentence")).toEqual({ state: "off", sentence: "Off for everyone." });
    const again = await spec.run(ada, "registerFlag", { key: "pay", kind: "release", environments: ["production", "staging"] });
    expect(again.eventIds).toEqual([]);
    await expect(spec.run(ada, "registerFlag", { key: "pay", kind: "operations" })).rejects.toMatchObject({ code: "ALREADY_EXISTS" });
    await expect(spec.run(ada, "registerFlag", { key: "pay more", kind: "release" })).rejects.toThrow();
    await expect(
      spec.run(ada, "registerFlag", {
        key: "n",
        kind: "release",
        valueType: "number",
        variants: [
          { name: "on", value: 2 ** 53 },
          { name: "off", value: 0 },
        ],
      }),
    ).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });
});

describe("describing a flag", () => {
  it("says what is said anew and leaves the rest; an end can be taken away", async () => {
    const described = async (): Promise<unknown> => {
      const { flag } = await answered(spec, ada, { query: '{ flag(key: "pay") { details { description expiresAt metrics { name } } } }' });
      return (flag as { details: unknown }).details;
    };
    await spec.run(ada, "describeFlag", { flag: "pay", description: "One page", expiresAt: "2027-01-01T00:00:00Z" });
    await spec.run(ada, "describeFlag", { flag: "pay", metrics: [{ name: "errors", role: "guardrail" }] });
    expect(await described()).toEqual({ description: "One page", expiresAt: "2027-01-01T00:00:00Z", metrics: [{ name: "errors" }] });
    await spec.run(ada, "describeFlag", { flag: "pay", endless: true });
    expect(await described()).toMatchObject({ description: "One page", expiresAt: null });
  });
});

describe("a change of a flag", () => {
  it("is previewed by the very rule that makes it, and recorded with who enters", async () => {
    const shown = await preview({ kind: "rollout", parts: 50_000 });
    expect(shown).toMatchObject({
      refusal: null, needsApproval: false, rebuckets: false, isNoChange: false, differences: ["share: 0 % → 50 %"],
      after: "On for 50 % of customers.",
    });
    await run("stepRollout", { parts: 50_000, reason: "half of them" });
    expect(await lastCohort()).toEqual(shown["cohort"]);
    expect(shown["sentence"]).toMatch(/^\d+ customers enter, none leave\.$/u);
  });

  it("says how many of the known customers get what now, and at which step that is decided; of the past nobody can", async () => {
    await caughtUp();
    const { served } = await targeting("served { known reached variants { name customers } steps { name customers } }");
    const { enter } = await lastCohort();
    const { known, reached, variants, steps } = served as Record<"known" | "reached", number>
      & Record<"variants" | "steps", { name: string; customers: number }[]>;
    expect(reached).toBe(enter);
    expect(variants).toEqual(expect.arrayContaining([{ name: "on", customers: reached }, { name: "off", customers: known - reached }]));
    expect(steps).toEqual(expect.arrayContaining([{ name: "share", customers: reached }, { name: "default", customers: known - reached }]));
    const then = await answered(spec, ada, {
      query: `query($at: AsOf) { flag(key: "pay", asOf: $at) { targeting(environment: "production") { served { known } } } }`,
      variables: { at: { position: await spec.server.log.lastPosition() } },
    });
    expect(then).toEqual({ flag: { targeting: { served: null } } });
  });

  it("never evicts anybody by more, and takes a subset away by less", async () => {
    await caughtUp();
    expect(await preview({ kind: "rollout", parts: 75_000 })).toMatchObject({ cohort: { leave: 0, switch: 0 } });
    expect(await preview({ kind: "rollout", parts: 25_000 })).toMatchObject({ cohort: { enter: 0, switch: 0 } });
    expect(await preview({ kind: "rollout", parts: 50_000 })).toMatchObject({ isNoChange: true, refusal: null });
  });

  it("that the preview refuses, the press refuses, with the same code", async () => {
    const rules = {
      prerequisites: [], rules: [], rollout: { parts: 50_000, variants: [{ variant: "off", weight: 1 }] }, defaultVariant: "on",
    };
    const [unknown, circle] = [
      { ...rules, defaultVariant: "blue" },
      { ...rules, rollout: null, prerequisites: [{ flagId: idOf(flagDecider, managedFlag, "pay", null), variants: ["on"] }] },
    ];
    for (const [wanted, code] of [
      [rules, "WOULD_REBUCKET"],
      [unknown, "UNKNOWN_VARIANT"],
      [circle, "PREREQUISITE_CIRCLE"],
    ] as const) {
      expect(await preview({ kind: "rules", rules: wanted })).toMatchObject({ refusal: { code } });
      expect(await refused("setFlagRules", { rules: wanted })).toBe(code);
    }
    expect(await preview({ kind: "rules", rules }, { rebucket: "pay" })).toMatchObject({ refusal: null, rebuckets: true });
  });

  it("names single customers above every rule, until they are cleared", async () => {
    const everyone = (await answered(spec, ada, { query: '{ customerFlags(customer: "c-1", environment: "production") { variant } }' }))[
      "customerFlags"
    ];
    const other = (everyone as { variant: string }[])[0]?.variant === "on" ? "off" : "on";
    await run("setOverride", { customer: "c-1", variant: other, reason: "pilot" });
    await caughtUp();
    const { customerFlags } = await answered(spec, ada, {
      query: '{ customerFlags(customer: "c-1", environment: "production") { variant byHand because targeting { flag { name } } } }',
    });
    expect(customerFlags).toEqual([{ variant: other, byHand: true, because: "named by ada: pilot", targeting: { flag: { name: "pay" } } }]);
    const { customerFlags: byShare } = await answered(spec, ada, {
      query: '{ customerFlags(customer: "nobody-yet", environment: "production") { because } }',
    });
    expect(byShare).toEqual([{ because: expect.stringMatching(/^its number \d+(\.\d+)? is (under|over) \d+ %$/u) as unknown }]);
    expect(await preview({ kind: "rollout", parts: 60_000 })).toMatchObject({ kept: ["c-1"], cohort: { overridesStay: 1 } });
    expect(await refused("setOverride", { customer: "c-1", variant: "on", reason: "late", expiresAt: "2026-11-22T00:00:00Z" })).toBe(
      "INVALID_INPUT",
    );
    await run("clearOverride", { customer: "c-1" });
    expect(await targeting("overrides { customer }")).toEqual({ overrides: [] });
  });

  it("cannot say that it goes back to what never was", async () => {
    const invented = {
      kind: "revert", revision: 0, rules: { prerequisites: [], rules: [], rollout: null, defaultVariant: "on" }, overrides: [],
    };
    await expect(preview(invented)).rejects.toThrow();
    await expect(run("proposeChange", { change: invented, reason: "as it was" })).rejects.toThrow();
  });

  it("is opened in an environment where it was not yet, if somebody knows that one", async () => {
    expect(await refused("stepRollout", { parts: 1_000, environment: "prodction" })).toBe("ENVIRONMENT_NOT_DEFINED");
    await spec.run(ada, "registerFlag", { key: "search", kind: "release", environments: ["production"] });
    await spec.run(ada, "stepRollout", { flag: "search", environment: "staging", parts: 1_000 });
    const { flag } = await answered(spec, ada, { query: "{ flag(key: \"search\") { targetings { environment parts } } }" });
    expect(flag).toEqual({ targetings: [{ environment: "production", parts: 0 }, { environment: "staging", parts: 1_000 }] });
  });
});

describe("a kill", () => {
  it("is off for everyone, above everything, and its release restores exactly what was there", async () => {
    const before = await targeting("sentence rules");
    await caughtUp();
    const shown = await preview({ kind: "kill" });
    expect(shown).toMatchObject({
      refusal: null, cohort: { enter: 0 }, after: expect.stringMatching(/^Off for everyone: killed; releasing it restores on for 50 %/u),
    });
    const killed = (await run("killFlag", {})) as Kill;
    expect(await targeting("state killed kills { reason by }")).toEqual({
      state: "killed", killed: true, kills: [{ reason: null, by: "ada" }],
    });
    await run("explainKill", { killId: killed.killId, reason: "paid twice" }, bob);
    expect(await targeting("kills { reason by }")).toEqual({ kills: [{ reason: "paid twice", by: "ada" }] });
    await caughtUp();
    expect(await preview({ kind: "release" })).toMatchObject({ cohort: { leave: 0, enter: (shown["cohort"] as { leave: number }).leave } });
    await run("releaseKill", { killIds: [killed.killId], reason: "ruled out" });
    expect(await targeting("sentence rules")).toEqual(before);
    expect(await refused("releaseKill", { killIds: [killed.killId], reason: "again" })).toBe("KILL_MOVED");
  });

  it("is for responders too, who may change nothing else; a second one is not lifted by who never saw it", async () => {
    const rita = await spec.person("rita", ["responder"]);
    expect(await refused("stepRollout", { parts: 0 }, rita)).toBe("NOT_ALLOWED");
    const first = (await run("killFlag", {}, rita)) as Kill;
    const second = (await run("killFlag", { reason: "still" }, bob)) as Kill;
    await run("releaseKill", { killIds: [first.killId], reason: "mine" }, rita);
    expect(await targeting("killed kills { reason }")).toEqual({ killed: true, kills: [{ reason: "still" }] });
    await run("releaseKill", { killIds: [second.killId], reason: "over" });
  });

  it("pressed twice with one key is one kill", async () => {
    const input = { idempotencyKey: "one press" };
    const kills = [(await run("killFlag", input)) as Kill, (await run("killFlag", input)) as Kill];
    expect(new Set(kills.map(({ killId }) => killId)).size).toBe(1);
    await run("releaseKill", { killIds: [kills[0]?.killId], reason: "over" });
    expect(await targeting("killed")).toEqual({ killed: false });
  });
});

describe("a change that asks for a second person", () => {
  const asks = (approval: boolean): Promise<SpecPayload> =>
    spec.run(ada, "setFlagPolicy", { environment: "production", approval, approvalOfOverrides: false });

  it("is proposed, approved by another one, and made", async () => {
    await asks(true);
    expect(await preview({ kind: "rollout", parts: 80_000 })).toMatchObject({ refusal: null, needsApproval: true });
    expect(await refused("stepRollout", { parts: 80_000 })).toBe("APPROVAL_REQUIRED");
    const { changeId } = (await run("proposeChange", { change: { kind: "rollout", parts: 80_000 }, reason: "goes well" })) as Asked;
    expect(await refused("approveChange", { changeId })).toBe("APPROVER_IS_REQUESTER");
    await run("approveChange", { changeId }, bob);
    expect(await targeting("parts requests { state by { name } approvedBy { name } }")).toEqual({
      parts: 80_000, requests: [{ state: "applied", by: { name: "ada" }, approvedBy: { name: "bob" } }],
    });
    expect(await refused("killFlag", { idempotencyKey: "kill asks nobody" })).toBe("made");
    const { kills } = await targeting("kills { killId }");
    await run("releaseKill", { killIds: (kills as { killId: string }[]).map(({ killId }) => killId), reason: "over" });
  });

  it("is stale once the flag has moved, and can be taken back", async () => {
    const { changeId } = (await run("proposeChange", { change: { kind: "rollout", parts: 90_000 }, reason: "more" })) as Asked;
    await asks(false);
    await run("stepRollout", { parts: 20_000 });
    await asks(true);
    await caughtUp();
    expect(await refused("approveChange", { changeId }, bob)).toBe("CHANGE_STALE");
    await run("declineChange", { changeId, reason: "outdated" });
    expect(await refused("approveChange", { changeId }, bob)).toBe("CHANGE_NOT_OPEN");
    await asks(false);
  });
});

it("says of environments what they ask for, and of all what is usual where one says nothing", async () => {
  await spec.run(ada, "setUsualCleanUp", { afterDays: 30, reason: "we ship weekly" });
  await spec.run(ada, "setUsualCleanUp", { environment: "production", afterDays: 14 });
  const eve = await spec.person("eve", ["engineer"]);
  await expect(spec.run(eve, "setUsualCleanUp", { afterDays: 1 })).rejects.toMatchObject({ code: "NOT_ALLOWED" });
  await expect(spec.run(ada, "setUsualCleanUp", { afterDays: 0 })).rejects.toThrow();
  await caughtUp();
  const query = "{ usualFlagPolicy { environment cleanUpAfterDays } flagPolicies { environment cleanUpAfterDays } }";
  const told = await answered(spec, ada, { query });
  expect(told["usualFlagPolicy"]).toEqual({ environment: null, cleanUpAfterDays: 30 });
  expect(told["flagPolicies"]).toEqual(expect.arrayContaining([{ environment: "production", cleanUpAfterDays: 14 }]));
  await spec.run(ada, "setUsualCleanUp", { environment: "production", afterDays: null });
  await spec.run(ada, "setUsualCleanUp", { afterDays: null });
});

describe("going back", () => {
  it("takes a flag to how it was after an earlier change, as a change of its own, with a preview", async () => {
    const { steps } = await targeting("steps(first: 500) { revision parts event { type } }");
    const first = (steps as { revision: number; event: { type: string } }[])
      .toReversed()
      .find(({ event }) => event.type === "RolloutStepped");
    const before = await targeting(`steps(first: 1, before: ${String(first?.revision)}) { revision }`);
    expect(before["steps"]).toEqual([{ revision: (first?.revision ?? 0) - 1 }]);
    expect(await preview({ kind: "revert", revision: first?.revision })).toMatchObject({
      refusal: null, differences: ["share: 20 % → 50 %"],
    });
    await run("revertFlag", { revision: first?.revision, reason: "as it was" });
    expect(await targeting("parts")).toEqual({ parts: 50_000 });
    expect(await refused("revertFlag", { revision: 4_000 })).toBe("NOT_FOUND");
  });
});

describe("why a customer gets what it gets", () => {
  const explain = async (customer: string, asOf: string | null = null): Promise<unknown> =>
    (
      await answered(spec, ada, {
        query:
          'query($customer: String!, $asOf: AsOf) { explainFlag(flag: "pay", environment: "production", customer: $customer, asOf: $asOf) { variant because known engine steps { place asks answer reached } } }',
        variables: { customer, asOf: asOf === null ? null : { recordedAt: asOf } },
      })
    )["explainFlag"];

  it("is told rule by rule, with its own number; of one whom nobody knows too", async () => {
    const rule = {
      ruleId: "trial", name: "Trials", conditions: [{ kind: "attribute", attribute: "plan", operator: "is", values: ["Trial"] }],
      serve: { kind: "variant", variant: "off" },
    };
    await run("setFlagRules", {
      rules: {
        prerequisites: [], rules: [rule], rollout: { parts: 50_000, variants: [{ variant: "on", weight: 1 }] }, defaultVariant: "off",
      },
    });
    await caughtUp();
    expect(await explain("c-3")).toMatchObject({
      variant: "off", because: "rule: Trials", known: true, engine: expect.stringContaining("flagd-core"),
    });
    expect(await explain("nobody")).toMatchObject({
      known: false, because: expect.stringMatching(/^its number \d+(\.\d+)? is (under|over) 50 %$/u),
      steps: expect.arrayContaining([{ place: "rule:trial", asks: "Trials", answer: "not so: plan is Trial", reached: true }]),
    });
  });
});

describe("segments and archives", () => {
  it("follow each other: what is asked for is not archived", async () => {
    const { recordId: segmentId } = await spec.run(ada, "defineSegment", {
      key: "pilots", name: "Pilots", members: { included: ["c-1"], excluded: [], rules: [] },
    });
    const asks = {
      ruleId: "pilots", name: "Pilots", conditions: [{ kind: "segment", segmentId, within: true }],
      serve: { kind: "variant", variant: "on" },
    };
    const needs = [{ flagId: idOf(flagDecider, managedFlag, "pay", null), variants: ["on"] }];
    await spec.run(ada, "setFlagRules", {
      flag: "search", environment: "production", rules: { prerequisites: needs, rules: [asks], rollout: null, defaultVariant: "off" },
    });
    await expect(spec.run(ada, "archiveSegment", { key: "pilots", reason: "done" })).rejects.toMatchObject({ code: "FLAG_NEEDED" });
    await expect(spec.run(ada, "archiveFlag", { flag: "pay", reason: "done" })).rejects.toMatchObject({
      code: "FLAG_NEEDED", message: expect.stringContaining("search in production"),
    });
    expect(await preview({ kind: "kill" })).toMatchObject({ neededBy: [{ name: "search" }] });
    await spec.run(ada, "setFlagCleanUp", { flag: "search", afterDays: 30 });
    const query =
      '{ flag(key: "search") { details { cleanUpAfterDays } targeting(environment: "production") { cleanUpBecause } } }';
    expect((await answered(spec, ada, { query }))["flag"]).toEqual({
      details: { cleanUpAfterDays: 30 }, targeting: { cleanUpBecause: null },
    });
    await spec.run(ada, "archiveFlag", { flag: "search", reason: "done" });
    await spec.run(ada, "archiveFlag", { flag: "pay", reason: "done" });
    expect(await refused("stepRollout", { parts: 1_000 })).toBe("FLAG_ARCHIVED");
    const { segments } = await answered(spec, ada, { query: "{ segments { slug usedBy { environment } } }" });
    expect(segments).toEqual([{ slug: "pilots", usedBy: [{ environment: "production" }] }]);
  });
});
