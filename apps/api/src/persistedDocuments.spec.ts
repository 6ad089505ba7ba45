import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fastify, { type FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "./auth/principal.ts";
import { readConfig } from "./config.ts";
import { replyWithError } from "./errorReply.ts";
import { knowDocuments, persistedDocuments } from "./persistedDocuments.ts";

const own = "query Own { __typename }";
const other = "query Other { __typename }";
const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");
const ada = { person: { id: "p", login: "ada", name: "Ada", roles: [] }, means: "console", roles: [], serviceIds: null } as const;
const session: Principal = { ...ada, sessionId: "s" };
const token: Principal = { ...ada, sessionId: null, tokenId: "t" };
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ballast-documents-"));
  writeFileSync(join(folder, "documents.json"), JSON.stringify({ [hashOf(own)]: own }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Answers with the text that reaches GraphQL. */
function served(principal: Principal | null, only: boolean): FastifyInstance {
  const app: FastifyInstance = fastify();
  app.setErrorHandler(replyWithError);
  app.decorateRequest("principal", null);
  app.addHook("onRequest", async (request) => { request.principal = principal; });
  knowDocuments(app, persistedDocuments(folder, only));
  app.post<{ Body: { query?: string } }>("/graphql", async ({ body }) => ({ query: body.query ?? null }));
  return app;
}

const ask = async (principal: Principal | null, only: boolean, payload: object): Promise<unknown> => {
  const answer = await served(principal, only).inject({ method: "POST", url: "/graphql", payload });
  return answer.statusCode === 200 ? answer.json<{ query: string | null }>().query : answer.json<{ code: string }>().code;
};
const byHash = (text: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(text) } } });

describe("where only the console's documents are answered", () => {
  it("a session asks them, by hash or in full, and no other", async () => {
    expect([
      await ask(session, true, byHash(own)),
      await ask(session, true, { query: own }),
      await ask(session, true, { query: other }),
    ]).toEqual([own, own, "NOT_ALLOWED"]);
  });

  it("nor one that a token has asked by its hash before", async () => {
    expect([await ask(session, true, byHash(other)), await ask(null, true, byHash(other)), await ask(token, true, byHash(other))]).toEqual([
      "NOT_ALLOWED", "NOT_ALLOWED", null,
    ]);
  });

  it("nobody signed in asks no more than a session", async () => {
    expect([await ask(null, true, { query: own }), await ask(null, true, { query: other })]).toEqual([own, "NOT_ALLOWED"]);
  });

  it("a token asks anything", async () => expect(await ask(token, true, { query: other })).toBe(other));
});

it("anybody asks anything unless it is set", async () => {
  expect(await ask(session, false, { query: other })).toBe(other);
});

it("is a setting with two words", () => {
  const config = (given?: string) =>
    readConfig({
      BALLAST_DATA: folder,
      BALLAST_EVENTSTORE: "esdb://x",
      BALLAST_TEMPORAL: "x",
      BALLAST_SECRET_KEY: Buffer.alloc(32).toString("base64url"),
      ...(given === undefined ? {} : { BALLAST_DOCUMENTS: given }),
    }).onlyPersisted;
  expect([config(), config("any"), config("persisted")]).toEqual([false, false, true]);
  expect(() => config("some")).toThrow(/BALLAST_DOCUMENTS/u);
});
