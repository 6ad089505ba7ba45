import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { answered } from "../specification/asking.ts";
import { specHttp } from "../specification/http.ts";
import { specServer, type SpecServer } from "../specification/server.ts";
import { alertCounts } from "./alertCounts.ts";
import { leadingOf } from "./leading.ts";
import { releaseHeld } from "./releasing.ts";

let servers: readonly SpecServer[] = [];
let doors: readonly FastifyInstance[] = [];
let ada: Principal;
let address = "";
const spec = (): SpecServer => {
  const [first] = servers;
  if (first === undefined) throw new Error("not begun");
  return first;
};
beforeAll(async () => {
  const first = await specServer();
  servers = [first, await specServer(first.address)];
  ada = await first.person("ada");
  for (const slug of ["checkout", "search", "other"]) await first.run(ada, "registerService", { slug, name: slug });
  const added = await first.run(ada, "addIntegration", {
    kind: "alertmanager", name: "Prometheus", severities: { critical: 1, warning: 3, info: null },
  });
  address = new URL(added.url ?? "").pathname;
  doors = await Promise.all(servers.map((server) => specHttp(server)));
});
afterAll(async () => {
  for (const door of doors) await door.close();
  for (const server of servers.toReversed()) await server.close();
});

const [here, beside] = [0, 1];
/** Sends one alert through a door; answers which incidents have it. */
async function send(id: string, labels: Readonly<Record<string, string>>, through = here, over = false): Promise<readonly string[]> {
  const reply = await doors[through]?.inject({
    method: "POST", url: address, payload: {
      version: "4", groupKey: id, status: over ? "resolved" : "firing", alerts: [{
        status: over ? "resolved" : "firing", fingerprint: id, startsAt: "2026-11-23T08:59:00Z",
        endsAt: over ? "2026-11-23T09:00:00Z" : "0001-01-01T00:00:00Z",
        labels: { alertname: id, severity: "warning", ...labels },
      }],
    },
  });
  expect(reply?.statusCode).toBe(200);
  return reply?.json<{ incidentIds: readonly string[] }>().incidentIds ?? [];
}
async function caughtUp(): Promise<void> {
  const last = await spec().server.log.lastPosition();
  for (const { server } of servers) await server.readModel.waitFor(last);
}
async function write(rule: object): Promise<void> {
  const before = servers.map(({ server }) => server.alertRules.current());
  await spec().run(ada, "writeAlertRule", { rule: { name: "rule", ...rule } });
  await expect.poll(() => servers.every(({ server }, n) => server.alertRules.current() !== before[n])).toBe(true);
}
const about = (value: string) => ({ labels: [{ label: "about", is: "oneOf", values: [value] }] });
async function attachedTo(incidentId: string): Promise<readonly string[]> {
  await caughtUp();
  const { readModel } = spec().server;
  return readModel.incidents.alertIds(incidentId).map((id) => readModel.alerts.get(id)?.name ?? "").toSorted();
}

describe("alerts that are counted", () => {
  it("keep the incident that they had when it was resolved, by whichever server the next one comes", async () => {
    await write({ ...about("disks"), count: 3, withinMinutes: 10 });
    const labels = { about: "disks", service: "checkout" };
    for (const id of ["c1", "c2"]) expect(await send(id, labels)).toEqual([]);
    const [first = ""] = await send("c3", labels);
    await spec().run(ada, "changeIncidentState", { incidentId: first, to: "resolved", resolvedAt: "2026-11-23T09:00:00Z" });
    const [second = ""] = await send("c4", labels, beside);
    expect([await attachedTo(first), await attachedTo(second)]).toEqual([["c1", "c2", "c3"], ["c4"]]);
  });

  it("call the people of each one's service, also of those that were counted before it was often enough", async () => {
    await write({ ...about("racks"), groupBy: ["rack"], count: 3, withinMinutes: 10 });
    const labels = { about: "racks", rack: "7" };
    await send("r1", { ...labels, service: "search" });
    await send("r2", { ...labels, service: "other" }, beside);
    const [incidentId = ""] = await send("r3", { ...labels, service: "checkout" });
    await caughtUp();
    const { readModel } = spec().server;
    const named = readModel.incidents.get(incidentId)?.serviceIds.map((id) => readModel.services.get(id)?.slug);
    expect(named?.toSorted()).toEqual(["checkout", "other", "search"]);
  });
});

