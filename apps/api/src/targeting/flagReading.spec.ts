import { environmentDecider } from "@ballast/domain/environment";
import { evaluationDecider } from "@ballast/domain/evaluation";
import { flagDecider, managedFlag } from "@ballast/domain/flag";
import { targetingDecider, type TargetingCommand } from "@ballast/domain/targeting";
import { handle, idOf, type Handling } from "@ballast/eventlog";
import { defaultFlagPolicy, type BallastEvent, type Cohort, type TargetingRules } from "@ballast/schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { answered } from "../specification/asking.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let ada: Principal;
let minute = 0;

const at = (): string => new Date(Date.UTC(2026, 10, 23, 9, minute)).toISOString();
const keyOf = (key: string): string => idOf(flagDecider, managedFlag, key, null);
const placeOf = (key: string, environment: string): string => idOf(targetingDecider, keyOf(key), environment);
const cohort: Cohort = {
  known: 3, enter: 1, leave: 0, switch: 0, cannotTell: 0, overridesStay: 0, names: { enter: ["acme"], leave: [], switch: [] },
  hash: "a", position: "1", compiler: "1", engine: "1",
};
const rulesOf = (parts: number): TargetingRules =>
  ({ prerequisites: [], rules: [], rollout: { parts, variants: [{ variant: "on", weight: 1 }] }, defaultVariant: "off" });
const facts = (key: string) => ({ key, variants: ["on", "off"], archived: null, policy: defaultFlagPolicy });

/** Something happens to a record, a minute after what was before. */
async function happens<State, Command, Event extends BallastEvent>(
  aggregate: Handling<State, Command, Event>["aggregate"],
  id: string,
  command: Command,
): Promise<void> {
  minute += 1;
  const context = {
    commandId: crypto.randomUUID(), actor: { personId: ada.person.id, name: "ada", means: "console" as const }, now: at(),
    correlationId: "spec", causationId: "spec",
  };
  const { position } = await handle(spec.server.log, { aggregate, id, command, context });
  await spec.server.readModel.waitFor(position);
}

async function registered(key: string, kind: "release" | "operations", parts: number, environments = ["production"]): Promise<void> {
  await happens(flagDecider, keyOf(key), {
    type: "RegisterFlag",
    now: at(),
    flagId: keyOf(key),
    key,
    kind,
    valueType: "boolean",
    variants: [
      { name: "on", value: true },
      { name: "off", value: false },
    ],
    offVariant: "off",
    seed: key,
    bucketBy: "targetingKey",
    description: `What ${key} does`,
    ownerId: ada.person.id,
    expiresAt: null,
    serviceIds: [],
    metrics: [], metadata: {}, engine: "flagd-core@4.0.1+compiler.1",
  });
  for (const environment of environments) {
    const targetingId = placeOf(key, environment);
    await happens(targetingDecider, targetingId, {
      type: "OpenTargeting", now: at(), targetingId, flagId: keyOf(key), environment, offVariant: "off", rules: rulesOf(parts),
      facts: facts(key),
    });
  }
}

const tell = (key: string, command: (targetingId: string) => TargetingCommand): Promise<void> =>
  happens(targetingDecider, placeOf(key, "production"), command(placeOf(key, "production")));
const change = (key: string, what: Extract<TargetingCommand, { type: "ChangeFlag" }>["change"]) =>
  tell(key, (targetingId) => ({
    type: "ChangeFlag", now: at(), targetingId, facts: facts(key), cohort, rebucket: null, change: what, reason: "next step",
    deployId: null, incidentId: null,
  }));
const ask = async (query: string): Promise<Record<string, unknown>> => answered(spec, ada, { query });

beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
  await spec.run(ada, "describeCustomer", { externalId: "acme", name: "Acme GmbH" });
  await registered("pay", "release", 1_000, ["production", "staging"]);
  await registered("shed-load", "operations", 0);
  await registered("search", "release", 10_000);
  await change("pay", { kind: "rollout", parts: 5_000 });
  await change("pay", {
    kind: "override", override: { customer: "acme", variant: "on", expiresAt: null, incidentId: null, reason: "pilot" },
  });
  await tell("search", (targetingId) => ({
    type: "Kill", now: at(), targetingId, killId: crypto.randomUUID(), reason: null, incidentId: null,
  }));
  await tell("pay", (targetingId) => ({
    type: "ProposeChange", now: at(), targetingId, changeId: crypto.randomUUID(), change: { kind: "rollout", parts: 25_000 },
    facts: { ...facts("pay"), policy: { approval: true, approvalOfOverrides: false } }, cohort, rebucket: null, reason: "goes well",
    byPersonId: ada.person.id, applyAt: null, incidentId: null,
  }));
  await happens(environmentDecider, idOf(environmentDecider, "production"), {
    type: "SetFlagPolicy", now: at(), environmentId: idOf(environmentDecider, "production"), environment: "production",
    policy: { approval: true, approvalOfOverrides: false }, reason: null,
  });
});
afterAll(() => spec.close());

