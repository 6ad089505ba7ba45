import { incidentDecider } from "@ballast/domain";
import { handle } from "@ballast/eventlog";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { answered } from "../specification/asking.ts";
import { specHttp } from "../specification/http.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let app: FastifyInstance;
let ada: Principal;
let address = "";
beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
  app = await specHttp(spec);
  await spec.run(ada, "registerService", { slug: "checkout", name: "Checkout" });
  const added = await spec.run(ada, "addIntegration", { kind: "webhook", name: "Riemann", severities: { critical: 2 } });
  address = new URL(added.url ?? "").pathname;
});
afterAll(async () => {
  await app.close();
  await spec.close();
});

const send = (host: string, state: string) =>
  app.inject({ method: "POST", url: address, payload: { host, service: "checkout", state, description: `${host} is bad` } });
const alerts = async (filter: string, who: Principal = ada) => {
  await spec.server.readModel.waitFor(await spec.server.log.lastPosition());
  return await answered(spec, who, {
    query: `{ alerts(${filter}) { totalCount edges { node {
      name firing service { slug } integration { name } incident { reference } episodes { ordinal }
    } } } }`,
  });
};

describe("alerts", () => {
  it("are listed with their service, integration and incident, by whether they fire", async () => {
    await send("h1", "critical");
    await send("h2", "critical");
    await send("h2", "ok");
    const node = {
      name: "checkout", service: { slug: "checkout" }, integration: { name: "Riemann" }, incident: { reference: "INC-1" },
      episodes: [{ ordinal: 1 }],
    };
    expect(await alerts("filter: { firing: true }")).toEqual({ alerts: { totalCount: 1, edges: [{ node: { ...node, firing: true } }] } });
    expect(await alerts("filter: { firing: false, service: \"checkout\" }")).toEqual({
      alerts: { totalCount: 1, edges: [{ node: { ...node, firing: false } }] },
    });
    expect(await answered(spec, ada, { query: "{ alertCounts { firing lastDay } }" })).toEqual({ alertCounts: { firing: 1, lastDay: 2 } });
  });
  it("count their episodes, and each is found by its own id", async () => {
    spec.at("2026-11-23T09:10:00.000Z");
    await send("h2", "critical");
    await spec.server.readModel.waitFor(await spec.server.log.lastPosition());
    const list = await answered(spec, ada, { query: "{ alerts(first: 1) { edges { node { id ordinal } } } }" });
    const { id = "", ordinal } = (list as { alerts: { edges: { node: { id: string; ordinal: number } }[] } }).alerts.edges[0]?.node ?? {};
    expect(ordinal).toBe(2);
    expect(await answered(spec, ada, { query: `{ alert(id: "${id}") { ordinal episodes { ordinal firing } } }` })).toEqual({
      alert: { ordinal: 2, episodes: [{ ordinal: 2, firing: true }, { ordinal: 1, firing: false }] },
    });
  });
  it("name no incident to whoever may not know of it", async () => {
    const hidden = await spec.run(ada, "declareIncident", {
      title: "Secret", severity: 2, services: ["checkout"], private: true, publicImpact: "none",
    });
    const [alert] = spec.server.readModel.alerts.all({ firing: true });
    await handle(spec.server.log, {
      aggregate: incidentDecider, id: hidden.recordId,
      command: {
        type: "AttachAlert", now: "2026-11-23T09:10:00.000Z", incidentId: hidden.recordId, alertId: alert?.alertId ?? "",
        episodeId: alert?.id ?? "", severity: null, reason: "",
      },
      context: {
        commandId: "00000000-0000-4000-8000-00000000000b", actor: { personId: null, name: "spec", means: "system" },
        now: "2026-11-23T09:10:00.000Z", correlationId: "c", causationId: "c",
      },
    });
    const vera = await spec.person("vera", ["viewer"]);
    expect(JSON.stringify(await alerts("first: 50", vera))).not.toContain("INC-2");
  });
});
