import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { specHttp } from "./specification/http.ts";
import { specNode, type SpecNode } from "./specification/node.ts";

const page = "<!doctype html><title>Ballast</title>";
const browser = { accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" };

let spec: SpecNode;
let app: FastifyInstance;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "ballast-console-"));
  writeFileSync(join(folder, "index.html"), page);
  spec = await specNode();
  app = await specHttp(spec, folder);
});
afterAll(async () => {
  await app.close();
  await spec.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Every address the console has a page at, read where the console declares them. */
const routes = [...readFileSync(new URL("../../console/src/app/pages.tsx", import.meta.url), "utf8").matchAll(/\bpage\("([^"]+)", \(\)/g)].map(([, path = ""]) => path.replace(/:\w+/g, "SW1wb3J0OjE"));

describe("an address typed or reloaded", () => {
  it.each([...routes, "/sign-in?token=once", "/there-is-no-such-page"])("%s is a page of the console", async (url) => {
    const answer = await app.inject({ method: "GET", url, headers: browser });
    expect([answer.statusCode, answer.headers["content-type"], answer.body]).toEqual([200, "text/html; charset=utf-8", page]);
  });

  it("finds all of them declared", () => expect(routes).toEqual(expect.arrayContaining(["/", "/imports", "/imports/SW1wb3J0OjE", "/on-call", "/pages", "/releases"])));

  it("is looked at by its head as well", async () => {
    expect((await app.inject({ method: "HEAD", url: "/imports", headers: browser })).statusCode).toBe(200);
  });
});

describe("what programs ask", () => {
  it.each(["/graphql/x", "/hooks/nothing", "/session/x", "/local/x", "/assets/old-chunk.js"])("%s is no page, whoever asks", async (url) => {
    const answer = await app.inject({ method: "GET", url, headers: browser });
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([404, "NOT_FOUND"]);
  });

  it("by GET for JSON is refused as JSON, and what they post to imports is still taken", async () => {
    const asked = await app.inject({ method: "GET", url: "/imports", headers: { accept: "application/json" } });
    expect([asked.statusCode, asked.json<{ code: string }>().code]).toEqual([404, "NOT_FOUND"]);
    const posted = await app.inject({ method: "POST", url: "/imports", payload: {} });
    expect([posted.statusCode, posted.json<{ code: string }>().code]).toEqual([401, "NOT_SIGNED_IN"]);
    expect((await app.inject({ method: "DELETE", url: "/imports", headers: browser })).statusCode).toBe(404);
  });
});
