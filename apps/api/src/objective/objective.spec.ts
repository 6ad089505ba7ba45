import { ids } from "@ballast/eventlog";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { answered, ask } from "../specification/asking.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let tess: Principal;
let ada: Principal;
let objectiveId: string;

const define = (input: object, by = tess) =>
  spec.run(by, "defineObjective", { name: "Checkout", parts: [{ service: "checkout" }], ...input });
const refused = (running: Promise<unknown>): Promise<unknown> =>
  running.then(
    () => "done",
    (error: { code?: string }) => error.code ?? error,
  );

async function objective(
  fields: string,
  { by = ada, asOf }: { readonly by?: Principal; readonly asOf?: string } = {},
): Promise<Record<string, unknown> | null> {
  const query = `query($id: ID!, $asOf: AsOf) { objective(id: $id, asOf: $asOf) { ${fields} } }`;
  const { objective: found } = await answered(spec, by, {
    query, variables: { id: objectiveId, asOf: asOf === undefined ? null : { at: asOf } },
  });
  return found as Record<string, unknown> | null;
}

beforeAll(async () => {
  spec = await specServer();
  spec.at("2026-11-01T00:00:00.000Z");
  tess = await spec.person("tess", ["tpm"]);
  ada = await spec.person("ada", ["engineer", "responder"]);
  for (const slug of ["checkout", "search"]) await spec.run(ada, "registerService", { slug, name: slug });
  objectiveId = (await define({ window: { kind: "calendar" }, weights: { criticalPercent: 100, majorPercent: 50, minorPercent: 0 } }))
    .recordId;
  spec.at("2026-11-10T01:00:00.000Z");
  const down = {
    title: "Payments fail", services: ["checkout"], severity: 1, publicImpact: "critical", impactStartAt: "2026-11-10T00:00:00Z",
  };
  const { recordId: incidentId } = await spec.run(ada, "declareIncident", down);
  for (const to of ["fixing", "resolved"]) await spec.run(ada, "changeIncidentState", { incidentId, to, reason: "" });
  spec.at("2026-11-16T00:00:00.000Z");
});
afterAll(() => spec.close());