describe("an alert that is counted by two servers, each at the time when it lets it through", () => {
  it("stays where it was counted, with those that make it often enough", async () => {
    const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
    const counting = (n: number, at: string) => ({
      occurrence: { alertId: id(n), episodeId: id(n), at: `2026-11-23T${at}:00.000Z` }, threshold: { count: 2, withinMs: 600_000 },
      group: { ruleId: id(9), values: ["disks"], own: false, label: "" }, actor: { personId: null, name: "spec", means: "system" as const },
    });
    const [one, other] = servers.map(({ server }) => alertCounts(server));
    await one?.count(counting(1, "09:00"));
    expect(await one?.count(counting(2, "09:05"))).toMatchObject({ reached: true });
    expect(await other?.count(counting(2, "09:20"))).toMatchObject({ reached: true, others: [{ episodeId: id(1) }] });
  });
});

describe("alerts that were held", () => {
  it("are let through whatever keeps others from it", async () => {
    await write({ ...about("works"), maintenance: "hold" });
    const before = servers.map(({ server }) => server.alertRules.current());
    const { recordId: maintenanceId } = await spec().run(ada, "planMaintenance", {
      title: "New disks", services: ["other"], from: "2026-11-23T08:00:00Z", until: "2026-11-23T10:00:00Z",
    });
    await expect.poll(() => servers.every(({ server }, n) => server.alertRules.current() !== before[n])).toBe(true);
    for (let n = 0; n < 9; n += 1) expect(await send(`held ${n}`, { about: "works", service: "other" })).toEqual([]);
    await caughtUp();
    const { server } = spec();
    const planned = server.alertRules.current();
    await spec().run(ada, "endMaintenance", { maintenanceId });
    await expect.poll(() => server.alertRules.current() !== planned).toBe(true);
    const held = server.readModel.alerts.held(10);
    const stuck = new Set(held.slice(0, 8).map(({ alertId }) => `alert-${alertId}`));
    const log: typeof server.log = {
      ...server.log,
      read: (stream, options) => (stuck.has(stream) ? Promise.reject(new Error("unreadable")) : server.log.read(stream, options)),
    };
    const parts = { ...server, log };
    await expect(releaseHeld(parts, leadingOf(parts), "all")).rejects.toThrow("8 of 9");
    await caughtUp();
    expect(server.readModel.alerts.held(10)).toHaveLength(8);
    await releaseHeld(server, leadingOf(server), "all");
    await caughtUp();
    expect(server.readModel.alerts.held(10)).toEqual([]);
  });
});

