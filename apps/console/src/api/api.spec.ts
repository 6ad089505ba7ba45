import { createHash } from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import { graphql } from "@ballast/schema/graphql";
import { ApiError, asProblem, needsSignIn } from "./errors.ts";
import { call } from "./graphqlClient.ts";
import { waitBefore } from "./live.ts";
import { parseSession } from "./session.ts";

const releases = graphql(`
  query Releases($service: String!) { releases(filter: { service: $service }) { totalCount } }
`);

function answerWith(body: unknown, init: ResponseInit = {}): ReturnType<typeof vi.fn> {
  const fetching = vi.fn(async () => Response.json(body, init));
  vi.stubGlobal("fetch", fetching);
  return fetching;
}

afterEach(() => vi.unstubAllGlobals());

describe("a call to the API", () => {
  it("sends the named document with its variables and answers its data", async () => {
    const fetching = answerWith({ data: { releases: { totalCount: 3 } } });
    expect(await call(releases, { service: "checkout" })).toEqual({ releases: { totalCount: 3 } });
    const body: unknown = JSON.parse(String(fetching.mock.calls[0]?.[1]?.body));
    expect(body).toMatchObject({ operationName: "Releases", variables: { service: "checkout" } });
  });

  it("turns a refusal into code, message, path and fix", async () => {
    const extensions = { code: "DEPLOY_IN_PROGRESS", remedy: "Wait for it, or abort it.", field: ["input", "version"] };
    answerWith({ data: null, errors: [{ message: "A deploy is moving.", path: ["startDeploy"], extensions }] });
    const error = await call(releases, { service: "checkout" }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(asProblem(error)).toEqual({
      code: "DEPLOY_IN_PROGRESS", message: "A deploy is moving.", path: "input.version", fix: "Wait for it, or abort it.",
    });
  });

  it("says that Ballast did not answer, and lets an abort be an abort", async () => {
    vi.stubGlobal("fetch", async () => { throw new TypeError("failed to fetch"); });
    await expect(call(releases, { service: "a" })).rejects.toMatchObject({ code: "OFFLINE" });
    vi.stubGlobal("fetch", async () => { throw new DOMException("gone", "AbortError"); });
    await expect(call(releases, { service: "a" })).rejects.toMatchObject({ name: "AbortError" });
  });

  it("takes what was asked early in the same words, once, and asks by itself where that failed", async () => {
    const fetching = answerWith({ data: { releases: { totalCount: 3 } } });
    const body = JSON.stringify({ query: releases.text, operationName: "Releases", variables: { service: "a" } });
    const early = (answer: Promise<Response>): void => void vi.stubGlobal("window", { ballastQuestions: new Map([[body, answer]]) });
    early(Promise.resolve(Response.json({ data: { releases: { totalCount: 7 } } })));
    expect(await call(releases, { service: "b" })).toEqual({ releases: { totalCount: 3 } });
    expect(await call(releases, { service: "a" })).toEqual({ releases: { totalCount: 7 } });
    expect(fetching).toHaveBeenCalledTimes(1);
    expect(await call(releases, { service: "a" })).toEqual({ releases: { totalCount: 3 } });
    early(Promise.reject(new TypeError("failed to fetch")));
    expect(await call(releases, { service: "a" })).toEqual({ releases: { totalCount: 3 } });
    expect(fetching).toHaveBeenCalledTimes(3);
    early(new Promise(() => undefined));
    const given = new AbortController();
    const waits = call(releases, { service: "a" }, { signal: given.signal });
    vi.stubGlobal("fetch", async (_address: string, { signal }: RequestInit) => signal?.throwIfAborted());
    given.abort();
    await expect(waits).rejects.toMatchObject({ name: "AbortError" });
  });

  it("asks by the document's hash where a browser can make one, and in full where the API does not know it", async () => {
    vi.stubGlobal("isSecureContext", true);
    const bodies: unknown[] = [];
    vi.stubGlobal("fetch", async (_url: string, { body }: RequestInit) => {
      const asked: unknown = JSON.parse(String(body));
      bodies.push(asked);
      const known = typeof asked === "object" && asked !== null && "query" in asked;
      return Response.json(
        known
          ? { data: { releases: { totalCount: 3 } } }
          : { errors: [{ message: "PersistedQueryNotFound", extensions: { code: "PERSISTED_QUERY_NOT_FOUND" } }] },
      );
    });
    expect(await call(releases, { service: "a" })).toEqual({ releases: { totalCount: 3 } });
    expect(bodies).toMatchObject([
      { extensions: { persistedQuery: { version: 1, sha256Hash: createHash("sha256").update(releases.text).digest("hex") } } },
      { query: releases.text },
    ]);
    expect(bodies[0]).not.toHaveProperty("query");
  });

  it("never claims to know what became of a command whose answer did not come", async () => {
    const acknowledge = graphql(`
      mutation Acknowledge { acknowledgePage(input: {}) { position } }
    `);
    const cutOff = new Response(new ReadableStream({ start: (body) => body.error(new TypeError("cut off")) }), {
      headers: { "content-type": "application/json" },
    });
    const losses: readonly (() => Promise<Response>)[] = [
      async () => { throw new TypeError("failed to fetch"); },
      async () => { throw new DOMException("late", "TimeoutError"); },
      async () => new Response("<h1>Bad gateway</h1>", { status: 502, headers: { "content-type": "text/html" } }),
      async () => cutOff,
    ];
    for (const loss of losses) {
      vi.stubGlobal("fetch", loss);
      const problem = asProblem(await call(acknowledge, {}).catch((thrown: unknown) => thrown));
      expect(problem.fix).toMatch(/Whether it was done is not known/u);
      expect(`${problem.message} ${problem.fix ?? ""}`).not.toMatch(/nothing was|nothing changed/iu);
    }
  });

  it("waits for no answer for ever", async () => {
    const fetching = answerWith({ data: {} });
    const timeout = vi.spyOn(AbortSignal, "timeout");
    await call(releases, { service: "a" });
    expect(timeout).toHaveBeenCalledWith(35_000);
    expect(fetching.mock.calls[0]?.[1]?.signal).toBeInstanceOf(AbortSignal);
  });

  it("names the status when the answer is no GraphQL", async () => {
    vi.stubGlobal("fetch", async () => new Response("<h1>Bad gateway</h1>", { status: 503, headers: { "content-type": "text/html" } }));
    const error = await call(releases, { service: "a" }).catch((thrown: unknown) => thrown);
    expect(asProblem(error)).toMatchObject({ code: "HTTP_503" });
    expect(needsSignIn(error)).toBe(false);
  });

  it("refuses a document without a name when it is written", () => {
    expect(() => graphql(`{ releases { totalCount } }`)).toThrow(/named operation/u);
  });
});

describe("the live connection", () => {
  it("waits longer each time, up to a bound", () => {
    expect(waitBefore(0, 0.5)).toBe(500);
    expect(waitBefore(3, 0.5)).toBe(4000);
    expect(waitBefore(30, 1)).toBeCloseTo(18_000);
  });
});

describe("the session", () => {
  it("is read only when it names a person", () => {
    expect(
      parseSession({ person: { id: "p1", login: "ana", name: "Ana", roles: ["admin", 3] }, via: "console", permissions: ["read"] }),
    ).toEqual({
      person: { id: "p1", login: "ana", name: "Ana", roles: ["admin"] },
      via: "console",
      permissions: ["read"],
    });
    expect(parseSession({ person: null })).toBeNull();
    expect(parseSession("no")).toBeNull();
  });
});