describe("the list of flags", () => {
  const names = async (args: string): Promise<unknown> => {
    const { flags } = await ask(`{ flags(${args}) { edges { node { name } } } }`);
    return (flags as { edges: { node: { name: string } }[] }).edges.map(({ node }) => node.name);
  };

  it("begins with what needs a look, in the environment that is asked for", async () => {
    expect(await names('sort: NEED_FIRST, filter: { environment: "production" }')).toEqual(["search", "pay", "shed-load"]);
    expect(await names('sort: NEED_FIRST, filter: { environment: "staging" }')).toEqual(["pay"]);
    expect(
      (await ask('{ flagSummary(filter: { environment: "production" }) { killed ramping onForSome toCleanUp onForEveryone off } }'))[
        "flagSummary"
      ],
    ).toEqual({ killed: 1, ramping: 0, onForSome: 1, toCleanUp: 0, onForEveryone: 0, off: 1 });
  });

  it("is chosen by kind, owner, state and words", async () => {
    expect(await names("filter: { kind: operations }")).toEqual(["shed-load"]);
    expect(await names("sort: KEY_ASC, filter: { states: [killed, onForSome] }")).toEqual(["pay", "search"]);
    expect(await names("filter: { text: \"shed\" }")).toEqual(["shed-load"]);
    expect(await names(`filter: { owner: "${crypto.randomUUID()}" }`)).toEqual([]);
    expect(await names("filter: { managed: false }")).toEqual([]);
  });
});

describe("a managed flag", () => {
  it("says what it is and what it does where", async () => {
    const { flag } = await ask(
      '{ flag(key: "pay") { managed details { kind temporary owner { name } variants { name value } } targetings { environment state sentence parts } } }',
    );
    expect(flag).toEqual({
      managed: true,
      details: {
        kind: "release",
        temporary: true,
        owner: { name: "ada" },
        variants: [
          { name: "on", value: true },
          { name: "off", value: false },
        ],
      },
      targetings: [
        {
          environment: "production", state: "onForSome", sentence: "On for 5 % of customers and 1 named one; 5 % → 25 % is proposed.",
          parts: 5_000,
        },
        { environment: "staging", state: "onForSome", sentence: "On for 1 % of customers.", parts: 1_000 },
      ],
    });
  });

  it("tells everything that changed it, with what each changed, and as of a moment", async () => {
    const query = (asOf: string): string =>
      `{ flag(key: "pay"${asOf}) { targeting(environment: "production") { sentence steps { revision differences reason parts event { type sentence } cohort { enter } } } } }`;
    const told = await ask(query(""));
    expect(told).toMatchObject({
      flag: {
        targeting: {
          steps: [
            { event: { type: "FlagChangeProposed" }, differences: [] },
            { event: { type: "OverrideSet" }, differences: ["named: acme: on"] },
            {
              revision: 1, event: { type: "RolloutStepped" }, differences: ["share: 1 % → 5 %"], reason: "next step", parts: 5_000,
              cohort: { enter: 1 },
            },
            { event: { type: "TargetingOpened" }, differences: [], parts: 1_000, cohort: null },
          ],
        },
      },
    });
    expect(await ask(query(', asOf: { at: "2026-11-23T09:03:30.000Z" }'))).toMatchObject({
      flag: { targeting: { sentence: "On for 1 % of customers.", steps: [{ event: { type: "TargetingOpened" } }] } },
    });
  });

  it("that is killed says so first, with who killed it", async () => {
    const { flag } = await ask(
      '{ flag(key: "search") { targeting(environment: "production") { state sentence kills { by reason } steps(first: 1) { parts killed } } } }',
    );
    expect(flag).toEqual({
      targeting: {
        state: "killed", sentence: "Off for everyone: killed; releasing it restores on for 10 % of customers.",
        kills: [{ by: "ada", reason: null }], steps: [{ parts: 0, killed: true }],
      },
    });
  });
});

describe("what is asked for and who is named", () => {
  it("is listed by customer, by environment, and with what an environment asks for", async () => {
    expect(
      await ask(
        '{ flagOverrides(customer: "acme") { customer record { name } variant reason by targeting { flag { name } } } none: flagOverrides(customer: "other") { customer } }',
      ),
    ).toEqual({
      flagOverrides: [
        {
          customer: "acme", record: { name: "Acme GmbH" }, variant: "on", reason: "pilot", by: "ada", targeting: { flag: { name: "pay" } },
        },
      ],
      none: [],
    });
    expect(
      await ask(
        '{ flagRequests { state sentence differences moved needsApproval by { name } targeting { environment flag { name } } } none: flagRequests(environment: "staging") { state } flagPolicies { environment approval approvalOfOverrides } }',
      ),
    ).toEqual({
      flagRequests: [
        {
          state: "open", sentence: "5 % → 25 %", differences: ["share: 5 % → 25 %"], moved: false, needsApproval: true, by: { name: "ada" },
          targeting: { environment: "production", flag: { name: "pay" } },
        },
      ],
      none: [],
      flagPolicies: [
        { environment: "production", approval: true, approvalOfOverrides: false },
        { environment: "staging", approval: false, approvalOfOverrides: false },
      ],
    });
  });
});

