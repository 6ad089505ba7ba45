import { alertDecider, incidentDecider } from "@ballast/domain";
import { foldRecord, ids } from "@ballast/eventlog";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Principal } from "../../auth/principal.ts";
import { fingerprintOf } from "../vendors/reading.ts";
import { specHttp } from "../../specification/http.ts";
import { specServer, type SpecServer } from "../../specification/server.ts";

let spec: SpecServer;
let app: FastifyInstance;
let ada: Principal;
beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
  app = await specHttp(spec);
  for (const slug of ["checkout", "search", "fallback"]) await spec.run(ada, "registerService", { slug, name: slug });
});
afterAll(async () => {
  await app.close();
  await spec.close();
});

const severities = { critical: 1, error: 2, warning: 3, P1: 1, P2: 2, info: null };
const add = (kind: string, more: object = {}) => spec.run(ada, "addIntegration", { kind, name: `Our ${kind}`, severities, ...more });
const post = (url: string, payload: string | object, headers: Record<string, string> = {}) =>
  app.inject({ method: "POST", url, payload, headers });
const alertOf = (integrationId: string, fingerprint: string) => foldRecord(
  spec.server.log, alertDecider, ids.alert(integrationId, fingerprint),
);
const openOn = (slug: string) => spec.server.readModel.incidents.open({ serviceId: ids.service(slug), viewer: "all" });
const deliveriesOf = async (integrationId: string, count: number) =>
  vi.waitFor(() => {
    const { deliveries } = spec.server.readModel.deliveries.of(integrationId, 100);
    expect(deliveries.length).toBeGreaterThanOrEqual(count);
    return deliveries;
  }, { timeout: 10_000 });

