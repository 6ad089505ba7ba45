import { createHmac } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { deployDecider, laneDecider } from "@ballast/domain";
import { foldRecord, ids } from "@ballast/eventlog";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { specHttp } from "../specification/http.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

interface Delivery {
  readonly event: string;
  readonly action: string | null;
  readonly n: number;
  readonly payload: {
    readonly deployment?: { readonly id: number; readonly ref: string; readonly sha: string };
    readonly release?: { readonly published_at: string; readonly html_url: string };
  };
}

/** Deliveries that GitHub itself gives as examples; their licence is their own, so that they stand outside the project. */
const real = fileURLToPath(new URL("../../../../../shared/data/open/webhooks_github_octokit.jsonl", import.meta.url));
const isThere = existsSync(real);
if (!isThere) process.stderr.write(`Real deliveries of GitHub's: skipped, there are none at ${real}.\n`);

describe.skipIf(!isThere)("GitHub's own deliveries", () => {
  const deliveries: readonly Delivery[] = isThere
    ? readFileSync(real, "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Delivery)
    : [];
  const recordable = deliveries.filter(({ event }) => ["release", "deployment", "deployment_status"].includes(event));
  const one = (event: string, n: number): Delivery[] => deliveries.filter((delivery) => delivery.event === event && delivery.n === n);

  let spec: SpecServer;
  let app: FastifyInstance;
  beforeAll(async () => {
    spec = await specServer();
    app = await specHttp(spec);
  });
  afterAll(async () => {
    await app.close();
    await spec.close();
  });

  /** A service with a door of its own: the examples all tell of one deployment, in different ways. */
  async function door(slug: string) {
    const ada = await spec.person(`ada-${slug}`);
    await spec.run(ada, "registerService", { slug, name: slug });
    const { url, secret } = await spec.run(ada, "addIntegration", { kind: "github", name: "GitHub", service: slug });
    const deliver = async ({ event, payload }: Delivery, key = secret ?? "") => {
      const body = JSON.stringify(payload);
      const signature = `sha256=${createHmac("sha256", key).update(body).digest("hex")}`;
      const answer = await app.inject({
        method: "POST", url: new URL(url ?? "").pathname, payload: body,
        headers: { "content-type": "application/json", "x-github-event": event, "x-hub-signature-256": signature },
      });
      return { status: answer.statusCode, ...answer.json<{ outcome?: string; why?: string }>() };
    };
    return { deliver, serviceId: ids.service(slug) };
  }

  /** How much the log holds but for the notes of what came. */
  const told = async (): Promise<number> => {
    let count = 0;
    for await (const { event } of spec.server.log.readAll()) if (event.type !== "DeliveriesNoted") count += 1;
    return count;
  };

  it("are each answered with 2xx; what Ballast does not record is accepted and changes nothing", async () => {
    const { deliver } = await door("answered");
    const before = await told();
    const others = deliveries.filter((delivery) => !recordable.includes(delivery));
    expect(others.length).toBeGreaterThan(100);
    for (const delivery of others)
      expect([delivery.event, await deliver(delivery)]).toEqual([
        delivery.event,
        { status: 202, outcome: "ignored", why: expect.any(String) as string },
      ]);
    expect(await told()).toBe(before);
    for (const delivery of recordable)
      expect([delivery.event, delivery.action, [200, 202].includes((await deliver(delivery)).status)]).toEqual([
        delivery.event, delivery.action, true,
      ]);
  });

  it("record a release when it is published, and nothing when it is drafted, edited or deleted", async () => {
    const { deliver, serviceId } = await door("released");
    const releases = deliveries.filter(({ event }) => event === "release");
    const isPublished = ({ action }: Delivery): boolean => ["published", "released", "prereleased"].includes(action ?? "");
    for (const delivery of releases.filter((release) => !isPublished(release)))
      expect(await deliver(delivery)).toMatchObject({ status: 202, outcome: "ignored" });
    const outcomes: unknown[] = [];
    for (const delivery of releases.filter(isPublished)) outcomes.push((await deliver(delivery)).outcome);
    expect(outcomes).toEqual(["recorded", ...outcomes.slice(1).map(() => "unchanged")]);
    const { events } = await spec.server.log.read(`release-${ids.release(serviceId, "0.0.1")}`);
    expect(events).toMatchObject([
      {
        event: { type: "ReleaseRecorded", data: { version: "0.0.1", releasedAt: "2019-05-15T15:20:53Z" } },
        metadata: {
          occurredAt: "2019-05-15T15:20:53Z", source: { url: releases[0]?.payload.release?.html_url }, actor: { means: "webhook" },
        },
      },
    ]);
  });

  it.each([
    [0, "production", ["pending", "succeeded"]],
    [1, "github-pages", ["pending", "running"]],
    [2, "production", ["pending", "succeeded"]],
    [3, "production", ["pending", "succeeded"]],
  ] as const)("observe deployment %i in %s with each of its states", async (n, environment, states) => {
    const { deliver, serviceId } = await door(`deployed-${n}`);
    const news = [...one("deployment", n), ...one("deployment_status", n)];
    const { id = 0, ref = "", sha = "" } = news[0]?.payload.deployment ?? {};
    const seen: unknown[] = [];
    for (const delivery of news) {
      expect(await deliver(delivery)).toMatchObject({ status: 200, outcome: "recorded" });
      const deploy = await foldRecord(spec.server.log, deployDecider, ids.observedDeploy(serviceId, "github", String(id)));
      seen.push(deploy.status === "observed" ? deploy.state : deploy.status);
      expect(deploy).toMatchObject({ observation: { environment, version: `${ref}@${sha.slice(0, 7)}` } });
    }
    expect(seen).toEqual(states);
    const lane = await foldRecord(spec.server.log, laneDecider, ids.lane(serviceId, environment));
    expect(lane).toMatchObject(
      states.at(-1) === "succeeded" ? { serving: { version: `${ref}@${sha.slice(0, 7)}` } } : { status: "absent" },
    );
  });

  it("change nothing when they come again, in another order, or with a signature that is not theirs", async () => {
    const { deliver } = await door("again");
    const before = await told();
    for (const delivery of recordable) expect((await deliver(delivery, "guessed")).status).toBe(401);
    expect(await told()).toBe(before);
    for (const delivery of recordable) await deliver(delivery);
    const after = await told();
    expect(after).not.toBe(before);
    for (const delivery of [...recordable, ...recordable.toReversed()]) expect((await deliver(delivery)).outcome).not.toBe("recorded");
    expect(await told()).toBe(after);
  });
});
