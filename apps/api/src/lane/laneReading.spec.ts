import { flagDecider, managedFlag } from "@ballast/domain/flag";
import { targetingDecider } from "@ballast/domain/targeting";
import { handle, idOf, ids } from "@ballast/eventlog";
import { defaultFlagPolicy, type Actor } from "@ballast/schema";
import { execute, parse } from "graphql";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { specSchema } from "../specification/asking.ts";
import { delivered, type Delivered } from "../specification/delivered.ts";
import { specFleet, type SpecFleet, type SpecNumbers } from "../specification/fleet.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let fleet: SpecFleet;
let ada: Principal;
let search: Delivered;
let deployId = "";
beforeAll(async () => {
  spec = await specServer();
  fleet = await specFleet();
  ada = await spec.person("ada");
  search = await delivered(spec, ada, { slug: "search", releases: 3 });
  await search.ship("v1");
  await search.ship("v2");
  const now = spec.server.now().toISOString();
  deployId = (await spec.run(ada, "requestDeploy", { service: "search", environment: "production", version: "v3" })).recordId;
  await search.lane({
    type: "ShiftExposure", now, laneId: search.laneId, deployId, ...search.release("v3"), percent: 10, customers: ["acme"],
  });
  await search.read();
});
afterAll(async () => {
  await fleet.close();
  await spec.close();
});
beforeEach(() => fleet.answer({}));

let commands = 0;
const systemActorOfSpecs: Actor = { personId: null, name: "Specification", means: "system" };
const numbers = (requests: number, errors: number, change: Partial<SpecNumbers> = {}): SpecNumbers => ({
  requests, errors, p95Ms: 40, customers: 50, perSecond: [], ...change,
});

async function query(text: string, address: string | null = fleet.address): Promise<Record<string, unknown>> {
  const { data, errors } = await execute({
    schema: await specSchema(), document: parse(text), contextValue: { ...spec.contextOf(ada), fleet: address },
  });
  if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join());
  return JSON.parse(JSON.stringify(data)) as Record<string, unknown>;
}
const lane = async (fields: string, address?: string | null): Promise<unknown> =>
  (await query(`{ lane(service: "search", environment: "production") { ${fields} } }`, address))["lane"];

describe("a lane", () => {
  it("says what is live there, for whom, and what moves", async () => {
    expect(
      await lane(
        "live { version } canary { version } canaryPercent canaryCustomers exposures { release { version } percent customers } runningDeploy { id version } lastKnownGood { version } hold { reason }",
      ),
    ).toMatchObject({
      live: { version: "v2" },
      canary: { version: "v3" },
      canaryPercent: 10,
      canaryCustomers: ["acme"],
      runningDeploy: { version: "v3" },
      lastKnownGood: { version: "v1" },
      hold: null,
      exposures: [
        { release: { version: "v3" }, percent: 10, customers: ["acme"] },
        { release: { version: "v2" }, percent: 90, customers: [] },
      ],
    });
  });

  it("is there for an environment in which nothing is yet", async () => {
    await spec.run(ada, "defineEnvironment", { service: "search", environment: "staging", kind: "staging", target: { kind: "observed" } });
    const { lanes } = await query(
      '{ lanes(filter: { service: "search" }) { id environment kind live { version } rollbackPreview { allowed refusal } deployPreview(version: "v1") { allowed refusal } } }',
    );
    expect(lanes).toMatchObject([
      { environment: "production" },
      {
        environment: "staging", kind: "staging", live: null,
        rollbackPreview: { allowed: false, refusal: "search staging is deployed by another system; Ballast only observes it." },
        deployPreview: { allowed: false },
      },
    ]);
    const staging = (lanes as { id: string }[])[1]?.id ?? "";
    expect(await query(`{ node(id: "${staging}") { ... on Lane { environment } } }`)).toEqual({ node: { environment: "staging" } });
  });

  it("previews the way back of a moving deploy: only its customers change sides", async () => {
    fleet.answer({ v3: numbers(100, 30, { customers: 51 }) });
    expect(
      await lane(
        "rollbackPreview { allowed sentence from { version } target { version } affectedPercent affectedCustomers removedCommits { subject } }",
      ),
    ).toMatchObject({
      rollbackPreview: {
        allowed: true,
        from: { version: "v3" },
        target: { version: "v2" },
        affectedPercent: 10,
        affectedCustomers: 51,
        removedCommits: [{}, {}],
        sentence:
          "Rolls search production back from v3 to v2: 10 % of customers get it back; 2 commits go out, and the running deploy ends.",
      },
    });
    expect(await lane('rollbackPreview(toVersion: "v9") { allowed refusal sentence }')).toMatchObject({
      rollbackPreview: { allowed: false, refusal: expect.stringContaining("there is no release v9 to go back to") },
    });
  });

  it("refuses a deploy beside one that runs, in the mutation's words", async () => {
    expect(await lane('deployPreview(version: "v1") { allowed refusal }')).toMatchObject({
      deployPreview: { allowed: false, refusal: expect.stringContaining("a deploy of v3 is running") },
    });
  });
});

