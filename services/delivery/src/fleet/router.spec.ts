import { writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FleetFixture, ask, eventually, gatedProgram, patience, program, sample, type LaneFixture } from "./fleetFixture.ts";

const fleet = new FleetFixture();
beforeAll(() => fleet.start());
afterAll(() => fleet.stop());

/** Says what reached it. */
const echo = `require("node:http").createServer((request, response) => {
  const chunks = []; request.on("data", (chunk) => chunks.push(chunk)).on("end", () => {
    if (request.url === "/break") { response.writeHead(200, { "content-length": "100" }); response.write("half"); setImmediate(() => response.destroy()); return; }
    if (request.url === "/two") { response.setHeader("set-cookie", ["a=1", "b=2"]); }
    response.end(JSON.stringify({ method: request.method, headers: request.headers, length: Buffer.concat(chunks).length }));
  });
}).listen(process.env.PORT, "127.0.0.1")`;

async function numbers(lane: LaneFixture, release: string) {
  const { releases } = await lane.metrics.window({
    from: new Date(Date.now() - 20_000), to: new Date(Date.now() + 1_000), signal: patience(),
  });
  return releases[release];
}

describe("the router", () => {
  it("passes on method, body and headers, and gives a request without a trace one", async () => {
    const lane = fleet.lane();
    await lane.live(program("v1", echo));
    const port = await lane.routerPort();
    const small = JSON.parse((await ask(port, { method: "POST", body: "pay", customer: "Alder Books" })).body);
    expect(small).toMatchObject({
      method: "POST", length: 3,
      headers: { "x-customer": "Alder Books", traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/) },
    });
    const large = JSON.parse((await ask(port, { method: "PUT", body: Buffer.alloc(3_000_000) })).body);
    expect(large).toMatchObject({ method: "PUT", length: 3_000_000 });
  });

  it("passes on bodies of unknown length and answers with several cookies", async () => {
    const lane = fleet.lane();
    await lane.live(program("v1", echo));
    const port = await lane.routerPort();
    const answered = await new Promise<{ cookies: string[] | undefined; body: string }>((resolve, reject) => {
      const sent = request({ host: "127.0.0.1", port, method: "POST", path: "/two" }, (response) => {
        const chunks: Buffer[] = [];
        response
          .on("data", (chunk: Buffer) => chunks.push(chunk))
          .once("end", () => resolve({ cookies: response.headers["set-cookie"], body: Buffer.concat(chunks).toString() }));
      });
      sent.once("error", reject);
      sent.write("chunk one, ");
      sent.end("chunk two");
    });
    expect(answered.cookies).toEqual(["a=1", "b=2"]);
    expect(JSON.parse(answered.body)).toMatchObject({ length: 20 });
  });

  it("answers 503 while nothing is live", async () => {
    const lane = fleet.lane();
    await lane.target.prepare({ ...lane.operation(), release: sample("v1") });
    expect(await ask(await lane.routerPort(), { customer: "Alder Books" })).toMatchObject({ status: 503, release: null });
  });

  it("counts an answer that breaks off as an error of the release", async () => {
    const lane = fleet.lane();
    await lane.live(program("v1", echo));
    await expect(ask(await lane.routerPort(), { path: "/break", customer: "Alder Books" })).rejects.toThrow();
    await eventually(() => numbers(lane, "v1")).toMatchObject({
      errors: 1, examples: [{ path: "/break", status: 502, error: expect.stringContaining("broke off") }],
    });
  });

  it("keeps what a failed answer said, its path and its trace as evidence", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v1", { BEHAVIOUR: "failing", FAILING_SHARE: "1" }));
    expect((await ask(await lane.routerPort(), { path: "/payment/confirm?cart=7", customer: "Alder Books" })).status).toBe(500);
    await eventually(async () => (await numbers(lane, "v1"))?.examples).toEqual([
      expect.objectContaining({
        customer: "Alder Books", path: "/payment/confirm?cart=7", status: 500, traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
        error: expect.stringMatching(/currency|tax rule/),
      }),
    ]);
  });

  it("does not hold a customer's hanging up against the release", async () => {
    const lane = fleet.lane();
    await lane.live(program("v1", gatedProgram, { HEALTHY_AT_ONCE: "yes", GATE: join(fleet.data, "never") }));
    const port = await lane.routerPort();
    const sent = request({ host: "127.0.0.1", port, path: "/held" });
    sent.on("error", () => sent.destroy());
    sent.end();
    await eventually(async () => (await ask(port, { path: "/waiting" })).body).toBe("1");
    const { requests: before = 0 } = (await numbers(lane, "v1")) ?? {};
    sent.destroy();
    await eventually(() => numbers(lane, "v1")).toMatchObject({ requests: before + 1, errors: 0 });
  });

  it("lets the old release finish what it is answering before it is stopped", async () => {
    const lane = fleet.lane();
    const gate = join(fleet.data, "drain");
    await lane.live(sample("v1"));
    await lane.expose(program("v2", gatedProgram, { HEALTHY_AT_ONCE: "yes", GATE: gate }), 100);
    const port = await lane.routerPort();
    const held = ask(port, { path: "/held", customer: "Alder Books" });
    held.catch(() => undefined);
    await eventually(() => ask(port, { path: "/waiting", customer: "Ember Foods" })).toMatchObject({ release: "v2", body: "1" });
    await lane.target.restore({ ...lane.operation() });
    expect(await lane.processes()).toBe("v1 healthy, v2 draining");
    expect((await ask(port, { customer: "Alder Books" })).release).toBe("v1");
    writeFileSync(gate, "");
    expect(await held).toMatchObject({ status: 200, release: "v2", body: "done" });
    await eventually(() => lane.processes()).toBe("v1 healthy");
  });

  it("serves without a single failed request while releases come and go", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v1"));
    const port = await lane.routerPort();
    const statuses = new Set<number>();
    let going = true;
    const customers = Array.from({ length: 8 }, async (_, index) => {
      while (going)
        statuses.add((await ask(port, { customer: `customer-${index}`, method: index % 2 === 0 ? "GET" : "POST", body: "x" })).status);
    });
    for (const version of ["v2", "v3", "v4"]) {
      await lane.expose(sample(version), 50);
      if (version === "v3") await lane.target.restore({ ...lane.operation() });
      else await lane.target.promote({ ...lane.operation(), release: version });
      await lane.target.retire({ ...lane.operation() });
      await eventually(async () => (await lane.observe()).processes.length).toBe(1);
    }
    going = false;
    await Promise.all(customers);
    expect([...statuses]).toEqual([200]);
  });
});
