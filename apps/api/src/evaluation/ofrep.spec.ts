import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { specFlags, type SpecFlags } from "../specification/flags.ts";
import { asAdministrator, specHttp } from "../specification/http.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let app: FastifyInstance;
let flags: SpecFlags;
let secret: string;
const one = "/ofrep/v1/evaluate/flags/pay";
const all = "/ofrep/v1/evaluate/flags";
beforeAll(async () => {
  spec = await specServer();
  app = await specHttp(spec);
  flags = specFlags(spec, await spec.person("ada"));
  secret = await flags.token();
  const gold = {
    ruleId: "gold", name: "Gold",
    conditions: [{ kind: "attribute" as const, attribute: "plan", operator: "is" as const, values: ["gold"] }],
    serve: { kind: "variant" as const, variant: "on" },
  };
  await flags.open("pay", { rules: [gold], rollout: { parts: 30_000, variants: [{ variant: "on", weight: 1 }] } });
  await flags.open("killed");
  await flags.kill("killed");
  await flags.open("archived");
  await flags.open("elsewhere", {}, "staging");
  await spec.server.flags.waitFor(await flags.archive("archived"));
});
afterAll(async () => {
  await app.close();
  await spec.close();
});
const ask = (url: string, payload: unknown, headers: Record<string, string> = {}) =>
  app.inject({
    method: "POST", url, headers: { "content-type": "application/json", authorization: `Bearer ${secret}`, ...headers },
    payload: typeof payload === "string" ? payload : JSON.stringify(payload),
  });

