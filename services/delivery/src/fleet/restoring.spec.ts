import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { setFleetTraffic } from "./client.ts";
import { FleetFixture, ask, eventually, gatedProgram, patience, program, sample } from "./fleetFixture.ts";

const fleet = new FleetFixture();
beforeAll(() => fleet.start());
afterAll(() => fleet.stop());

let gates = 0;
/** A release that is healthy only once its gate is opened. */
function gated(version: string) {
  const gate = join(fleet.data, `gate-${(gates += 1)}`);
  return { release: program(version, gatedProgram, { GATE: gate }), open: () => writeFileSync(gate, ""), close: () => rmSync(gate) };
}

/** A lane whose v1 was replaced by v2 and runs no more. */
async function replaced() {
  const lane = fleet.lane();
  const old = gated("v1");
  old.open();
  await lane.live(old.release);
  await lane.expose(sample("v2"), 100);
  await lane.target.promote({ ...lane.operation(), release: "v2" });
  await lane.target.retire({ ...lane.operation() });
  await eventually(() => lane.processes()).toBe("v2 healthy");
  return { lane, old };
}

describe("restoring", () => {
  it("with nothing running does nothing, and what is stable stays", async () => {
    const empty = fleet.lane();
    expect(await empty.target.restore({ ...empty.operation() })).toMatchObject({ changed: false, stable: null });

    const lane = fleet.lane();
    await lane.live(sample("v1"));
    expect(await lane.target.restore({ ...lane.operation() })).toMatchObject({ changed: false, stable: "v1" });
    expect(await lane.target.restore({ ...lane.operation(), release: { version: "v1" } })).toMatchObject({ changed: false, stable: "v1" });
    expect(await lane.processes()).toBe("v1 healthy");
    expect((await ask(await lane.routerPort())).release).toBe("v1");
  });

  it("takes all customers back and stops the canary", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v1"));
    await lane.expose(sample("v2"), 100);
    const port = await lane.routerPort();
    expect((await ask(port, { customer: "Alder Books" })).release).toBe("v2");
    expect(await lane.target.restore({ ...lane.operation(), release: { version: "v1" } })).toMatchObject({ changed: true, stable: "v1" });
    expect((await ask(port, { customer: "Alder Books" })).release).toBe("v1");
    await eventually(() => lane.processes()).toBe("v1 healthy");
  });

  it("of a lane whose very first deploy is aborted ends with nothing live and nothing running", async () => {
    const lane = fleet.lane();
    await lane.expose(sample("v1"), 10);
    expect(await lane.target.restore({ ...lane.operation() })).toMatchObject({ changed: true, stable: null });
    expect((await ask(await lane.routerPort())).status).toBe(503);
    await eventually(() => lane.processes()).toBe("");
  });

  it("twice at once neither deadlocks nor disagrees", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v1"));
    await lane.expose(sample("v2"), 50);
    const restore = () => lane.target.restore({ ...lane.operation(), release: { version: "v1" } });
    const outcomes = await Promise.all([restore(), restore(), restore()]);
    expect(outcomes.filter(({ changed }) => changed), "one of them did it").toHaveLength(1);
    expect(await lane.observe()).toMatchObject({ stable: { release: "v1" } });
  });

  it("while a prepare runs ends the prepare at once and leaves nothing of it", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v1"));
    const slow = gated("v2");
    const preparing = lane.target.prepare({ ...lane.operation(), release: slow.release });
    preparing.catch(() => undefined);
    await eventually(() => lane.processes()).toBe("v1 healthy, v2 starting");
    await lane.target.restore({ ...lane.operation() });
    await expect(preparing).rejects.toMatchObject({ code: "OPERATION_SUPERSEDED", retryable: false });
    await eventually(() => lane.processes()).toBe("v1 healthy");
  });

  it("starts a release whose process is long gone, and moves nobody before it is healthy", async () => {
    const { lane } = await replaced();
    await lane.target.restore({ ...lane.operation(), release: { version: "v1" } });
    expect(await lane.observe()).toMatchObject({ stable: { release: "v1" } });
    await eventually(() => lane.processes()).toBe("v1 healthy");
  });

  it("racing a resize of the set it goes back to ends with the larger one, and moves nobody to what is not there yet", async () => {
    const { lane, old } = await replaced();
    old.close();
    const restore = (instances: number) => lane.target.restore({ ...lane.operation(), release: { ...old.release, instances } });
    const both = Promise.all([restore(1), restore(3)]);
    await eventually(() => lane.processes()).toBe("v2 healthy, v1 starting");
    expect((await ask(await lane.routerPort())).release).toBe("v2");
    old.open();
    expect((await both).map(({ stable }) => stable)).toEqual(["v1", "v1"]);
    expect((await ask(await lane.routerPort())).release).toBe("v1");
    expect(await lane.observe()).toMatchObject({ stable: { release: "v1" } });
    await eventually(() => lane.processes()).toBe("v1 healthy, v1 healthy, v1 healthy");
  });

  it("to a release the fleet has never seen works with its artifact, and without it changes nothing", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v2"));
    await expect(lane.target.restore({ ...lane.operation(), release: { version: "v1" } })).rejects.toMatchObject({
      code: "RELEASE_UNKNOWN",
    });
    expect((await ask(await lane.routerPort())).release).toBe("v2");
    await lane.target.restore({ ...lane.operation(), release: sample("v1") });
    expect((await ask(await lane.routerPort())).release).toBe("v1");
  });

  it("to a release that does not start any more leaves everybody where they are served", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v2"));
    const broken = lane.target.restore({ ...lane.operation(), release: sample("v1", { BEHAVIOUR: "crash" }) });
    await expect(broken).rejects.toMatchObject({ code: "RELEASE_CRASHED" });
    expect(await lane.observe()).toMatchObject({ stable: { release: "v2" } });
    expect((await ask(await lane.routerPort())).release).toBe("v2");
    await eventually(() => lane.processes()).toBe("v2 healthy");
  });

  it("grows a set of processes that is too small before it moves the traffic", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v1"));
    await lane.expose({ ...sample("v2"), instances: 3 }, 100);
    await lane.target.restore({ ...lane.operation(), release: { version: "v1", instances: 3 } });
    const own = (await lane.observe()).processes.filter(({ release }) => release === "v1");
    expect(own.map(({ state }) => state)).toEqual(["healthy", "healthy", "healthy"]);
  });

  it("to somewhere else overtakes one that cannot come to an end; one without a destination does not", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v3"));
    const stuck = lane.target.restore({ ...lane.operation(), release: gated("v1").release });
    stuck.catch(() => undefined);
    await eventually(() => lane.processes()).toBe("v3 healthy, v1 starting");
    const waiting = lane.target.restore({ ...lane.operation() });
    waiting.catch(() => undefined);
    await lane.target.restore({ ...lane.operation(), release: sample("v2") });
    await expect(stuck).rejects.toMatchObject({ code: "OPERATION_SUPERSEDED" });
    await expect(waiting).rejects.toMatchObject({ code: "OPERATION_SUPERSEDED" });
    expect(await lane.observe()).toMatchObject({ stable: { release: "v2" } });
  });

  it("closes its deploy: what of it still arrives exposes nobody", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v1"));
    const deployId = "deploy-7";
    await lane.target.prepare({ ...lane.operation(), deployId, release: sample("v2") });
    await lane.target.restore({ ...lane.operation(), deployId });
    await expect(lane.target.prepare({ ...lane.operation(), deployId, release: sample("v2") })).rejects.toMatchObject({
      code: "DEPLOY_CLOSED", retryable: false,
    });
    await expect(lane.target.setWeight({ ...lane.operation(), deployId, release: "v2", percent: 10 })).rejects.toMatchObject({
      code: "DEPLOY_CLOSED",
    });
    await lane.target.prepare({ ...lane.operation(), deployId: "deploy-8", release: sample("v2") });
    expect(await lane.target.restore({ ...lane.operation(), deployId }), "a second press is no error").toMatchObject({ stable: "v1" });
  });
});

