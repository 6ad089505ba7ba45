import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { answered } from "../specification/asking.ts";
import { delivered } from "../specification/delivered.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let tess: Principal;
let ada: Principal;
let cora: Principal;
let objectiveId: string;

const refused = (running: Promise<unknown>): Promise<unknown> =>
  running.then(
    () => "done",
    ({ code, message, remedy }: { code?: string; message?: string; remedy?: string }) => ({ code, message, remedy }),
  );
const deploy = (by: Principal, input: object = {}) =>
  spec.run(by, "requestDeploy", { service: "checkout", environment: "production", version: "v2", ...input });
const outage = async (title: string, hours: number, more: object = {}) => {
  const impactStartAt = new Date(spec.server.now().getTime() - hours * 3_600_000).toISOString();
  const { recordId: incidentId } = await spec.run(cora, "declareIncident", {
    title, services: ["checkout"], severity: 1, publicImpact: "critical", impactStartAt, ...more,
  });
  for (const to of ["fixing", "resolved"]) await spec.run(cora, "changeIncidentState", { incidentId, to, reason: "" });
  return incidentId;
};
const setPolicy = (gateDeploys: boolean) =>
  spec.run(tess, "setBudgetPolicy", { objectiveId, gateDeploys, askForActions: true, reason: "agreed" });
const preview = async (by: Principal, version = "v2") => {
  const query = `query($version: String!) {
    lane(service: "checkout", environment: "production") { deployPreview(version: $version) { allowed refusal overridable } }
  }`;
  return (await answered(spec, by, { query, variables: { version } }))["lane"] as {
    readonly deployPreview: { readonly allowed: boolean; readonly refusal: string | null; readonly overridable: boolean };
  };
};
const gate =
  "The error budget of Checkout is gone since 2026-11-15 23:26 UTC: 33 m 36 s over of 1 h 26 m, 99.444 % where 99.8 % is the target.";

beforeAll(async () => {
  spec = await specServer();
  spec.at("2026-11-01T00:00:00.000Z");
  tess = await spec.person("tess", ["tpm"]);
  ada = await spec.person("ada", ["engineer"]);
  cora = await spec.person("cora", ["engineer", "commander"]);
  const shop = await delivered(spec, ada, { slug: "checkout", releases: 3 });
  await spec.run(ada, "defineEnvironment", { service: "checkout", environment: "staging", kind: "staging", target: { kind: "fleet" } });
  spec.at("2026-11-10T00:00:00.000Z");
  await shop.ship("v1");
  objectiveId = (await spec.run(tess, "defineObjective", {
    name: "Checkout", parts: [{ service: "checkout" }], window: { kind: "calendar" },
  })).recordId;
  spec.at("2026-11-16T00:00:00.000Z");
});
afterAll(() => spec.close());

describe("a budget that is gone", () => {
  it("holds nobody up unless the objective says so, and nobody while there is some left", async () => {
    await setPolicy(true);
    await outage("Slow", 1);
    expect(await preview(ada)).toMatchObject({ deployPreview: { allowed: true, refusal: null, overridable: false } });
    await setPolicy(false);
    await outage("Payments fail", 2);
    expect(await preview(ada)).toMatchObject({ deployPreview: { allowed: true } });
  });

  it("keeps deploys from production: the press says what the preview said, with the figure and since when", async () => {
    await setPolicy(true);
    const { deployPreview } = await preview(ada);
    const told = (await refused(deploy(ada))) as { code: string; message: string; remedy: string };
    expect(told).toMatchObject({ code: "BUDGET_EXHAUSTED", message: gate });
    expect(deployPreview).toEqual({ allowed: false, refusal: `${gate} ${told.remedy}`, overridable: false });
    expect((await preview(cora)).deployPreview).toMatchObject({ allowed: false, overridable: true });
  });

  it("keeps nothing from other environments", async () => {
    expect(await refused(deploy(ada, { environment: "staging", version: "v1" }))).toBe("done");
  });

  it("is overridden with a reason by who may, on the deploy's record and in its history", async () => {
    expect(await refused(deploy(ada, { overrideBudget: "I want to" }))).toMatchObject({ code: "NOT_ALLOWED" });
    expect(await refused(deploy(cora, { overrideBudget: "  " }))).toMatchObject({ code: "BUDGET_EXHAUSTED" });
    const asked = { overrideBudget: "it is the fix", idempotencyKey: "once" };
    const { recordId } = await deploy(cora, asked);
    expect((await deploy(cora, asked)).recordId).toBe(recordId);
    const { deploy: shown } = await answered(spec, ada, {
      query: "query($id: ID!) { deploy(id: $id) { warnings history { edges { node { type sentence } } } } }", variables: { id: recordId },
    });
    expect(shown).toEqual({
      warnings: [`${gate} Overridden: it is the fix`],
      history: {
        edges: [
          {
            node: {
              type: "DeployGateOverridden", sentence: `cora let v2 → Checkout production go all the same. ${gate} Why: it is the fix.`,
            },
          },
          { node: { type: "DeployRequested", sentence: "cora asked for v2 in Checkout production." } },
        ],
      },
    });
  });

  it("never keeps anybody from going back", async () => {
    expect(await refused(spec.run(ada, "rollbackService", { service: "checkout", environment: "production", toVersion: "v3" }))).toBe(
      "done",
    );
  });

  it("is one that anybody may know of: no private incident holds anybody up, whoever asks", async () => {
    await spec.run(tess, "changeObjective", {
      objectiveId, name: "Checkout", parts: [{ service: "checkout" }], targetPercent: 99, window: { kind: "calendar" }, reason: "less",
    });
    await outage("Somebody got in", 24, { private: true });
    const query = "query($id: ID!) { objective(id: $id) { policy { gateDeploys } standing { leftMinutes } } }";
    const { objective } = await answered(spec, cora, { query, variables: { id: objectiveId } });
    expect(objective).toMatchObject({ policy: { gateDeploys: true }, standing: { leftMinutes: expect.closeTo(432 - 1_440, 6) } });
    expect((await refused(deploy(cora, { version: "v3" }))) as object).not.toMatchObject({ code: "BUDGET_EXHAUSTED" });
  });
});