describe("PagerDuty's events", () => {
  let routing_key = "";
  let integrationId = "";
  beforeAll(async () => {
    const added = await add("pagerduty", { service: "checkout" });
    [routing_key, integrationId] = [added.secret ?? "", added.recordId];
    expect(added.url).toMatch(/\/v2\/enqueue$/);
    expect(routing_key).toMatch(/^[0-9a-f]{32}$/);
  });
  const payload = { summary: "Queue is full", source: "queue-1", severity: "error", custom_details: { depth: 9_000, __proto__: null } };
  const enqueue = (event: object) => post("/v2/enqueue", { routing_key, ...event });

  it("trigger, acknowledge and resolve an alert by its key, each once", async () => {
    const first = await enqueue({ event_action: "trigger", dedup_key: "queue", payload });
    expect([first.statusCode, first.json()]).toEqual([202, { status: "success", message: "Event processed", dedup_key: "queue" }]);
    expect(await alertOf(integrationId, "queue")).toMatchObject({
      status: "firing", acknowledgedAt: null, episode: { ordinal: 1, severity: "error", labels: { depth: "9000", source: "queue-1" } },
    });
    const [incident] = openOn("checkout");
    expect(incident).toMatchObject({ severity: 2 });
    spec.at("2026-11-23T09:01:00.000Z");
    await enqueue({ event_action: "trigger", dedup_key: "queue", payload });
    for (let times = 0; times < 2; times += 1) expect(
      (await enqueue({ event_action: "acknowledge", dedup_key: "queue" })).statusCode,
    ).toBe(202);
    expect(await alertOf(integrationId, "queue")).toMatchObject({ acknowledgedAt: "2026-11-23T09:01:00.000Z", episode: { ordinal: 1 } });
    const told = (await spec.server.log.read(`incident-${incident?.id ?? ""}`)).events.filter(({ event }) => event.type === "EntryAdded");
    expect(told).toHaveLength(1);
    spec.at("2026-11-23T09:02:00.000Z");
    await enqueue({ event_action: "resolve", dedup_key: "queue" });
    expect(
      await foldRecord(spec.server.log, incidentDecider, incident?.id ?? ""),
    ).toMatchObject({ resolutionProposed: true, state: "triage" });
    spec.at("2026-11-23T09:02:30.000Z");
    await enqueue({ event_action: "trigger", dedup_key: "queue", payload: { ...payload, timestamp: "2026-11-23T08:00:00Z" } });
    expect(await alertOf(integrationId, "queue")).toMatchObject({ status: "firing", episode: { ordinal: 2 } });
  });

  it("of what is not open are dropped, and answered like any other", async () => {
    for (const event_action of ["acknowledge", "resolve"]) {
      expect((await enqueue({ event_action, dedup_key: "never" })).json()).toMatchObject({ status: "success", dedup_key: "never" });
    }
    expect((await spec.server.log.read(`alert-${ids.alert(integrationId, "never")}`)).events).toEqual([]);
  });

  it("are given a key where they have none", async () => {
    const { dedup_key } = (
      await enqueue({ event_action: "trigger", payload: { ...payload, severity: "info" } })
    ).json<{ dedup_key: string }>();
    expect(await alertOf(integrationId, dedup_key)).toMatchObject({ status: "firing" });
  });

  it("are refused with what is wrong, and say nothing of keys", async () => {
    const errors = async (event: object) => {
      const answer = await enqueue(event);
      return [answer.statusCode, answer.json<{ errors: string[] }>().errors];
    };
    expect(await errors({ event_action: "trigger" })).toEqual([400, ["payload: 'payload' is missing or blank"]]);
    expect(await errors({ event_action: "resolve" })).toEqual([400, ["dedup_key: 'dedup_key' is missing or blank"]]);
    expect(
      await errors({ event_action: "trigger", dedup_key: "x".repeat(10_240), payload }),
    ).toEqual([400, [expect.stringContaining("dedup_key")]]);
    expect(await errors({ event_action: "boast", payload })).toEqual([400, [expect.stringContaining("event_action")]]);
    const wrong = ["a".repeat(32), integrationId, "", undefined, 7, { $ne: 1 }].map(
      (key) => ({ routing_key: key, event_action: "trigger", payload }),
    );
    const answers = await Promise.all(wrong.map(async (event) => (await post("/v2/enqueue", event)).body));
    expect(new Set(answers).size).toBe(1);
    const removed = await add("pagerduty");
    await spec.run(ada, "removeIntegration", { integrationId: removed.recordId });
    expect((await post("/v2/enqueue", { routing_key: removed.secret, event_action: "trigger", payload })).body).toBe(answers[0]);
  });

  it("are kept without their key, and can be taken again", async () => {
    const added = await add("pagerduty");
    const send = (event: object) => post("/v2/enqueue", { routing_key: added.secret, ...event });
    await send({ event_action: "trigger", dedup_key: "k", payload: { ...payload, severity: "info" } });
    const [first] = await deliveriesOf(added.recordId, 1);
    expect(first).toMatchObject({ action: "trigger", outcome: "accepted", fired: 1 });
    await send({ event_action: "trigger" });
    const [refused] = await deliveriesOf(added.recordId, 2);
    expect(refused).toMatchObject({ outcome: "refused", why: "payload: 'payload' is missing or blank", refused: 1 });
    const stored = await spec.server.log.read(`delivery-${added.recordId}`);
    expect(JSON.stringify(stored.events.map(({ event }) => event))).not.toContain(added.secret);
    const redelivered = await spec.run(ada, "redeliver", { integrationId: added.recordId, deliveryId: first?.deliveryId ?? "" });
    expect(redelivered).toMatchObject({ outcome: "accepted" });
    expect(await deliveriesOf(added.recordId, 3)).toContainEqual(expect.objectContaining({ fired: 0, repeated: 1 }));
    await expect(spec.run(await spec.person("rita", ["responder"]), "redeliver", {
      integrationId: added.recordId, deliveryId: first?.deliveryId ?? "",
    })).rejects.toMatchObject({ code: "NOT_ALLOWED" });
  });

  it("of changes stand as observed deploys, the same one once", async () => {
    const change = {
      routing_key, links: [{ href: "https://ci.example/1", text: "build" }],
      payload: {
        summary: "Config of checkout changed", timestamp: "2026-11-23T08:59:00Z", source: "ci", custom_details: { environment: "Staging" },
      },
    };
    for (let times = 0; times < 2; times += 1)
      expect((await post("/v2/change/enqueue", change)).json()).toEqual({ status: "success", message: "Change event processed" });
    await spec.server.readModel.waitFor(await spec.server.log.lastPosition());
    const { nodes } = spec.server.readModel.deploys.list({ slice: { first: 10 } });
    expect(nodes).toEqual([expect.objectContaining({ environment: "staging", version: "Config of checkout changed" })]);
  });
});

