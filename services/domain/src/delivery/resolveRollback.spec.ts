import { describe, expect, it } from "vitest";
import type { LaneEvent } from "@ballast/schema";
import { fold } from "../decider.ts";
import { laneDecider } from "../lane/laneDecider.ts";
import type { ReleaseFacts } from "../lane/situation.ts";
import { Rejection } from "../rejection.ts";
import { resolveRollback } from "./resolveRollback.ts";

const laneId = "a0000000-0000-4000-8000-000000000000";
const release = (n: number) => ({ releaseId: `b000000${n}-0000-4000-8000-000000000000`, version: `v${n}` });
const deploy = (n: number) => `c000000${n}-0000-4000-8000-000000000000`;
const press = { service: "checkout", environment: "production", toVersion: null };

const opened: LaneEvent = { type: "LaneOpened", data: { laneId, serviceId: laneId, environment: "production" } };
const locked = (n: number, kind: "deploy" | "rollback" = "deploy", to = n): LaneEvent => ({ type: "LaneLocked", data: { laneId, deployId: deploy(n), ...release(to), kind } });
const served = (n: number): LaneEvent => ({ type: "ReleaseServedEveryone", data: { laneId, deployId: deploy(n), ...release(n) } });
const good = (n: number): LaneEvent => ({ type: "ReleaseProvedGood", data: { laneId, deployId: deploy(n), ...release(n) } });
const faulty = (n: number): LaneEvent => ({ type: "ReleaseFoundFaulty", data: { laneId, deployId: deploy(n), ...release(n), reason: "errors" } });
const freed = (n: number): LaneEvent => ({ type: "LaneUnlocked", data: { laneId, deployId: deploy(n), reason: null } });
const shipped = (n: number): LaneEvent[] => [locked(n), served(n), good(n), freed(n)];

const fine: ReleaseFacts = { artifactAvailable: true, rollbackSafe: true };
const resolve = (events: readonly LaneEvent[], { toVersion = null, facts = {} }: { toVersion?: string | null; facts?: Record<string, Partial<ReleaseFacts>> } = {}) =>
  resolveRollback(fold(laneDecider, events), (id) => ({ ...fine, ...facts[id] }), { ...press, toVersion });

const codeOf = (act: () => unknown): string => {
  try {
    act();
    return "none";
  } catch (error) {
    return error instanceof Rejection ? error.code : "no rejection";
  }
};

describe("where a rollback goes", () => {
  it("goes to the newest release known to be good that is older than what runs", () => {
    expect(resolve([opened, ...shipped(1), ...shipped(2)])).toMatchObject({ target: release(1), from: release(2), preempts: null, attachTo: null, warnings: [] });
  });

  it("takes the lane from a running deploy and leaves its canary", () => {
    expect(resolve([opened, ...shipped(1), locked(2)])).toMatchObject({ target: release(1), from: release(2), preempts: deploy(2) });
  });

  it("joins the rollback that runs, named or not, and is refused for another one", () => {
    const running = [opened, ...shipped(1), ...shipped(2), ...shipped(3), locked(4, "rollback", 2)];
    expect(resolve(running)).toMatchObject({ attachTo: deploy(4), target: release(2) });
    expect(resolve(running, { toVersion: "v2" }).attachTo).toBe(deploy(4));
    expect(codeOf(() => resolve(running, { toVersion: "v1" }))).toBe("ROLLBACK_TO_ANOTHER_TARGET");
  });

  it("warns of a named release that never soaked, and goes there", () => {
    expect(resolve([opened, locked(1), served(1), freed(1), ...shipped(2)], { toVersion: "v1" }).warnings).toEqual(["v1 never soaked successfully."]);
  });

  it.each([
    ["NO_ROLLBACK_TARGET", [], null, {}],
    ["NO_ROLLBACK_TARGET", [opened, ...shipped(1)], null, {}],
    ["ALREADY_LIVE", [opened, ...shipped(1)], "v1", {}],
    ["INVALID_INPUT", [opened, ...shipped(1)], "v7", {}],
    ["RELEASE_FAULTY", [opened, ...shipped(1), faulty(1), ...shipped(2)], "v1", {}],
    ["NO_ARTIFACT", [opened, ...shipped(1), ...shipped(2)], "v1", { [release(1).releaseId]: { artifactAvailable: false } }],
    ["RELEASE_NOT_ROLLBACK_SAFE", [opened, ...shipped(1), ...shipped(2)], "v1", { [release(2).releaseId]: { rollbackSafe: false, rollbackUnsafeReason: "moves data" } }],
  ] as const)("refuses as %s", (code, events, toVersion, facts) => {
    expect(codeOf(() => resolve(events, { toVersion, facts }))).toBe(code);
  });
});