describe("one flag", () => {
  it("has a value, a variant, why, and where in its rules", async () => {
    expect((await ask(one, { context: { targetingKey: "ann", plan: "gold" } })).json()).toEqual({
      key: "pay", value: true, variant: "on", reason: "TARGETING_MATCH",
      metadata: { rule: "rule:gold", position: spec.server.flags.environment("production")?.position },
    });
    expect((await ask(one, { context: { targetingKey: "dan" } })).json()).toMatchObject({
      value: expect.any(Boolean) as unknown, metadata: { rule: expect.stringMatching(/share|default/) as unknown },
    });
    expect((await ask(`${all}/killed`, { context: { targetingKey: "ann" } })).json()).toMatchObject({
      value: false, reason: "STATIC", metadata: { rule: "kill" },
    });
  });
  it("is told with what somebody wrote on it, from then on, beside its place and position", async () => {
    await spec.server.flags.waitFor(await flags.open("told", {}, "testing"));
    const testing = { authorization: `Bearer ${await flags.token("testing")}` };
    const etag = String((await ask(all, {}, testing)).headers["etag"]);
    const position = await flags.tell("told", { team: "checkout", tier: 2, visible: true });
    const told = { team: "checkout", tier: 2, visible: true, rule: "default" };
    const many = await ask(`${all}?flagConfigEtag=${position}`, {}, { ...testing, "if-none-match": etag });
    expect(many.statusCode).toBe(200);
    expect(many.json<{ flags: unknown[] }>().flags).toContainEqual(
      expect.objectContaining({ key: "told", variant: "off", metadata: told }),
    );
    expect((await ask(`${all}/told`, {}, testing)).json()).toMatchObject({ variant: "off", metadata: { ...told, position } });
  });
  it("whose rule asks for what is not there says so, and takes no other down", async () => {
    const segmentId = "30000000-0000-4000-8000-000000000009";
    const rule = {
      ruleId: "beta", name: "Beta", conditions: [{ kind: "segment" as const, segmentId, within: true }],
      serve: { kind: "variant" as const, variant: "on" },
    };
    await spec.server.flags.waitFor(await flags.open("broken", { rules: [rule] }, "testing"));
    const testing = { authorization: `Bearer ${await flags.token("testing")}` };
    const answer = await ask(`${all}/broken`, {}, testing);
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { key: "broken", errorCode: "PARSE_ERROR" }]);
    expect((await ask(all, {}, testing)).json<{ flags: unknown[] }>().flags).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ key: "broken", errorCode: "PARSE_ERROR" }),
        expect.objectContaining({ key: "told", variant: "off" }),
      ]),
    );
  });
  it("knows what stands inside something in a context, and its etag with it", async () => {
    const name = {
      ruleId: "ann", name: "Ann",
      conditions: [{ kind: "attribute" as const, attribute: "user.name", operator: "is" as const, values: ["ann"] }],
      serve: { kind: "variant" as const, variant: "on" },
    };
    await spec.server.flags.waitFor(await flags.open("by-name", { rules: [name] }, "testing"));
    const testing = { authorization: `Bearer ${await flags.token("testing")}` };
    const [ann, bob] = [{ context: { user: { name: "ann", tags: ["x"] } } }, { context: { user: { name: "bob", tags: ["x"] } } }];
    expect((await ask(`${all}/by-name`, ann, testing)).json()).toMatchObject({ variant: "on" });
    expect((await ask(`${all}/by-name`, bob, testing)).json()).toMatchObject({ variant: "off" });
    const etag = String((await ask(all, ann, testing)).headers["etag"]);
    expect((await ask(all, { context: { user: { tags: ["x"], name: "ann" } } }, { ...testing, "if-none-match": etag })).statusCode).toBe(
      304,
    );
    expect((await ask(all, bob, { ...testing, "if-none-match": etag })).statusCode).toBe(200);
  });
  it("that divides customers asks for their key; what is decided before that is answered without one", async () => {
    for (const context of [{}, { targetingKey: "" }, { plan: "silver" }]) {
      const answer = await ask(one, { context });
      expect([answer.statusCode, answer.json()]).toMatchObject([400, { key: "pay", errorCode: "TARGETING_KEY_MISSING" }]);
      const { flags: items } = (await ask(all, { context })).json<{ flags: { key: string }[] }>();
      expect(items).toMatchObject([
        { key: "pay", errorCode: "TARGETING_KEY_MISSING" },
        { key: "killed", value: false },
        { key: "archived" },
      ]);
    }
    expect((await ask(one, { context: { plan: "gold" } })).json()).toMatchObject({ variant: "on", metadata: { rule: "rule:gold" } });
    expect((await ask(`${all}/killed`, {})).json()).toMatchObject({ value: false, metadata: { rule: "kill" } });
  });
  it("says how old its answers are while the log is silent, and nothing of it else", async () => {
    const { freshness } = spec.server.flags;
    const context = { targetingKey: "ann" };
    const { headers } = await ask(all, { context });
    expect(headers["age"]).toBeUndefined();
    const asOf = new Date(spec.server.now().getTime() - 90_000);
    Object.assign(spec.server.flags, { freshness: () => ({ live: false, asOf }) });
    const answers = [
      await ask(one, { context }),
      await ask(all, { context }),
      await ask(all, { context }, { "if-none-match": String(headers["etag"]) }),
    ];
    Object.assign(spec.server.flags, { freshness });
    expect(answers.map((answer) => [answer.statusCode, answer.headers["age"]])).toEqual([[200, "90"], [200, "90"], [304, "90"]]);
    for (const answer of answers.slice(0, 2))
      expect(answer.json<{ metadata: unknown }>().metadata).toMatchObject({ log: "away", asOf: asOf.toISOString() });
  });
  it("is refused to a token that asks too often, which is told when to come again; others go on", async () => {
    const slow = await specHttp({ ...spec, server: { ...spec.server, flagRequestsPerSecond: 1 } });
    const other = await flags.token();
    const post = (token: string) =>
      slow.inject({
        method: "POST", url: one, headers: { "content-type": "application/json", authorization: `Bearer ${token}` }, payload: "{}",
      });
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(secret)));
    const refused = answers.filter(({ statusCode }) => statusCode === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect([refused[0]?.headers["retry-after"], refused[0]?.json()]).toEqual([
      expect.stringMatching(/^[12]$/), { key: "pay", errorCode: "GENERAL", errorDetails: expect.stringContaining("more often") as unknown },
    ]);
    expect((await post(other)).statusCode).not.toBe(429);
    const streams = await Promise.all(
      Array.from({ length: 5 }, () => slow.inject({ url: "/ofrep/v1/events", headers: { authorization: `Bearer ${secret}` } })),
    );
    expect(streams.map(({ statusCode }) => statusCode)).toEqual(streams.map(() => 429));
    await slow.close();
  });
  it("that is archived has no value, and the caller's default holds", async () => {
    const answer = await ask(`${all}/archived`, { context: {} });
    expect([answer.statusCode, answer.json()]).toEqual([
      200,
      { key: "archived", reason: "DISABLED", metadata: expect.anything() as unknown },
    ]);
  });
  it("that is not there, or only in another environment, is not found", async () => {
    for (const key of ["nowhere", "elsewhere", "__proto__", "constructor"]) {
      const answer = await ask(`${all}/${key}`, {});
      expect([answer.statusCode, answer.json<{ key: string; errorCode: string }>()]).toMatchObject([
        404,
        { key, errorCode: "FLAG_NOT_FOUND" },
      ]);
    }
  });
  it.each<[string, unknown, number, string]>([
    ["no JSON", "{", 400, "PARSE_ERROR"],
    ["a list", [], 400, "INVALID_CONTEXT"],
    ["a context that is none", { context: "ann" }, 400, "INVALID_CONTEXT"],
    ["a number for a key", { context: { targetingKey: 5 } }, 400, "INVALID_CONTEXT"],
    ["a thousand brackets", `{"context":{"a":${"[".repeat(1_000)}${"]".repeat(1_000)}}}`, 400, "INVALID_CONTEXT"],
    ["a hundred thousand brackets", `{"context":{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}}`, 400, "INVALID_CONTEXT"],
    [
      "ten thousand members, one in the other",
      { context: { a: Array.from({ length: 101 }, () => ({ b: Array(99).fill(1) })) } },
      400,
      "INVALID_CONTEXT",
    ],
    ["more than a megabyte", { context: { a: "x".repeat(1_100_000) } }, 413, "INVALID_CONTEXT"],
  ])("refuses %s in OFREP's words", async (_, payload, status, errorCode) => {
    const answer = await ask(one, payload);
    expect([answer.statusCode, answer.json()]).toMatchObject([status, { key: "pay", errorCode }]);
    const many = await ask(all, payload);
    expect([many.statusCode, Object.keys(many.json<object>())]).toEqual([status, ["errorCode", "errorDetails"]]);
  });
  it("takes a context of nearly a megabyte, and names that JavaScript reserves", async () => {
    const context = `{"context":{"targetingKey":"ann","__proto__":{"plan":"gold"},"constructor":"x","$flagd":{},"big":"${"x".repeat(900_000)}"}}`;
    expect((await ask(one, context)).json()).toMatchObject({
      variant: expect.any(String) as unknown, metadata: { rule: expect.stringMatching(/share|default/) as unknown },
    });
  });
});