describe("Opsgenie's alerts", () => {
  it("are opened, acknowledged and closed by alias, with its key in its header", async () => {
    const { secret, recordId } = await add("opsgenie", { service: "search" });
    const headers = { authorization: `GenieKey ${secret ?? ""}` };
    const created = await post("/v2/alerts", { message: "Disk full", alias: "disk/1", priority: "P2", tags: ["db"] }, headers);
    expect([created.statusCode, created.json()]).toEqual([202, expect.objectContaining({ result: "Request will be processed" })]);
    expect(await alertOf(recordId, "disk/1")).toMatchObject({ status: "firing", episode: { severity: "P2", name: "Disk full" } });
    expect(openOn("search")).toHaveLength(1);
    await post("/v2/alerts/disk%2F1/acknowledge?identifierType=alias", { user: "Ana" }, headers);
    expect(await alertOf(recordId, "disk/1")).toMatchObject({ acknowledgedAt: "2026-11-23T09:02:30.000Z" });
    spec.at("2026-11-23T09:03:00.000Z");
    await post("/v2/alerts/disk%2F1/close?identifierType=alias", "", headers);
    expect(await alertOf(recordId, "disk/1")).toMatchObject({ status: "cleared" });
    expect((await post("/v2/alerts/none/close", {}, headers)).statusCode).toBe(202);
    expect((await post("/v2/alerts", { message: " " }, headers)).statusCode).toBe(422);
    expect((await post("/v2/alerts", { message: "x" }, { authorization: "GenieKey nobody" })).statusCode).toBe(401);
    expect((await post("/v2/alerts", { message: "x" })).statusCode).toBe(401);
  });
});

describe("what other systems say", () => {
  it("is taken with names as long as theirs, by the id that was answered, and with characters that no log takes", async () => {
    const { secret, recordId } = await add("opsgenie");
    const headers = { authorization: `GenieKey ${secret ?? ""}` };
    const alias = `${"Ł".repeat(511)}/`;
    await post("/v2/alerts", { message: "long", alias, priority: "P5" }, headers);
    expect(await alertOf(recordId, fingerprintOf(alias))).toMatchObject({ status: "firing" });
    await post(`/v2/alerts/${encodeURIComponent(alias)}/close?identifierType=alias`, {}, headers);
    expect(await alertOf(recordId, fingerprintOf(alias))).toMatchObject({ status: "cleared" });
    const { requestId } = (await post("/v2/alerts", { message: "nameless", priority: "P5" }, headers)).json<{ requestId: string }>();
    expect(await alertOf(recordId, requestId)).toMatchObject({ status: "firing" });
    await post(`/v2/alerts/${requestId}/close`, {}, headers);
    expect(await alertOf(recordId, requestId)).toMatchObject({ status: "cleared" });
    for (const [name, as] of [[`${"x".repeat(299)}😀`, "x".repeat(299)], ["a\u0000b", "a\uFFFDb"], ["a\uD800b", "a\uFFFDb"]]) {
      const details = { [`${String(name)}😀`]: `${"y".repeat(1_999)}😀` };
      const answer = await post("/v2/alerts", { message: name, alias: `n ${String(name).slice(0, 3)}`, priority: "P5", details }, headers);
      expect([name, answer.statusCode]).toEqual([name, 202]);
      expect(await alertOf(recordId, fingerprintOf(`n ${String(name).slice(0, 3)}`))).toMatchObject({ episode: { name: as } });
    }
  });
});

