import { readFileSync } from "node:fs";
import type { FastifyInstance } from "fastify";
import {
  isEnumType, isInputObjectType, isInterfaceType, isObjectType, isScalarType, isSpecifiedScalarType, printSchema, type GraphQLField,
  type GraphQLInputField, type GraphQLNamedType,
} from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { specSchema } from "../specification/asking.ts";
import { asAdministrator, specHttp } from "../specification/http.ts";
import { specServer, type SpecServer } from "../specification/server.ts";
import { documentLimits } from "./documentLimits.ts";

let spec: SpecServer;
let app: FastifyInstance;
beforeAll(async () => {
  spec = await specServer();
  await spec.person("ada");
  app = await specHttp(spec);
});
afterAll(async () => {
  await app.close();
  await spec.close();
});

interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: { readonly code: string } & Record<string, unknown>;
  }[];
}

async function post(
  query: string,
  variables: object = {},
  headers: Record<string, string> = asAdministrator,
): Promise<{ status: number; body: Answer }> {
  const reply = await app.inject({
    method: "POST", url: "/graphql", headers: { "content-type": "application/json", ...headers }, payload: { query, variables },
  });
  return { status: reply.statusCode, body: reply.json() };
}

describe("the schema", () => {
  it("is the committed one: run `npm run generate` after a change", async () => {
    const committed = readFileSync(new URL("../../../../schema/generated/schema.graphql", import.meta.url), "utf8");
    expect(`${printSchema(await specSchema())}\n`).toBe(committed);
  });

  it("describes every type, field and argument", async () => {
    const types: GraphQLNamedType[] = Object.values((await specSchema()).getTypeMap()).filter(
      ({ name }) => !name.startsWith("__") && !["Query", "Mutation", "Subscription"].includes(name),
    );
    const bare = types.flatMap((type) => {
      if (isScalarType(type) && isSpecifiedScalarType(type)) return [];
      const own = type.description ? [] : [type.name];
      if (isEnumType(type)) return own;
      if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return own;
      const fields: (GraphQLField<unknown, unknown> | GraphQLInputField)[] = Object.values(type.getFields());
      return [
        ...own,
        ...fields.flatMap((field) => [
          ...(field.description ? [] : [`${type.name}.${field.name}`]),
          ...("args" in field
            ? field.args.flatMap(({ name, description }) => (description ? [] : [`${type.name}.${field.name}(${name})`]))
            : []),
        ]),
      ];
    });
    expect(bare).toEqual([]);
  });

  it("describes every query, mutation and subscription, and what they take", async () => {
    const schema = await specSchema();
    const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((type) =>
      Object.values(type?.getFields() ?? {}),
    );
    expect(roots.filter(({ description }) => !description).map(({ name }) => name)).toEqual([]);
    expect(roots.flatMap(({ name, args }) => args.filter(({ description }) => !description).map((arg) => `${name}(${arg.name})`))).toEqual(
      [],
    );
  });
});

describe("looking back", () => {
  it("is possible in every query, but for who asks, how this server does, what lets somebody in, and what a change would do: those are of now", async () => {
    const queries = Object.values((await specSchema()).getQueryType()?.getFields() ?? {});
    expect(
      queries.filter(({ args }) => !args.some(({ name }) => name === "asOf")).map(({ name }) => name).toSorted(),
    ).toEqual([
      "alertRuleTrial", "chatLinkAsked", "deliveries", "escalationPreview", "failedSignIns", "flagChangePreview",
      "flagEnginePreview", "health", "integration", "integrations", "joinOffer",
      "me", "mergePreview", "sampleChecks", "segmentPreview", "statusPagePreview", "tokens", "triedMapping",
    ]);
  });
});

