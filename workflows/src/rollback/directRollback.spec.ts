import { DeliveryError } from "@ballast/delivery";
import { laneDecider } from "@ballast/domain";
import { foldRecord, ids } from "@ballast/eventlog";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ana, deployId, minute, place } from "../specification/activityWorld.ts";
import { RollbackWorld, rollbackId } from "../specification/rollbackWorld.ts";
import { CannotRollBack, directRollback, type DirectRollback } from "./directRollback.ts";
import { leaveTarget } from "./leaveTarget.ts";

const clock = vi.hoisted(() => ({ wait: (_: number): void => undefined }));
vi.mock("node:timers/promises", () => ({ setTimeout: (ms: number) => Promise.resolve(clock.wait(ms)) }));

let world: RollbackWorld;
let steps: string[];
/** Releases that do not start. */
let broken: Set<string>;
beforeEach(async () => {
  world = new RollbackWorld();
  steps = [];
  broken = new Set();
  await world.history();
  clock.wait = (ms) => void (world.now += ms);
  world.answers.set("restore", () => {
    const { version } = world.asked.at(-1)?.request["release"] as { version: string };
    if (broken.has(version))
      throw new DeliveryError("RELEASE_CRASHED", "it crashed", "mend it").withOutput(["one", "two", "3", "4", "5", "6"]);
  });
});
const press = (more: Partial<DirectRollback> = {}) =>
  directRollback(world.parts, {
    service: "shop", environment: "production", toVersion: null, stay: false, reason: "the engine is away", actor: ana,
    commandId: ids.command("direct"), signal: new AbortController().signal, onStep: (step) => void steps.push(step), ...more,
  });
const lane = () => foldRecord(world.parts.log, laneDecider, place.laneId);
const restored = () =>
  world.asked.filter(({ what }) => what === "restore").map(({ request }) => (request["release"] as { version: string }).version);
const direct = ids.deploy(ids.command("direct"));

