import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from "node:zlib";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asAdministrator, specHttp } from "./specification/http.ts";
import { specServer, type SpecServer } from "./specification/server.ts";

const page = "<!doctype html><title>Ballast</title>";
const persisted = "query Own { __typename }";
const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");
const script = "export const vendor = 1;";
const browser = { accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" };

let spec: SpecServer;
let app: FastifyInstance;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "ballast-console-"));
  writeFileSync(join(folder, "index.html"), page);
  writeFileSync(join(folder, "index.html.br"), brotliCompressSync(page));
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "assets", "vendor-1a2b.js"), script);
  writeFileSync(join(folder, "assets", "vendor-1a2b.js.br"), brotliCompressSync(script));
  writeFileSync(join(folder, "assets", "vendor-1a2b.js.gz"), gzipSync(script));
  writeFileSync(join(folder, "documents.json"), JSON.stringify({ [hashOf(persisted)]: persisted, [hashOf("another")]: persisted }));
  spec = await specServer();
  await spec.person("ana");
  app = await specHttp(spec, folder);
});
afterAll(async () => {
  await app.close();
  await spec.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Every address the console has a view at, read where the console declares them. */
const consoleFolder = new URL("../../console/src/", import.meta.url);
const manifests = readdirSync(consoleFolder, { recursive: true, encoding: "utf8" })
  .filter((path) => /^\w+[\\/]slice\.tsx?$/u.test(path))
  .map((path) => readFileSync(new URL(path, consoleFolder), "utf8"));
const routes = manifests.flatMap((text) =>
  [...text.matchAll(/\bview\("([^"]+)", \(\)/g)].map(([, path = ""]) => path.replace(/:\w+/g, "SW1wb3J0OjE")),
);

describe("an address typed or reloaded", () => {
  it.each([...routes, "/sign-in?token=once", "/there-is-no-such-page"])("%s is a page of the console", async (url) => {
    const answer = await app.inject({ method: "GET", url, headers: browser });
    expect([answer.statusCode, answer.headers["content-type"], answer.body]).toEqual([200, "text/html; charset=utf-8", page]);
  });

  it("finds all of them declared", () =>
    expect(routes).toEqual(expect.arrayContaining(["/", "/imports", "/imports/SW1wb3J0OjE", "/on-call", "/pages", "/releases"])));

  it("is looked at by its head as well", async () => {
    expect((await app.inject({ method: "HEAD", url: "/imports", headers: browser })).statusCode).toBe(200);
  });
});

describe("what programs ask", () => {
  it.each(["/graphql/x", "/hooks/nothing", "/session/x", "/local/x", "/assets/old-chunk.js"])(
    "%s is no page, whoever asks",
    async (url) => {
      const answer = await app.inject({ method: "GET", url, headers: browser });
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([404, "NOT_FOUND"]);
    },
  );

  it("by GET for JSON is refused as JSON, and what they post to imports is still taken", async () => {
    const asked = await app.inject({ method: "GET", url: "/imports", headers: { accept: "application/json" } });
    expect([asked.statusCode, asked.json<{ code: string }>().code]).toEqual([404, "NOT_FOUND"]);
    const posted = await app.inject({ method: "POST", url: "/imports", payload: {} });
    expect([posted.statusCode, posted.json<{ code: string }>().code]).toEqual([401, "NOT_SIGNED_IN"]);
    expect((await app.inject({ method: "DELETE", url: "/imports", headers: browser })).statusCode).toBe(404);
  });
});

describe("what the console is made of", () => {
  const get = (url: string, accept: string) => app.inject({ method: "GET", url, headers: { ...browser, "accept-encoding": accept } });

  it.each([
    ["br", "gzip, deflate, br, zstd", brotliDecompressSync],
    ["gzip", "gzip, deflate", gunzipSync],
  ] as const)("is sent as its build compressed it (%s), to be kept for ever", async (encoding, accept, plain) => {
    const answer = await get("/assets/vendor-1a2b.js", accept);
    expect(answer.headers).toMatchObject({
      "content-encoding": encoding, "cache-control": "public, max-age=31536000, immutable", vary: "accept-encoding",
    });
    expect(answer.headers["content-type"]).toMatch(/javascript/);
    expect(plain(answer.rawPayload).toString()).toBe(script);
  });

  it("is sent as it is to who cannot take it otherwise", async () => {
    const answer = await get("/assets/vendor-1a2b.js", "identity");
    expect([answer.headers["content-encoding"], answer.body]).toEqual([undefined, script]);
  });

  it("is asked for anew where the page's address stays the same", async () => {
    const answer = await get("/incidents", "br");
    expect(answer.headers).toMatchObject({ "content-encoding": "br", "cache-control": "no-cache" });
    expect(brotliDecompressSync(answer.rawPayload).toString()).toBe(page);
  });
});

describe("what is answered", () => {
  const query = "{ __schema { types { name fields { name description } } } }";
  const asked = (accept: string) =>
    app.inject({ method: "POST", url: "/graphql", headers: { ...asAdministrator, "accept-encoding": accept }, payload: { query } });

  it.each([
    ["br", "gzip, br", brotliDecompressSync],
    ["gzip", "gzip;q=1, br;q=0", gunzipSync],
  ] as const)("to GraphQL is compressed (%s)", async (encoding, accept, plain) => {
    const answer = await asked(accept);
    expect([answer.headers["content-encoding"], answer.headers.vary]).toEqual([encoding, expect.stringContaining("accept-encoding")]);
    expect(JSON.parse(plain(answer.rawPayload).toString())).toHaveProperty("data.__schema");
    expect(answer.rawPayload.length).toBeLessThan((await asked("identity")).rawPayload.length / 3);
  });

  it("is left alone where it is small, or nobody asked", async () => {
    expect((await asked("identity")).headers["content-encoding"]).toBeUndefined();
    expect(
      (await app.inject({ method: "GET", url: "/session", headers: { "accept-encoding": "br" } })).headers["content-encoding"],
    ).toBeUndefined();
  });
});

describe("a document that the console's build wrote down", () => {
  const byHash = (sha256Hash: string) =>
    app.inject({
      method: "POST", url: "/graphql", headers: asAdministrator,
      payload: { operationName: "Own", extensions: { persistedQuery: { version: 1, sha256Hash } } },
    });

  it("is asked by its hash alone", async () => {
    expect((await byHash(hashOf(persisted))).json()).toMatchObject({ data: { __typename: "Query" } });
  });

  it.each([
    ["one that is not known", hashOf("query Other { __typename }")],
    ["one under another's hash", hashOf("another")],
    ["a word of the language", "__proto__"],
  ])("is not %s", async (_name, hash) => {
    expect((await byHash(hash)).json()).toMatchObject({ errors: [{ extensions: { code: "PERSISTED_QUERY_NOT_FOUND" } }] });
  });
});
