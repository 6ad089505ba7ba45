import { createHmac } from "node:crypto";
import { deployDecider, laneDecider } from "@ballast/domain";
import { foldRecord, ids } from "@ballast/eventlog";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { registered } from "../commands/named.ts";
import { specHttp } from "../specification/http.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let app: FastifyInstance;
let ada: Principal;
let address = "";
let secret = "";
const serviceId = ids.service("web");
beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
  app = await specHttp(spec);
  await spec.run(ada, "registerService", { slug: "web", name: "Web" });
  const added = await spec.run(ada, "addIntegration", { kind: "github", name: "GitHub", service: "web" });
  address = new URL(added.url ?? "").pathname;
  secret = added.secret ?? "";
});
afterAll(async () => {
  await app.close();
  await spec.close();
});

const sign = (body: string, key = secret): string => `sha256=${createHmac("sha256", key).update(body).digest("hex")}`;
const deliver = (event: string, payload: object, headers: Record<string, string> = {}) => {
  const body = JSON.stringify(payload);
  return app.inject({
    method: "POST", url: address, payload: body,
    headers: { "content-type": "application/json", "x-github-event": event, "x-hub-signature-256": sign(body), ...headers },
  });
};

const repository = { full_name: "acme/web" };
const deployment = (id: number, more: object = {}) => ({
  id,
  sha: `${id}`.repeat(40).slice(0, 40),
  ref: "main",
  environment: "Production (EU)",
  production_environment: true,
  created_at: "2026-11-23T08:00:00Z",
  url: `https://api.github.com/deployments/${id}`,
  ...more,
});
const status = (id: number, state: string, at: string) => ({
  id,
  state,
  description: "",
  target_url: "https://example.com/run",
  created_at: at,
});
const deployOf = (id: number) => foldRecord(spec.server.log, deployDecider, ids.observedDeploy(serviceId, "github", String(id)));
const lane = () => foldRecord(spec.server.log, laneDecider, ids.lane(serviceId, "production-eu"));

/** What the log says, but for that something came: it is noted in a while, whatever became of it. */
async function facts(): Promise<readonly string[]> {
  const types: string[] = [];
  for await (const { event } of spec.server.log.readAll()) if (event.type !== "DeliveriesNoted") types.push(event.type);
  return types;
}