describe("a rollback by hand, without the engine", () => {
  it("brings everybody back, says each step, and leaves the lane free, with a hold on what was left", async () => {
    world.answers.set("restore", () => void (world.now += 900));
    expect(await press()).toMatchObject({ deployId: direct, version: "v1", fromVersion: "v2", durationMs: 900 });
    expect(steps).toEqual(["traffic to v1", "hold on shop production"]);
    expect(await lane()).toMatchObject({
      lock: null, serving: { version: "v1" }, hold: { version: "v2", reason: "rolled back to v1" },
    });
    expect(world.facts("deploy", direct)).toEqual(["DeployRequested", "TrafficShifted", "RollbackCompleted"]);
    expect(world.last("RollbackCompleted")).toMatchObject({ durationMs: 900 });
    expect(world.memory.events.at(-1)?.metadata.actor).toEqual(ana);
  });

  it("of a target that does not start goes on to the next older good one, and says what the first one wrote last", async () => {
    broken = new Set(["v1"]);
    expect(await press()).toMatchObject({ version: "v0" });
    expect(steps).toEqual([
      "traffic to v1", "v1 does not start: it crashed", "  | two", "  | 3", "  | 4", "  | 5", "  | 6", "traffic to v0",
      "hold on shop production",
    ]);
    expect(await lane()).toMatchObject({ serving: { version: "v0" } });
  });

  it("ends where no release is left that starts: the lane stays its own, and the words say what could be named", async () => {
    broken = new Set(["v0", "v1"]);
    const failed = await press().catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(CannotRollBack);
    expect(String(failed)).toContain("v0 does not start: it crashed (it wrote: 4 / 5 / 6). No other release");
    expect(restored()).toEqual(["v1", "v0"]);
    expect(await lane()).toMatchObject({ lock: { deployId: direct }, serving: { version: "v2" } });
  });

  it("called again goes on counting: what failed before and fails again is a fact of its own", async () => {
    broken = new Set(["v0", "v1"]);
    await press().catch(() => null);
    await press().catch(() => null);
    const attempts = world.memory.events.flatMap(({ event }) =>
      event.type === "RollbackTargetFailed" ? [`${event.data.version} ${event.data.attempt}`] : [],
    );
    expect(attempts).toEqual(["v1 1", "v0 2", "v1 3"]);
    broken = new Set();
    expect(await press()).toMatchObject({ version: "v1" });
  });

  it("ends where another rollback has the lane by now", async () => {
    world.answers.set("restore", () => {
      throw new DeliveryError("LANE_LOST", "another has it", "nothing");
    });
    const failed = await press().catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(CannotRollBack);
    expect(String(failed)).toContain("another rollback of this lane took over");
  });

  it("that cannot reach the target says so, and is worth another try", async () => {
    world.answers.set("restore", () => {
      throw new DeliveryError("TARGET_UNREACHABLE", "the fleet does not answer", "look at it");
    });
    await expect(press()).rejects.toThrow("the fleet does not answer");
    expect(world.facts("deploy", direct)).toEqual(["DeployRequested"]);
  });

  it("of a service that nobody knows is refused", async () => {
    await expect(press({ service: "shpo" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("a rollback that waits for the engine", () => {
  it("is carried out by hand, to where the engine had got with it, under its own steps", async () => {
    const pressed = await world.pressed();
    await leaveTarget(world.parts, { deploy: pressed, attempt: 1, error: "it crashed", output: [] });
    world.now += minute;
    expect(await press()).toMatchObject({ deployId: rollbackId, version: "v0", durationMs: minute });
    expect(restored()).toEqual(["v0"]);
    expect(world.facts("deploy", rollbackId).at(-1)).toBe("RollbackCompleted");
    expect(world.memory.facts(`deploy-${direct}`)).toEqual([]);
  });
});

describe("what is measured afterwards", () => {
  const window = { requests: 100, errors: 0, p50Ms: 1, p95Ms: 2, perSecond: [], failingCustomers: [], failingCustomerCount: 0 };

  it("compares with the minute before the press", async () => {
    const asked: number[] = [];
    world.measured = ({ from }) => {
      asked.push(from.getTime());
      return { v1: window, v2: { ...window, errors: 50 } } as never;
    };
    const at = world.now;
    const { measure } = await press();
    expect(await measure()).toMatchObject({ recovered: true });
    expect(Math.min(...asked.slice(0, 2))).toBe(at - minute);
    expect(world.last("EffectMeasured")).toMatchObject({ recovered: true, before: { errors: 50 } });
  });

  it("of a deploy that it took the lane from begins where that reached its first customer, and that deploy ends with it", async () => {
    world = new RollbackWorld();
    await world.deploying();
    await world.recorded("v1");
    await world.ofDeploy({
      type: "Start", now: world.at(), deployId, requestEventId: ids.part("d", "request"), workflowId: "w", runId: "r",
    });
    await world.ofDeploy({ type: "RecordPrepared", now: world.at(), deployId, durationMs: 1 });
    await world.ofDeploy({ type: "StartStep", now: world.at(), deployId, step: 0, percent: 10, customers: [], bakeMs: 1_000 });
    world.now += minute;
    await world.ofDeploy({
      type: "ShiftTraffic", now: world.at(), deployId, step: 0, percent: 10, customers: [], measuredPercent: 10, durationMs: 1,
    });
    const exposedAt = world.now;
    world.now += 10 * minute;
    const asked: number[] = [];
    world.measured = ({ from }) => {
      asked.push(from.getTime());
      return { v1: window, v2: { ...window, errors: 50 } } as never;
    };
    const { measure, version } = await press();
    expect(version).toBe("v1");
    expect(world.facts("deploy", deployId).slice(-2)).toEqual(["DeployPreempted", "DeployRolledBack"]);
    expect(world.last("DeployRolledBack")).toMatchObject({ deployId, toVersion: "v1" });
    await measure();
    expect(asked[0]).toBe(exposedAt);
  });
});
