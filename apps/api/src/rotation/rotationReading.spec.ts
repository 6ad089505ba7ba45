import { alertDecider, type Aggregate, importRunDecider, pageDecider } from "@ballast/domain";
import { handle, ids } from "@ballast/eventlog";
import { defaultPagePolicy, type BallastEvent } from "@ballast/schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { answered, ask } from "../specification/asking.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let ada: Principal;
let bob: Principal;
let rotationId = "";
let pageId = "";
let alertId = "";
let importId = "";

/** What a workflow, a webhook or an import writes. */
async function written<State, Command, Event extends BallastEvent>(
  id: string,
  { aggregate, commands }: { aggregate: Aggregate<State, Command, Event>; commands: readonly Command[] },
): Promise<void> {
  for (const command of commands) {
    const now = spec.server.now().toISOString();
    const { position } = await handle(spec.server.log, {
      aggregate,
      id,
      command,
      context: {
        commandId: crypto.randomUUID(), actor: { personId: null, name: "workflow", means: "workflow" }, now, correlationId: "spec",
        causationId: "spec",
      },
    });
    await spec.server.readModel.waitFor(position);
  }
}

beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
  bob = await spec.person("bob", ["viewer"]);
  const now = "2026-11-23T09:00:00.000Z";
  await spec.run(ada, "registerService", { slug: "search", name: "Search" });
  const serviceId = ids.service("search");
  rotationId = (
    await spec.run(ada, "createRotation", {
      name: "First line", timeZone: "Europe/Zurich", handOver: { every: "day", at: "09:00" }, people: [ada.person.id, bob.person.id],
      startsOn: "2026-11-22",
    })
  ).recordId;
  await spec.run(ada, "addOverride", {
    rotationId, personId: ada.person.id, from: "2026-11-24T12:00:00Z", to: "2026-11-24T14:00:00Z", reason: "dentist",
  });
  await spec.run(ada, "assignRotation", { service: "search", purpose: "responders", rotationId });
  const incidentId = (await spec.run(ada, "declareIncident", { title: "Search fails", severity: 1, services: ["search"], private: true }))
    .recordId;
  pageId = ids.page(incidentId, "responders", "spec");
  const request = { pageId, incidentId, purpose: "responders", severity: 1, reason: "severity 1", policy: defaultPagePolicy } as const;
  await written(pageId, {
    aggregate: pageDecider,
    commands: [
      { type: "RequestPage", now, ...request, rotationIds: [rotationId], escalations: [], personIds: [] },
      {
        type: "SendPage", now, pageId, key: "1", step: "person", round: 0, personId: bob.person.id, channel: "mail",
        address: "bob@example.org",
      },
    ],
  });
  alertId = ids.alert(ids.integration("spec"), "f");
  await written(alertId, {
    aggregate: alertDecider,
    commands: [
      {
        type: "FireAlert", now, alertId, integrationId: ids.integration("spec"), fingerprint: "f", groupKey: "g", name: "HighErrors",
        summary: "6 % fail", startsAt: now, severity: "critical", labels: { service: "search" }, annotations: {}, serviceId,
        generatorUrl: null,
      },
    ],
  });
  importId = ids.import("spec");
  await written(importId, {
    aggregate: importRunDecider,
    commands: [{ type: "StartImport", now, importId, kind: "releases", serviceId, sourceName: "releases.jsonl", expectedRecords: 3 }],
  });
});
afterAll(() => spec.close());

const query = (text: string, by = ada, variables: Record<string, unknown> = {}) => answered(spec, by, { query: text, variables });

describe("a rotation", () => {
  const text =
    "query ($id: ID!) { rotation(id: $id) { name timeZone handOver people { name } onNow { name } next { name } nextHandOverAt services { slug } overrides { person { name } reason } layers } rotations { name } }";

  it("says who is on call, who is next and when, as its clock on the wall has it", async () => {
    spec.at("2026-11-23T09:30:00.000Z");
    expect(await query(text, ada, { id: rotationId })).toMatchObject({
      rotations: [{ name: "First line" }],
      rotation: {
        timeZone: "Europe/Zurich", handOver: { every: "day", at: "09:00" }, people: [{ name: "ada" }, { name: "bob" }],
        onNow: { name: "bob" }, next: { name: "ada" }, nextHandOverAt: "2026-11-24T08:00:00.000Z", services: [{ slug: "search" }],
        overrides: [{ person: { name: "ada" }, reason: "dentist" }],
      },
    });
  });

  it("says what a change of people would do, and what somebody has taken on", async () => {
    spec.at("2026-11-23T09:30:00.000Z");
    const preview =
      "query ($id: ID!, $people: [ID!]!, $me: ID!) { rotation(id: $id) { latestPeople { name } afterChange(people: $people) { onNow { name } next { name } nextHandOverAt taken { from to person { name } taker { name } } } } node(id: $me) { ... on Person { onCallAhead { rotation { name } shifts { from to override } } } } }";
    const global = (id: string) => Buffer.from(`Person:${id}`).toString("base64url");
    const answer = await query(preview, ada, { id: rotationId, people: [global(ada.person.id)], me: global(bob.person.id) });
    expect(answer).toMatchObject({
      rotation: {
        latestPeople: [{ name: "ada" }, { name: "bob" }], afterChange: { onNow: { name: "ada" }, next: null, nextHandOverAt: null },
      },
      node: { onCallAhead: [{ rotation: { name: "First line" } }] },
    });
    const [taken, held] = [/"taken":(\[.*?\])/u, /"shifts":(\[.*?\])/u].map((part): unknown =>
      JSON.parse(part.exec(JSON.stringify(answer))?.[1] ?? "[]"),
    );
    expect([taken, held]).toEqual([expect.objectContaining({ length: 29 }), expect.objectContaining({ length: 29 })]);
    expect(taken).toEqual(
      expect.arrayContaining([
        { from: "2026-11-23T09:30:00.000Z", to: "2026-11-24T08:00:00.000Z", person: { name: "bob" }, taker: { name: "ada" } },
      ]),
    );
  });

  it("tells its shifts without gap or overlap, and refuses what would take for ever", async () => {
    const shifts =
      "query ($id: ID!, $from: DateTime!, $to: DateTime!) { rotation(id: $id) { shifts(from: $from, to: $to) { from to override person { name } } } }";
    const { rotation } = await query(shifts, ada, { id: rotationId, from: "2026-11-24T08:00:00Z", to: "2026-11-25T08:00:00Z" });
    expect(rotation).toEqual({ shifts: [
      { from: "2026-11-24T08:00:00.000Z", to: "2026-11-24T12:00:00.000Z", override: false, person: { name: "ada" } },
      { from: "2026-11-24T12:00:00.000Z", to: "2026-11-24T14:00:00.000Z", override: true, person: { name: "ada" } },
      { from: "2026-11-24T14:00:00.000Z", to: "2026-11-25T08:00:00.000Z", override: false, person: { name: "ada" } },
    ] });
    for (const to of ["2030-01-01T00:00:00Z", "2026-11-24T08:00:00Z"]) {
      const { errors } = await ask(spec, ada, { query: shifts, variables: { id: rotationId, from: "2026-11-24T08:00:00Z", to } });
      expect(errors?.[0]?.path).toEqual(["rotation", "shifts"]);
    }
  });
});

