import { incidentDecider, type IncidentCommand } from "@ballast/domain";
import { customerDecider } from "@ballast/domain/customer";
import { handle, idOf } from "@ballast/eventlog";
import { bucketOf, type ImportBatch } from "@ballast/schema";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { answered } from "../specification/asking.ts";
import { delivered, type Delivered } from "../specification/delivered.ts";
import { asAdministrator, specHttp } from "../specification/http.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let app: FastifyInstance;
let ada: Principal;
let shop: Delivered;
beforeAll(async () => {
  spec = await specServer();
  app = await specHttp(spec);
  ada = await spec.person("ada");
  shop = await delivered(spec, ada, { slug: "shop", releases: 2 });
});
afterAll(async () => {
  await app.close();
  await spec.close();
});

const acme = { externalId: "acme", name: "Acme GmbH", plan: "Enterprise", region: "eu-west", attributes: { seats: 120, tags: ["early"] } };
const read = async (id: string, fields: string): Promise<unknown> =>
  (await answered(spec, ada, { query: `query($id: String!) { customer(id: $id) { ${fields} } }`, variables: { id } }))["customer"];

describe("describing a customer", () => {
  it("makes it known, by the id of applications, the record's and the global one; the same again is nothing", async () => {
    const { recordId, eventIds } = await spec.run(ada, "describeCustomer", acme);
    expect(eventIds).toHaveLength(1);
    expect((await spec.run(ada, "describeCustomer", { ...acme, attributes: { tags: ["early"], seats: 120 } })).eventIds).toEqual([]);
    const told = { ...acme, described: true, seen: [], lastSeenAt: null };
    const global = Buffer.from(`Customer:${recordId}`).toString("base64url");
    for (const id of ["acme", recordId, global])
      expect(await read(id, "externalId name plan region attributes described seen { door } lastSeenAt")).toEqual(told);
    expect(await read("nobody", "name")).toBeNull();
  });

  it("takes any id, that of another record's shape too, and finds its own customer by it", async () => {
    const odd = ["__proto__", "Zürich Süd 🏔", idOf(customerDecider, "acme")];
    for (const externalId of odd) await spec.run(ada, "describeCustomer", { externalId, name: `The ${externalId}` });
    expect(await Promise.all(odd.map((id) => read(id, "externalId")))).toEqual(odd.map((externalId) => ({ externalId })));
  });

  it("refuses what could not be kept, and who may not", async () => {
    for (const attributes of [{ n: 2 ** 53 }, { n: null }, { ["x".repeat(101)]: 1 }, JSON.parse('{"__proto__": 1}')])
      await expect(spec.run(ada, "describeCustomer", { ...acme, attributes })).rejects.toThrow();
    await expect(spec.run(ada, "describeCustomer", { ...acme, externalId: "\ud83c" })).rejects.toThrow();
    const viewer = await spec.person("vera", ["viewer", "responder"]);
    await expect(spec.run(viewer, "describeCustomer", acme)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
  });

  it("is told in its history and found by its words", async () => {
    expect(await read("acme", "history(first: 5) { edges { node { sentence } } }")).toEqual({
      history: { edges: [{ node: { sentence: "ada described the customer Acme GmbH, Enterprise, eu-west." } }] },
    });
    const { search } = await answered(spec, ada, { query: '{ search(text: "Acme") { title state kind } }' });
    expect(search).toMatchObject([{ title: "Acme GmbH", state: "Enterprise" }]);
  });
});

describe("what a customer gets and was reached by", () => {
  it("is the release of each service with the reason, since when, and what changed it", async () => {
    await shop.ship("v1");
    const { recordId: deployId } = await spec.run(ada, "requestDeploy", { service: "shop", environment: "production", version: "v2" });
    const shift = (percent: number, customers: string[]) =>
      shop.lane({
        type: "ShiftExposure", now: spec.server.now().toISOString(), laneId: shop.laneId, deployId, ...shop.release("v2"), percent,
        customers,
      });
    const gets = async (): Promise<unknown> =>
      read(
        "acme",
        "releases { service { slug } version because share othersVersion place } changes(first: 1) { version before sentence deploy { id } }",
      );
    const place = bucketOf("shop", "acme") / 1_000;
    await shop.read();
    expect(await gets()).toMatchObject({
      releases: [{ service: { slug: "shop" }, version: "v1", because: "everyone", share: null, othersVersion: null, place }],
    });
    await shift(1, ["acme"]);
    await shop.read();
    expect(await gets()).toMatchObject({
      releases: [{ version: "v2", because: "named", share: 1, othersVersion: "v1" }],
      changes: [{ version: "v2", before: "v1", sentence: "shop v2 reached it, as named" }],
    });
  });

  it("are the incidents that name it, but for private ones of others", async () => {
    const declare = async (title: string, isPrivate: boolean): Promise<string> =>
      (await spec.run(ada, "declareIncident", {
        title, severity: 3, services: ["shop"], private: isPrivate, components: [isPrivate ? "vault" : "payments"],
        impactStartAt: new Date(spec.server.now().getTime() - 3_600_000).toISOString(),
      })).recordId;
    const now = spec.server.now().toISOString();
    for (const incidentId of [await declare("Slow", false), await declare("Secret", true)]) {
      const command: IncidentCommand = {
        type: "RecordAffectedCustomers", now, incidentId, deployId: null, customers: [{ customer: "acme", requests: 40, errors: 13 }],
        count: 1,
      };
      const context = {
        commandId: crypto.randomUUID(), actor: { personId: null, name: "workflow", means: "workflow" }, now, correlationId: "spec",
        causationId: "spec",
      } as const;
      const { position } = await handle(spec.server.log, { aggregate: incidentDecider, id: incidentId, command, context });
      await spec.server.readModel.waitFor(position);
    }
    const title = "incidents { errors requests incident { title } }";
    expect(await read("acme", title)).toMatchObject({
      incidents: expect.arrayContaining([
        { errors: 13, requests: 40, incident: { title: "Slow" } },
        { errors: 13, requests: 40, incident: { title: "Secret" } },
      ]),
    });
    const cost =
      "availability { incidents { named incident { title } } badMinutes availabilityPercent observedMinutes unobservedMinutes days { badMinutes } }";
    const { availability } = (await read("acme", cost)) as {
      availability: { observedMinutes: number; unobservedMinutes: number; days: unknown[] };
    };
    expect(availability.observedMinutes + availability.unobservedMinutes).toBeCloseTo(90 * 1_440);
    expect(availability.days.length).toBeGreaterThanOrEqual(90);
    const parts = "availability { parts { service { slug } component incidents { named incident { title } } } }";
    const part = (component: string | null, ...titles: string[]) =>
      ({ service: { slug: "shop" }, component, incidents: titles.map((title) => ({ named: true, incident: { title } })) });
    const partsOf = async (by: Principal): Promise<unknown[]> => {
      const told = await answered(spec, by, { query: `{ customer(id: "acme") { ${parts} } }` });
      return (told as { customer: { availability: { parts: unknown[] } } }).customer.availability.parts;
    };
    expect(await partsOf(ada)).toHaveLength(3);
    const viewer = await spec.person("victor", ["viewer"]);
    // Neither its title nor what it is about, nor that there is one.
    expect(await partsOf(viewer)).toEqual(expect.arrayContaining([part(null, "Slow"), part("payments", "Slow")]));
    expect(await partsOf(viewer)).toHaveLength(2);
    const { customer } = await answered(spec, viewer, { query: `{ customer(id: "acme") { ${title} } }` });
    expect(customer).toEqual({ incidents: [{ errors: 13, requests: 40, incident: { title: "Slow" } }] });
    // What is handed to the customer is the same whoever makes it, and calls nothing what it is called inside.
    const statementBy = async (by: Principal): Promise<string> =>
      String((await answered(spec, by, { query: '{ customerStatement(id: "acme") }' }))["customerStatement"]);
    const statement = await statementBy(ada);
    expect(await statementBy(viewer)).toBe(statement);
    expect(statement).toContain("<td>Trouble with Shop</td>");
    for (const inside of ["Slow", "Secret", "vault"]) expect(statement).not.toContain(inside);
  });
});

describe("importing customers", () => {
  const post = async <Answer = Record<string, unknown>>(path: string, payload: object | string): Promise<Answer> =>
    (
      await app.inject({
        method: "POST", url: path,
        headers: { ...asAdministrator, ...(typeof payload === "string" ? { "content-type": "application/x-ndjson" } : {}) }, payload,
      })
    ).json<Answer>();
  const imported = async (lines: readonly object[], more: object = {}): Promise<string[]> => {
    const { importId } = await post("/imports", { kind: "customers", sourceName: "customers.jsonl", ...more });
    const batch = await post<ImportBatch>(
      `/imports/${String(importId)}/records`,
      lines.map((record, index) => JSON.stringify({ line: index + 1, record })).join("\n"),
    );
    await post(`/imports/${String(importId)}/finish`, {});
    return batch.lines.map(({ result, reason }) => reason ?? result);
  };
  const globex = { id: "globex", name: "Globex", plan: null, region: null, attributes: {} };

  it("says of every line what became of it, and changes nothing the second time", async () => {
    const lines = [globex, { ...globex, id: "initech", attributes: { seats: 3 } }, { ...globex, id: "" }];
    const refused = "id: Too small: expected string to have >=1 characters";
    expect(await imported(lines, { dryRun: true })).toEqual(["imported", "imported", refused]);
    expect(await read("globex", "name")).toBeNull();
    expect(await imported(lines)).toEqual(["imported", "imported", refused]);
    expect(await imported(lines)).toEqual(["unchanged", "unchanged", refused]);
    expect(await imported([{ ...globex, plan: "Trial" }])).toEqual(["updated"]);
    expect(await read("globex", "plan seen { door }")).toEqual({ plan: "Trial", seen: [{ door: "import" }] });
  });

  it("describes those that were only seen, and needs no service, where all else does", async () => {
    expect((await post("/imports", { kind: "customers", sourceName: "x", service: "shop" }))["code"]).toBe("INVALID_INPUT");
    expect((await post("/imports", { kind: "flags", sourceName: "x" }))["code"]).toBe("INVALID_INPUT");
    const { imports } = await answered(spec, ada, { query: "{ imports(first: 1) { edges { node { kind service { slug } } } } }" });
    expect(imports).toEqual({ edges: [{ node: { kind: "customers", service: null } }] });
  });
});

describe("a customer whom an alert names", () => {
  it("is seen, once a day", async () => {
    const { url } = await spec.run(ada, "addIntegration", { kind: "alertmanager", name: "Prometheus", severities: { page: 2 } });
    const alert = (fingerprint: string) => ({
      status: "firing", fingerprint, startsAt: "2026-11-23T08:58:00Z", endsAt: "0001-01-01T00:00:00Z",
      labels: { alertname: "Slow", customer: "hooli" }, annotations: {},
    });
    const tell = (fingerprint: string) =>
      app.inject({
        method: "POST",
        url: new URL(url ?? "").pathname,
        payload: {
          version: "4", groupKey: "{}", status: "firing", receiver: "ballast", groupLabels: {}, commonLabels: {}, externalURL: "",
          alerts: [alert(fingerprint)],
        },
      });
    for (const fingerprint of ["a", "b", "b"]) expect((await tell(fingerprint)).statusCode).toBe(200);
    const { events } = await spec.server.log.read(`customer-${idOf(customerDecider, "hooli")}`);
    expect(events.map(({ event }) => event.data)).toMatchObject([{ id: "hooli", door: "alert" }]);
  });
});
