import { ids } from "@ballast/eventlog";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { toGlobalId } from "../graphql/globalId.ts";
import { answered } from "../specification/asking.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let ada: Principal;
let tim: Principal;
let vera: Principal;
beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
  tim = await spec.person("tim", ["tpm"]);
  vera = await spec.person("vera", ["viewer"]);
  await spec.run(ada, "registerService", { slug: "checkout", name: "Checkout" });
});
afterAll(() => spec.close());

const statement = { if: "the provider does not answer", then: "three of four checkouts fail", until: "it is back" };
const inputs = { detectMinutes: 5, resolveMinutes: 48, impactPer100k: 75_000, betweenDays: 60 };
const provider = { title: "Provider", statement, services: ["checkout"], inputs, observedSince: "2025-10-20T00:00:00Z" };
const register = async (by: Principal, more: object = {}): Promise<string> =>
  (await spec.run(by, "registerRisk", { ...provider, ...more })).recordId;
const read = async (id: string, fields: string): Promise<Record<string, unknown>> =>
  (await answered(spec, tim, { query: `query($id: ID!) { risk(id: $id) { ${fields} } }`, variables: { id } }))["risk"] as Record<
    string,
    unknown
  >;

describe("a risk", () => {
  it("has a number, a product of its inputs, and is found by both", async () => {
    const id = await register(tim);
    const told = await read(
      id,
      "reference minutesAYear standing owner { name } services { slug } inputs { betweenDays } historySays { drift failures }",
    );
    expect(told).toMatchObject({
      standing: "notBegun", owner: { name: "tim" }, services: [{ slug: "checkout" }], inputs: { betweenDays: 60 },
      historySays: { drift: "tooFew", failures: 0 },
    });
    expect(told["minutesAYear"]).toBeCloseTo(241.978, 3);
    expect(await read(String(told["reference"]), "title")).toEqual({ title: "Provider" });
    const { risks } = await answered(spec, tim, {
      query: '{ risks(filter: { service: "checkout", text: "checkouts" }) { edges { node { reference } } } }',
    });
    expect(risks).toEqual({ edges: [{ node: { reference: told["reference"] } }] });
  });

  it("is registered by who writes risks, and changed by them or its owner, whatever their role", async () => {
    await expect(register(vera)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    const [hers, his] = [await register(tim, { title: "Hers", ownerId: vera.person.id }), await register(tim, { title: "His" })];
    await spec.run(vera, "reviewRisk", { riskId: hers, note: "still there" });
    await expect(spec.run(vera, "reviewRisk", { riskId: his })).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await expect(spec.run(vera, "planMitigation", { title: "x", riskIds: [hers, his], dueOn: "2026-12-01" })).rejects.toMatchObject({
      code: "NOT_ALLOWED",
    });
    await spec.run(vera, "planMitigation", { title: "x", riskIds: [hers], dueOn: "2026-12-01" });
  });

  it("says what history says of the incidents in which it came true, as far as one may know of them", async () => {
    const riskId = await register(tim, { title: "Came true" });
    for (const hidden of [false, true]) {
      const { recordId } = await spec.run(ada, "declareIncident", {
        title: "Checkout fails", severity: 2, services: ["checkout"], publicImpact: "major", impactStartAt: "2026-11-23T08:20:00Z",
        private: hidden,
      });
      await spec.run(ada, "changeIncidentState", { incidentId: recordId, to: "resolved", resolvedAt: "2026-11-23T08:59:00Z" });
      await spec.run(ada, "linkRisk", { riskId, kind: "incident", recordId, impactPer100k: 50_000 });
    }
    const fields = "cameTrueIn { minutes badMinutes } historySays { failures }";
    expect(await read(riskId, fields)).toEqual({ cameTrueIn: [{ minutes: 39, badMinutes: 19.5 }], historySays: { failures: 1 } });
    const seen = await answered(spec, ada, { query: `query($id: ID!) { risk(id: $id) { ${fields} } }`, variables: { id: riskId } });
    expect(seen).toMatchObject({ risk: { historySays: { failures: 2 } } });
    await expect(spec.run(tim, "linkRisk", { riskId, kind: "incident", recordId: riskId })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("is registered by history as everybody may know it: nobody publishes what a private incident says", async () => {
    const riskId = await register(tim, { title: "Partly private" });
    for (const [day, hidden] of [["20", false], ["21", false], ["22", true]] as const) {
      const { recordId } = await spec.run(ada, "declareIncident", {
        title: "Checkout fails", severity: 2, services: ["checkout"], publicImpact: "major", impactStartAt: `2026-11-${day}T06:20:00Z`,
        private: hidden,
      });
      const resolvedAt = `2026-11-${day}T${hidden ? "16" : "07"}:00:00Z`;
      await spec.run(ada, "changeIncidentState", { incidentId: recordId, to: "resolved", resolvedAt });
      await spec.run(ada, "linkRisk", { riskId, kind: "incident", recordId, impactPer100k: 50_000 });
    }
    const fields = "failures minutesAYear inputs { detectMinutes resolveMinutes impactPer100k betweenDays }";
    const query = `query($id: ID!) { risk(id: $id) { historySays { ${fields} } historyForAll { ${fields} } } }`;
    interface Says { readonly failures: number; readonly minutesAYear: number; readonly inputs: object }
    const asked = async (by: Principal) =>
      ((await answered(spec, by, { query, variables: { id: riskId } })) as { risk: Record<"historySays" | "historyForAll", Says> }).risk;
    const [hers, his] = [await asked(ada), await asked(tim)];
    expect([hers.historySays.failures, hers.historyForAll.failures]).toEqual([3, 2]);
    expect(his).toEqual({ historySays: hers.historyForAll, historyForAll: hers.historyForAll });
    const estimate = (inputs: object, basis: string) => spec.run(ada, "estimateRisk", { riskId, inputs, basis, reason: "its incidents" });
    await expect(estimate(hers.historySays.inputs, "history")).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await estimate(hers.historyForAll.inputs, "history");
    const again = await asked(ada);
    expect(again.historyForAll.minutesAYear).toBeCloseTo(hers.historyForAll.minutesAYear, 6);
    const other = await register(tim, { title: "Nothing happened" });
    await expect(spec.run(ada, "estimateRisk", {
      riskId: other, inputs: hers.historyForAll.inputs, basis: "history", reason: "it says nothing",
    })).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });

  it("hears the same of history once that is registered: no incident counts twice", async () => {
    const riskId = await register(tim, { title: "Calibrated" });
    for (const day of ["21", "22"]) {
      const { recordId } = await spec.run(ada, "declareIncident", {
        title: "Checkout fails", severity: 2, services: ["checkout"], publicImpact: "major", impactStartAt: `2026-11-${day}T08:20:00Z`,
      });
      await spec.run(ada, "changeIncidentState", { incidentId: recordId, to: "resolved", resolvedAt: `2026-11-${day}T08:59:00Z` });
      await spec.run(ada, "linkRisk", { riskId, kind: "incident", recordId, impactPer100k: 50_000 });
    }
    const asked = "historySays { minutesAYear inputs { detectMinutes resolveMinutes impactPer100k betweenDays } }";
    const { historySays: before } = (await read(riskId, asked)) as { historySays: { minutesAYear: number; inputs: object } };
    await spec.run(tim, "estimateRisk", { riskId, inputs: before.inputs, basis: "history", reason: "what its incidents say" });
    expect(await read(riskId, `${asked} calibration { registered minutesAYear }`)).toMatchObject({ historySays: before });
    const { calibration } = (await read(riskId, "calibration { registered minutesAYear }")) as {
      calibration: { registered: number; minutesAYear: number }[];
    };
    expect(calibration.at(-1)?.registered).toBeCloseTo(calibration.at(-1)?.minutesAYear ?? 0, 1);
  });
});

describe("an acceptance", () => {
  it("is asked for by one and approved by another with the right", async () => {
    const riskId = await register(tim, { title: "Accepted" });
    const { payload } = { payload: await spec.run(tim, "proposeAcceptance", { riskId, until: "2027-02-01T00:00:00Z", reason: "cheaper" }) };
    expect(payload.eventIds).toHaveLength(1);
    const asked = (await read(riskId, "acceptances { id state requestedBy { name } }"))["acceptances"] as { id: string }[];
    const acceptanceId = asked[0]?.id;
    expect(asked).toMatchObject([{ state: "proposed", requestedBy: { name: "tim" } }]);
    await expect(spec.run(tim, "approveAcceptance", { riskId, acceptanceId })).rejects.toMatchObject({ code: "APPROVER_IS_REQUESTER" });
    await expect(spec.run(await spec.person("eve", ["engineer"]), "approveAcceptance", { riskId, acceptanceId })).rejects.toMatchObject({
      code: "NOT_ALLOWED",
    });
    await spec.run(ada, "approveAcceptance", { riskId, acceptanceId });
    expect(await read(riskId, "standing acceptance { state decidedBy { name } }")).toEqual({
      standing: "accepted", acceptance: { state: "active", decidedBy: { name: "ada" } },
    });
  });
});

describe("mitigations", () => {
  it("take over no risk of somebody else, and none of a service that a token is not for", async () => {
    await spec.run(ada, "registerService", { slug: "search", name: "Search" });
    const mine = await register(tim, { title: "Vera's", ownerId: vera.person.id });
    const others = await register(tim, { title: "Tim's", services: ["search"] });
    const said = { title: "Two of them", riskIds: [mine] };
    const { recordId: mitigationId } = await spec.run(vera, "planMitigation", { ...said, dueOn: "2027-01-15" });
    await expect(
      spec.run(vera, "describeMitigation", { ...said, mitigationId, riskIds: [mine, others] }),
    ).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    const token: Principal = { ...tim, means: "api-token", serviceIds: [ids.service("checkout")] };
    await expect(
      spec.run(token, "describeMitigation", { ...said, mitigationId, riskIds: [mine, others] }),
    ).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await spec.run(token, "describeMitigation", { ...said, mitigationId, title: "One of them" });
    await spec.run(tim, "describeMitigation", { ...said, mitigationId, riskIds: [mine, others] });
    expect(await read(others, "mitigations { title owner { name } }")).toEqual({
      mitigations: [{ title: "Two of them", owner: { name: "vera" } }],
    });
  });

  it("are numbered, wait for each other, take off what they say, and keep every promise", async () => {
    const riskId = await register(tim, { title: "Mitigated" });
    const effects = [{ riskId, resolveMinutes: 1 }];
    const { recordId: first } = await spec.run(tim, "planMitigation", {
      title: "By itself", riskIds: [riskId], dueOn: "2027-01-15", effects,
    });
    const { recordId: second } = await spec.run(tim, "planMitigation", {
      title: "Queue", riskIds: [riskId], dueOn: "2026-12-20", needs: [first],
    });
    await spec.run(tim, "moveMitigationDue", { mitigationId: second, dueOn: "2026-12-24", becauseOf: first, reason: "M-1 is late" });
    await expect(
      spec.run(tim, "describeMitigation", { mitigationId: first, title: "By itself", riskIds: [riskId], needs: [second], effects }),
    ).rejects.toMatchObject({ code: "DEPENDENCY_CIRCLE" });
    const told = await read(
      riskId,
      "afterMitigations { minutesAYear } mitigations { title realDueOn waitsFor { title } effects { saves test { p } } slips { from to reason by { name } becauseOf { title } } }",
    );
    expect(told["mitigations"]).toMatchObject([
      {
        title: "Queue", realDueOn: "2027-01-15", waitsFor: [{ title: "By itself" }],
        slips: [{ from: "2026-12-20", to: "2026-12-24", reason: "M-1 is late", by: { name: "tim" }, becauseOf: { title: "By itself" } }],
      },
      { title: "By itself", waitsFor: [], effects: [{ saves: expect.closeTo(47 * 0.75 * 365.25 / 60, 6) as number, test: null }] },
    ]);
    await spec.run(tim, "deliverMitigation", { mitigationId: first });
    expect(await read(riskId, "mitigations { status effects { test { proven } } }")).toMatchObject({
      mitigations: [{ status: "planned" }, { status: "delivered", effects: [{ test: { proven: false } }] }],
    });
  });
});

describe("the register", () => {
  it("is weighed against a budget: what is too big, what fits, what nobody has estimated", async () => {
    const big = await register(tim, { title: "Big", inputs: { ...inputs, betweenDays: 6 } });
    const unknown = await register(tim, { title: "Unknown", inputs: null });
    await spec.run(tim, "stateFactor", { title: "Nights", detectMinutes: 30, reason: "no shift" });
    const { riskRegister } = await answered(spec, tim, {
      query:
        "{ riskRegister { budget total factorMinutes fitting unallocated tooBig { id } fits { id } unestimated { id } factors { title } } }",
    });
    const told = riskRegister as { budget: number; factorMinutes: number; fitting: number; unallocated: number };
    expect(riskRegister).toMatchObject({
      tooBig: [{ id: toGlobalId("Risk", big) }], unestimated: [{ id: toGlobalId("Risk", unknown) }], factors: [{ title: "Nights" }],
    });
    expect(told.budget).toBeCloseTo(1_051.92, 6);
    expect(told.unallocated).toBeCloseTo(told.budget - told.factorMinutes - told.fitting, 6);
    const { risks } = await answered(spec, tim, { query: "{ risks(filter: { tooBig: true }) { edges { node { title } } } }" });
    expect(risks).toEqual({ edges: [{ node: { title: "Big" } }] });
  });

  it("has a chance of missing its target this year, the same when asked again, and lower with what is to come", async () => {
    const riskId = await register(tim, {
      title: "Forecast", observedSince: "2026-11-23T09:00:00Z", inputs: { ...inputs, resolveMinutes: 120, betweenDays: 4 },
    });
    await spec.run(tim, "planMitigation", {
      title: "Rarer", riskIds: [riskId], dueOn: "2026-12-01", effects: [{ riskId, betweenDays: 4_000 }],
    });
    const ask = async () =>
      (
        await answered(spec, tim, {
          query:
            "{ riskForecast(target: 99.9) { chance daysLeft draws curve { minutes chance } mitigated { chance mitigation { title } } } }",
        })
      )["riskForecast"] as { chance: number; daysLeft: number; mitigated: { chance: number; mitigation: { title: string } }[] };
    const told = await ask();
    expect(told.chance).toBeGreaterThan(0);
    expect(told.mitigated.find(({ mitigation: { title } }) => title === "Rarer")?.chance).toBeLessThan(told.chance);
    expect(told.daysLeft).toBe(39);
    expect(await ask()).toEqual(told);
  });

  it("reads as a sentence in its history", async () => {
    const id = await register(tim, { title: "Told" });
    const { history, reference } = await read(id, "reference history(first: 5) { edges { node { sentence } } }");
    expect((history as { edges: { node: { sentence: string } }[] }).edges.map(({ node }) => node.sentence)).toEqual([
      `tim estimated ${String(reference)}, Told at 53 min × 75 % ÷ 60 d, 242 bad minutes a year: first estimate.`,
      `tim registered ${String(reference)}, Told.`,
    ]);
  });
});
