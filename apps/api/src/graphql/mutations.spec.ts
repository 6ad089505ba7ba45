import { Rejection } from "@ballast/domain";
import { LogUnavailable } from "@ballast/eventlog";
import { rejections, remedyOf, type RejectionCode } from "@ballast/schema";
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asAdministrator, specHttp } from "../specification/http.ts";
import { specServer, type SpecServer } from "../specification/server.ts";
import { formatError } from "./errors.ts";
import { toGlobalId } from "./globalId.ts";

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
  readonly data?: Readonly<Record<string, Readonly<Record<string, unknown>> | null>> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> }[];
}

const mutate = async (
  name: string,
  input: object,
  selection = "position behind replayed events { type }",
  headers: object = asAdministrator,
): Promise<Answer> => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
  const query = `mutation($input: ${type}) { ${name}(input: $input) { ${selection} } }`;
  return (
    await app.inject({ method: "POST", url: "/graphql", headers: { ...headers }, payload: { query, variables: { input } } })
  ).json<Answer>();
};

describe("a mutation over GraphQL", () => {
  it("answers with the record as it is now, the events, and where the log stands", async () => {
    const { data, errors } = await mutate(
      "registerService",
      { slug: "checkout", name: "Checkout" },
      "position behind replayed events { type } service { slug name }",
    );
    expect(errors).toBeUndefined();
    expect(data?.["registerService"]).toMatchObject({
      behind: false, replayed: false, events: [{ type: "ServiceRegistered" }], service: { slug: "checkout", name: "Checkout" },
    });
  });

  it("takes records by global id, services by slug or id, and plans as typed input", async () => {
    const declared = await mutate("declareIncident", { title: "T", severity: 3, services: ["checkout"] }, "incident { id title }");
    const incident = declared.data?.["declareIncident"]?.["incident"] as { id: string };
    const renamed = await mutate("renameIncident", { incidentId: incident.id, title: "Better" }, "incident { title }");
    expect(renamed.data?.["renameIncident"]).toEqual({ incident: { title: "Better" } });
    await mutate("defineEnvironment", {
      service: "checkout", environment: "production", kind: "production", target: { kind: "fleet", trafficPerSecond: 50 },
    });
    const step = { percent: 100, bakeMs: 1_000, analysis: { minSamples: 10, maxErrorsPer100k: 1_000, minEffectPer100k: 500 } };
    expect(
      (await mutate("setDeployPlan", { service: "checkout", environment: "production", plan: { steps: [step], soakMs: 0 } })).errors,
    ).toBeUndefined();
  });

  it("is refused with code, field and remedy, and nothing else", async () => {
    const { errors } = await mutate("describeService", { service: "nowhere", name: "X" });
    expect(errors?.[0]?.extensions).toEqual({ code: "NOT_FOUND", field: ["service"], remedy: remedyOf("NOT_FOUND") });
    const wrongKind = await mutate("renameIncident", { incidentId: toGlobalId("Deploy", crypto.randomUUID()), title: "X" });
    expect(wrongKind.errors?.[0]?.extensions).toMatchObject({ code: "INVALID_INPUT", field: ["incidentId"] });
    expect((await mutate("registerService", { slug: "x", name: "X" }, "position", {})).errors?.[0]?.extensions["code"]).toBe(
      "NOT_SIGNED_IN",
    );
    expect((await mutate("registerService", { slug: 7 })).errors?.[0]?.extensions["code"]).toBe("BAD_USER_INPUT");
  });

  it("cannot be sent by another site's form", async () => {
    const answer = await app.inject({
      method: "POST", url: "/graphql", headers: { ...asAdministrator, "content-type": "text/plain" },
      payload: JSON.stringify({ query: "mutation { __typename }" }),
    });
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
  });
});

describe("refusals", () => {
  const codes = Object.keys(rejections) as RejectionCode[];

  it.each(codes)("%s keeps its code, field and remedy on the way out", (code) => {
    const formatted = formatError({ message: "x" }, new Rejection(code, "why", ["field"]), pino({ level: "silent" }));
    expect(formatted).toMatchObject({ message: "why", extensions: { code, field: ["field"], remedy: remedyOf(code) } });
  });

  it("are not what a log that does not answer is", () => {
    const told = (maybeDone: boolean) =>
      formatError({ message: "x" }, new LogUnavailable("append", { maybeDone }), pino({ level: "silent" }));
    expect(told(true)).toMatchObject({
      message: expect.stringContaining("may or may not have been recorded"),
      extensions: { code: "LOG_UNAVAILABLE", outcome: "UNKNOWN", remedy: expect.stringContaining("same idempotency key") },
    });
    expect(told(false)).toMatchObject({ extensions: { code: "LOG_UNAVAILABLE", outcome: "NOT_RECORDED" } });
  });

  it("of ours are told from failures, which say nothing of the inside", () => {
    const formatted = formatError({ message: "x" }, new Error("secret path /data"), pino({ level: "silent" }));
    expect(formatted.extensions?.["code"]).toBe("INTERNAL");
    expect(JSON.stringify(formatted)).not.toContain("secret path");
  });
});