describe("how often a flag is asked for", () => {
  it("is counted by hour, day and variant until now, drawn for a list, and says when nobody asks any more", async () => {
    await registered("asked", "release", 5_000);
    const counted = (hour: string, variant: string, count: number, source: "served" | "telemetry" = "served") => {
      const evaluationId = idOf(evaluationDecider, "production", hour);
      const counts = [{ flagId: keyOf("asked"), variant, source, count }];
      return happens(evaluationDecider, evaluationId, {
        type: "CountEvaluations", now: at(), evaluationId, environment: "production", hour, counts,
      });
    };
    await counted("2026-11-22T23:00:00.000Z", "on", 4);
    await counted("2026-11-23T08:00:00.000Z", "off", 3);
    await counted("2026-11-23T08:00:00.000Z", "on", 2, "telemetry");
    const asked = async (fields: string): Promise<unknown> =>
      (await answered(spec, ada, { query: `{ flag(key: "asked") { targeting(environment: "production") { ${fields} } } }` }))["flag"];
    const on = { variant: "on", source: "served", count: 4 };
    const [off, told] = [{ variant: "off", source: "served", count: 3 }, { variant: "on", source: "telemetry", count: 2 }];
    expect(await asked("evaluations { count variants { variant source count } spans { from count } } evaluatedAt cleanUpBecause")).toEqual({
      targeting: {
        evaluations: {
          count: 9, variants: [on, off, told],
          spans: [{ from: "2026-11-22T23:00:00.000Z", count: 4 }, { from: "2026-11-23T08:00:00.000Z", count: 5 }],
        },
        evaluatedAt: "2026-11-23T08:00:00.000Z", cleanUpBecause: null,
      },
    });
    const bounds = 'from: "2026-11-23T00:00:00Z", to: "2026-11-23T08:00:00Z", byDay: true';
    expect(await asked(`one: evaluations(byDay: true) { spans { from count } } none: evaluations(${bounds}) { count }`)).toMatchObject({
      targeting: {
        one: { spans: [{ from: "2026-11-22T00:00:00.000Z" }, { from: "2026-11-23T00:00:00.000Z", count: 5 }] }, none: { count: 0 },
      },
    });
    expect(await asked("asked(hours: 2)")).toEqual({ targeting: { asked: [5, 0] } });
  });
});

it("says since when a customer gets what it gets: as long as it had the same, by whatever way, and not since the flag was turned last", async () => {
  const since = async (customer: string): Promise<unknown> => {
    const told = await ask(`{ explainFlag(flag: "invoices", environment: "production", customer: "${customer}") { variant since } }`);
    const { customerFlags } = await ask(
      `{ customerFlags(customer: "${customer}", environment: "production") { since targeting { flag { name } } } }`,
    );
    const listed = (customerFlags as { since: string; targeting: { flag: { name: string } } }[])
      .find(({ targeting }) => targeting.flag.name === "invoices");
    const { variant, since: alone } = told["explainFlag"] as { variant: string; since: string };
    expect(listed?.since).toBe(alone);
    return [variant, alone];
  };
  await registered("invoices", "release", 0);
  const opened = at();
  expect(await since("acme")).toEqual(["off", opened]);
  await change("invoices", {
    kind: "override", override: { customer: "acme", variant: "on", expiresAt: null, incidentId: null, reason: "pilot" },
  });
  const named = at();
  await change("invoices", { kind: "rollout", parts: 100_000 });
  const everyone = at();
  expect([await since("acme"), await since("globex")]).toEqual([["on", named], ["on", everyone]]);
  await change("invoices", { kind: "clearOverride", customer: "acme" });
  expect(await since("acme")).toEqual(["on", named]);
  const killId = crypto.randomUUID();
  await tell("invoices", (targetingId) => ({ type: "Kill", now: at(), targetingId, killId, reason: null, incidentId: null }));
  const killed = at();
  expect(await since("acme")).toEqual(["off", killed]);
  const { customerFlags: gets } = await ask(
    '{ customerFlags(customer: "acme", environment: "production") { because targeting { killed } } }',
  );
  expect(gets).toContainEqual({ because: "killed; otherwise on: everyone", targeting: { killed: true } });
  await tell("invoices", (targetingId) => ({
    type: "ReleaseKills", now: at(), targetingId, killIds: [killId], reason: "over", cohort,
  }));
  expect(await since("globex")).toEqual(["on", at()]);
  const { explainFlag } = await ask(
    `{ explainFlag(flag: "invoices", environment: "production", customer: "acme", asOf: { at: "${everyone}" }) { variant since } }`,
  );
  expect(explainFlag).toEqual({ variant: "on", since: named });
});
