import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FleetFixture, ask, askAll, eventually, patience, program, sample } from "./fleetFixture.ts";

const fleet = new FleetFixture();
beforeAll(() => fleet.start());
afterAll(() => fleet.stop());

const tenThousand = Array.from({ length: 10_000 }, (_, index) => `customer-${index}`);

describe("a deploy on the fleet", () => {
  it("carries a release from nothing through a canary to everybody", async () => {
    const lane = fleet.lane();
    expect(await lane.observe()).toMatchObject({ routerPort: null, processes: [] });
    await lane.live(sample("2026.11.1"));
    const port = await lane.routerPort();
    expect(await ask(port, { customer: "Alder Books" })).toMatchObject({ status: 200, release: "2026.11.1" });

    await lane.expose(sample("2026.11.2"), 0);
    expect((await ask(port, { customer: "Alder Books" })).release).toBe("2026.11.1");
    await lane.target.setWeight({ ...lane.operation(), release: "2026.11.2", percent: 0, customers: ["Alder Books"] });
    expect((await ask(port, { customer: "Alder Books" })).release).toBe("2026.11.2");
    expect((await ask(port, { customer: "Ember Foods" })).release).toBe("2026.11.1");

    await lane.target.setWeight({ ...lane.operation(), release: "2026.11.2", percent: 100 });
    expect((await ask(port)).release).toBe("2026.11.2");
    expect(await lane.observe()).toMatchObject({ stable: { release: "2026.11.1" }, canary: { release: "2026.11.2", percent: 100 } });

    await lane.target.promote({ ...lane.operation(), release: "2026.11.2" });
    expect(await lane.processes(), "the one before stays warm").toBe("2026.11.1 healthy, 2026.11.2 healthy");
    await lane.target.retire({ ...lane.operation() });
    await eventually(() => lane.processes()).toBe("2026.11.2 healthy");
    expect((await lane.observe()).canary).toBeUndefined();
    expect(await lane.routerPort(), "customers' address never changes").toBe(port);
  });

  it("sends 9 to 11 % of 10,000 customers to a 10 % step, the same ones every time, and only adds to them", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v1"));
    await lane.expose(sample("v2"), 10);
    const port = await lane.routerPort();
    const first = await askAll(port, tenThousand);
    const exposed = tenThousand.filter((customer) => first.get(customer) === "v2");
    expect(exposed.length).toBeGreaterThanOrEqual(900);
    expect(exposed.length).toBeLessThanOrEqual(1_100);
    // Of the last minute, while the share by customers is of all: on a slow machine not all of them are in it.
    await eventually(async () => Math.abs(((await lane.observe()).measuredPercent ?? 0) - exposed.length / 100)).toBeLessThan(1);

    const someOfEach = [...exposed.slice(0, 300), ...tenThousand.filter((customer) => first.get(customer) === "v1").slice(0, 300)];
    const again = await askAll(port, someOfEach);
    expect(someOfEach.filter((customer) => again.get(customer) !== first.get(customer))).toEqual([]);
    await lane.target.setWeight({ ...lane.operation(), release: "v2", percent: 50 });
    const half = await askAll(port, someOfEach);
    expect(exposed.slice(0, 300).filter((customer) => half.get(customer) !== "v2")).toEqual([]);
  });

  it("verifies what is in force, not what was asked for", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v1"));
    const verify = (release: string, percent: number) => lane.target.verifyWeight({ release, percent, signal: patience() });
    expect(await verify("v1", 100)).toBe(true);
    expect(await verify("v1", 50)).toBe(false);
    expect(await verify("v2", 0), "nothing of it runs, and nothing should").toBe(true);
    await lane.expose(sample("v2"), 10);
    expect(await verify("v2", 10)).toBe(true);
    expect(await verify("v2", 20)).toBe(false);
    expect(await verify("v1", 100)).toBe(false);
  });

  it("refuses a second canary, and says what to do", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v1"));
    await lane.expose(sample("v2"), 10);
    await lane.target.prepare({ ...lane.operation(), release: sample("v3") });
    const refused = lane.target.setWeight({ ...lane.operation(), release: "v3", percent: 10 });
    await expect(refused).rejects.toMatchObject({ code: "OTHER_CANARY", retryable: false, fix: expect.stringContaining("restore") });
    await expect(lane.target.promote({ ...lane.operation(), release: "v3" })).rejects.toMatchObject({ code: "OTHER_CANARY" });
    await expect(lane.target.setWeight({ ...lane.operation(), release: "v1", percent: 90 })).rejects.toMatchObject({
      code: "OTHER_CANARY",
    });
    expect(await lane.observe()).toMatchObject({ stable: { release: "v1" }, canary: { release: "v2", percent: 10 } });
  });

  it("does not expose to some what everybody has", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v1"));
    await expect(lane.target.setWeight({ ...lane.operation(), release: "v1", percent: 10 })).rejects.toMatchObject({
      code: "RELEASE_IN_USE",
    });
    expect(await lane.target.setWeight({ ...lane.operation(), release: "v1", percent: 100 })).toMatchObject({ changed: false });
  });

  it("refuses to expose or promote what was never prepared", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v1"));
    await expect(lane.target.setWeight({ ...lane.operation(), release: "v2", percent: 1 })).rejects.toMatchObject({
      code: "RELEASE_UNKNOWN",
    });
    await expect(lane.target.promote({ ...lane.operation(), release: "v2" })).rejects.toMatchObject({ code: "RELEASE_UNKNOWN" });
    await expect(lane.target.prepare({ ...lane.operation(), release: { version: "v2" } })).rejects.toMatchObject({
      code: "RELEASE_UNKNOWN",
    });
  });

  it("runs the sample by its own Node, whatever the PATH has", async () => {
    const lane = fleet.lane();
    await lane.live({ version: "v1", artifact: { command: "node", args: ["{sample}"], env: { PATH: "/nowhere" } } });
    expect((await ask(await lane.routerPort())).release).toBe("v1");
  });

  it("refuses a version that is something else than it was", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v1"));
    await expect(lane.target.prepare({ ...lane.operation(), release: sample("v1", { BEHAVIOUR: "slow" }) })).rejects.toMatchObject({
      code: "RELEASE_CHANGED",
    });
  });

  it("does not retire what serves customers", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v1"));
    await lane.expose(sample("v2"), 10);
    await expect(lane.target.retire({ ...lane.operation(), release: "v1" })).rejects.toMatchObject({ code: "RELEASE_IN_USE" });
    await expect(lane.target.retire({ ...lane.operation(), release: "v2" })).rejects.toMatchObject({ code: "RELEASE_IN_USE" });
    expect(await lane.target.retire({ ...lane.operation() })).toMatchObject({ changed: false });
    expect(await lane.target.retire({ ...lane.operation(), release: "never-there" })).toMatchObject({ changed: false });
    expect(await lane.processes()).toBe("v1 healthy, v2 healthy");
  });

  it("runs as many processes as asked for, and divides the work among them", async () => {
    const lane = fleet.lane();
    const text = `require("node:http").createServer((request, response) => response.end(String(process.pid))).listen(process.env.PORT, "127.0.0.1")`;
    await lane.live({ ...program("v1", text), instances: 3 });
    const port = await lane.routerPort();
    const pids = new Set<string>();
    for (let index = 0; index < 12; index += 1) pids.add((await ask(port)).body);
    expect([...pids].toSorted()).toEqual((await lane.observe()).processes.map(({ pid }) => String(pid)).toSorted());
  });
});

