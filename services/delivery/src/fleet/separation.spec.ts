import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DataThreads } from "./data/dataThreads.ts";
import type { LaneTable } from "./data/messages.ts";
import { FleetFixture, ask, eventually, sample } from "./fleetFixture.ts";
import { createLog } from "./log.ts";

const fleet = new FleetFixture();
beforeAll(() => fleet.start());
afterAll(() => fleet.stop());

/** A customer on a thread of its own: asks once, and leaves the answer's status where a thread that waits can see it. */
const customer = `
  const { get } = require("node:http");
  const { workerData: { port, status } } = require("node:worker_threads");
  const tell = (value) => { Atomics.store(status, 0, value); Atomics.notify(status, 0); };
  get({ host: "127.0.0.1", port, path: "/checkout", headers: { "x-customer": "Alder Books" } }, (response) => tell(response.statusCode)).on("error", () => tell(-1));`;

describe("customers and control", () => {
  it("do not share a thread: customers are served while the one that controls does not come to it", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v1"));
    const status = new Int32Array(new SharedArrayBuffer(4));
    const asking = new Worker(customer, { eval: true, workerData: { port: await lane.routerPort(), status } });
    // the daemon's control runs on this very thread, which now stands still
    expect(Atomics.wait(status, 0, 0, 60_000)).not.toBe("timed-out");
    expect(status[0]).toBe(200);
    await asking.terminate();
  });

  it("answers with an operation only once requests are routed by it", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v1"));
    const port = await lane.routerPort();
    for (const percent of [100, 0, 100, 0]) {
      if (percent === 100) await lane.expose(sample("v2"), 100);
      else await lane.target.setWeight({ ...lane.operation(), release: "v2", percent });
      expect((await ask(port, { customer: "Alder Books" })).release).toBe(percent === 100 ? "v2" : "v1");
    }
  });
});

describe("a thread that serves customers and fails", () => {
  it("is replaced: its lanes listen where they did, on what was decided last, and calls that waited are answered", async () => {
    const log: string[] = [];
    const threads = new DataThreads({ log: createLog("warn", (line) => log.push(line)), threads: 1 });
    let table: LaneTable = { service: "checkout", stable: null, canary: null, releases: [], traffic: null };
    const lane = await threads.open({ port: null, holdMs: 0, table: () => table, measured: () => undefined, doubted: () => undefined });
    expect(await ask(lane.port)).toMatchObject({ status: 503, body: expect.stringContaining("no release is live") });
    await threads.thread(1).fail();
    // nobody is behind v1: the router's own answer says that it decides by the new table
    table = { ...table, stable: { release: "v1", since: "2026-11-04T09:00:00.000Z" }, releases: [{ version: "v1", processes: [] }] };
    lane.tell();
    await lane.settle();
    await eventually(() => ask(lane.port).then(({ body }) => body, () => "not yet")).toContain("no healthy process of v1");
    expect(log.join("\n")).toContain("ended and is started again");
    await threads.close();
  });

  it("is not needed: with none of their own, customers are served by the one that controls", async () => {
    const inOne = new FleetFixture({ threads: 0 });
    await inOne.start();
    const lane = inOne.lane();
    await lane.live(sample("v1"));
    expect(await ask(await lane.routerPort(), { customer: "Alder Books" })).toMatchObject({ status: 200, release: "v1" });
    await inOne.stop();
  });
});
