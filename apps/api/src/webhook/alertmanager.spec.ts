import { existsSync, readFileSync } from "node:fs";
import { incidentDecider } from "@ballast/domain";
import { foldRecord, ids } from "@ballast/eventlog";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { specHttp } from "../specification/http.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let app: FastifyInstance;
let ada: Principal;
let address = "";
let integrationId = "";
beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
  app = await specHttp(spec);
  for (const slug of ["checkout", "search", "storm", "fallback"]) await spec.run(ada, "registerService", { slug, name: slug });
  const added = await spec.run(ada, "addIntegration", {
    kind: "alertmanager", name: "Prometheus", service: "fallback", severities: { critical: 1, page: 2, info: null },
  });
  integrationId = added.recordId;
  address = new URL(added.url ?? "").pathname;
});
afterAll(async () => {
  await app.close();
  await spec.close();
});

interface Told {
  readonly name?: string;
  readonly service?: string;
  readonly severity?: string;
  readonly endsAt?: string;
  readonly startsAt?: string;
  readonly fingerprint: string;
}

const alert = ({ name = "Errors", service, severity = "critical", endsAt, startsAt = "2026-11-23T08:58:00Z", fingerprint }: Told) => ({
  status: endsAt === undefined ? "firing" : "resolved",
  fingerprint,
  startsAt,
  endsAt: endsAt ?? "0001-01-01T00:00:00Z",
  generatorURL: "http://prometheus.example/graph",
  labels: { alertname: name, severity, ...(service === undefined ? {} : { service }) },
  annotations: { summary: `${name} are high` },
});
const post = (alerts: readonly object[], more: object = {}, to = address) =>
  app.inject({
    method: "POST",
    url: to,
    payload: {
      version: "4", groupKey: "{}:{}", status: "firing", receiver: "ballast", groupLabels: {}, commonLabels: {}, externalURL: "", alerts,
      ...more,
    },
  });
const incident = (id: string) => foldRecord(spec.server.log, incidentDecider, id);
const eventsOf = async (type: string) => {
  const found = [];
  for await (const recorded of spec.server.log.readAll()) if (recorded.event.type === type) found.push(recorded);
  return found;
};
const onlyIncident = (body: unknown): string => {
  const { incidentIds } = body as { incidentIds: string[] };
  expect(incidentIds).toHaveLength(1);
  return incidentIds[0] ?? "";
};