describe("JSON of any shape", () => {
  const mapping = {
    alerts: "checks", id: "{host}/{check.id}", name: "{check.name}", summary: "{text}", severity: "{level}", service: "{app}",
    state: "{state}", cleared: ["OK"], url: "",
  };
  it("is read by the mapping of its integration, and cleared by its words", async () => {
    const { url, recordId } = await add("json", { mapping });
    const to = new URL(url ?? "").pathname;
    const check = { host: "h1", check: { id: 7, name: "Ping" }, text: "no answer", level: "warning", app: "fallback", state: "DOWN" };
    expect((await post(to, { checks: [check] })).json()).toMatchObject({ outcome: "accepted", fired: 1 });
    expect(openOn("fallback")).toHaveLength(1);
    expect((await post(to, { checks: [{ ...check, state: "ok" }] })).json()).toMatchObject({ cleared: 1 });
    expect(await alertOf(recordId, "h1/7")).toMatchObject({ status: "cleared" });
    expect((await post(to, { other: 1 })).json()).toMatchObject({ code: "INVALID_INPUT", message: 'there is no list at "checks"' });
    expect((await post(to, "<xml/>", { "content-type": "text/xml" })).statusCode).toBe(400);
  });
  it("needs a mapping whose paths are paths, and that is tried before", async () => {
    await expect(add("json")).rejects.toMatchObject({ code: "INVALID_INPUT" });
    for (const id of ["{a..b}", "{a[*]}", "{a[-1]}"])
      await expect(add("json", { mapping: { ...mapping, id } })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await expect(add("webhook", { mapping })).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });
});

describe("CloudEvents", () => {
  const incident = (id: string, predicate: string, more: object = {}) => ({
    context: {
      specversion: "0.5.1", id: `e-${id}-${predicate}`, source: "/mon", type: `dev.cdevents.incident.${predicate}.0.3.0`,
      timestamp: "2026-11-23T09:02:00Z",
    },
    subject: { id, source: "/mon", content: { description: "Too slow", service: { id: "/apps/search" }, ...more } },
    customData: { severity: "warning" },
  });
  const envelope = (data: { readonly context: { readonly id: string; readonly type: string } }) => ({
    specversion: "1.0", id: data.context.id, source: "/mon", type: data.context.type, datacontenttype: "application/json", data,
  });
  it("are taken as JSON, in headers, in batches and as bare CDEvents", async () => {
    const { url, recordId } = await add("cloudevents");
    const to = new URL(url ?? "").pathname;
    const structured = await post(to, JSON.stringify(envelope(incident("i1", "detected"))), {
      "content-type": "application/cloudevents+json",
    });
    expect(structured.statusCode).toBe(202);
    const binary = await post(to, JSON.stringify(incident("i2", "reported")), {
      "content-type": "application/json", "ce-specversion": "1.0", "ce-id": "b", "ce-source": "/mon",
      "ce-type": "dev.cdevents.incident.reported.0.3.0",
    });
    expect(binary.statusCode).toBe(202);
    const batch = JSON.stringify([envelope(incident("i3", "detected")), envelope(incident("i1", "resolved"))]);
    expect((await post(to, batch, { "content-type": "application/cloudevents-batch+json" })).json()).toEqual({ accepted: 2 });
    expect((await post(to, incident("i4", "detected"))).statusCode).toBe(202);
    const states = await Promise.all(["i1", "i2", "i3", "i4"].map(async (id) => (await alertOf(recordId, `/mon ${id}`)).status));
    expect(states).toEqual(["cleared", "firing", "firing", "firing"]);
    expect((await post(to, { specversion: "0.3", id: "1", source: "x", type: "y" })).statusCode).toBe(400);
    expect((await post(to, { specversion: "1.0", id: "1", source: "x", type: "com.example.sold" })).statusCode).toBe(202);
    expect((await post(to.replace(/.{4}$/, "xxxx"), incident("i5", "detected"))).statusCode).toBe(404);
  });
  it("of deploys stand as observed deploys of the service that they name", async () => {
    const { url } = await add("cloudevents", { service: "fallback" });
    await post(new URL(url ?? "").pathname, {
      context: { id: "d1", source: "/cd", type: "dev.cdevents.service.deployed.0.3.0", timestamp: "2026-11-23T09:00:00Z" },
      subject: { id: "/apps/search", content: { environment: { id: "production" }, artifactId: "pkg:oci/search@sha256%3A0b31?tag=v7" } },
    });
    await spec.server.readModel.waitFor(await spec.server.log.lastPosition());
    const { nodes } = spec.server.readModel.deploys.list({ slice: { first: 10 }, filter: { serviceId: ids.service("search") } });
    expect(nodes).toEqual([expect.objectContaining({ version: "sha256:0b31", environment: "production" })]);
  });
});

describe("what is sent in bad faith", () => {
  it("is sent away: packed, too large, too deep, of another age", async () => {
    const { secret: routing_key, recordId } = await add("pagerduty");
    const payload = { summary: "s", source: "s", severity: "info" };
    expect((await post("/v2/enqueue", "x", { "content-encoding": "gzip" })).statusCode).toBe(415);
    expect((await post("/v2/enqueue", "x".repeat(10 * 1024 * 1024))).statusCode).toBe(413);
    expect((await post("/v2/enqueue", "[".repeat(200_000))).statusCode).toBe(400);
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const text = JSON.stringify({ routing_key, event_action: "trigger", dedup_key: "deep", payload }).replace(
      '"source"', `"custom_details":{"a":${deep},"__proto__":{"x":1},"constructor":"c"},"source"`,
    );
    expect((await post("/v2/enqueue", text)).statusCode).toBe(202);
    for (const timestamp of ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "soon"]) {
      const dedup_key = `at ${timestamp}`;
      expect(
        (await post("/v2/enqueue", { routing_key, event_action: "trigger", dedup_key, payload: { ...payload, timestamp } })).statusCode,
      ).toBe(202);
      await post("/v2/enqueue", { routing_key, event_action: "resolve", dedup_key });
      expect(await alertOf(recordId, dedup_key)).toMatchObject({ status: "cleared", episode: { startsAt: "2026-11-23T09:03:00.000Z" } });
    }
  });
});
