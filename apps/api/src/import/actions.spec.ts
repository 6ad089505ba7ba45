import type { ActionRecord, ImportResult, IncidentRecord } from "@ballast/schema";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { answered } from "../specification/asking.ts";
import { asAdministrator, specHttp } from "../specification/http.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let app: FastifyInstance;
let ada: Principal;
beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
  app = await specHttp(spec);
  await spec.run(ada, "registerService", { slug: "shop", name: "Shop" });
});
afterAll(async () => {
  await app.close();
  await spec.close();
});

const post = (url: string, payload: object | string, type = "application/json") =>
  app.inject({ method: "POST", url, headers: { ...asAdministrator, "content-type": type }, payload });

async function imported(start: object, records: readonly object[]): Promise<ImportResult> {
  const { importId } = (await post("/imports", { sourceName: "a file", ...start })).json<{ importId: string }>();
  const lines = records.map((record, line) => JSON.stringify({ line: line + 1, record })).join("\n");
  await post(`/imports/${importId}/records`, lines, "application/x-ndjson");
  return (await post(`/imports/${importId}/finish`, {})).json<ImportResult>();
}

const item: ActionRecord = {
  sourceId: "PM-9#1", kind: "shortTerm", title: "Lock versions", text: "", owner: "Nobody Here", dueOn: null, links: [], incident: "PM-9",
  state: "open", createdAt: "2019-11-29T00:00:00Z", doneAt: null,
};
const incident: IncidentRecord = {
  sourceId: "PM-9", title: "Cluster down", impact: "major", components: [], startedAt: "2019-11-28T10:00:00Z",
  resolvedAt: "2019-11-28T12:00:00Z", publishedAt: null, url: null, updates: [],
};
const read = async (fields: string) =>
  (await answered(spec, ada, { query: `{ action(id: "PM-9#1") { ${fields} } }` }))["action"] as Record<string, unknown>;

it("actions of another system are imported once, and linked once their incident is known", async () => {
  const actions = { kind: "actions" };
  expect(await imported(actions, [item, { ...item, sourceId: "__proto__" }, { ...item, sourceId: "x", links: ["javascript:alert(1)"] }]))
    .toMatchObject({ imported: 2, updated: 0, unchanged: 0, skipped: [{ line: 3 }] });
  expect(await read("state number ownerName owner { name } cameOf { name id } registeredAt")).toEqual({
    state: "proposed", number: null, ownerName: "Nobody Here", owner: null, cameOf: { name: "PM-9", id: null },
    registeredAt: "2019-11-29T00:00:00Z",
  });
  expect(await imported(actions, [item])).toMatchObject({ imported: 0, unchanged: 1 });
  await imported({ kind: "incidents", service: "shop" }, [incident]);
  expect(await imported(actions, [{ ...item, owner: "ADA" }])).toMatchObject({ updated: 1 });
  expect(await read("owner { name } cameOf { kind name url }")).toMatchObject({
    owner: { name: "ada" }, cameOf: { kind: "incident", name: "PM-9", url: expect.stringMatching(/^\/incidents\//u) },
  });
  const { incident: told } = await answered(spec, ada, { query: '{ incident(id: "PM-9") { actions { reference } } }' });
  expect(told).toEqual({ actions: [{ reference: "PM-9#1" }] });
});

it("what was changed here stays when the other system says it again, and what it has ended is done", async () => {
  const { id } = await read("id");
  await spec.run(ada, "promiseActionDue", { actionId: id, dueOn: "2026-12-15" });
  const done = { ...item, owner: "ADA", state: "done", doneAt: "2020-01-10T09:00:00Z" };
  expect(await imported({ kind: "actions" }, [done])).toMatchObject({ updated: 1 });
  expect(await read("state dueOn finishedAt endedAt finishedBy { name }")).toEqual({
    state: "done", dueOn: "2026-12-15", finishedAt: "2020-01-10T09:00:00Z", endedAt: "2020-01-10T09:00:00Z", finishedBy: null,
  });
});

it("an action belongs to no service, and a dry run records nothing", async () => {
  expect((await post("/imports", { kind: "actions", service: "shop", sourceName: "x" })).statusCode).toBe(400);
  expect(await imported({ kind: "jira", dryRun: true }, [{ ...item, sourceId: "OPS-1" }])).toMatchObject({ imported: 1 });
  expect(await answered(spec, ada, { query: '{ action(id: "OPS-1") { id } }' })).toEqual({ action: null });
});