describe("a data folder that cannot be written", () => {
  it("keeps nobody from being taken back; the call says that it is not on record, and repeats well", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v1"));
    await lane.expose(sample("v2"), 100);
    const port = await lane.routerPort();
    const folder = join(fleet.data, "fleet");
    renameSync(folder, `${folder}-away`);
    writeFileSync(folder, "not a folder");
    const rollback = { ...lane.operation(), release: { version: "v1" } };
    await expect(lane.target.restore(rollback)).rejects.toMatchObject({ code: "STATE_NOT_SAVED", retryable: true });
    expect((await ask(port, { customer: "Alder Books" })).release).toBe("v1");
    const notOnRecord = { code: "STATE_NOT_SAVED" };
    await expect(setFleetTraffic(lane.lane, { requestsPerSecond: 1, signal: patience() })).rejects.toMatchObject(notOnRecord);
    const other = fleet.lane();
    const first = { ...other.operation(), release: sample("v1") };
    await expect(other.target.prepare(first), "also a lane that is new").rejects.toMatchObject(notOnRecord);
    rmSync(folder);
    renameSync(`${folder}-away`, folder);
    expect(await other.target.prepare(first)).toMatchObject({ changed: false });
    expect(await lane.target.restore(rollback)).toMatchObject({ stable: "v1" });
  });
});

