import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FleetFixture, ask, eventually, gatedProgram, program, sample } from "./fleetFixture.ts";

const fleet = new FleetFixture();
beforeAll(() => fleet.start());
afterAll(() => fleet.stop());

describe("who lost the lane", () => {
  it("moves nothing any more, from the moment the next holder's first call arrives, whatever becomes of that", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v1"));
    await lane.target.prepare({ ...lane.operation(), fence: 3, release: sample("v2") });
    const gate = join(fleet.data, "fencing-gate");
    const restoring = lane.target.restore({ ...lane.operation(), fence: 4, release: program("v0", gatedProgram, { GATE: gate }) });
    await eventually(() => lane.processes()).toContain("v0 starting");
    const lost = { code: "LANE_LOST", retryable: false };
    await expect(lane.target.setWeight({ ...lane.operation(), fence: 3, release: "v2", percent: 50 })).rejects.toMatchObject(lost);
    await expect(lane.target.promote({ ...lane.operation(), fence: 3, release: "v2" })).rejects.toMatchObject(lost);
    await expect(
      lane.target.restore({ ...lane.operation(), fence: 3, release: { version: "v2" } }),
      "nor does it end the rollback",
    ).rejects.toMatchObject(lost);
    await expect(lane.target.retire({ ...lane.operation(), fence: 3 })).rejects.toMatchObject(lost);
    expect(await lane.observe()).toMatchObject({ stable: { release: "v1" } });
    writeFileSync(gate, "");
    expect(await restoring).toMatchObject({ stable: "v0" });
    expect((await ask(await lane.routerPort())).release).toBe("v0");
  });

  it("is refused although what it asks for began before", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v1"));
    const slow = program("v2", gatedProgram, { GATE: join(fleet.data, "never") });
    const preparing = lane.target.prepare({ ...lane.operation(), fence: 1, release: slow });
    preparing.catch(() => undefined);
    await eventually(() => lane.processes()).toContain("v2 starting");
    await lane.target.restore({ ...lane.operation(), fence: 2, release: { version: "v1" } });
    await expect(preparing).rejects.toMatchObject({ code: "OPERATION_SUPERSEDED" });
    await expect(lane.target.prepare({ ...lane.operation(), fence: 1, release: sample("v2") })).rejects.toMatchObject({
      code: "LANE_LOST",
    });
  });

  it("stays refused when the daemon was started again", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v1"));
    await lane.target.restore({ ...lane.operation(), fence: 7, release: { version: "v1" } });
    await fleet.restart();
    await expect(lane.afterRestart(fleet.address).prepare({ ...lane.operation(), fence: 6, release: sample("v2") })).rejects.toMatchObject({
      code: "LANE_LOST",
    });
  });

  it("goes on by the same lock: a repeated call of its holder does nothing twice", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v1"));
    const restore = { ...lane.operation(), release: { version: "v1" } };
    const first = await lane.target.restore({ ...restore, fence: 4 });
    expect(await lane.target.restore({ ...restore, fence: 5 }), "also when it holds the lane by a later lock").toEqual(first);
  });
});

describe("a release that does not start", () => {
  it("says how it ended, and the last lines that it wrote on either of its outputs", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v2"));
    const broken = program("v1", 'console.log("connecting to the database"); console.error("Error: no database"); process.exitCode = 3;');
    const failed: unknown = await lane.target.restore({ ...lane.operation(), release: broken }).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: "RELEASE_CRASHED", message: expect.stringContaining("exited with code 3: Error: no database") });
    expect(failed).toMatchObject({ output: expect.arrayContaining(["connecting to the database", "Error: no database"]) });
  });

  it("fails within the time it is given, with what it wrote meanwhile", async () => {
    const lane = fleet.lane();
    await lane.live(sample("v2"));
    const mute = program("v1", 'console.log("migrating"); setInterval(() => undefined, 1000);');
    const failed: unknown = await lane.target
      .restore({ ...lane.operation(), timeoutMs: 2_000, release: mute })
      .catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: "RELEASE_NOT_HEALTHY", output: ["migrating"] });
    expect(await lane.observe()).toMatchObject({ stable: { release: "v2" } });
  });
});
