import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { toGlobalId } from "../graphql/globalId.ts";
import { answered } from "../specification/asking.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let ada: Principal;
let tim: Principal;
let eve: Principal;
let vera: Principal;
beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
  tim = await spec.person("tim", ["tpm"]);
  eve = await spec.person("eve", ["engineer"]);
  vera = await spec.person("vera", ["viewer"]);
});
afterAll(() => spec.close());

const register = async (by: Principal, more: object = {}): Promise<string> =>
  (await spec.run(by, "registerAction", { title: "Alert on the queue", ...more })).recordId;
const read = async (by: Principal, id: string, fields: string) =>
  (await answered(spec, by, { query: `query($id: ID!) { action(id: $id) { ${fields} } }`, variables: { id } }))["action"] as Record<
    string,
    unknown
  >;
const incident = async (hidden: boolean): Promise<string> =>
  (await spec.run(ada, "declareIncident", { title: "Leak", severity: 1, services: [], private: hidden })).recordId;

describe("an action", () => {
  it("is proposed, promised, done, and verified by somebody else", async () => {
    const id = await register(tim, { ownerId: eve.person.id });
    const { reference, ...told } = await read(tim, id, "reference state dueOn owner { name } cameOf { name } slips { from }");
    expect(told).toEqual({ state: "proposed", dueOn: null, owner: { name: "eve" }, cameOf: null, slips: [] });
    expect(await read(tim, String(reference), "title")).toEqual({ title: "Alert on the queue" });
    await spec.run(eve, "promiseActionDue", { actionId: id, dueOn: "2026-12-01" });
    await expect(spec.run(eve, "promiseActionDue", { actionId: id, dueOn: "2026-12-24" })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await spec.run(eve, "promiseActionDue", { actionId: id, dueOn: "2026-12-24", reason: "the exporter is late" });
    expect(await read(tim, id, "state daysLate slips { from to reason by { name } }")).toEqual({
      state: "open", daysLate: 23, slips: [{ from: "2026-12-01", to: "2026-12-24", reason: "the exporter is late", by: { name: "eve" } }],
    });
    await spec.run(eve, "finishAction", { actionId: id, note: "in 2026.12.1" });
    await expect(spec.run(eve, "verifyAction", { actionId: id })).rejects.toMatchObject({ code: "VERIFIER_IS_OWNER" });
    await expect(spec.run(vera, "verifyAction", { actionId: id })).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await spec.run(tim, "verifyAction", { actionId: id, note: "rang" });
    expect(
      await read(tim, id, "state finishedBy { name } verifiedBy { name } verifyNote history(first: 1) { edges { node { sentence } } }"),
    ).toMatchObject({
      state: "verified", finishedBy: { name: "eve" }, verifiedBy: { name: "tim" }, verifyNote: "rang",
      history: { edges: [{ node: { sentence: `tim verified ${String(reference)}, Alert on the queue: rang.` } }] },
    });
  });

  it("is written by engineers and the TPM, and changed by its owner, whatever their role", async () => {
    await expect(register(vera)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    const [hers, his] = [await register(tim, { ownerId: vera.person.id }), await register(tim)];
    await spec.run(vera, "promiseActionDue", { actionId: hers, dueOn: "2026-12-01" });
    await expect(spec.run(vera, "finishAction", { actionId: his })).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await expect(register(tim, { links: ["javascript:alert(1)"] })).rejects.toThrow();
  });

  it("asked for twice with one key is one, with one number", async () => {
    const once = await register(tim, { idempotencyKey: "same" });
    expect(await register(tim, { idempotencyKey: "same" })).toBe(once);
  });

  it("of a risk costs that risk's minutes for each day that it is late", async () => {
    const { recordId: riskId } = await spec.run(tim, "registerRisk", {
      title: "Provider", statement: { if: "a", then: "b", until: "c" },
      inputs: { detectMinutes: 5, resolveMinutes: 48, impactPer100k: 75_000, betweenDays: 60 },
    });
    const id = await register(tim, { sourceId: toGlobalId("Risk", riskId), ownerId: tim.person.id, dueOn: "2026-12-01" });
    await spec.run(tim, "promiseActionDue", { actionId: id, dueOn: "2026-12-11", reason: "lawyers" });
    const told = await read(tim, id, "minutesADay priceOfLateness cameOf { kind name url } risk { title }");
    expect(told).toMatchObject({
      cameOf: { kind: "risk", name: expect.stringMatching(/^RISK-\d+, Provider$/) }, risk: { title: "Provider" },
    });
    expect(told["minutesADay"]).toBeCloseTo((53 * 0.75) / 60, 9);
    expect(told["priceOfLateness"]).toBeCloseTo((10 * 53 * 0.75) / 60, 9);
    const { risk } = await answered(spec, tim, {
      query: "query($id: ID!) { risk(id: $id) { actions { dueOn } } }", variables: { id: toGlobalId("Risk", riskId) },
    });
    expect(risk).toEqual({ actions: [{ dueOn: "2026-12-11" }] });
  });
});

describe("an action of a private incident", () => {
  it("tells nobody of it who may not know: not by its id, number, list, log, name, or an owner", async () => {
    const [open, hidden] = [await incident(false), await incident(true)];
    const seen = await register(eve, { title: "Seen", sourceId: toGlobalId("Incident", open) });
    const secret = await register(ada, { title: "Secret", sourceId: toGlobalId("Incident", hidden) });
    const { reference } = await read(ada, secret, "reference cameOf { kind }");
    for (const id of [secret, String(reference)]) expect(await read(eve, id, "title")).toBeNull();
    const list = '{ actions(filter: { sourceKind: "incident" }) { totalCount edges { node { title } } } search(text: "secret") { id } }';
    expect(await answered(spec, eve, { query: list })).toEqual({
      actions: { totalCount: 1, edges: [{ node: { title: "Seen" } }] }, search: [],
    });
    expect(await answered(spec, ada, { query: list })).toMatchObject({ actions: { totalCount: 2 } });
    const { events } = await answered(spec, eve, {
      query: '{ events(types: ["ActionRegistered"], first: 50) { edges { node { data } } } }',
    });
    expect(JSON.stringify(events)).not.toContain("Secret");
    expect(JSON.stringify(events)).toContain("Seen");
    await expect(spec.run(eve, "finishAction", { actionId: secret })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(register(eve, { sourceId: toGlobalId("Incident", hidden) })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(spec.run(ada, "changeAction", { actionId: secret, title: "Secret", ownerId: eve.person.id })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
    await spec.run(ada, "changeAction", { actionId: seen, title: "Seen", ownerId: eve.person.id });
  });

  it("names no record of a kind that there is none of", async () => {
    const id = Buffer.from(`Nothing:${ada.person.id}`).toString("base64url");
    await expect(register(tim, { sourceId: id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
