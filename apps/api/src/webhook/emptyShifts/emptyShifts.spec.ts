import { alertDecider, emptyShiftOf } from "@ballast/domain";
import { foldRecord, ids } from "@ballast/eventlog";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../../auth/principal.ts";
import { answered } from "../../specification/asking.ts";
import { specHttp } from "../../specification/http.ts";
import { specServer, type SpecServer } from "../../specification/server.ts";
import { lookForEmptyShifts } from "./emptyShifts.ts";

let spec: SpecServer;
let other: SpecServer;
let app: FastifyInstance;
let ada: Principal;
let integrationId = "";
let key = "";
beforeAll(async () => {
  spec = await specServer();
  other = await specServer(spec.address);
  app = await specHttp(spec);
  ada = await spec.person("ada");
  for (const slug of ["search", "backups"]) await spec.run(ada, "registerService", { slug, name: slug });
  const added = await spec.run(ada, "addIntegration", {
    kind: "opsgenie", name: "Ours", severities: { P1: 1, P2: 2, P5: null }, service: "search",
  });
  [integrationId, key] = [added.recordId, added.secret ?? ""];
});
afterAll(async () => {
  await app.close();
  await other.close();
  await spec.close();
});

const clock = (iso: string): void => [spec, other].forEach((one) => one.at(`2026-11-${iso}.000Z`));
/** On call from eight to eight, UTC. */
async function days(name: string, slug: string | null = "backups"): Promise<string> {
  const { recordId: rotationId } = await spec.run(ada, "createRotation", {
    name, timeZone: "UTC", handOver: { every: "day", at: "00:00" }, people: [ada.person.id],
    hours: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: "08:00", to: "20:00" }],
  });
  if (slug !== null) await assign(slug, rotationId);
  return rotationId;
}
const assign = (service: string, rotationId: string | null) =>
  spec.run(ada, "assignRotation", { service, purpose: "responders", rotationId });
const choose = (rotationId: string, more: object = {}, by = ada) =>
  spec.run(by, "setEmptyShiftAlert", { rotationId, integrationId, severity: "P2", ...more });
const alertOf = (rotationId: string, by = integrationId) =>
  foldRecord(spec.server.log, alertDecider, ids.alert(by, emptyShiftOf(rotationId)));
const look = async (): Promise<void> => {
  await Promise.all([spec, other].map(async ({ server }) => {
    await server.readModel.waitFor(await server.log.lastPosition());
    await lookForEmptyShifts(server);
  }));
};
const firedOf = async (rotationId: string): Promise<number> =>
  (await spec.server.log.read(`alert-${ids.alert(integrationId, emptyShiftOf(rotationId))}`)).events
    .filter(({ event }) => event.type === "AlertFired").length;

