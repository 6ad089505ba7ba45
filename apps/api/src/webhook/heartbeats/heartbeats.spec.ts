import { alertDecider } from "@ballast/domain";
import { heartbeatDecider, pulseDecider, silenceOf } from "@ballast/domain/heartbeat";
import { foldRecord, handle, idOf, ids } from "@ballast/eventlog";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Principal } from "../../auth/principal.ts";
import { specHttp } from "../../specification/http.ts";
import { specServer, type SpecServer } from "../../specification/server.ts";
import { steadyClock } from "./listening.ts";
import { lookForSilence } from "./silence.ts";

let spec: SpecServer;
let other: SpecServer;
let app: FastifyInstance;
let ada: Principal;
let headers = {};
let integrationId = "";
let key = "";
const longAgo = 0;
beforeAll(async () => {
  spec = await specServer();
  other = await specServer(spec.address);
  ada = await spec.person("ada");
  app = await specHttp(spec);
  for (const slug of ["backups", "search"]) await spec.run(ada, "registerService", { slug, name: slug });
  const severities = { P1: 1, P2: 2, P3: 3, P5: null };
  const added = await spec.run(ada, "addIntegration", { kind: "opsgenie", name: "Ours", severities, service: "search" });
  [integrationId, key] = [added.recordId, added.secret ?? ""];
  headers = { authorization: `GenieKey ${key}` };
});
afterAll(async () => {
  await app.close();
  await other.close();
  await spec.close();
});