describe("an objective over the API", () => {
  it("is what was said of it, with what was left out as usual", async () => {
    expect(
      await objective(
        "name targetPercent window { kind days unit timeZone } overlap maintenance weights { majorPercent } parts { service { slug } component sharePercent } owner { name }",
      ),
    ).toEqual({
      name: "Checkout", targetPercent: 99.8, window: { kind: "calendar", days: null, unit: "month", timeZone: "UTC" }, overlap: "max",
      maintenance: "excluded", weights: { majorPercent: 50 },
      parts: [{ service: { slug: "checkout" }, component: null, sharePercent: 100 }], owner: null,
    });
  });

  it("says where it stands, what is left, since when it is observed, and which incidents are behind it", async () => {
    const found = await objective(
      "standing { from to observedMinutes badMinutes availabilityPercent budgetMinutes leftMinutes goneAt forecastGoneAt records { incident { title } badMinutes } burnRates { name fires } points { at leftMinutes } } periods { from met budgetMinutes }",
    );
    expect(found?.["standing"]).toMatchObject({
      from: "2026-11-01T00:00:00.000Z", to: "2026-12-01T00:00:00.000Z", observedMinutes: 21_600, badMinutes: 60, budgetMinutes: 86.4,
      leftMinutes: expect.closeTo(26.4, 6), availabilityPercent: expect.closeTo(99.7222, 4), goneAt: null,
      records: [{ incident: { title: "Payments fail" }, badMinutes: 60 }],
      burnRates: ["1 h", "6 h", "24 h", "3 d"].map((name) => ({ name, fires: false })),
    });
    expect(found?.["periods"]).toEqual([{ from: "2026-11-01T00:00:00.000Z", met: false, budgetMinutes: 86.4 }]);
  });

  it("stood otherwise before: as of a moment it says what was so then", async () => {
    expect(await objective("standing { badMinutes observedMinutes }", { asOf: "2026-11-09T00:00:00Z" })).toEqual({
      standing: { badMinutes: 0, observedMinutes: 11_520 },
    });
  });

  it("does not tell of a private incident, not by its figures either", async () => {
    const vera = await spec.person("vera", ["viewer"]);
    const secret = {
      title: "Somebody got in", services: ["search"], severity: 1, publicImpact: "critical", private: true,
      impactStartAt: "2026-11-15T23:00:00Z",
    };
    await spec.run(ada, "declareIncident", secret);
    const { recordId } = await define({ name: "Search", parts: [{ service: "search" }] });
    const query = "query($id: ID!) { objective(id: $id) { standing { badMinutes records { incident { title } } } } }";
    const seen = async (by: Principal) => (await answered(spec, by, { query, variables: { id: recordId } }))["objective"];
    expect(await seen(vera)).toEqual({ standing: { badMinutes: 0, records: [] } });
    expect(await seen(ada)).toEqual({ standing: { badMinutes: 60, records: [{ incident: { title: "Somebody got in" } }] } });
  });

  it("is the program manager's to define, change and retire; refusals say what is wrong", async () => {
    expect(await refused(define({}, ada))).toBe("NOT_ALLOWED");
    expect(await refused(define({ name: "CHECKOUT" }))).toBe("ALREADY_EXISTS");
    expect(await refused(define({ name: "Other", parts: [] }))).toBe("INVALID_INPUT");
    expect(await refused(define({ name: "Other", parts: [{ service: "nothing" }] }))).toBe("NOT_FOUND");
    expect(await refused(define({ name: "Other", targetPercent: 100 }))).toBe("INVALID_INPUT");
    expect(await refused(define({ name: "Other", ownerId: "00000000-0000-4000-8000-00000000abcd" }))).toBe("NOT_FOUND");
    const changed = {
      objectiveId, name: "Checkout", parts: [{ service: "checkout", sharePercent: 60 }], targetPercent: 99.9, reason: "the contract",
    };
    expect((await spec.run(tess, "changeObjective", changed)).eventIds).toHaveLength(1);
    expect((await spec.run(tess, "changeObjective", changed)).eventIds).toEqual([]);
    await spec.run(tess, "retireObjective", { objectiveId, reason: "merged" });
    const { data } = await ask(spec, ada, {
      query: '{ objectives { name } all: objectives(retired: true, service: "checkout") { name retired targetPercent } }',
    });
    expect(JSON.parse(JSON.stringify(data))).toEqual({
      objectives: [{ name: "Search" }], all: [{ name: "Checkout", retired: "merged", targetPercent: 99.9 }],
    });
    expect(await objective("history { edges { node { sentence } } }")).toMatchObject({
      history: {
        edges: [
          { node: { sentence: "tess retired the objective Checkout: merged." } },
          { node: { sentence: "tess changed the objective Checkout: 99.9 %: the contract." } },
          { node: { sentence: "tess defined the objective Checkout: 99.8 %." } },
        ],
      },
    });
  });

  it("is nothing to a token that is limited to another service", async () => {
    const limited = { ...tess, serviceIds: [ids.service("search")] };
    await define({ name: "Shop", parts: [{ service: "checkout", sharePercent: 60 }, { service: "search", sharePercent: 40 }] });
    await expect(objective("name", { by: limited })).rejects.toThrow("This token is limited to other services.");
    const query = "{ objectives(service: \"search\") { name } }";
    expect(await answered(spec, limited, { query })).toEqual({ objectives: [{ name: "Search" }] });
    expect(await answered(spec, tess, { query })).toEqual({ objectives: [{ name: "Search" }, { name: "Shop" }] });
    expect(await refused(spec.run(limited, "retireObjective", { objectiveId, reason: "mine" }))).toBe("NOT_ALLOWED");
  });
});