describe("deliveries", () => {
  it("of a published release record it once, with the time and address of its source", async () => {
    const payload = {
      action: "published",
      repository,
      release: {
        id: 1,
        tag_name: "v1.0.0",
        draft: false,
        body: "Notes",
        published_at: "2026-11-22T10:00:00Z",
        created_at: "2026-11-22T09:00:00Z",
        html_url: "https://example.com/v1",
      },
    };
    expect((await deliver("release", payload)).json()).toEqual({ outcome: "recorded" });
    expect((await deliver("release", payload)).json()).toEqual({ outcome: "unchanged" });
    const { events } = await spec.server.log.read(`release-${ids.release(serviceId, "v1.0.0")}`);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      event: { data: { version: "v1.0.0", notes: "Notes" } },
      metadata: {
        occurredAt: "2026-11-22T10:00:00Z",
        source: { kind: "github", url: "https://example.com/v1" },
        actor: { name: "GitHub", means: "webhook" },
      },
    });
    expect((await deliver("release", { ...payload, action: "edited" })).statusCode).toBe(202);
  });

  it("that the log could not be read with are refused, and say what is wrong; odd words are words", async () => {
    const release = (tag: string) => ({
      action: "published",
      repository,
      release: {
        id: 2,
        tag_name: tag,
        draft: false,
        body: "",
        published_at: "2026-11-22T10:00:00Z",
        created_at: "2026-11-22T09:00:00Z",
        html_url: "https://example.com/v2",
      },
    });
    const before = await facts();
    for (const tag of ["x".repeat(350), " ", "v\u00002", "v\ud800"]) {
      const answer = await deliver("release", release(tag));
      expect(answer.statusCode, tag).toBe(400);
      expect(answer.json()).toMatchObject({ code: "INVALID_INPUT", field: ["version"] });
    }
    expect(await facts()).toEqual(before);
    for (const word of ["constructor", "__proto__", "toString"])
      expect(
        (
          await deliver("deployment_status", {
            repository, deployment: deployment(77), deployment_status: status(78, word, "2026-11-23T08:05:00Z"),
          })
        ).statusCode,
      ).toBe(200);
    expect(await deployOf(77)).toMatchObject({ status: "observed", state: "running" });
    expect(spec.server.log.unknown().total).toBe(0);
  });

  it("of deployments are observed: states, environment, and what is live when they succeed", async () => {
    await deliver("deployment", { action: "created", repository, deployment: deployment(1, { ref: "v1.0.0" }) });
    expect(await deployOf(1)).toMatchObject({
      status: "observed", state: "pending", observation: { version: "v1.0.0", environment: "production-eu" },
    });
    await deliver("deployment_status", {
      repository, deployment: deployment(1, { ref: "v1.0.0" }), deployment_status: status(11, "success", "2026-11-23T08:05:00Z"),
    });
    expect(await deployOf(1)).toMatchObject({ state: "succeeded", url: "https://example.com/run" });
    expect(await lane()).toMatchObject({ serving: { version: "v1.0.0" } });
    const service = await registered(spec.server.log, { serviceId, called: "web" });
    expect(service.environments.get("production-eu")).toMatchObject({ kind: "production", target: { kind: "observed" } });
  });

  it("that overtake each other or come again move nothing back", async () => {
    await deliver("deployment_status", {
      repository, deployment: deployment(2), deployment_status: status(21, "success", "2026-11-23T08:20:00Z"),
    });
    expect(await lane()).toMatchObject({ serving: { version: `main@${"2".repeat(7)}` } });
    await deliver("deployment_status", {
      repository, deployment: deployment(2), deployment_status: status(20, "in_progress", "2026-11-23T08:10:00Z"),
    });
    await deliver("deployment", { action: "created", repository, deployment: deployment(2) });
    expect(await deployOf(2)).toMatchObject({ state: "succeeded" });
    await deliver("deployment_status", {
      repository, deployment: deployment(1, { ref: "v1.0.0" }), deployment_status: status(11, "success", "2026-11-23T08:05:00Z"),
    });
    expect(await lane()).toMatchObject({ serving: { version: `main@${"2".repeat(7)}` } });
    await deliver("deployment_status", {
      repository, deployment: deployment(2), deployment_status: status(22, "inactive", "2026-11-23T08:30:00Z"),
    });
    expect(await deployOf(2)).toMatchObject({ state: "inactive" });
  });

  it("of a commit or tag of a release that is known are of that release", async () => {
    const commit = (sha: string) => ({ sha, authorAt: "2026-11-20T08:00:00Z", author: "Ana", subject: "Work" });
    const [built, inside] = ["b".repeat(40), "c".repeat(40)];
    await spec.run(ada, "recordRelease", {
      service: "web", version: "v7", releasedAt: "2026-11-21T08:00:00Z", sha: built, commits: [commit(built), commit(inside)],
    });
    await spec.run(ada, "recordRelease", { service: "web", version: "v8", releasedAt: "2026-11-22T08:00:00Z", sha: inside, commits: [] });
    const versionOf = async (id: number, more: object): Promise<unknown> => {
      await deliver("deployment", { action: "created", repository, deployment: deployment(id, more) });
      const deploy = await deployOf(id);
      return deploy.status === "observed"
        ? [deploy.observation.version, deploy.observation.releaseId === ids.release(serviceId, deploy.observation.version)]
        : deploy.status;
    };
    expect(await versionOf(40, { ref: "main", sha: built })).toEqual(["v7", true]);
    expect(await versionOf(41, { ref: built.slice(0, 12), sha: built.toUpperCase() })).toEqual(["v7", true]);
    expect(await versionOf(42, { ref: "refs/tags/v7", sha: "d".repeat(40) })).toEqual(["v7", true]);
    expect(await versionOf(43, { ref: "main", sha: inside })).toEqual(["v8", true]);
    expect(await versionOf(44, { ref: "refs/heads/main", sha: "e".repeat(40) })).toEqual(["main@eeeeeee", false]);
  });

  it.each([
    ["production", undefined, "production"],
    ["Prod", false, "production"],
    ["live", undefined, "production"],
    ["eu-1", true, "production"],
    ["production", false, "development"],
    ["preprod", undefined, "staging"],
    ["pre-production", false, "staging"],
    ["nonprod", undefined, "development"],
    ["product-search-dev", undefined, "development"],
    ["deliver", undefined, "development"],
  ])("to %s (production_environment %s) make it a %s environment", async (environment, isProduction, kind) => {
    const slug = `kinds-${environment}-${String(isProduction)}`.toLowerCase();
    await spec.run(ada, "registerService", { slug, name: slug });
    const { url, secret: own } = await spec.run(ada, "addIntegration", { kind: "github", name: slug, service: slug });
    const body = JSON.stringify({
      action: "created", repository, deployment: deployment(50, { environment, production_environment: isProduction }),
    });
    await app.inject({
      method: "POST", url: new URL(url ?? "").pathname, payload: body,
      headers: { "content-type": "application/json", "x-github-event": "deployment", "x-hub-signature-256": sign(body, own ?? "") },
    });
    const { environments } = await registered(spec.server.log, { serviceId: ids.service(slug), called: slug });
    expect([...environments.values()].map((one) => one.kind)).toEqual([kind]);
  });

  it("lead to addresses of the web only", async () => {
    await deliver("deployment_status", {
      repository, deployment: deployment(60),
      deployment_status: { ...status(601, "in_progress", "2026-11-23T09:00:00Z"), target_url: "javascript:alert(1)" },
    });
    expect(await deployOf(60)).toMatchObject({ status: "observed", url: "https://api.github.com/deployments/60" });
  });

  it("of what is there for a while only, and of other events, are ignored", async () => {
    expect(
      (await deliver("deployment", { repository, deployment: deployment(3, { environment: "pr-7", transient_environment: true }) }))
        .statusCode,
    ).toBe(202);
    expect((await deliver("push", {})).statusCode).toBe(202);
    expect((await deliver("ping", { zen: "x" })).statusCode).toBe(202);
  });

  it("as a form are read too", async () => {
    const body = new URLSearchParams({ payload: JSON.stringify({ zen: "x" }) }).toString();
    const answer = await app.inject({
      method: "POST", url: address, payload: body,
      headers: { "content-type": "application/x-www-form-urlencoded", "x-github-event": "ping", "x-hub-signature-256": sign(body) },
    });
    expect(answer.statusCode).toBe(202);
  });
});