const clock = (iso: string): void => [spec, other].forEach((one) => one.at(`2026-11-23T${iso}.000Z`));
const ask = (method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE", url: string, payload?: object) =>
  app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
const ping = (name: string) => ask("POST", `/v2/heartbeats/${encodeURIComponent(name)}/ping`);
const heartbeatId = (name: string): string => idOf(heartbeatDecider, integrationId, name);
const pulseOf = (name: string) => foldRecord(spec.server.log, pulseDecider, heartbeatId(name));
const alertOf = (name: string) => foldRecord(spec.server.log, alertDecider, ids.alert(integrationId, silenceOf({ name })));
const write = (name: string, more: object = {}) =>
  spec.run(ada, "writeHeartbeat", { integrationId, name, interval: 10, unit: "minutes", priority: "P2", service: "backups", ...more });
const openOn = (slug: string) => spec.server.readModel.incidents.open({ serviceId: ids.service(slug), viewer: "all" });
const look = async (since = longAgo): Promise<void> => {
  await Promise.all([spec, other].map(async ({ server }) => {
    await server.readModel.waitFor(await server.log.lastPosition());
    await lookForSilence(server, since);
  }));
};

describe("a heartbeat", () => {
  it("that is not heard when it is due is one alert of its service, by whichever servers look, and over with the next ping", async () => {
    clock("09:00:00");
    await write("Nightly backup");
    clock("09:30:00");
    await look();
    expect((await alertOf("Nightly backup")).status).toBe("absent"); // never heard: waited for
    const first = await ping("nightly BACKUP");
    expect([first.statusCode, first.json()]).toMatchObject([202, { result: "PONG - Heartbeat received" }]);
    clock("09:40:29");
    await look();
    clock("09:40:30");
    await look(Date.parse("2026-11-23T09:31:00Z")); // who has not listened for an interval finds nobody silent
    expect((await alertOf("Nightly backup")).status).toBe("absent");
    await look();
    await look();
    expect(await alertOf("Nightly backup")).toMatchObject({
      status: "firing", episode: {
        ordinal: 1, name: "Nightly backup is silent", severity: "P2", startsAt: "2026-11-23T09:40:30.000Z",
        labels: { service: "backups", heartbeat: "Nightly backup" },
      },
    });
    expect(openOn("backups")).toHaveLength(1);
    expect(openOn("search")).toEqual([]);
    expect((await spec.server.log.read(`pulse-${heartbeatId("Nightly backup")}`)).events.map(({ event }) => event.type))
      .toEqual(["HeartbeatPinged", "HeartbeatFellSilent"]);
    clock("09:41:00");
    await ping("Nightly backup");
    expect(await alertOf("Nightly backup")).toMatchObject({ status: "cleared", endsAt: "2026-11-23T09:41:00.000Z" });
    clock("09:51:31");
    await look();
    expect(await alertOf("Nightly backup")).toMatchObject({ status: "firing", episode: { ordinal: 2 } });
    await ping("Nightly backup");
  });
  it("that came by another server is heard, and an alert that it did not live to end is ended by whoever looks", async () => {
    clock("10:00:00");
    await write("Queue");
    await ping("Queue");
    clock("10:10:31");
    await look();
    expect((await alertOf("Queue")).status).toBe("firing");
    const now = "2026-11-23T10:10:31.000Z";
    await handle(other.server.log, {
      aggregate: pulseDecider, id: heartbeatId("Queue"), command: { type: "Ping", heartbeatId: heartbeatId("Queue"), at: now },
      context: {
        commandId: ids.command("spec", "ping"), actor: { personId: null, name: "Ours", means: "webhook" }, now, correlationId: "spec",
        causationId: "spec",
      },
    });
    await look();
    expect(await alertOf("Queue")).toMatchObject({ status: "cleared", endsAt: "2026-11-23T10:10:31.000Z" });
  });
  it("is not written down twice within some seconds", async () => {
    clock("10:30:00");
    await write("Often");
    for (const at of ["10:30:00", "10:30:29", "10:30:30"]) {
      clock(at);
      await ping("Often");
      await spec.server.readModel.waitFor(await spec.server.log.lastPosition());
    }
    expect((await spec.server.log.read(`pulse-${heartbeatId("Often")}`)).events).toHaveLength(2);
  });
  it("that nobody waits for any more ends its alert; turned on again it is waited for from then on", async () => {
    clock("11:00:00");
    await write("Cron");
    await ping("Cron");
    clock("11:10:31");
    await look();
    const turn = (enabled: boolean) => spec.run(ada, "turnHeartbeat", { heartbeatId: heartbeatId("Cron"), enabled });
    await turn(false);
    await look();
    expect((await alertOf("Cron")).status).toBe("cleared");
    clock("11:20:00");
    await turn(true);
    await look();
    expect((await alertOf("Cron")).status).toBe("cleared");
    clock("11:30:31");
    await look();
    expect(await alertOf("Cron")).toMatchObject({ status: "firing", episode: { ordinal: 2 } });
    await spec.run(ada, "removeHeartbeat", { heartbeatId: heartbeatId("Cron"), reason: "gone" });
    await look();
    expect((await alertOf("Cron")).status).toBe("cleared");
  });
  it("whose alert its sender closed has had its alert", async () => {
    clock("12:00:00");
    await write("Closed");
    await ping("Closed");
    clock("12:10:31");
    await look();
    await ask("POST", `/v2/alerts/${encodeURIComponent(silenceOf({ name: "Closed" }))}/close?identifierType=alias`, {});
    await look();
    clock("12:30:00"); // by now what is told again is no late repetition
    await look();
    expect((await alertOf("Closed")).status).toBe("cleared");
    expect(await pulseOf("Closed")).toMatchObject({ silentSince: "2026-11-23T12:10:30.000Z" });
  });
  it("of any name is one alert while it is silent, and none once it is heard", async () => {
    clock("14:00:00");
    const names = ["a/../b", "two\nlines", "İ".repeat(145), "%2e%2e"];
    const add = (name: string) => ask("POST", "/v2/heartbeats", {
      name, interval: 10, intervalUnit: "minutes", enabled: true, alertPriority: "P5", description: "d".repeat(20_000),
      alertTags: Array.from({ length: 30 }, (_, n) => `${"t".repeat(400)}${String(n)}`),
    });
    for (const name of names) expect((await add(name)).statusCode).toBe(201);
    for (const name of ["half \ud800 a character", "a NUL \u0000 in it", "İ".repeat(200)]) expect((await add(name)).statusCode).toBe(422);
    for (const name of names) await ping(name);
    clock("14:20:00");
    await look();
    const firing = () => spec.server.readModel.alerts.all({ integrationId, firing: true })
      .flatMap(({ name }) => (names.includes(name.replace(" is silent", "").replace(" ", "\n")) || name.startsWith("İ") ? [name] : []));
    expect(firing()).toHaveLength(names.length);
    for (const name of names) await ping(name);
    await look();
    expect(firing()).toEqual([]);
  });
  it("is nobody's where the clock jumped", () => {
    let [at, passed] = [0, 0];
    const isSteady = steadyClock(() => at, () => passed);
    [at, passed] = [5_000, 5_100];
    expect(isSteady()).toBe(true);
    [at, passed] = [3_605_000, 10_100];
    expect(isSteady()).toBe(false);
    [at, passed] = [3_610_000, 15_100];
    expect(isSteady()).toBe(true);
  });
});

describe("Opsgenie's clients", () => {
  it("write, read, list, change, turn and delete heartbeats, in its words", async () => {
    clock("13:00:00");
    const body = {
      name: "API job", interval: 2, intervalUnit: "hours", enabled: true, ownerTeam: { name: "backups" }, alertMessage: "Job died",
      alertTags: ["a", "b"], alertPriority: "P1",
    };
    const created = await ask("POST", "/v2/heartbeats", body);
    expect([created.statusCode, created.json()]).toMatchObject([201, { data: { name: "API job", enabled: true, expired: false } }]);
    expect((await ask("POST", "/v2/heartbeats", body)).statusCode).toBe(409);
    const shown = await ask("GET", "/v2/heartbeats/api%20job");
    expect(shown.json()).toMatchObject({
      data: {
        name: "API job", description: "", interval: 2, intervalUnit: "hours", enabled: true, expired: false, alertMessage: "Job died",
        alertTags: ["a", "b"], alertPriority: "P1", ownerTeam: { name: "backups" },
      },
    });
    const patched = await ask("PATCH", "/v2/heartbeats/API%20job", {
      name: "API job", interval: 5, intervalUnit: "minutes", alertTags: "c",
    });
    expect(patched.statusCode).toBe(200);
    for (const method of ["GET", "POST", "PUT", "PATCH"] as const)
      expect((await ask(method, `/v2/heartbeats/API%20job/ping`)).statusCode).toBe(202);
    expect((await app.inject({ method: "GET", url: `/v2/heartbeats/API%20job/ping?apiKey=${key}` })).statusCode).toBe(202);
    await vi.waitFor(async () => expect((await ask("GET", "/v2/heartbeats/API%20job")).json()).toMatchObject({
      data: { interval: 5, alertTags: ["c"], alertPriority: "P1", lastPingTime: "2026-11-23T13:00:00.000Z" },
    }));
    expect((await ask("POST", "/v2/heartbeats/API%20job/disable")).json()).toMatchObject({ data: { enabled: false } });
    expect((await ask("GET", "/v2/heartbeats")).json()).toMatchObject({
      data: { heartbeats: expect.arrayContaining([expect.objectContaining({ name: "API job", enabled: false })]) as unknown },
    });
    expect((await ask("DELETE", "/v2/heartbeats/API%20job")).json()).toMatchObject({ result: "Deleted" });
    expect((await ask("GET", "/v2/heartbeats/API%20job")).statusCode).toBe(404);
    expect((await ask("POST", "/v2/heartbeats", body)).statusCode).toBe(201);
  });
  it("are refused with what is wrong, without a key, and for what is not theirs", async () => {
    const wrong: readonly object[] = [
      {}, { name: "x", interval: 0, intervalUnit: "minutes" }, { name: "x", interval: 1, intervalUnit: "weeks" },
      { name: "x", interval: 91, intervalUnit: "days" }, { name: "x".repeat(201), interval: 1, intervalUnit: "days" }, [],
    ];
    for (const body of wrong) expect((await ask("POST", "/v2/heartbeats", body)).statusCode).toBe(422);
    expect((await ask("POST", "/v2/heartbeats", { name: "x".repeat(10_000_000) })).statusCode).toBe(413);
    for (const name of ["__proto__", "constructor", "x".repeat(3_000)]) {
      expect((await ask("GET", `/v2/heartbeats/${name}`)).statusCode).toBe(404);
      expect((await ping(name)).statusCode).toBe(202);
    }
    const made = await ask(
      "POST", "/v2/heartbeats", JSON.parse('{"name":"__proto__","interval":1,"intervalUnit":"days","enabled":true}') as object,
    );
    expect(made.statusCode).toBe(201);
    expect((await app.inject({ method: "POST", url: "/v2/heartbeats/Queue/ping" })).statusCode).toBe(401);
    const stranger = await spec.run(ada, "addIntegration", { kind: "opsgenie", name: "Another", severities: { P1: 1 } });
    const theirs = { authorization: `GenieKey ${stranger.secret ?? ""}` };
    expect(
      (await app.inject({ method: "GET", url: "/v2/heartbeats", headers: theirs })).json(),
    ).toMatchObject({ data: { heartbeats: [] } });
    expect((await app.inject({ method: "DELETE", url: "/v2/heartbeats/Queue", headers: theirs })).statusCode).toBe(404);
    // By an integration of its own, whose first note is written at once: what comes after twenty in a second is only counted.
    await app.inject({ method: "POST", url: "/v2/heartbeats/Nobody/ping", headers: theirs });
    const deliveryId = await vi.waitFor(() => {
      const { deliveries: [came] } = spec.server.readModel.deliveries.of(stranger.recordId, 200);
      expect(came).toMatchObject({ action: "ping", outcome: "ignored" });
      return came?.deliveryId ?? "";
    }, { timeout: 10_000 });
    expect(await spec.run(ada, "redeliver", { integrationId: stranger.recordId, deliveryId })).toMatchObject({ outcome: "ignored" });
  });
  it("ask what became of a request, and go on with the id that they are told", async () => {
    const { requestId } = (
      await ask("POST", "/v2/alerts", { message: "Disk", alias: "disk/9", priority: "P5" })
    ).json<{ requestId: string }>();
    const status = (id: string) => ask("GET", `/v2/alerts/requests/${id}`);
    const { data } = (await status(requestId)).json<{ data: { alertId: string } }>();
    expect(data).toMatchObject({
      success: true, isSuccess: true, action: "Create", status: "Created alert", alias: "disk/9", integrationId,
    });
    const closed = (await ask("POST", `/v2/alerts/${data.alertId}/close?identifierType=id`, {})).json<{ requestId: string }>();
    expect((await foldRecord(spec.server.log, alertDecider, data.alertId)).status).toBe("cleared");
    expect((await status(closed.requestId)).json()).toMatchObject({ data: { success: true, action: "Close", alertId: data.alertId } });
    const nameless = (await ask("POST", "/v2/alerts", { message: "Nameless", priority: "P5" })).json<{ requestId: string }>();
    expect((await status(nameless.requestId)).json()).toMatchObject({ data: { success: true, alias: nameless.requestId } });
    for (const id of ["nothing", "00000000-0000-4000-8000-000000000000", `${"0".repeat(3_000)}-close`])
      expect((await status(id)).statusCode).toBe(404);
  });
});

describe("writing heartbeats", () => {
  it("is for those who may change integrations, and for integrations that have keys like these", async () => {
    const rita = await spec.person("rita", ["responder"]);
    await expect(spec.run(rita, "writeHeartbeat", { integrationId, name: "x", interval: 1, unit: "days" })).rejects.toMatchObject({
      code: "NOT_ALLOWED",
    });
    const json = await spec.run(ada, "addIntegration", { kind: "alertmanager", name: "Prometheus", severities: { critical: 1 } });
    await expect(write("x", { integrationId: json.recordId })).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });
});
