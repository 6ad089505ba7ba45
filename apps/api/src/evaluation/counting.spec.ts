import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, expect, it } from "vitest";
import { contextOf } from "@ballast/flags";
import { flagIdOf, flagsCaughtUp, specFlags, type SpecFlags } from "../specification/flags.ts";
import { specHttp } from "../specification/http.ts";
import { specServer, type SpecServer } from "../specification/server.ts";
import { EvaluationCounts } from "./counting.ts";
import { SeenCustomers } from "./seenCustomers.ts";

let spec: SpecServer;
let app: FastifyInstance;
let flags: SpecFlags;
beforeEach(async () => {
  spec = await specServer();
  app = await specHttp(spec);
  flags = specFlags(spec, await spec.person("ada"));
  await spec.server.flags.waitFor(await flags.open("pay"));
});
afterEach(() => spec.close());

const hours = async () => {
  const position = await spec.server.log.lastPosition();
  await spec.server.readModel.waitFor(position);
  return spec.server.readModel.evaluations.ofFlag(flagIdOf("pay"), "production", "2026-11-23T00:00:00.000Z");
};
const hour = "2026-11-23T09:00:00.000Z";

it("evaluations are counted by variant and hour, those of applications' own telemetry apart, and never one event each", async () => {
  const authorization = `Bearer ${await flags.token()}`;
  const ask = (url: string, payload: object) => app.inject({ method: "POST", url, headers: { authorization }, payload });
  for (const targetingKey of ["ann", "bob", "eve"]) await ask("/ofrep/v1/evaluate/flags/pay", { context: { targetingKey } });
  await ask("/ofrep/v1/evaluate/flags", { context: { targetingKey: "ann" } });
  const evaluation = (variant: string, more: object = {}) => ({
    eventName: "feature_flag.evaluation",
    timeUnixNano: String(BigInt(Date.parse("2026-11-23T08:30:00Z")) * 1_000_000n),
    attributes: [
      { key: "feature_flag.key", value: { stringValue: "pay" } },
      { key: "feature_flag.result.variant", value: { stringValue: variant } },
    ],
    ...more,
  });
  const logRecords = [
    evaluation("on"),
    evaluation("on"),
    evaluation("green"),
    evaluation("on", { timeUnixNano: "5" }),
    { eventName: "other" },
    { timeUnixNano: "rubbish" },
  ];
  const told = await ask("/otlp/v1/logs", { resourceLogs: [{ scopeLogs: [{ logRecords }] }] });
  expect([told.statusCode, told.json()]).toMatchObject([200, { partialSuccess: { rejectedLogRecords: "3" } }]);
  expect((await app.inject({ method: "POST", url: "/otlp/v1/logs", payload: {} })).statusCode).toBe(401);
  await app.close();
  expect(await hours()).toEqual([
    { hour: "2026-11-23T08:00:00.000Z", variant: "on", source: "telemetry", count: 2 }, { hour, variant: "on", source: "served", count: 4 },
  ]);
  expect([...spec.server.flags.held.customers()].map(({ id }) => id).toSorted()).toEqual(["ann", "bob", "eve"]);
});

it("what the log did not take is written once when it does", async () => {
  await app.close();
  let fails = 2;
  const log = { ...spec.server.log, append: (...given: Parameters<typeof spec.server.log.append>) => {
    fails -= 1;
    // The second time it was taken, and the answer was lost.
    if (fails === 1) return Promise.reject(new Error("away"));
    return spec.server.log.append(...given).then((appended) => (fails === 0 ? Promise.reject(new Error("no answer")) : appended));
  } };
  const counts = new EvaluationCounts({ ...spec.server, log });
  counts.of("production").add("served", flagIdOf("pay"), "on");
  for (const _ of [1, 2, 3]) await counts.flush();
  await counts.close();
  expect(await hours()).toEqual([{ hour, variant: "on", source: "served", count: 1 }]);
});

it("customers are seen once a day; visitors whom nobody knows do not fill the log", async () => {
  await app.close();
  const seen = new SeenCustomers(spec.server);
  for (let index = 0; index < 1_500; index += 1) seen.see(contextOf({ targetingKey: `visitor-${String(index)}` }));
  seen.see(contextOf({ targetingKey: "visitor-0" }));
  seen.see(contextOf({}));
  await seen.close();
  await flagsCaughtUp(spec);
  expect([...spec.server.flags.held.customers()]).toHaveLength(1_000);
});
