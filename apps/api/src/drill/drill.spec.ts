import { drillDecider } from "@ballast/domain/drill";
import { handle, ids } from "@ballast/eventlog";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { toGlobalId } from "../graphql/globalId.ts";
import { answered } from "../specification/asking.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let cora: Principal;
let eve: Principal;
let rae: Principal;
beforeAll(async () => {
  spec = await specServer();
  spec.at("2026-11-23T10:30:00.000Z");
  cora = await spec.person("cora", ["commander"]);
  eve = await spec.person("eve", ["engineer"]);
  rae = await spec.person("rae", ["responder"]);
  await spec.run(await spec.person("ada"), "registerService", { slug: "checkout", name: "Checkout" });
});
afterAll(() => spec.close());

const plan = async (more: object = {}, by = cora): Promise<string> => (await spec.run(by, "planDrill", {
  title: "The pool is empty", scenario: "Every call waits.", service: "checkout", from: "2026-11-24T09:00:00Z",
  until: "2026-11-24T16:00:00Z", ...more,
})).recordId;
const ask = (by: Principal, query: string, variables: Readonly<Record<string, unknown>> = {}) => answered(spec, by, { query, variables });
const shown = async (by: Principal, id: string): Promise<unknown> => {
  const query = "query($id: ID!) { drill(id: $id) { title state announced incident { reference } } }";
  return (await ask(by, query, { id: toGlobalId("Drill", id) }))["drill"];
};
const log = async (by: Principal): Promise<string> =>
  JSON.stringify(await ask(by, "{ events(first: 100) { edges { node { sentence data } } } }"));
const now = "2026-11-24T10:00:00.000Z";
const record = (id: string, command: Parameters<typeof drillDecider.decide>[0]) => handle(spec.server.log, {
  aggregate: drillDecider, id, command, context: {
    commandId: ids.command("spec", id, command.type), actor: { personId: null, name: "drills", means: "system" }, now,
    correlationId: ids.part(id, "c"), causationId: ids.part(id, "c"),
  },
});

describe("a drill", () => {
  it("is planned by commanders, TPMs and administrators, with what is wrong said where it is", async () => {
    await expect(plan({}, rae)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await expect(plan({ service: "nobody" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(plan({ until: "2026-11-24T08:00:00Z" })).rejects.toMatchObject({ code: "INVALID_INPUT", path: ["until"] });
    await expect(plan({ lastsMinutes: 4 })).rejects.toThrow(/lastsMinutes/);
    await expect(plan({ severity: 5 })).rejects.toThrow(/severity/);
    await expect(plan({ drillId: ids.part("no", "drill") })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("that is not announced is unknown to those who may not plan any, in views, lists, commands and the log, until it begins", async () => {
    const id = await plan({ title: "Secret pool" });
    const titles = async (by: Principal) => JSON.stringify(await ask(by, "{ drills(first: 50) { totalCount edges { node { title } } } }"));
    for (const by of [eve, rae]) {
      expect(await shown(by, id)).toBeNull();
      expect(await titles(by)).toBe('{"drills":{"totalCount":0,"edges":[]}}');
      expect(await log(by)).not.toContain("Secret pool");
      expect(await log(by)).not.toContain("2026-11-24T09:00:00");
      await expect(spec.run(by, "callOffDrill", { drillId: id, reason: "no" })).rejects.toMatchObject({ code: "NOT_FOUND" });
      expect((await ask(by, "query($id: ID!) { node(id: $id) { id } }", { id: toGlobalId("Drill", id) }))["node"]).toBeNull();
    }
    expect(await shown(cora, id)).toMatchObject({ title: "Secret pool", state: "planned", announced: false, incident: null });
    const drill = spec.server.readModel.drills.get(id);
    await record(id, { type: "BeginDrill", now, drillId: id, planId: drill?.planId ?? "", at: now, calledIds: [rae.person.id] });
    await spec.server.readModel.waitFor((await spec.run(cora, "planDrill", {
      title: "Other", scenario: "", service: "checkout", from: "2026-11-24T09:00:00Z", announced: true,
    })).position);
    expect(await shown(rae, id)).toMatchObject({ title: "Secret pool", state: "running" });
    expect(await log(rae)).toContain("Secret pool");
    await spec.run(rae, "callOffDrill", { drillId: id, reason: "a release goes out" });
    expect(await shown(eve, id)).toMatchObject({ state: "calledOff" });
  });

  it("that is announced is known to everybody, and called off by whoever works on incidents", async () => {
    const id = await plan({ title: "Open pool", announced: true });
    expect(await shown(eve, id)).toMatchObject({ title: "Open pool" });
    expect(await log(eve)).toContain("cora planned the drill Open pool, no sooner than 2026-11-24 09:00 UTC");
    const vic = await spec.person("vic", ["viewer"]);
    await expect(spec.run(vic, "callOffDrill", { drillId: id, reason: "no" })).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await spec.run(eve, "callOffDrill", { drillId: id, reason: "not today" });
    await expect(plan({ drillId: id })).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });

  it("is counted for the teams of those who were on call, by month", async () => {
    await spec.run(rae, "placePerson", { personId: rae.person.id, teams: ["Payments"] });
    const [first, second] = [await plan({ title: "One" }), await plan({ title: "Two" })];
    for (const [id, calledIds, met] of [[first, [rae.person.id], 1], [second, [], 0]] as const) {
      const planId = spec.server.readModel.drills.get(id)?.planId ?? "";
      await record(id, { type: "BeginDrill", now, drillId: id, planId, at: now, calledIds: [...calledIds] });
      await record(id, {
        type: "ScoreDrill", now, drillId: id, at: now, marks: [
          { mark: "acknowledged", met, of: 1, tookMs: 1_000, goalMs: 300_000 },
          { mark: "roles", met: 0, of: 2, tookMs: null, goalMs: null },
        ],
      });
    }
    await spec.server.readModel.waitFor((await spec.run(cora, "planDrill", {
      title: "Another", scenario: "", service: "checkout", from: "2026-11-24T09:00:00Z",
    })).position);
    expect((await ask(eve, "{ drillScores { team month drills score } }"))["drillScores"]).toEqual([
      { team: "Payments", month: "2026-11", drills: 1, score: 0.5 }, { team: null, month: "2026-11", drills: 1, score: 0 },
    ]);
  });
});
