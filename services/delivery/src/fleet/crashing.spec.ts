import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FleetFixture, ask, eventually, patience, program, sample, type LaneFixture } from "./fleetFixture.ts";
import { isAlive } from "./fleetProcess.ts";

const fleet = new FleetFixture();
/** Its customers are not kept waiting for a process that does not come. */
const brisk = new FleetFixture({ holdMs: 50 });
beforeAll(() => Promise.all([fleet.start(), brisk.start()]));
afterAll(() => Promise.all([fleet.stop(), brisk.stop()]));

async function killService(lane: LaneFixture, release: string): Promise<number> {
  const { processes } = await lane.observe();
  const pid = processes.find((process) => process.release === release)?.pid;
  if (pid === undefined || pid === null) throw new Error(`no process of ${release}`);
  process.kill(pid, "SIGKILL");
  return pid;
}

/**
 * Counts its lives in a file. Asked to die, or to listen no more, it does so at once, and ends a moment later: as a
 * process of several threads does that is killed while the machine is busy.
 */
const dying = `
  const { appendFileSync, readFileSync } = require("node:fs");
  appendFileSync(process.env.DEATHS, ".");
  const life = readFileSync(process.env.DEATHS, "utf8").length;
  const endSoon = () => setTimeout(() => process.exit(9), 300);
  let gone = false;
  const server = require("node:http").createServer((request, response) => {
    if (request.url.endsWith("?die")) { if (life === Number(request.url.includes("pay")) + 1) { gone = true; endSoon(); } }
    if (gone || request.url.endsWith("?reset")) return request.socket.resetAndDestroy();
    if (request.url === "/unlisten") { server.close(); server.closeIdleConnections(); endSoon(); return response.writeHead(200, { connection: "close" }).end(); }
    let bytes = 0;
    request.on("data", (chunk) => (bytes += chunk.length)).on("end", () => response.end("life " + life + ", " + request.method + ", " + bytes + " bytes"));
  }).listen(process.env.PORT, "127.0.0.1")`;

