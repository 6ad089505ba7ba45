import { createHmac } from "node:crypto";
import type { FastifyInstance } from "fastify";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asAdministrator, specHttp } from "../specification/http.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let app: FastifyInstance;
const doors = { alertmanager: "", github: "", secret: "" };
beforeAll(async () => {
  spec = await specServer();
  const ada = await spec.person("ada");
  app = await specHttp(spec);
  await spec.run(ada, "registerService", { slug: "checkout", name: "Checkout" });
  doors.alertmanager = new URL(
    (await spec.run(ada, "addIntegration", { kind: "alertmanager", name: "Prometheus", service: "checkout", severities: { critical: 1 } }))
      .url ?? "",
  ).pathname;
  const github = await spec.run(ada, "addIntegration", { kind: "github", name: "GitHub", service: "checkout" });
  doors.github = new URL(github.url ?? "").pathname;
  doors.secret = github.secret ?? "";
});
afterAll(async () => {
  await app.close();
  await spec.close();
});

/** What is right, by address: each body is the beginning of wrong ones. */
const samples = {
  graphql: {
    query: "query($first: Int) { services(first: $first) { edges { node { slug name } } } }", variables: { first: 3 }, operationName: null,
  },
  mutation: {
    query: "mutation($input: DeclareIncidentInput!) { declareIncident(input: $input) { position } }",
    variables: { input: { title: "T", severity: 2, services: ["checkout"] } },
  },
  alerts: {
    version: "4",
    groupKey: "{}",
    status: "firing",
    receiver: "b",
    truncatedAlerts: 0,
    alerts: [
      {
        status: "firing", fingerprint: "a1", labels: { alertname: "E", severity: "critical", service: "checkout" },
        annotations: { summary: "s" }, startsAt: "2026-11-23T08:58:00Z", endsAt: "0001-01-01T00:00:00Z",
      },
    ],
  },
  deployment: {
    action: "created",
    deployment: {
      id: 7,
      url: "https://api.example/7",
      sha: "a".repeat(40),
      ref: "v1",
      environment: "production",
      created_at: "2026-11-23T08:00:00Z",
      creator: { login: "ada" },
      description: null,
      payload: {},
    },
    deployment_status: { id: 9, state: "success", created_at: "2026-11-23T08:01:00Z" },
    repository: { full_name: "o/r" },
    sender: { login: "ada" },
  },
  session: { login: "ada", password: "wrong" },
  importStart: { kind: "incidents", service: "checkout", sourceName: "f.jsonl", dryRun: true },
} as const;

/** Values that have broken programs before. */
const odd = fc.constantFrom<unknown>(
  null,
  "",
  0,
  -1,
  1e308,
  2 ** 53,
  true,
  [],
  {},
  "\u0000",
  "💥\ud800",
  "x".repeat(70_000),
  "__proto__",
  { __proto__: 1 },
  [[[[]]]],
  "9999-99-99T99:99:99Z",
  "../../etc/passwd",
  "' OR 1=1 --",
  "<script>",
  "{{7*7}}",
  "%00",
  "NaN",
);

/** One place of a value is replaced by something odd, left out, or doubled. */
function mutated(value: unknown, at: number, by: unknown): unknown {
  let place = at;
  const walk = (one: unknown): unknown => {
    if (place-- === 0) return by;
    if (Array.isArray(one)) return one.map(walk);
    if (typeof one === "object" && one !== null) return Object.fromEntries(Object.entries(one).map(([key, inner]) => [key, walk(inner)]));
    return one;
  };
  return walk(value);
}

const body = (sample: object) =>
  fc.oneof(
    { weight: 6, arbitrary: fc.tuple(fc.nat(30), odd).map(([at, by]) => JSON.stringify(mutated(sample, at, by))) },
    { weight: 2, arbitrary: fc.nat(400).map((length) => JSON.stringify(sample).slice(0, length)) },
    { weight: 1, arbitrary: fc.jsonValue().map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 200 }) },
  );