describe("a schedule's empty shift", () => {
  it("is one alert by whichever servers look and however late, over once somebody is on call, and says what to do", async () => {
    clock("23T09:00:00");
    const rotationId = await days("Platform");
    await choose(rotationId);
    await look();
    expect((await alertOf(rotationId)).status).toBe("absent");
    clock("23T23:00:00"); // nobody looked for three hours
    await look();
    await look();
    clock("24T00:00:01");
    await look();
    expect(await alertOf(rotationId)).toMatchObject({
      status: "firing", episode: {
        ordinal: 1, name: "Nobody is on call for Platform", severity: "P2", startsAt: "2026-11-23T20:00:00.000Z",
        labels: { schedule: "Platform" },
      },
    });
    const query = `{ rotation(id: "${rotationId}") { emptyShiftAlert {
      severity integration { name } firing { summary annotations generatorUrl service { slug } incident { id } schedule { name } }
    } } }`;
    expect(await answered(spec, ada, { query })).toMatchObject({ rotation: { emptyShiftAlert: {
      severity: "P2", integration: { name: "Ours" }, firing: {
        summary: "Nobody is on call for Platform since 2026-11-23 20:00 UTC, until 2026-11-24 08:00 UTC.",
        annotations: { description: expect.stringContaining("Let somebody stand in") as unknown },
        generatorUrl: expect.stringContaining("/on-call/") as unknown,
        service: { slug: "search" }, incident: { id: expect.any(String) as unknown }, schedule: { name: "Platform" },
      },
    } } });
    await spec.run(ada, "addOverride", {
      rotationId, personId: ada.person.id, from: "2026-11-24T00:00:01Z", to: "2026-11-24T06:00:00Z", reason: "ill",
    });
    await look();
    expect(await alertOf(rotationId)).toMatchObject({ status: "cleared", endsAt: "2026-11-24T00:00:01.000Z" });
    clock("24T06:00:05");
    await look();
    expect(await alertOf(rotationId)).toMatchObject({
      status: "firing", episode: { ordinal: 2, startsAt: "2026-11-24T06:00:00.000Z" },
    });
    clock("24T05:00:00"); // the clock is set back, to when somebody was on call
    await look();
    expect(await alertOf(rotationId)).toMatchObject({ status: "cleared", endsAt: "2026-11-24T06:00:00.000Z" });
    expect(await firedOf(rotationId)).toBe(2);
  });
  it("that a sender closes comes again while nobody is on call, no sooner than late repetitions end", async () => {
    clock("24T09:00:00");
    const rotationId = await days("Closed");
    await choose(rotationId);
    clock("24T20:10:00");
    await look();
    const alias = encodeURIComponent(emptyShiftOf(rotationId));
    await app.inject({
      method: "POST", url: `/v2/alerts/${alias}/close?identifierType=alias`, headers: { authorization: `GenieKey ${key}` }, payload: {},
    });
    await look();
    expect((await alertOf(rotationId)).status).toBe("cleared");
    clock("24T20:16:00");
    await look();
    // It goes on from where it was closed: its episodes do not overlap.
    expect(await alertOf(rotationId)).toMatchObject({ status: "firing", episode: { ordinal: 2, startsAt: "2026-11-24T20:10:00.000Z" } });
  });
  it("is none of a schedule that nothing calls, that a fallback fills, or that was decided to be left so", async () => {
    clock("25T09:00:00");
    const rotationId = await days("Filled", null);
    await choose(rotationId);
    clock("25T21:00:00");
    await look();
    expect((await alertOf(rotationId)).status).toBe("absent");
    await assign("backups", rotationId);
    await look();
    expect((await alertOf(rotationId)).status).toBe("firing");
    await assign("backups", null);
    await look();
    expect((await alertOf(rotationId)).status).toBe("cleared");
    await assign("backups", rotationId);
    clock("25T21:10:00");
    await look();
    expect((await alertOf(rotationId)).status).toBe("firing");
    await spec.run(ada, "setFallback", { rotationId, personId: ada.person.id });
    await look();
    expect((await alertOf(rotationId)).status).toBe("cleared");
    clock("25T21:20:00");
    await spec.run(ada, "setFallback", { rotationId, personId: null });
    await look();
    expect((await alertOf(rotationId)).status).toBe("firing");
    const until = "2026-11-25T22:00:00.000Z";
    await spec.run(ada, "keepFinding", { rotationId, kind: "gap", from: "2026-11-25T21:20:00Z", to: until, reason: "we are at a fair" });
    await look();
    expect((await alertOf(rotationId)).status).toBe("cleared");
    clock("25T22:00:00");
    await look();
    expect(await alertOf(rotationId)).toMatchObject({ status: "firing", episode: { startsAt: until } });
  });
  it("moves to another integration, and ends where none is chosen any more or the integration is removed", async () => {
    clock("26T09:00:00");
    const rotationId = await days("Moving");
    await choose(rotationId);
    const { recordId: another } = await spec.run(ada, "addIntegration", { kind: "alertmanager", name: "Next", severities: { page: 1 } });
    clock("26T21:00:00");
    await look();
    await choose(rotationId, { integrationId: another, severity: "PAGE" });
    await look();
    expect((await alertOf(rotationId)).status).toBe("cleared");
    expect(await alertOf(rotationId, another)).toMatchObject({ status: "firing", episode: { severity: "page" } });
    await choose(rotationId, { integrationId: null });
    await look();
    expect((await alertOf(rotationId, another)).status).toBe("cleared");
    clock("26T21:10:00");
    await choose(rotationId, { integrationId: another, severity: "page" });
    await look();
    expect((await alertOf(rotationId, another)).status).toBe("firing");
    await spec.run(ada, "removeIntegration", { integrationId: another });
    await look();
    expect((await alertOf(rotationId, another)).status).toBe("cleared");
  });
  it("is chosen by those who may change integrations, of one that brings alerts, in its words", async () => {
    clock("27T09:00:00");
    const rotationId = await days("Rights", null);
    const rita = await spec.person("rita", ["responder"]);
    await expect(choose(rotationId, {}, rita)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    for (const severity of ["P9", null])
      await expect(choose(rotationId, { severity })).rejects.toMatchObject({ code: "INVALID_INPUT", path: ["severity"] });
    const github = await spec.run(ada, "addIntegration", { kind: "github", name: "Code" });
    await expect(choose(rotationId, { integrationId: github.recordId })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await spec.run(ada, "removeIntegration", { integrationId: github.recordId });
    await expect(choose(rotationId, { integrationId: github.recordId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await answered(spec, ada, { query: `{ rotation(id: "${rotationId}") { emptyShiftAlert { severity } } }` }))
      .toEqual({ rotation: { emptyShiftAlert: null } });
  });
  it("is not what somebody with a key calls so by themselves", async () => {
    clock("27T10:00:00");
    const rotationId = await days("Named", null);
    const send = (alias: string) => app.inject({
      method: "POST", url: "/v2/alerts", headers: { authorization: `GenieKey ${key}` }, payload: { message: "x", alias, priority: "P5" },
    });
    for (const alias of [emptyShiftOf(rotationId), "emptyShift/__proto__"]) {
      await send(alias);
      await spec.server.readModel.waitFor(await spec.server.log.lastPosition());
      const query = `{ alert(id: "${ids.alert(integrationId, alias)}") { name schedule { name } } }`;
      expect(await answered(spec, ada, { query })).toEqual({ alert: { name: "x", schedule: null } });
    }
  });
});