describe("a service process that dies", () => {
  it("is started again after a moment, visibly, and no customer of it gets an error", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v1"));
    const port = await lane.routerPort();
    const pid = await killService(lane, "v1");
    await eventually(() => isAlive(pid)).toBe(false);
    expect(await ask(port, { customer: "Alder Books" }), "it waits for the new process").toEqual({
      status: 200, release: "v1", body: expect.any(String),
    });
    const [process] = (await lane.observe()).processes;
    expect(process).toMatchObject({ state: "healthy", restarts: 1, lastExit: "killed by signal 9" });
    const metrics = await (await fetch(`${lane.lane.address}/metrics`)).text();
    expect(metrics).toContain(
      `release_process_restarts{lane="${lane.lane.service}/test",service="${lane.lane.service}",environment="test",release="v1"} 1`,
    );
  });

  it("and resets its connections before its end is heard of keeps nobody from an answer who may ask twice", async () => {
    const lane = fleet.lane();
    await lane.live(program("v1", dying, { DEATHS: join(fleet.data, "deaths") }));
    const port = await lane.routerPort();
    expect(await ask(port, { path: "/checkout?die", customer: "Alder Books" })).toMatchObject({
      status: 200, body: "life 2, GET, 0 bytes",
    });
    expect(
      await ask(port, { path: "/pay?die", method: "POST", body: "pay" }),
      "a payment that may have been begun is not repeated",
    ).toMatchObject({ status: 502 });
    expect(await ask(port, { path: "/pay", method: "POST", body: "pay" })).toMatchObject({ status: 200, body: "life 3, POST, 3 bytes" });
  });

  it("and refuses connections is waited for by payments too, also by those too large to be kept", async () => {
    const lane = fleet.lane();
    await lane.live(program("v1", dying, { DEATHS: join(fleet.data, "refusals") }));
    const port = await lane.routerPort();
    expect((await ask(port, { path: "/unlisten" })).status).toBe(200);
    const [small, large] = await Promise.all([
      ask(port, { method: "POST", body: "pay" }),
      ask(port, { method: "POST", body: Buffer.alloc(1_000_000) }),
    ]);
    expect([small.body, large.body]).toEqual(["life 2, POST, 3 bytes", "life 2, POST, 1000000 bytes"]);
  });

  it("is told from one that lives and breaks a connection: that is its answer, and counts", async () => {
    const lane = fleet.lane();
    await lane.live(program("v1", dying, { DEATHS: join(fleet.data, "none") }));
    expect(await ask(await lane.routerPort(), { path: "/checkout?reset", customer: "Alder Books" })).toMatchObject({ status: 502 });
    const window = async () =>
      (await lane.metrics.window({ from: new Date(Date.now() - 20_000), to: new Date(Date.now() + 1_000), signal: patience() })).releases;
    await eventually(window).toMatchObject({ v1: { requests: 1, errors: 1 } });
    expect(await lane.processes()).toBe("v1 healthy");
  });

  it("is waited for longer each time", async () => {
    const lane = brisk.lane();
    const broken = join(brisk.data, "broken");
    // lives until the file appears, and then dies at every start
    const text = `const { existsSync } = require("node:fs"); setInterval(() => existsSync(process.env.BROKEN) && process.exit(3), 5);
      if (!existsSync(process.env.BROKEN)) require("node:http").createServer((request, response) => response.end()).listen(process.env.PORT, "127.0.0.1")`;
    await lane.live(program("v1", text, { BROKEN: broken }));
    writeFileSync(broken, "");
    const process = async () => (await lane.observe()).processes[0];
    const twice = expect.toSatisfy((restarts: number) => restarts >= 2);
    await eventually(process).toMatchObject({ state: "crashed", restarts: twice, lastExit: "exited with code 3" });
    const reply = await ask(await lane.routerPort(), { customer: "Alder Books" });
    expect(reply).toMatchObject({ status: 503, release: null, body: expect.stringContaining("no healthy process of v1") });
    const verify = () => lane.target.verifyWeight({ release: "v1", percent: 100, signal: patience() });
    expect(await verify(), "in force, but with nobody behind it").toBe(false);
    rmSync(broken);
    await lane.target.restore({ ...lane.operation() });
    expect(await verify()).toBe(true);
    expect(await lane.processes(), "a restore does not wait out the back-off").toBe("v1 healthy");
  });

  it("counts against the canary it belongs to, so that a dead canary is never mistaken for a quiet one", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v1"));
    const text = `require("node:http").createServer((request, response) => request.url === "/healthz" ? response.end() : process.exit(1)).listen(process.env.PORT, "127.0.0.1")`;
    await lane.expose(program("v2", text), 100);
    const from = new Date(Date.now() - 1_000);
    expect(await ask(await lane.routerPort(), { customer: "Alder Books", method: "POST", body: "pay" })).toMatchObject({ status: 502 });
    const window = async () => (await lane.metrics.window({ from, to: new Date(), signal: patience() })).releases;
    await eventually(window).toMatchObject({ v2: { errors: 1, failingCustomers: [{ customer: "Alder Books", errors: 1, requests: 1 }] } });
    expect(await window()).not.toHaveProperty("v1");
  });

  it("is killed and started again when it answers no health check any more", async () => {
    const lane = fleet.lane();
    const text = `let deaf = false; require("node:http").createServer((request, response) => {
      if (request.url === "/deafen") deaf = true; if (!deaf || request.url === "/deafen") response.end(); else response.destroy();
    }).listen(process.env.PORT, "127.0.0.1")`;
    await lane.live(program("v1", text));
    await ask(await lane.routerPort(), { path: "/deafen" });
    const lastExits = async () => (await lane.observe()).processes.map(({ lastExit }) => lastExit);
    await eventually(lastExits).toEqual([expect.stringContaining("no longer answered /healthz")]);
    await eventually(() => lane.processes()).toBe("v1 healthy");
  });
});