describe("alerts that share an incident of their own", () => {
  it("go on with the one that it was merged into", async () => {
    await write({ ...about("cells"), groupBy: ["cell"] });
    const [small = ""] = await send("m1", { about: "cells", cell: "1" });
    const large = await spec().run(ada, "declareIncident", { title: "All cells", severity: 2 });
    await spec().run(ada, "mergeIncident", { incidentId: small, intoIncidentId: large.recordId, reason: "the same" });
    expect(await send("m2", { about: "cells", cell: "1" }, beside)).toEqual([large.recordId]);
  });

  const merging = async (from: string, into: string) => {
    await caughtUp();
    const { mergePreview } = await answered(spec(), ada, {
      query: "query ($from: ID!, $into: ID!) { mergePreview(incidentId: $from, intoIncidentId: $into) { seen effects { sentence warns } } }",
      variables: { from, into },
    }) as { mergePreview: { seen: string; effects: readonly { sentence: string; warns: boolean }[] } };
    return mergePreview;
  };

  it("are merged as was seen while more of them come", async () => {
    await write({ ...about("storm"), groupBy: ["cell"] });
    const [small = ""] = await send("s1", { about: "storm", cell: "1" });
    const { recordId: large } = await spec().run(ada, "declareIncident", { title: "The storm", severity: 2 });
    const { seen } = await merging(small, large);
    expect(await send("s2", { about: "storm", cell: "1", pod: "2" }, beside)).toEqual([small]);
    await caughtUp();
    await spec().run(ada, "mergeIncident", { incidentId: small, intoIncidentId: large, seen });
    expect(spec().server.readModel.incidents.get(small)?.mergedInto).toBe(large);
  });

  it.each([
    ["is resolved", {}, "resolved"],
    ["is private", { private: true }, null],
  ])("open one of their own where the other one %s, which merging says before", async (why, more, state) => {
    const matter = why.replaceAll(" ", "");
    await write({ ...about(matter), groupBy: ["cell"] });
    const [small = ""] = await send(`${matter} 1`, { about: matter, cell: "1" });
    const { recordId: large } = await spec().run(ada, "declareIncident", { title: matter, severity: 2, ...more });
    if (state !== null) await spec().run(ada, "changeIncidentState", { incidentId: large, to: state, reason: "spec" });
    const { effects } = await merging(small, large);
    expect(effects.find(({ sentence }) => sentence.includes("alert"))).toEqual({
      sentence: expect.stringContaining(`${why}: what comes of the same group opens an incident`) as string, warns: true,
    });
    await spec().run(ada, "mergeIncident", { incidentId: small, intoIncidentId: large });
    const [next] = await send(`${matter} 2`, { about: matter, cell: "1" }, beside);
    expect([small, large]).not.toContain(next);
  });
});

describe("a rule that keeps the worst from calling anybody", () => {
  it("is said on the first view, while one fires", async () => {
    await write({ ...about("all"), incident: "never" });
    const sentence = async (): Promise<unknown> => {
      await caughtUp();
      return answered(spec(), ada, { query: "{ now { sentence } }" });
    };
    expect(await send("worst", { about: "all", severity: "critical" })).toEqual([]);
    expect(await send("not so bad", { about: "all" })).toEqual([]);
    expect(await sentence()).toMatchObject({
      now: { sentence: expect.stringContaining("1 alert of severity 1 fires and calls nobody, as alert rules say") as string },
    });
    await send("worst", { about: "all", severity: "critical" }, here, true);
    expect(await sentence()).toMatchObject({ now: { sentence: expect.not.stringContaining("calls nobody") as string } });
  });
});

describe("an alert whose sender raises its severity", () => {
  it("calls people as rules say of what it is by now; one that a rule silenced does not", async () => {
    await write({ ...about("raised"), groupBy: ["zone"] });
    await write({ ...about("silenced"), severity: "none" });
    for (const through of [here, beside]) {
      const id = `raised ${through}`;
      expect(await send(id, { about: "raised", zone: id, severity: "info" }, here)).toEqual([]);
      expect(await send(id, { about: "raised", zone: id, severity: "critical" }, through)).toHaveLength(1);
      expect(await send(id, { about: "raised", zone: id, severity: "critical" }, beside)).toEqual([]);
    }
    await send("silenced", { about: "silenced", severity: "info" });
    expect(await send("silenced", { about: "silenced", severity: "critical" })).toEqual([]);
  });
});

describe("maintenance that is planned anew", () => {
  it("is no way for a token to take it away from another team's service", async () => {
    const idOf = (slug: string): string => spec().server.readModel.services.bySlug(slug)?.id ?? "";
    const plan = { title: "New disks", from: "2026-11-23T08:00:00Z", until: "2026-11-23T10:00:00Z" };
    const { recordId } = await spec().run(ada, "planMaintenance", { ...plan, services: ["search"] });
    await caughtUp();
    const limited: Principal = { ...ada, means: "api-token", serviceIds: [idOf("checkout")] };
    await expect(spec().run(limited, "planMaintenance", { ...plan, services: ["checkout"], maintenanceId: recordId }))
      .rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await spec().run(limited, "planMaintenance", { ...plan, services: ["checkout"] });
  });
});