describe("aborting a call", () => {
  it("rejects with the caller's reason and stops what it started", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v1"));
    const controller = new AbortController();
    const preparing = lane.target.prepare({ ...lane.operation(controller.signal), release: gated("v2").release });
    preparing.catch(() => undefined);
    await eventually(() => lane.processes()).toBe("v1 healthy, v2 starting");
    controller.abort(new Error("pressed abort"));
    await expect(preparing).rejects.toThrow("pressed abort");
    await eventually(() => lane.processes()).toBe("v1 healthy");
  });

  it("before it began does nothing", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v1"));
    await expect(lane.target.retire({ ...lane.operation(AbortSignal.abort()) })).rejects.toThrow();
    await expect(lane.target.observe({ signal: AbortSignal.abort() })).rejects.toThrow();
  });

  it("does not stop the run while another caller waits for the same operation", async () => {
    const lane = fleet.lane();
    const slow = gated("v1");
    const operation = lane.operation();
    const controller = new AbortController();
    const impatient = lane.target.prepare({ ...operation, signal: controller.signal, release: slow.release });
    impatient.catch(() => undefined);
    const patient = lane.target.prepare({ ...operation, release: slow.release });
    await eventually(() => lane.processes()).toBe("v1 starting");
    controller.abort();
    await expect(impatient).rejects.toThrow();
    slow.open();
    expect(await patient).toMatchObject({ changed: true });
  });

  it("never takes a restore back: it only goes forward", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v2"));
    const old = gated("v1");
    const controller = new AbortController();
    const restoring = lane.target.restore({ ...lane.operation(controller.signal), release: old.release });
    restoring.catch(() => undefined);
    await eventually(() => lane.processes()).toBe("v2 healthy, v1 starting");
    controller.abort();
    await expect(restoring).rejects.toThrow();
    old.open();
    await eventually(async () => (await lane.observe()).stable?.release).toBe("v1");
  });

  it("in the middle of an abort changes nothing about where it ends", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v1"));
    await lane.expose(sample("v2"), 50);
    const controllers = Array.from({ length: 5 }, () => new AbortController());
    const aborts = controllers.map((controller) =>
      lane.target.restore({ ...lane.operation(controller.signal), release: { version: "v1" } }),
    );
    for (const controller of controllers.slice(1)) controller.abort();
    await Promise.allSettled(aborts);
    await lane.target.restore({ ...lane.operation(patience()) });
    await eventually(() => lane.processes()).toBe("v1 healthy");
    expect(await lane.target.verifyWeight({ release: "v1", percent: 100, signal: patience() })).toBe(true);
  });
});