describe("limits", () => {
  const deep = (levels: number): string =>
    `{ services { edges { node { lanes ${"{ service { lanes ".repeat(levels)}{ id }${" } }".repeat(levels)} } } } }`;

  it("refuse a document that is too deep, too wide or repeats one field too often", async () => {
    const refused = [
      deep(documentLimits.depth),
      `{ ${Array.from({ length: documentLimits.sameFieldInOnePlace + 1 }, (_, index) => `a${index}: health { position }`).join(" ")} }`,
      `query { services { edges { node { ${Array.from({ length: documentLimits.sameFieldInOnePlace + 1 }, (_, index) => `a${index}: slug`).join(" ")} } } } }`,
      `fragment F on Service { ${Array.from({ length: 25 }, (_, index) => `l${index}: lanes { ${Array.from({ length: 25 }, (__, inner) => `e${inner}: environment`).join(" ")} }`).join(" ")} } { services { edges { node { ...F } } } a: services { edges { node { ...F } } } b: services { edges { node { ...F } } } }`,
    ];
    for (const query of refused)
      expect((await post(query)).body.errors?.[0]?.extensions.code, query.slice(0, 80)).toBe("QUERY_TOO_COMPLEX");
  });

  it("are asked before anything else looks at a document, whoever sends it and by whichever method", async () => {
    const bomb = `{ ...f0 } ${Array.from({ length: 60 }, (_, i) => `fragment f${i} on Query { ...f${i + 1} ...f${i + 1} }`).join(" ")} fragment f60 on Query { ...absent }`;
    expect(await post(bomb, {}, {})).toMatchObject({ status: 400, body: { errors: [{ extensions: { code: "QUERY_TOO_COMPLEX" } }] } });
    const got = await app.inject({
      method: "GET", url: `/graphql?query=${encodeURIComponent(bomb)}`, headers: { "apollo-require-preflight": "1" },
    });
    expect(got.json<Answer>().errors?.[0]?.extensions.code).toBe("QUERY_TOO_COMPLEX");
    const deepest = `{"query":"query($a: [Int]) { health { position } }","variables":{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}}`;
    const deep = await app.inject({ method: "POST", url: "/graphql", headers: { "content-type": "application/json" }, payload: deepest });
    expect(deep.json<Answer>().errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
  });

  it("count what looking for words costs, and how many words it may be", async () => {
    const searches = (count: number): string =>
      `{ ${Array.from({ length: count }, (_, i) => `s${i}: search(text: "a") { title }`).join(" ")} }`;
    expect((await post(searches(3))).body.errors).toBeUndefined();
    expect(
      (await post('{ releases(first: 100, filter: { text: "a" }) { edges { node { commits(text: "b") { totalCount } } } } }')).body
        .errors?.[0]?.extensions.code,
    ).toBe("QUERY_TOO_COMPLEX");
    const words = Array.from({ length: 21 }, () => "a").join(" ");
    for (const [field, place] of [
      ["search", "text: $text"],
      ["services", "filter: { text: $text }"],
      ["people", "text: $text"],
      ["releases", "filter: { text: $text }"],
      ["incidents", "filter: { text: $text }"],
      ["deploys", "filter: { text: $text }"],
    ]) {
      const answer = await post(`query($text: String!) { ${field}(${place}) { __typename } }`, { text: words });
      expect(answer.body.errors?.[0]?.extensions, field).toMatchObject({ code: "INVALID_INPUT", field: ["text"] });
    }
  });

  it("let a console page through, and introspection", async () => {
    expect((await post(deep(2))).body.errors).toBeUndefined();
    expect(
      (
        await post(
          "{ __schema { types { name fields { name args { name type { name ofType { name ofType { name ofType { name } } } } } } } } }",
        )
      ).body.errors,
    ).toBeUndefined();
  });

  it("refuse what could touch too many records, page sizes in variables included, and say what an answer cost", async () => {
    const nested = "query($n: Int) { incidents(first: $n) { edges { node { timeline(first: $n) { edges { node { title } } } } } } }";
    const { body } = await post(nested, { n: 500 });
    expect(body.errors?.[0]).toMatchObject({
      message: expect.stringContaining("smaller pages"), extensions: { code: "QUERY_TOO_COMPLEX" },
    });
    const small = await post(nested, { n: 2 });
    expect(small.body).toMatchObject({ data: expect.anything(), extensions: { cost: expect.any(Number) } });
  });

  it("show the schema to who is signed in alone", async () => {
    const asked = "{ ...F } fragment F on Query { __schema { queryType { name } } }";
    expect((await post(asked)).body.data).toEqual({ __schema: { queryType: { name: "Query" } } });
    expect(await post(asked, {}, {})).toMatchObject({ status: 401, body: { errors: [{ extensions: { code: "NOT_SIGNED_IN" } }] } });
    expect((await post("{ __typename }", {}, {})).body.data).toEqual({ __typename: "Query" });
  });

  it("clamp a page however large it is asked for", async () => {
    const { body } = await post(
      "{ services(first: 2147483647) { edges { node { slug } } } none: services(first: -5) { edges { node { slug } } } }",
    );
    expect(body).toMatchObject({ data: { services: { edges: [] }, none: { edges: [] } } });
  });
});

describe("answers over HTTP", () => {
  it("say of a refusal its code, what to do, and where it stands", async () => {
    const { body } = await post('{ ok: health { behind } report: incidentReport(service: "nowhere") { incidents } }');
    expect(body.errors?.[0]).toMatchObject({
      message: 'There is no service "nowhere".', path: ["report"], extensions: { code: "NOT_FOUND", remedy: expect.any(String) },
    });
  });

  it("say that nobody is signed in, and refuse a page of another site", async () => {
    expect((await post("{ services { totalCount } }", {}, {})).body.errors?.[0]?.extensions.code).toBe("NOT_SIGNED_IN");
    const simple = await app.inject({
      method: "POST", url: "/graphql", headers: { ...asAdministrator, "content-type": "text/plain" },
      payload: '{"query":"{ health { position } }"}',
    });
    expect(simple.statusCode).toBeGreaterThanOrEqual(400);
  });

  it("refuse what is no instant, no cursor and no id in the caller's terms", async () => {
    const code = async (query: string): Promise<unknown> => (await post(query)).body.errors?.[0]?.extensions.code;
    expect(await code("{ now(asOf: { at: \"yesterday\" }) { sentence } }")).toBe("GRAPHQL_VALIDATION_FAILED");
    expect(await code("{ releases(after: \"nonsense\") { edges { cursor } } }")).toBe("INVALID_INPUT");
    expect(await code("{ deploy(id: \"nonsense\") { state } }")).toBe("INVALID_INPUT");
    expect(await code("{ events(stream: \"nonsense\") { edges { cursor } } }")).toBe("INVALID_INPUT");
    expect(await code("{ now(asOf: { position: \"x\" }) { sentence } }")).toBe("INVALID_INPUT");
    expect(await code("{ release(service: \"Not a slug\", version: \"1\") { id } }")).toBe("INVALID_INPUT");
  });
});
