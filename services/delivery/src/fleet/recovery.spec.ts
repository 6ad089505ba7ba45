import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { setFleetTraffic } from "./client.ts";
import { LaneFixture, ask, askAll, eventually, patience, program, sample } from "./fleetFixture.ts";
import { isAlive, startFleetProcess, type FleetProcess } from "./fleetProcess.ts";
import { freePort } from "./launch.ts";

let data: string;
let port: number;
let running: FleetProcess | undefined;
let lane: LaneFixture;
let operations = 0;

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), "ballast-fleet-"));
  port = await freePort();
  lane = new LaneFixture(
    { address: `http://127.0.0.1:${port}`, service: "checkout", environment: "production" },
    () => `operation-${(operations += 1)}`,
  );
  running = await startFleetProcess({ data, port });
});
afterEach(async () => {
  running?.child.kill("SIGKILL");
  await running?.ended;
  rmSync(data, { recursive: true, force: true });
});

async function restart(): Promise<void> {
  running = await startFleetProcess({ data, port });
}

async function killDaemon(): Promise<void> {
  running?.child.kill("SIGKILL");
  await running?.ended;
}

async function pids(): Promise<number[]> {
  return (await lane.observe()).processes.flatMap(({ pid }) => pid ?? []);
}

const customers = Array.from({ length: 400 }, (_, index) => `customer-${index}`);

describe("a daemon that was killed with -9", () => {
  it("in the middle of a shift comes back with the same releases, weights, address and sides", async () => {
    await lane.live(sample("v1"));
    await lane.expose(sample("v2"), 25);
    const before = await lane.observe();
    const served = await askAll(await lane.routerPort(), customers);
    const shift = { ...lane.operation(), release: "v2", percent: 60 };
    const shifting = lane.target.setWeight(shift);
    shifting.catch(() => undefined);
    await killDaemon();
    await Promise.allSettled([shifting]);
    await restart();

    const after = await lane.observe();
    expect([25, 60], "the shift is in force as a whole or not at all").toContain(after.canary?.percent);
    expect(after).toMatchObject({ routerPort: before.routerPort, stable: before.stable, canary: { release: "v2" } });
    await eventually(() => lane.processes()).toBe("v1 healthy, v2 healthy");

    await lane.target.setWeight({ ...shift, signal: patience() });
    expect((await lane.observe()).canary?.percent).toBe(60);
    const again = await askAll(await lane.routerPort(), customers);
    expect(
      customers.filter((customer) => served.get(customer) === "v2" && again.get(customer) !== "v2"),
      "nobody is taken out as the share grows",
    ).toEqual([]);
  });

  it("takes its service processes with it, even those that pay no attention to their input", async () => {
    await lane.live(
      program(
        "v1",
        `process.on("SIGTERM", () => undefined); require("node:http").createServer((request, response) => response.end()).listen(process.env.PORT, "127.0.0.1")`,
      ),
    );
    const before = await pids();
    expect(before.map(isAlive)).toEqual([true]);
    await killDaemon();
    await eventually(() => before.map(isAlive)).toEqual([false]);
  });

  it("while a prepare runs forgets the half-done release; the same operation then does it", async () => {
    await lane.live(sample("v1"));
    const operation = lane.operation();
    const preparing = lane.target.prepare({ ...operation, release: program("v2", "setInterval(() => undefined, 1000)") });
    preparing.catch(() => undefined);
    await eventually(() => lane.processes()).toBe("v1 healthy, v2 starting");
    await killDaemon();
    await expect(preparing).rejects.toMatchObject({ code: "TARGET_UNREACHABLE", retryable: true });
    await restart();
    await eventually(() => lane.processes()).toBe("v1 healthy");
    expect(await lane.target.prepare({ ...operation, signal: patience(), release: sample("v2") })).toMatchObject({ changed: true });
  });

  it("in a rollback can be asked for it again, by the same operation, from any point", async () => {
    await lane.live(sample("v1"));
    await lane.expose(sample("v2"), 100);
    const rollback = { ...lane.operation(), release: { version: "v1" } };
    const first = lane.target.restore(rollback);
    first.catch(() => undefined);
    await killDaemon();
    await Promise.allSettled([first]);
    await restart();
    expect(await lane.target.restore({ ...rollback, signal: patience() })).toMatchObject({ stable: "v1" });
    expect((await ask(await lane.routerPort(), { customer: "customer-1" })).release).toBe("v1");
    await eventually(() => lane.processes()).toBe("v1 healthy");
  });

  it("remembers what was done, has no numbers from before, and goes on with its traffic", async () => {
    await lane.live(sample("v1"));
    const from = new Date(Date.now() - 1_000);
    const promoted = { ...lane.operation(), release: "v1" };
    const outcome = await lane.target.promote(promoted);
    await ask(await lane.routerPort(), { customer: "customer-1" });
    await killDaemon();
    const killedAt = new Date();
    await restart();
    const forgotten = await lane.metrics.window({ from, to: killedAt, signal: patience() });
    expect(forgotten.releases).toEqual({});
    expect(Date.parse(forgotten.since)).toBeGreaterThanOrEqual(killedAt.getTime());
    expect(await lane.target.promote({ ...promoted, signal: patience() })).toEqual(outcome);

    await setFleetTraffic(lane.lane, { requestsPerSecond: 100, signal: patience() });
    await killDaemon();
    await restart();
    const requests = async () => (await lane.metrics.window({ from, to: new Date(), signal: patience() })).releases.v1?.requests ?? 0;
    await eventually(requests).toBeGreaterThan(10);
  });
});

