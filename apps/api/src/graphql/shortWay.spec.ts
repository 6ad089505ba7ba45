import type { FastifyInstance } from "fastify";
import { parse } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { specSchema } from "../specification/asking.ts";
import { asAdministrator, specHttp } from "../specification/http.ts";
import { specServer, type SpecServer } from "../specification/server.ts";
import { preparedQueries } from "./preparedQueries.ts";
import { shortAnswer } from "./shortWay.ts";

let spec: SpecServer;
let app: FastifyInstance;
beforeAll(async () => {
  spec = await specServer();
  const ada = await spec.person("ada");
  await spec.run(ada, "registerService", { slug: "shop", name: "Shop" });
  app = await specHttp(spec);
});
afterAll(async () => {
  await app.close();
  await spec.close();
});

interface Sent {
  readonly query: string;
  readonly variables?: object;
  readonly operationName?: string;
}

/** What comes back: everything that a client could see, but when. */
async function sent(payload: Sent, headers: Readonly<Record<string, string>> = asAdministrator) {
  const answer = await app.inject({ method: "POST", url: "/graphql", payload: { ...payload }, headers });
  const { date: _, ...heads } = answer.headers;
  return { status: answer.statusCode, heads, body: answer.body };
}

/** Three times the same: by Apollo, compiled for the first time, and compiled. */
async function thrice(payload: Sent, headers?: Readonly<Record<string, string>>) {
  const [first, second, third] = [await sent(payload, headers), await sent(payload, headers), await sent(payload, headers)];
  expect(second).toEqual(first);
  expect(third).toEqual(first);
  return first;
}

describe("a query that is asked again", () => {
  it("is answered byte for byte as the first time, heads included", async () => {
    const query = `query Services($first: Int, $with: Boolean!) {
      services(first: $first) { totalCount pageInfo { hasNextPage endCursor } edges { node { ...what ... on Node { again: id } name @include(if: $with) } } }
    } fragment what on Service { __typename id slug }`;
    const { status, body } = await thrice({ query, variables: { first: 3, with: false } });
    expect(status).toBe(200);
    expect(body).toMatch(/"slug":"shop"/u);
    expect(body).not.toMatch(/"name"/u);
    expect((await thrice({ query, variables: { first: 3, with: true } })).body).toMatch(/"name":"Shop"/u);
  });

  it("says what is wrong as the first time: with a value, a field, a cost, an operation", async () => {
    const query = "query Some($first: Int) { services(first: $first) { totalCount } }";
    await thrice({ query, variables: { first: 2 } });
    const wrong = await thrice({ query, variables: { first: "two" } });
    expect([wrong.status, wrong.body]).toEqual([400, expect.stringContaining("BAD_USER_INPUT")]);
    const release = "query Compare($to: String!) { compareReleases(service: \"shop\", from: \"1\", to: $to) { to { id } } }";
    expect((await thrice({ query: release, variables: { to: "2" } })).body).toContain("NOT_FOUND");
    const costly = "query Deep($n: Int) { releases(first: $n) { edges { node { id commits(first: $n) { edges { node { sha } } } } } } }";
    await thrice({ query: costly, variables: { n: 1 } });
    expect((await thrice({ query: costly, variables: { n: 500 } })).body).toContain("QUERY_TOO_COMPLEX");
    expect((await thrice({ query, operationName: "Other" })).body).toContain("OPERATION_RESOLUTION_FAILURE");
    expect((await thrice({ query, variables: { first: 1, other: "a\0b" } })).body).toContain("NUL");
  });

  it("tells nobody more than the first time: who is not signed in, or whose rights are others", async () => {
    const query = "{ services { totalCount } }";
    await thrice({ query });
    expect((await thrice({ query }, {})).body).toContain("NOT_SIGNED_IN");
  });

  it("is answered as the console accepts it, by the shorter way", async () => {
    const query = "{ services { totalCount } }";
    const accept = "application/graphql-response+json, application/json";
    const { heads } = await thrice({ query }, { ...asAdministrator, accept });
    expect(heads["content-type"]).toBe("application/graphql-response+json; charset=utf-8");
    const request = { method: "POST", headers: { accept, "content-type": "application/json" }, body: { query }, principal: {} };
    const prepared = preparedQueries(await specSchema());
    prepared.note({ text: query, operationName: null }, parse(query));
    const ada = await spec.person("ada");
    const short = await shortAnswer({ prepared }, request as never, () => spec.contextOf(ada));
    expect(short).toEqual({ contentType: heads["content-type"], text: expect.stringContaining("totalCount") });
  });

  it("is one operation of its text", async () => {
    const query = "query A { services { totalCount } } query B { services { pageInfo { hasNextPage } } }";
    expect((await thrice({ query, operationName: "A" })).body).toContain("totalCount");
    expect((await thrice({ query, operationName: "B" })).body).toContain("hasNextPage");
    expect((await thrice({ query })).status).toBe(400);
  });
});

describe("what is compiled", () => {
  it("is never a mutation, and nothing that was not answered before", async () => {
    const prepared = preparedQueries(await specSchema());
    const asked = (text: string) => ({ text, operationName: null });
    const mutation = "mutation M($input: RegisterServiceInput!) { registerService(input: $input) { position } }";
    prepared.note(asked(mutation), parse(mutation));
    expect(prepared.find(asked(mutation))).toBeUndefined();
    expect(prepared.find(asked("{ services { totalCount } }"))).toBeUndefined();
  });

  it("is so much, those asked for last; never a text that is very long", async () => {
    const prepared = preparedQueries(await specSchema());
    const asked = (n: number) => ({ text: `{ services(first: ${String(n)}) { totalCount } }`, operationName: null });
    const note = (n: number): void => prepared.note(asked(n), parse(asked(n).text));
    note(0);
    note(1);
    expect(prepared.find(asked(0))).toBeDefined();
    for (let n = 2; n < 401; n += 1) note(n);
    expect(prepared.find(asked(1))).toBeUndefined();
    expect(prepared.find(asked(0))).toBeDefined();
    const long = { text: `{ services { totalCount } } #${"x".repeat(20_000)}`, operationName: null };
    prepared.note(long, parse(long.text));
    expect(prepared.find(long)).toBeUndefined();
  });
});
