import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { answered } from "../specification/asking.ts";
import { asAdministrator, specHttp } from "../specification/http.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let app: FastifyInstance;
let ada: Principal;

/** Brings history that is years older than the service's registration. */
async function importInto(kind: "incidents" | "releases", record: object): Promise<void> {
  const { importId } = (
    await app.inject({
      method: "POST", url: "/imports", headers: asAdministrator, payload: { kind, service: "search", sourceName: "a file" },
    })
  ).json<{ importId: string }>();
  await app.inject({
    method: "POST", url: `/imports/${importId}/records`, headers: { ...asAdministrator, "content-type": "application/x-ndjson" },
    payload: JSON.stringify({ line: 1, record }),
  });
  const { position } = (
    await app.inject({ method: "POST", url: `/imports/${importId}/finish`, headers: asAdministrator, payload: {} })
  ).json<{ position?: string }>();
  if (position !== undefined) await spec.server.readModel.waitFor(position);
}

beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
  app = await specHttp(spec);
  await spec.run(ada, "registerService", { slug: "search", name: "Search" });
  await spec.run(ada, "registerService", { slug: "young", name: "Young" });
  await importInto("incidents", {
    sourceId: "i-1", title: "Search was slow", impact: "minor", components: [], startedAt: "2022-03-26T01:00:00Z",
    resolvedAt: "2022-03-26T02:00:00Z", publishedAt: null, url: null, updates: [],
  });
  await importInto("releases", { version: "v1", releasedAt: "2022-02-01T00:00:00Z", sha: null, notes: "", order: 0, commits: [] });
});
afterAll(async () => {
  await app.close();
  await spec.close();
});

const query = (text: string, variables: Record<string, unknown> = {}) => answered(spec, ada, { query: text, variables });
const registered = "2026-11-23T09:00:00.000Z";

describe("looking back to before a service was registered", () => {
  const at = { at: "2022-04-01T00:00:00Z" };

  it("answers the lists, with the service of each record", async () => {
    const text = `query ($at: AsOf) {
      services(asOf: $at) { totalCount edges { node { slug } } } service(slug: "search", asOf: $at) { name }
      releases(filter: { service: "search" }, asOf: $at) { edges { node { version service { slug } } } }
      incidents(filter: { service: "search" }, asOf: $at) { edges { node { title services { slug } } } }
      incidentReport(service: "search", asOf: $at) { incidents }
    }`;
    expect(await query(text, { at })).toEqual({
      services: { totalCount: 1, edges: [{ node: { slug: "search" } }] },
      service: { name: "Search" },
      releases: { edges: [{ node: { version: "v1", service: { slug: "search" } } }] },
      incidents: { edges: [{ node: { title: "Search was slow", services: [{ slug: "search" }] } }] },
      incidentReport: { incidents: 1 },
    });
  });

  it("answers an empty report where nothing of the service was known or true yet, and refuses only what is no service", async () => {
    const report = (service: string, asOf: object) =>
      query("query ($service: String!, $asOf: AsOf) { incidentReport(service: $service, asOf: $asOf) { incidents } }", { service, asOf });
    expect(await report("young", at)).toEqual({ incidentReport: { incidents: 0 } });
    expect(await report("search", { position: "0" })).toEqual({ incidentReport: { incidents: 0 } });
    expect(await report("search", { recordedAt: "2022-04-01T00:00:00Z" })).toEqual({ incidentReport: { incidents: 0 } });
    await expect(report("nowhere", at)).rejects.toThrow();
  });
});

describe("a moment", () => {
  it("says the instant that a position stands at, where the log begins and how far history reaches", async () => {
    const position = spec.server.readModel.status().position;
    spec.at("2026-11-23T12:00:00.000Z");
    await spec.run(ada, "registerService", { slug: "later", name: "Later" });
    expect(
      await query("query ($then: AsOf) { then: moment(asOf: $then) { at } now: moment { at logBeginsAt historyBeginsAt } }", {
        then: { position },
      }),
    ).toEqual({
      then: { at: registered },
      now: { at: "2026-11-23T12:00:00.000Z", logBeginsAt: registered, historyBeginsAt: "2022-02-01T00:00:00.000Z" },
    });
  });

  it("counts what lasts up to it: an incident looked at by a position had been open until then", async () => {
    spec.at("2026-11-23T13:00:00.000Z");
    await spec.run(ada, "declareIncident", { title: "Search fails", severity: 3, services: ["search"] });
    spec.at("2026-11-23T13:30:00.000Z");
    const { position } = await spec.run(ada, "registerService", { slug: "latest", name: "Latest" });
    spec.at("2026-11-23T18:00:00.000Z");
    const { now } = (await query("query ($asOf: AsOf) { now(asOf: $asOf) { sentence } }", { asOf: { position } })) as {
      now: { sentence: string };
    };
    expect(now.sentence).toContain("open for 30 min");
  });

  it("is not flooded by what an import brought: what just happened is what happened last, and that the import ended", async () => {
    const { now } = (await query("{ now { justHappened { type } } }")) as { now: { justHappened: { type: string }[] } };
    const types = now.justHappened.map(({ type }) => type);
    expect(types.slice(0, 2)).toEqual(["ServiceRegistered", "IncidentDeclared"]);
    expect(types).not.toContain("ReleaseRecorded");
    expect(types.filter((type) => type === "ImportFinished")).toHaveLength(2);
  });
});

describe("an imported incident", () => {
  it("is opened by what its source calls it, one declared here by its number, however that is written", async () => {
    const called = async (id: string) =>
      (await query("query ($id: ID) { incident(id: $id) { reference title } }", { id })) as {
        incident: { reference: string; title: string } | null;
      };
    expect(await called("i-1")).toEqual({ incident: { reference: "i-1", title: "Search was slow" } });
    for (const name of ["INC-1", "inc-1", "#1", "1"]) expect((await called(name)).incident?.reference).toBe("INC-1");
    await expect(called("i-2")).rejects.toThrow("is not the id");
  });
});

describe("all services", () => {
  it("stand beside each other, the worst first, those without incidents included", async () => {
    const { serviceReports } = (await query(
      '{ serviceReports(from: "2022-01-01T00:00:00Z", to: "2022-12-31T00:00:00Z", impact: [minor]) { service { slug } incidents downtimeMinutes } }',
    )) as { serviceReports: { service: { slug: string }; incidents: number; downtimeMinutes: number }[] };
    expect(serviceReports[0]).toEqual({ service: { slug: "search" }, incidents: 1, downtimeMinutes: 60 });
    expect(serviceReports.slice(1).map(({ incidents, downtimeMinutes }) => [incidents, downtimeMinutes])).toEqual(
      serviceReports.slice(1).map(() => [0, 0]),
    );
    expect(serviceReports.length).toBeGreaterThan(2);
  });
});