describe("all flags", () => {
  it("are answered one by one, the archived one without a value, with where to hear of changes", async () => {
    const answer = await ask(all, { context: { targetingKey: "ann", plan: "gold" } });
    const body = answer.json<{
      flags: { key: string }[];
      eventStreams: { type: string; endpoint: { requestUri: string }; inactivityDelaySec: number }[];
    }>();
    expect(body.flags.map(({ key }) => key)).toEqual(["pay", "killed", "archived"]);
    expect(body.flags[2]).toEqual({ key: "archived", reason: "DISABLED" });
    expect(body.eventStreams).toEqual([
      { type: "sse", endpoint: { requestUri: expect.stringMatching(/^\/ofrep\/v1\/events\?ticket=/) as unknown }, inactivityDelaySec: 120 },
    ]);
  });
  it("say each what it is, also where several give the same", async () => {
    const staging = await flags.token("staging");
    for (const key of ["gone", "over"]) {
      await flags.open(key, {}, "staging");
      await spec.server.flags.waitFor(await flags.archive(key));
    }
    const ofStaging = async () =>
      (await ask(all, { context: { targetingKey: "ann" } }, { authorization: `Bearer ${staging}` })).json<{ flags: unknown }>().flags;
    const expected = [
      { key: "elsewhere", value: false, variant: "off", reason: "STATIC", metadata: { rule: "default" } },
      { key: "gone", reason: "DISABLED" }, { key: "over", reason: "DISABLED" },
    ];
    expect([await ofStaging(), await ofStaging()]).toEqual([expected, expected]);
  });
  it("are not sent again for the same context, in whatever order it is written", async () => {
    const etag = String((await ask(all, { context: { targetingKey: "ann", plan: "gold" } })).headers["etag"]);
    const again = await ask(all, { context: { plan: "gold", targetingKey: "ann" } }, { "if-none-match": etag });
    expect([again.statusCode, again.body, again.headers["etag"]]).toEqual([304, "", etag]);
    expect((await ask(all, { context: { targetingKey: "bob", plan: "gold" } }, { "if-none-match": etag })).statusCode).toBe(200);
    const position = await flags.set("pay", { defaultVariant: "on" });
    const changed = await ask(
      `${all}?flagConfigEtag=${position}`,
      { context: { targetingKey: "ann", plan: "gold" } },
      { "if-none-match": etag },
    );
    expect([changed.statusCode, changed.headers["etag"]]).toEqual([200, expect.stringMatching(new RegExp(`^"${position}-`))]);
  });
  it("wait for the change that the client has heard of, and are not given as they were before it", async () => {
    const position = await flags.kill("pay");
    for (const url of [`${one}?flagConfigEtag=${position}`])
      expect((await ask(url, {})).json()).toMatchObject({ value: false, metadata: { rule: "kill" } });
    expect((await ask(`${all}?flagConfigEtag=rubbish`, {})).statusCode).toBe(200);
    const waitFor = spec.server.flags.waitFor.bind(spec.server.flags);
    Object.assign(spec.server.flags, { waitFor: (wanted: string) => waitFor(wanted, 1) });
    const late = await ask(`${all}?flagConfigEtag=99999999`, {});
    Object.assign(spec.server.flags, { waitFor });
    expect([late.statusCode, late.headers["retry-after"]]).toEqual([503, "1"]);
  });
});