describe("numbers of the target", () => {
  it("tell how each release does, by the limits of the plan", async () => {
    fleet.answer({ v3: numbers(200, 12, { p95Ms: 80 }), v2: numbers(1_800, 2) });
    expect(await lane("health { version requests errors errorsPer100k p95Ms state }")).toEqual({
      health: [
        { version: "v3", requests: 200, errors: 12, errorsPer100k: 6_000, p95Ms: 80, state: "failing" },
        { version: "v2", requests: 1_800, errors: 2, errorsPer100k: 111, p95Ms: 40, state: "healthy" },
      ],
    });
    expect(fleet.asked.at(-1)).toMatch(/^\/lanes\/search\/production\/window\?from=\d+&to=\d+$/);
  });

  it("are no data, never health, where there are none", async () => {
    fleet.answer({ v2: numbers(10, 0) });
    expect(await lane("health { version state }")).toEqual({
      health: [
        { version: "v3", state: "noData" },
        { version: "v2", state: "healthy" },
      ],
    });
    for (const broken of [500, "nonsense", '{"releases": 3}'] as const) {
      fleet.answer(broken);
      expect(await lane("health { state } rollbackPreview { affectedCustomers }")).toEqual({
        health: [], rollbackPreview: { affectedCustomers: null },
      });
    }
    expect(await lane("health { state }", null)).toEqual({ health: [] });
    expect(await lane("health { state }", "http://127.0.0.1:1")).toEqual({ health: [] });
  });

  it("show a deploy second by second against what was there before", async () => {
    const second = { at: "2026-11-23T08:59:59.000Z", requests: 20, errors: 3, p95Ms: 41 };
    fleet.answer({
      v3: numbers(20, 3, { perSecond: [second] }), v2: numbers(200, 0, { perSecond: [{ ...second, requests: 180, errors: 0 }] }),
    });
    const text = `{ deploy(id: "${deployId}") { metrics(seconds: 60) { canary { at requests errors p95Ms } baseline { requests } } } }`;
    expect(await query(text)).toEqual({ deploy: { metrics: { canary: [second], baseline: [{ requests: 180 }] } } });
    fleet.answer({});
    expect(await query(text)).toEqual({ deploy: { metrics: null } });
  });
});

it("previews the way back of a deploy that soaks: everyone is on it", async () => {
  const now = spec.server.now().toISOString();
  await search.lane({
    type: "ServeEveryone", now, laneId: search.laneId, serviceId: search.serviceId, environment: "production", deployId,
    ...search.release("v3"),
  });
  await search.read();
  fleet.answer({ v3: numbers(900, 3, { customers: 540 }) });
  expect(
    await lane("runningDeploy { version } rollbackPreview { from { version } target { version } affectedPercent sentence }"),
  ).toMatchObject({
    runningDeploy: { version: "v3" },
    rollbackPreview: {
      from: { version: "v3" }, target: { version: "v2" }, affectedPercent: 100, sentence: expect.stringContaining("everyone gets it"),
    },
  });
});

describe("flags that were changed for a deploy", () => {
  it("go back with it, and the preview of the rollback says so", async () => {
    const { log } = spec.server;
    const [flagId, targetingId] = [idOf(flagDecider, managedFlag, "new-search", null), ids.part("t", "new-search")];
    const context = () => ({
      commandId: ids.command("spec", String((commands += 1))), actor: systemActorOfSpecs, now: spec.server.now().toISOString(),
      correlationId: "c", causationId: "c",
    });
    const cohort = {
      known: 0, enter: 0, leave: 0, switch: 0, cannotTell: 0, overridesStay: 0, names: { enter: [], leave: [], switch: [] }, hash: "",
      position: "0", compiler: "1", engine: "1",
    };
    const changing = {
      now: spec.server.now().toISOString(), targetingId,
      facts: { key: "new-search", variants: ["on", "off"], archived: null, policy: defaultFlagPolicy }, cohort, rebucket: null,
    };
    await handle(log, {
      aggregate: flagDecider,
      id: flagId,
      context: context(),
      command: {
        type: "RegisterFlag",
        now: changing.now,
        flagId,
        key: "new-search",
        kind: "release",
        valueType: "boolean",
        offVariant: "off",
        seed: "s",
        bucketBy: "targetingKey",
        variants: [
          { name: "on", value: true },
          { name: "off", value: false },
        ],
        description: "",
        ownerId: ids.person("ada"),
        expiresAt: null,
        serviceIds: [],
        metrics: [], metadata: {}, engine: "flagd-core@4.0.1+compiler.1",
      },
    });
    const rules = {
      prerequisites: [], rules: [], rollout: { parts: 5_000, variants: [{ variant: "on", weight: 1 }] }, defaultVariant: "off",
    };
    const of = { aggregate: targetingDecider, id: targetingId };
    await handle(log, {
      ...of, context: context(),
      command: { type: "OpenTargeting", ...changing, flagId, environment: "production", offVariant: "off", rules },
    });
    await handle(log, {
      ...of, context: context(),
      command: { type: "ChangeFlag", ...changing, change: { kind: "rollout", parts: 25_000 }, reason: null, deployId, incidentId: null },
    });
    await search.read();
    expect(await lane("rollbackPreview { sentence }")).toMatchObject({
      rollbackPreview: { sentence: expect.stringContaining("With it goes the flag new-search in production to 5 %.") as string },
    });
  });
});
