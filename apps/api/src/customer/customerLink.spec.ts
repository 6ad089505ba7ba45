import { incidentDecider } from "@ballast/domain";
import { handle, ids } from "@ballast/eventlog";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { answered } from "../specification/asking.ts";
import { delivered } from "../specification/delivered.ts";
import { specHttp } from "../specification/http.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let app: FastifyInstance;
let kim: Principal;
let ada: Principal;
let customerId: string;
const get = (url: string) => app.inject({ url: new URL(url).pathname });
const linksOf = async (as: Principal): Promise<readonly { readonly id: string; readonly state: string; readonly url: string | null }[]> =>
  ((await answered(spec, as, { query: '{ customer(id: "acme") { links { id state url note } } }' })) as {
    readonly customer: { readonly links: readonly { readonly id: string; readonly state: string; readonly url: string | null }[] };
  }).customer.links;

beforeAll(async () => {
  spec = await specServer();
  app = await specHttp(spec);
  kim = await spec.person("kim", ["tpm", "commander", "engineer", "responder", "admin"]);
  ada = await spec.person("ada", ["engineer"]);
  const shop = await delivered(spec, kim, { slug: "shop", releases: 1 });
  await shop.ship("v1");
  await shop.read();
  ({ recordId: customerId } = await spec.run(kim, "describeCustomer", { externalId: "acme", name: "Acme <Ltd>" }));
});
afterAll(async () => {
  await app.close();
  await spec.close();
});

it("what a customer had is read by whoever has its address, while it holds, and by nobody else", async () => {
  await expect(spec.run(ada, "issueCustomerLink", { customerId, note: "quarter" })).rejects.toMatchObject({ code: "NOT_ALLOWED" });
  for (const expiresInDays of [0, 731])
    await expect(spec.run(kim, "issueCustomerLink", { customerId, note: "quarter", expiresInDays })).rejects.toThrow();
  const asked = { customerId, note: "quarter", expiresInDays: 30, idempotencyKey: "one" };
  const { url } = await spec.run(kim, "issueCustomerLink", asked);
  expect((await spec.run(kim, "issueCustomerLink", asked)).url).toBe(url);
  const address = url ?? "";
  const { statusCode, headers, body } = await get(address);
  expect([statusCode, headers["cache-control"], headers["x-robots-tag"]]).toEqual([200, "private, no-store", "noindex"]);
  expect(headers["content-security-policy"]).toContain("default-src 'none'");
  expect(body).toContain("Acme &lt;Ltd&gt;");
  const gone = await get(`${address.slice(0, -2)}xx`);
  expect(gone.statusCode).toBe(404);
  const [, , , customer = "", link = "", signature = ""] = new URL(address).pathname.split("/");
  for (const path of [`/status/for/${customer}/${customer}/${signature}`, `/status/for/${link}/${link}/${signature}`, "/status/for/x/y/z"])
    expect((await app.inject({ url: path })).body).toBe(gone.body);
  expect(await linksOf(kim)).toMatchObject([{ state: "holds", url: address }]);
  expect(await linksOf(ada)).toMatchObject([{ state: "holds", url: null }]);
  spec.at("2026-12-23T08:59:59.000Z");
  expect((await get(address)).statusCode).toBe(200);
  spec.at("2026-12-23T09:00:00.000Z");
  expect((await get(address)).body).toBe(gone.body);
  expect(await linksOf(kim)).toMatchObject([{ state: "expired", url: null }]);
});

/** An incident of an hour that named the customer; its number as people call it. */
async function hour(title: string, isPrivate: boolean): Promise<string> {
  const now = spec.server.now().toISOString();
  const { recordId: incidentId } = await spec.run(kim, "declareIncident", {
    title, severity: 2, services: ["shop"], publicImpact: "critical", private: isPrivate,
    impactStartAt: new Date(Date.parse(now) - 3_600_000).toISOString(),
  });
  const { position } = await handle(spec.server.log, {
    aggregate: incidentDecider, id: incidentId,
    command: {
      type: "RecordAffectedCustomers", now, incidentId, deployId: null, count: 1, customers: [{ customer: "acme", requests: 9, errors: 9 }],
    },
    context: {
      commandId: ids.command("spec", title), actor: { personId: null, name: "workflow", means: "workflow" }, now, correlationId: "spec",
      causationId: "spec",
    },
  });
  await spec.server.readModel.waitFor(position);
  await spec.run(kim, "changeIncidentState", { incidentId, to: "resolved", reason: "over" });
  const row = spec.server.readModel.incidents.get(incidentId);
  return `INC-${String(row?.number)}`;
}

it("tells of private incidents not even by its figures, and is nothing once it is revoked", async () => {
  const { url } = await spec.run(kim, "issueCustomerLink", { customerId, note: "again" });
  const told = await hour("Pool of es-3 exhausted", false);
  const page = async (): Promise<string> => {
    spec.at(new Date(spec.server.now().getTime() + 61_000).toISOString()); // it is put together once a minute
    return (await get(url ?? "")).body.replaceAll(/\d{4}-\d\d-\d\d|\d\d:\d\d/gu, "");
  };
  const open = await page();
  expect(open).toContain(told);
  expect(open).not.toContain("es-3");
  const hidden = await hour("Breach", true);
  const after = await page();
  for (const inside of [hidden, "Breach"]) expect(after).not.toContain(inside);
  expect(after.match(/[\d.]+ (?:bad )?min\w*/gu)).toEqual(open.match(/[\d.]+ (?:bad )?min\w*/gu));
  expect(after.match(/INC-\d+/gu)).toEqual(open.match(/INC-\d+/gu));
  const [{ id = "" } = {}] = await linksOf(kim);
  const lost = { customerId, linkId: id, reason: "lost" };
  await expect(spec.run(ada, "revokeCustomerLink", lost)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
  await spec.run(kim, "revokeCustomerLink", lost);
  expect((await get(url ?? "")).statusCode).toBe(404);
  await expect(spec.run(kim, "revokeCustomerLink", { ...lost, linkId: customerId })).rejects.toMatchObject({ code: "NOT_FOUND" });
});