describe("a release that does not start", () => {
  it("fails to prepare with what it said, leaves nothing running and customers where they are", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v1"));
    const failed = lane.target.prepare({ ...lane.operation(), release: sample("v2", { BEHAVIOUR: "crash" }) });
    await expect(failed).rejects.toMatchObject({
      code: "RELEASE_CRASHED", retryable: false, message: expect.stringMatching(/v2 dies at start: exited with code 1: .*PAYMENT_URL/),
    });
    await eventually(() => lane.processes()).toBe("v1 healthy");
    expect((await ask(await lane.routerPort())).release).toBe("v1");
  });

  it("is told apart from a command that does not exist", async () => {
    const lane = fleet.lane();
    const release = { version: "v1", artifact: { command: "no-such-program", args: [], env: {} } };
    await expect(lane.target.prepare({ ...lane.operation(), release })).rejects.toMatchObject({
      code: "RELEASE_CRASHED", message: expect.stringContaining("not found"),
    });
  });

  it("fails when it never becomes healthy in the time given, and can be tried again with the same operation", async () => {
    const lane = fleet.lane();
    const release = program("v1", "setInterval(() => undefined, 1000)");
    const operation = lane.operation();
    for (const timeoutMs of [150, 100]) {
      await expect(lane.target.prepare({ ...operation, release, timeoutMs })).rejects.toMatchObject({
        code: "RELEASE_NOT_HEALTHY", retryable: true,
      });
    }
    await eventually(() => lane.processes()).toBe("");
  });
});

describe("an operation made again", () => {
  it("has the same outcome and does nothing twice, even long after it was undone", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v1"));
    await lane.target.prepare({ ...lane.operation(), release: sample("v2") });
    const shift = { ...lane.operation(), release: "v2", percent: 10 };
    const [first, second] = await Promise.all([lane.target.setWeight(shift), lane.target.setWeight(shift)]);
    expect(second).toEqual(first);
    await lane.target.restore({ ...lane.operation() });
    expect(await lane.target.setWeight(shift)).toEqual(first);
    expect((await lane.observe()).canary).toBeUndefined();
  });

  it("is refused with other contents", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v1"));
    await lane.target.prepare({ ...lane.operation(), release: sample("v2") });
    const shift = { ...lane.operation(), release: "v2", percent: 10 };
    await lane.target.setWeight(shift);
    await expect(lane.target.setWeight({ ...shift, percent: 100 })).rejects.toMatchObject({ code: "OPERATION_ID_REUSED" });
    await expect(lane.target.promote({ operationId: shift.operationId, signal: shift.signal, release: "v2" })).rejects.toMatchObject({
      code: "OPERATION_ID_REUSED",
    });
  });
});