describe("what is not GitHub's", () => {
  it("is refused and changes nothing", async () => {
    const before = await facts();
    const payload = { repository, deployment: deployment(9) };
    expect((await deliver("deployment", payload, { "x-hub-signature-256": sign("something else") })).statusCode).toBe(401);
    expect((await deliver("deployment", payload, { "x-hub-signature-256": sign(JSON.stringify(payload), "guess") })).statusCode).toBe(401);
    expect((await app.inject({ method: "POST", url: address, payload, headers: { "x-github-event": "deployment" } })).statusCode).toBe(401);
    expect((await deliver("deployment", { repository, deployment: { id: "x" } })).statusCode).toBe(400);
    expect((await app.inject({ method: "POST", url: `/hooks/github/${crypto.randomUUID()}`, payload })).statusCode).toBe(404);
    const broken = "{ not json";
    expect(
      (
        await app.inject({
          method: "POST", url: address, payload: broken,
          headers: { "content-type": "application/json", "x-github-event": "release", "x-hub-signature-256": sign(broken) },
        })
      ).statusCode,
    ).toBe(400);
    expect(
      (
        await app.inject({
          method: "POST", url: address, payload: "x".repeat(3 * 1024 * 1024), headers: { "content-type": "application/json" },
        })
      ).statusCode,
    ).toBe(413);
    expect(await facts()).toEqual(before);
  });
});