describe("a notification", () => {
  it("declares an incident for the service that its label names, at the mapped severity", async () => {
    const answer = await post([alert({ fingerprint: "a1", service: "checkout" })]);
    expect(answer.statusCode).toBe(200);
    const state = await incident(onlyIncident(answer.json()));
    expect(state).toMatchObject({
      status: "declared", title: "checkout: Errors are high", severity: 1, serviceIds: [ids.service("checkout")], state: "triage",
      declaration: { declaredAutomatically: true, publicImpact: "none", impactStartAt: "2026-11-23T08:58:00Z" },
    });
  });

  it("changes nothing when it comes again, and joins the open incident with other alerts", async () => {
    const again = await post([alert({ fingerprint: "a1", service: "checkout" })]);
    expect(again.json()).toMatchObject({ fired: 0, repeated: 1 });
    const before = (await eventsOf("IncidentDeclared")).length;
    const more = await post([alert({ fingerprint: "a2", service: "checkout", name: "Latency" })]);
    expect(more.json()).toMatchObject({ fired: 1 });
    expect((await eventsOf("IncidentDeclared")).length).toBe(before);
  });

  it("records what is mapped to nobody and declares nothing for it", async () => {
    const before = (await eventsOf("IncidentDeclared")).length;
    const answer = await post([alert({ fingerprint: "b1", service: "search", severity: "info" })]);
    expect(answer.json()).toMatchObject({ fired: 1, incidentIds: [] });
    expect((await eventsOf("IncidentDeclared")).length).toBe(before);
  });

  it("declares by the integration's default what is not mapped, and by the mapping whatever the case", async () => {
    const other = await post([alert({ fingerprint: "b2", service: "search", severity: "P4" })]);
    expect(await incident(onlyIncident(other.json()))).toMatchObject({ severity: 3 });
  });

  it("goes to the integration's service where the label names none", async () => {
    const answer = await post([alert({ fingerprint: "c1", service: "no-such-service", severity: "page" })]);
    expect(await incident(onlyIncident(answer.json()))).toMatchObject({ serviceIds: [ids.service("fallback")], severity: 2 });
  });

  it("proposes to resolve when all alerts have cleared, and resolves nothing", async () => {
    const [id] = spec.server.readModel.incidents.open({ serviceId: ids.service("checkout"), viewer: "all" }).map((row) => row.id);
    const ended = { endsAt: "2026-11-23T09:00:00Z" };
    await post([alert({ fingerprint: "a1", service: "checkout", ...ended })]);
    expect(await incident(id ?? "")).toMatchObject({ resolutionProposed: false });
    await post([alert({ fingerprint: "a2", service: "checkout", ...ended })], { truncatedAlerts: 3 });
    expect(await incident(id ?? "")).toMatchObject({ resolutionProposed: false });
    await post([alert({ fingerprint: "a2", service: "checkout", ...ended })]);
    expect(await incident(id ?? "")).toMatchObject({ resolutionProposed: true, state: "triage" });
  });

  it("notes that alerts were left out", async () => {
    const answer = await post([alert({ fingerprint: "c2", service: "fallback" })], { truncatedAlerts: 7 });
    const id = onlyIncident(answer.json());
    await post([alert({ fingerprint: "c3", service: "fallback" })], { truncatedAlerts: 7 });
    const entries = (await spec.server.log.read(`incident-${id}`)).events.filter(({ event }) => event.type === "EntryAdded");
    expect(entries).toHaveLength(1);
  });

  it("of an alert whose incident a person has resolved does not declare another; a new alert does", async () => {
    const answer = await post([alert({ fingerprint: "d1", service: "search" })]);
    const id = onlyIncident(answer.json());
    await spec.run(ada, "changeIncidentState", { incidentId: id, to: "investigating" });
    await spec.run(ada, "changeIncidentState", { incidentId: id, to: "resolved" });
    expect((await post([alert({ fingerprint: "d1", service: "search" })])).json()).toMatchObject({ incidentIds: [] });
    expect((await post([alert({ fingerprint: "d1", service: "search", startsAt: "2026-11-23T08:59:30Z" })])).json()).toMatchObject({
      incidentIds: [],
    });
    await post([alert({ fingerprint: "d1", service: "search", endsAt: "2026-11-23T08:59:40Z" })]);
    const next = onlyIncident((await post([alert({ fingerprint: "d1", service: "search", startsAt: "2026-11-23T08:59:50Z" })])).json());
    expect(next).not.toBe(id);
  });
});

describe("a storm", () => {
  it("loses and doubles nothing, and is one incident", async () => {
    const many = Array.from({ length: 120 }, (_, index) => alert({ fingerprint: `s${index}`, service: "storm", name: `Alert ${index}` }));
    const parts = Array.from({ length: 8 }, (_, connection) => many.slice(connection * 15, connection * 15 + 15));
    const answers = await Promise.all([...parts, ...parts, ...parts].map((part) => post(part)));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(answers.map(() => 200));
    const alertIds = new Set(many.map(({ fingerprint }) => ids.alert(integrationId, fingerprint)));
    const fired = (await eventsOf("AlertFired")).filter(({ id }) => alertIds.has(id));
    expect(fired).toHaveLength(120);
    const attached = (await eventsOf("AlertAttached")).filter(
      ({ event }) => event.type === "AlertAttached" && alertIds.has(event.data.alertId),
    );
    expect(attached).toHaveLength(120);
    expect(new Set(attached.map(({ id }) => id)).size).toBe(1);
  });
});

