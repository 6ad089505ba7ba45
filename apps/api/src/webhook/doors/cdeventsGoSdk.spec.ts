import { readFileSync } from "node:fs";
import { alertDecider } from "@ballast/domain";
import { foldRecord, ids } from "@ballast/eventlog";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, it } from "vitest";
import { specHttp } from "../../specification/http.ts";
import { specServer, type SpecServer } from "../../specification/server.ts";

/** What the public Go SDK of CDEvents sent, byte for byte, in both content modes: `main.go` beside it records it anew. */
const requests = JSON.parse(readFileSync(new URL("./cdeventsGoSdk/requests.json", import.meta.url), "utf8")) as readonly {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}[];

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

it("the Go SDK of CDEvents reports incidents and deploys, and what is not recorded here is taken as well", async () => {
  const ada = await spec.person("ada");
  for (const slug of ["search", "fallback"]) await spec.run(ada, "registerService", { slug, name: slug });
  const { url, recordId } = await spec.run(ada, "addIntegration", {
    kind: "cloudevents", name: "Go", service: "fallback", severities: { critical: 1 },
  });
  const answers = [];
  for (const { headers, body } of requests)
    answers.push((await app.inject({ method: "POST", url: new URL(url ?? "").pathname, payload: body, headers })).statusCode);
  expect(answers).toEqual([202, 202, 202, 202, 202, 202]);
  const alert = (subject: string) =>
    foldRecord(spec.server.log, alertDecider, ids.alert(recordId, `https://monitor.example/ ${subject}`));
  const serviceId = ids.service("search");
  expect(await alert("slow-search")).toMatchObject({
    status: "cleared", episode: { name: "Too slow", severity: "critical", serviceId, labels: { environment: "production" } },
  });
  expect(await alert("a-customer-called")).toMatchObject({
    status: "firing", episode: { name: "Nothing is found", severity: null, serviceId, generatorUrl: "https://tickets.example/4711" },
  });
  await spec.server.readModel.waitFor(await spec.server.log.lastPosition());
  const { nodes } = spec.server.readModel.deploys.list({ slice: { first: 10 }, filter: { serviceId } });
  expect(nodes.map(({ version, environment }) => [version, environment])).toEqual(
    expect.arrayContaining([["sha256:0b31527", "production"], ["sha256:0b31526", "production"]]),
  );
});