const contentType = fc.constantFrom(
  "application/json",
  "application/json",
  "application/json",
  "text/plain",
  "application/x-ndjson",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "nonsense",
  "application/json; charset=utf-16",
);

interface Sent {
  readonly url: string;
  readonly payload: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Never a failure of the server's, and nothing of its inside. */
async function check({ url, payload, headers }: Sent): Promise<void> {
  const answer = await app.inject({ method: "POST", url, payload, headers });
  expect(answer.statusCode, `${url} ${headers["content-type"] ?? ""} ${payload.slice(0, 300)}\n${answer.body.slice(0, 500)}`).toBeLessThan(
    500,
  );
  expect(answer.body).not.toMatch(/node_modules|\bat \S+ \(|\.ts:\d+|"INTERNAL"|SQLITE|ECONN/);
}

const fuzz = (arbitrary: fc.Arbitrary<Sent>, runs: number): Promise<void> =>
  fc.assert(fc.asyncProperty(arbitrary, check), { seed: 20_261_127, numRuns: runs, endOnFailure: true });

describe("whatever is sent, the answer is the sender's fault or fine", () => {
  it(
    "to GraphQL",
    () =>
      fuzz(
        fc.record({
          url: fc.constant("/graphql"),
          payload: fc.oneof(body(samples.graphql), body(samples.mutation)),
          headers: contentType.map((type) => ({ ...asAdministrator, "content-type": type })),
        }),
        250,
      ),
    60_000,
  );

  it("to GraphQL, as documents", () => {
    const word = fc.constantFrom(
      "{",
      "}",
      "(",
      ")",
      "[",
      "]",
      ":",
      "!",
      "$x",
      "@skip",
      "...",
      "on",
      "query",
      "mutation",
      "subscription",
      "fragment",
      "services",
      "node",
      "__schema",
      "input",
      "first",
      "1",
      '"x"',
      '"""',
      "#",
      ",",
      "health",
      "position",
      "\u0000",
    );
    const document = fc.array(word, { maxLength: 25 }).map((words) => JSON.stringify({ query: words.join(" ") }));
    return fuzz(
      fc.record({
        url: fc.constant("/graphql"), payload: document, headers: fc.constant({ ...asAdministrator, "content-type": "application/json" }),
      }),
      250,
    );
  }, 60_000);

  it("to Alertmanager's address, and beside it", () => {
    const url = fc
      .constantFrom(0, 0, 0, 1, 2, 3)
      .map(
        (which) => [doors.alertmanager, `${doors.alertmanager}x`, "/hooks/alertmanager/%00", "/hooks/alertmanager/..%2f.."][which] ?? "",
      );
    return fuzz(fc.record({ url, payload: body(samples.alerts), headers: contentType.map((type) => ({ "content-type": type })) }), 200);
  }, 60_000);

  it("to GitHub's address, signed and not", () => {
    const sent = fc.tuple(
      body(samples.deployment),
      fc.constantFrom("deployment", "deployment_status", "release", "push", "", "x".repeat(3_000)),
      fc.boolean(),
      contentType,
    );
    return fuzz(
      sent.map(([payload, event, signed, type]) => ({
        url: doors.github,
        payload,
        headers: {
          "content-type": type, "x-github-event": event,
          "x-hub-signature-256": signed ? `sha256=${createHmac("sha256", doors.secret).update(payload).digest("hex")}` : "sha256=00",
        },
      })),
      200,
    );
  }, 60_000);

  it("to sign-in and imports", () => {
    const url = fc.constantFrom(
      "/imports",
      "/imports/nonsense/records",
      "/imports/00000000-0000-4000-8000-000000000000/records",
      "/imports/00000000-0000-4000-8000-000000000000/finish",
      "/session",
      "/local/sign-in-link",
    );
    return fuzz(
      fc.record({
        url,
        payload: fc.oneof(body(samples.importStart), body(samples.session)),
        headers: contentType.map((type) => ({ ...asAdministrator, "content-type": type })),
      }),
      200,
    );
  }, 60_000);
});