describe("too many at once", () => {
  it("are sent away with 503, which is tried again, and what was let in is in the log", async () => {
    const many = Array.from({ length: 200 }, (_, index) => alert({ fingerprint: `over${index}`, service: "storm", severity: "info" }));
    const answers = await Promise.all(many.map((one) => post([one])));
    const statuses = new Set(answers.map(({ statusCode }) => statusCode));
    expect(statuses).toEqual(new Set([200, 503]));
    const away = answers.find(({ statusCode }) => statusCode === 503);
    expect(away?.headers["retry-after"]).toBe("1");
    const again = await Promise.all(many.filter((_, index) => answers[index]?.statusCode === 503).slice(0, 60).map((one) => post([one])));
    expect(new Set(again.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
    const fired = (await eventsOf("AlertFired")).filter(
      ({ event }) => event.type === "AlertFired" && event.data.fingerprint.startsWith("over"),
    );
    expect(fired).toHaveLength(answers.filter(({ statusCode }) => statusCode === 200).length + again.length);
  });
});

describe("what is no notification", () => {
  it("is refused: unknown or removed key, malformed, another version, too large", async () => {
    expect((await post([], {}, `/hooks/alertmanager/${integrationId}.wrong`)).statusCode).toBe(404);
    expect((await post([], {}, "/hooks/alertmanager/nonsense")).statusCode).toBe(404);
    expect(
      (await app.inject({ method: "POST", url: address, headers: { "content-type": "application/json" }, payload: "{ not json" }))
        .statusCode,
    ).toBe(400);
    expect((await app.inject({ method: "POST", url: address, payload: { hello: 1 } })).json()).toMatchObject({ code: "INVALID_INPUT" });
    expect((await post([alert({ fingerprint: "v3" })], { version: "3" })).statusCode).toBe(400);
    expect(
      (
        await app.inject({
          method: "POST", url: address, headers: { "content-type": "application/json" }, payload: "x".repeat(17 * 1024 * 1024),
        })
      ).statusCode,
    ).toBe(413);
    const removed = await spec.run(ada, "addIntegration", { kind: "alertmanager", name: "Old", severities: { critical: 1 } });
    await spec.run(ada, "removeIntegration", { integrationId: removed.recordId });
    expect((await post([], {}, new URL(removed.url ?? "").pathname)).statusCode).toBe(404);
  });

  it("is told from one that has malformed alerts among others, or words that JavaScript reserves", async () => {
    const some = await post([{ status: "firing" }, alert({ fingerprint: "some" })]);
    expect([some.statusCode, some.json()]).toEqual([
      200,
      expect.objectContaining({ fired: 1, refused: [{ index: 0, why: expect.stringContaining("labels") as string }] }),
    ]);
    const none = await post([{ status: "firing" }]);
    expect([none.statusCode, none.json()]).toEqual([
      400,
      expect.objectContaining({ code: "INVALID_INPUT", refused: [expect.objectContaining({ index: 0 })] }),
    ]);
    const text = JSON.stringify({ groupKey: "g", status: "firing", alerts: [alert({ fingerprint: "proto" })] }).replace(
      '"alertname"',
      '"__proto__":"x","constructor":"y","alertname"',
    );
    const words = await app.inject({ method: "POST", url: address, headers: { "content-type": "application/json" }, payload: text });
    expect([words.statusCode, words.json()]).toEqual([200, expect.objectContaining({ fired: 1, refused: [] })]);
  });

  it("takes no siblings with it where one is nested too deeply, or has half a character", async () => {
    const text = JSON.stringify({
      version: "4", groupKey: "deep", status: "firing",
      alerts: [{ ...alert({ fingerprint: "deep" }), x: "DEEP" }, alert({ fingerprint: "beside-deep", severity: "info" }), {
        ...alert({ fingerprint: "half" }), labels: { alertname: `${"x".repeat(299)}😀`, severity: "info", odd: "\uD800\u0000" },
      }],
    }).replace('"DEEP"', "[".repeat(50_000) + "]".repeat(50_000));
    const answer = await app.inject({ method: "POST", url: address, payload: text, headers: { "content-type": "application/json" } });
    expect([answer.statusCode, answer.json()]).toEqual([
      200, expect.objectContaining({ fired: 2, refused: [{ index: 0, why: "it is nested too deeply" }] }),
    ]);
  });

  it("never leaves the key where it could be read", async () => {
    const { events } = await spec.server.log.read(`integration-${integrationId}`);
    expect(JSON.stringify(events[0]?.event)).not.toContain(address.split(".")[1]);
  });
});

const real = new URL("../../../../../shared/data/open/webhooks_alerts.jsonl", import.meta.url);

describe.skipIf(!existsSync(real))("real notifications (skipped where the folder of real records is missing)", () => {
  it("of version 4 are taken, also from senders that leave the fingerprint out", async () => {
    const lines = readFileSync(real, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { vendor: string; payload: { version?: string } });
    const notifications = lines.filter(({ vendor, payload }) => vendor === "prometheus" && payload.version === "4");
    expect(notifications.length).toBeGreaterThan(0);
    for (const { payload } of notifications) {
      expect((await app.inject({ method: "POST", url: address, payload })).json()).toMatchObject({ fired: 1 });
      expect((await app.inject({ method: "POST", url: address, payload })).json()).toMatchObject({ fired: 0, repeated: 1 });
    }
  });
});
