import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { answered } from "../specification/asking.ts";
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
  await spec.run(kim, "registerService", { slug: "shop", name: "Shop" });
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

it("tells of private incidents not even by its figures, and is nothing once it is revoked", async () => {
  const { url } = await spec.run(kim, "issueCustomerLink", { customerId, note: "again" });
  const before = (await get(url ?? "")).body;
  await spec.run(kim, "declareIncident", {
    title: "Breach of es-3", severity: 2, services: ["shop"], publicImpact: "critical", private: true,
  });
  spec.at("2026-12-23T10:00:00.000Z");
  const after = (await get(url ?? "")).body;
  for (const inside of ["es-3", "Breach", "INC-"]) expect(after).not.toContain(inside);
  expect(after.match(/<tr/gu)?.length).toBe(before.match(/<tr/gu)?.length);
  const [{ id = "" } = {}] = await linksOf(kim);
  const lost = { customerId, linkId: id, reason: "lost" };
  await expect(spec.run(ada, "revokeCustomerLink", lost)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
  await spec.run(kim, "revokeCustomerLink", lost);
  expect((await get(url ?? "")).statusCode).toBe(404);
  await expect(spec.run(kim, "revokeCustomerLink", { ...lost, linkId: customerId })).rejects.toMatchObject({ code: "NOT_FOUND" });
});