describe("a call that comes while the daemon starts", () => {
  it("finds the lane of before, not an empty one", async () => {
    await lane.live(sample("v1"));
    await killDaemon();
    const restarting = restart();
    const asked = async () => lane.target.restore({ ...lane.operation() }).catch((error: unknown) => error);
    await eventually(asked).toMatchObject({ stable: "v1" });
    await restarting;
    expect(await lane.observe()).toMatchObject({ stable: { release: "v1" } });
  });
});

describe("a daemon that is ended", () => {
  it.each(["SIGTERM", "stdin"] as const)("by %s stops its services, exits with 0, and comes back the same", async (means) => {
    await lane.live(sample("v1"));
    const before = await pids();
    if (means === "SIGTERM") running?.child.kill("SIGTERM");
    else running?.child.stdin?.end();
    expect(await running?.ended).toEqual({ code: 0, signal: null });
    expect(before.map(isAlive)).toEqual([false]);
    await restart();
    expect(await lane.observe()).toMatchObject({ stable: { release: "v1" } });
  });
});

describe("starting", () => {
  it("says which port is taken", async () => {
    await expect(startFleetProcess({ data, port })).rejects.toThrow(/is taken by another program/);
  });

  it("moves a router whose port somebody else took meanwhile", async () => {
    await lane.live(sample("v1"));
    const routerPort = await lane.routerPort();
    await killDaemon();
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(routerPort, "127.0.0.1", resolve));
    try {
      await restart();
      await eventually(() => lane.processes()).toBe("v1 healthy");
      const moved = await lane.routerPort();
      expect(moved).not.toBe(routerPort);
      expect((await ask(moved)).release).toBe("v1");
    } finally {
      await new Promise((resolve) => squatter.close(resolve));
    }
  });

  it("puts an unreadable lane aside and serves the others", async () => {
    await lane.live(sample("v1"));
    await killDaemon();
    const folder = join(data, "fleet");
    writeFileSync(join(folder, "search~production.json"), "{ half");
    await restart();
    expect((await lane.observe()).stable?.release).toBe("v1");
    expect(running?.messages.some((message) => message.includes("unreadable"))).toBe(true);
    expect(readFileSync(join(folder, "search~production.json.unreadable"), "utf8")).toBe("{ half");
    expect(existsSync(join(folder, "search~production.json"))).toBe(false);
  });

  it("is not disturbed by what a crash while saving left behind", async () => {
    await lane.live(sample("v1"));
    await killDaemon();
    const folder = join(data, "fleet");
    writeFileSync(join(folder, "checkout~production.json.new"), "{ half");
    await restart();
    expect((await lane.observe()).stable?.release).toBe("v1");
    await lane.expose(sample("v2"), 1);
    expect(readdirSync(folder)).toEqual(["checkout~production.json"]);
  });
});