describe("who may ask", () => {
  it("is the token of an application, for its environment, as long as it holds", async () => {
    expect((await ask(one, {}, { authorization: "" })).statusCode).toBe(401);
    expect((await ask(one, {}, { authorization: "Bearer bt_wrong" })).statusCode).toBe(401);
    expect((await ask(one, {}, { ...asAdministrator })).statusCode).toBe(403);
    const staging = await flags.token("staging");
    expect((await ask(`${all}/elsewhere`, {}, { authorization: `Bearer ${staging}` })).statusCode).toBe(200);
    expect((await ask(one, {}, { authorization: `Bearer ${staging}` })).statusCode).toBe(404);
    expect(
      (
        await app.inject({
          method: "POST", url: "/graphql", headers: { authorization: `Bearer ${staging}` },
          payload: { query: "{ flags { nodes { id } } }" },
        })
      ).json(),
    ).toMatchObject({ errors: expect.anything() as unknown });
  });
  it("is any page of the web, by preflight and answer", async () => {
    const asked = await app.inject({
      method: "OPTIONS",
      url: all,
      headers: {
        origin: "https://shop.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,if-none-match",
      },
    });
    expect([asked.statusCode, asked.headers["access-control-allow-origin"], asked.headers["access-control-allow-headers"]]).toEqual([
      204, "*", expect.stringContaining("if-none-match"),
    ]);
    for (const answer of [await ask(all, {}), await ask(all, {}, { authorization: "" })])
      expect(answer.headers["access-control-allow-origin"]).toBe("*");
  });
});
