import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "../config.ts";
import { asAdministrator, specHttp } from "../specification/http.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let app: FastifyInstance;
let folder = "";
beforeAll(async () => {
  spec = await specServer();
  const ada = await spec.person("ada");
  await spec.run(ada, "addPerson", { login: "grace", name: "Grace", roles: ["engineer"], password: "a long enough one" });
  folder = mkdtempSync(join(tmpdir(), "ballast-console-"));
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>Ballast</title>");
  app = await specHttp(spec, folder);
});
afterAll(async () => {
  await app.close();
  await spec.close();
  rmSync(folder, { recursive: true, force: true });
});

const signIn = (login: string, password: string) => app.inject({ method: "POST", url: "/session", payload: { login, password } });
const asksForPage = { accept: "text/html" };

describe("what every answer tells a browser", () => {
  it.each(["/", "/incidents", "/graphql", "/healthz", "/nowhere.json", "/session"])(
    "%s: whose scripts run, and that nobody frames it",
    async (url) => {
      const { headers } = await app.inject({ method: "GET", url, headers: asksForPage });
      expect(headers["content-security-policy"]).toMatch(/script-src 'self';.*frame-ancestors 'none'/);
      expect(headers["content-security-policy"]).not.toMatch(/script-src[^;]*unsafe/);
      expect(headers).toMatchObject({
        "x-content-type-options": "nosniff", "referrer-policy": "same-origin", "permissions-policy": expect.stringContaining("camera=()"),
      });
    },
  );

  it("is no page of another's where people look for the API", async () => {
    const { body } = await app.inject({ method: "GET", url: "/graphql", headers: asksForPage });
    expect(body).not.toMatch(/<html|<script/i);
  });
});

describe("who is not signed in", () => {
  it("is told no name of the schema's, nor how the server does", async () => {
    const ask = (headers: Record<string, string>) =>
      app.inject({
        method: "POST", url: "/graphql", headers: { "content-type": "application/json", ...headers },
        payload: { query: "{ servises { totalCount } }" },
      });
    expect((await ask({})).body).not.toContain("services");
    expect((await ask(asAdministrator)).body).toContain("services");
    expect(Object.keys((await app.inject({ url: "/readyz" })).json<object>())).toEqual(["ready"]);
    expect((await app.inject({ url: "/readyz", headers: asAdministrator })).json()).toMatchObject({
      ready: true, position: expect.any(String), readingFlags: null,
    });
  });

  it("hears that a server is not ready which has not read its flags yet; who is signed in, how far it has come", async () => {
    const { reading } = spec.server.flags;
    try {
      Object.assign(spec.server.flags, { reading: () => ({ events: 12, position: "40" }) });
      expect(await app.inject({ url: "/readyz" })).toMatchObject({ statusCode: 503, body: '{"ready":false}' });
      const told = await app.inject({ url: "/readyz", headers: asAdministrator });
      expect(told.json()).toMatchObject({ ready: false, readingFlags: { events: 12, position: "40" } });
    } finally {
      Object.assign(spec.server.flags, { reading });
    }
    expect((await app.inject({ url: "/readyz" })).statusCode).toBe(200);
  });

  it("guesses a few times and no more, also with the right one; others sign in meanwhile", async () => {
    for (let n = 0; n < 5; n += 1) expect((await signIn("nobody", `guess ${n}`)).statusCode).toBe(401);
    expect((await signIn("nobody", "one more")).statusCode).toBe(429);
    expect((await signIn("grace", "a long enough one")).statusCode).toBe(200);
  });
});

describe("addresses that are kept", () => {
  it("are those of the web", async () => {
    const ada = await spec.person("ada");
    await spec.run(ada, "registerService", { slug: "web", name: "Web" });
    await expect(spec.run(ada, "describeService", { service: "web", repositoryUrl: "javascript:alert(1)" })).rejects.toThrow();
    await expect(spec.run(ada, "describeService", { service: "web", repositoryUrl: "https://example.com/web" })).resolves.toBeDefined();
  });
});

describe("the address that people reach Ballast at", () => {
  it("stands in links, and over https its cookie goes nowhere else", async () => {
    const { publicUrl } = readConfig({
      BALLAST_DATA: folder,
      BALLAST_EVENTSTORE: "esdb://x",
      BALLAST_TEMPORAL: "x",
      BALLAST_URL: "https://ballast.example",
    });
    const behind = await specHttp({ ...spec, server: { ...spec.server, publicUrl } });
    const cookieOf = async (server: FastifyInstance) =>
      String(
        (await server.inject({ method: "POST", url: "/session", payload: { login: "grace", password: "a long enough one" } })).headers[
          "set-cookie"
        ],
      );
    expect(await cookieOf(behind)).toMatch(/; Secure/);
    expect(await cookieOf(app), "at http://127.0.0.1 there is no https to wait for").not.toMatch(/Secure/);
    const { url } = (await behind.inject({ method: "POST", url: "/local/sign-in-link", headers: asAdministrator })).json<{ url: string }>();
    expect(url).toMatch(/^https:\/\/ballast\.example\/sign-in\?token=/);
    await behind.close();
  });
});

describe("proxies that are trusted", () => {
  const trusted = (given: string) =>
    readConfig({ BALLAST_DATA: folder, BALLAST_EVENTSTORE: "esdb://x", BALLAST_TEMPORAL: "x", BALLAST_TRUST_PROXY: given }).trustProxy;

  it("are a number, or addresses, and never everybody", () => {
    expect(["", "0", "false", "2", "loopback, 10.0.0.0/8"].map(trusted)).toEqual([
      undefined, undefined, undefined, 2, "loopback, 10.0.0.0/8",
    ]);
    for (const odd of ["true", "*", "everybody"]) expect(() => trusted(odd)).toThrow("BALLAST_TRUST_PROXY");
  });

  it("say where a request is from, and nobody else does", async () => {
    const lastOf = async (trustProxy?: number): Promise<number> => {
      const server = await specHttp(spec, folder, trustProxy);
      const from = (address: string) =>
        server.inject({
          method: "POST", url: "/session", headers: { "x-forwarded-for": address }, payload: { login: "hal", password: "guess" },
        });
      for (let n = 0; n < 5; n += 1) await from("203.0.113.9");
      const { statusCode } = await from("203.0.113.10");
      await server.close();
      return statusCode;
    };
    // Believed, the address makes the sixth try the first from there; else all came from where the socket is.
    expect([await lastOf(), await lastOf(1)]).toEqual([429, 401]);
  });
});