describe("the inbox", () => {
  const text =
    "query ($me: ID) { pages(person: $me, open: true) { totalCount edges { node { id state reason sends { person { name } channel } incident { title private } } } } now { inbox { id } } }";

  it("shows who was paged what it is about, also when it is private, and nobody else", async () => {
    expect(await query(text, bob, { me: bob.person.id })).toMatchObject({
      pages: {
        totalCount: 1,
        edges: [
          {
            node: {
              state: "open", reason: "severity 1", sends: [{ person: { name: "bob" }, channel: "mail" }],
              incident: { title: "Search fails", private: true },
            },
          },
        ],
      },
      now: { inbox: [{}] },
    });
    const carl = await spec.person("carl", ["viewer"]);
    expect(await query(text, carl, { me: null })).toEqual({ pages: { totalCount: 0, edges: [] }, now: { inbox: [] } });
  });

  it("is empty after an answer, and says how long that took", async () => {
    spec.at("2026-11-23T09:04:00.000Z");
    await spec.run(bob, "acknowledgePage", { pageId });
    expect(
      await query(
        "query ($id: ID!) { node(id: $id) { ... on Page { state acknowledgeMs acknowledgedBy { name } } } now { inbox { id } } }",
        bob,
        { id: Buffer.from(`Page:${pageId}`).toString("base64url") },
      ),
    ).toEqual({
      node: { state: "acknowledged", acknowledgeMs: 240_000, acknowledgedBy: { name: "bob" } }, now: { inbox: [] },
    });
  });
});

describe("alerts, imports, people and what lets others in", () => {
  it("are listed with what they are about", async () => {
    expect(
      await query(
        '{ alerts(filter: { service: "search", firing: true }) { totalCount edges { node { name severity labels service { slug } incident { title } } } } imports { edges { node { kind state expectedRecords service { slug } skipped { line } } } } }',
      ),
    ).toEqual({
      alerts: {
        totalCount: 1,
        edges: [
          {
            node: { name: "HighErrors", severity: "critical", labels: { service: "search" }, service: { slug: "search" }, incident: null },
          },
        ],
      },
      imports: { edges: [{ node: { kind: "releases", state: "running", expectedRecords: 3, service: { slug: "search" }, skipped: [] } }] },
    });
    expect(await query("query ($id: ID!) { import(id: $id) { sourceName } }", ada, { id: importId })).toEqual({
      import: { sourceName: "releases.jsonl" },
    });
  });

  it("show an address to write to only to its person and administrators, in the log too", async () => {
    await spec.run(ada, "setContacts", {
      personId: ada.person.id,
      email: "ada@example.org",
      chatWebhookUrl: "https://chat.example/secret-path",
    });
    const text =
      '{ people(text: "ada") { edges { node { login email chatWebhookUrl } } } events(types: ["ContactsSet"]) { edges { node { data } } } }';
    expect(JSON.stringify(await query(text, bob))).not.toContain("secret-path");
    expect(await query(text)).toMatchObject({
      people: { edges: [{ node: { email: "ada@example.org", chatWebhookUrl: "https://chat.example/secret-path" } }] },
    });
  });

  it("show tokens to their person, all of them to administrators, and never a secret", async () => {
    const { secret } = await spec.run(ada, "issueToken", { name: "pipeline", roles: ["engineer"] });
    const text =
      "{ tokens { name revoked person { name } } me { via permissions person { name } } integrations { name service { slug } } events(first: 200) { edges { node { data } } } }";
    const answer = await query(text);
    expect(answer).toMatchObject({
      tokens: [{ name: "pipeline", revoked: false, person: { name: "ada" } }], me: { via: "console", person: { name: "ada" } },
    });
    expect(JSON.stringify(answer)).not.toContain(secret ?? "no secret");
    expect(await query("{ tokens { name } }", bob)).toEqual({ tokens: [] });
  });
});
