import type { LaneEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { rollbackTarget } from "./rollbackTarget.ts";
import { given } from "../specification.ts";
import { laneDecider } from "./laneDecider.ts";
import { situationOf } from "./situation.ts";

const laneId = "40000000-0000-4000-8000-000000000001";
const deploy = (number: number) => `d0000000-0000-4000-8000-00000000000${number}`;
const release = (number: number) => ({ releaseId: `20000000-0000-4000-8000-00000000000${number}`, version: `v${number}` });
const work = (by: number, to: number) => ({ laneId, deployId: deploy(by), ...release(to) });
const opened: LaneEvent = { type: "LaneOpened", data: { laneId, serviceId: laneId, environment: "production" } };
const locked = (by: number, to: number, kind: "deploy" | "rollback" = "deploy"): LaneEvent => ({
  type: "LaneLocked", data: { ...work(by, to), kind },
});
const unlocked = (by: number): LaneEvent => ({ type: "LaneUnlocked", data: { laneId, deployId: deploy(by), reason: null } });
const served = (by: number, to: number): LaneEvent => ({ type: "ReleaseServedEveryone", data: work(by, to) });
const proved = (by: number, to: number): LaneEvent => ({ type: "ReleaseProvedGood", data: work(by, to) });
const faulty = (by: number, to: number): LaneEvent => ({ type: "ReleaseFoundFaulty", data: { ...work(by, to), reason: "errors" } });
const shifted = (by: number, to: number, percent: number): LaneEvent => ({
  type: "ExposureShifted", data: { ...work(by, to), percent, customers: [] },
});
const deployed = (number: number): LaneEvent[] => [
  locked(number, number), served(number, number), proved(number, number), unlocked(number),
];

const situation = (...events: LaneEvent[]) => {
  const { state } = given(laneDecider, [opened, ...events]);
  if (state.status === "absent") throw new Error("the lane is not open");
  return situationOf(state, () => ({ artifactAvailable: true, rollbackSafe: true }));
};
const target = (...events: LaneEvent[]) => rollbackTarget(situation(...events)).target?.version ?? null;

describe("where a rollback of this lane goes", () => {
  const two = [...deployed(1), ...deployed(2)];
  it("is the last known good before what runs", () => expect(target(...two)).toBe("v1"));
  it("is what serves, while a deploy prepares", () => {
    expect(target(...two, locked(3, 3))).toBe("v2");
    expect(situation(...two, locked(3, 3))).toMatchObject({
      movingReleaseId: release(3).releaseId, releases: [{ version: "v1" }, { version: "v2" }, { version: "v3" }],
    });
  });
  it("is what served before, while a deploy has some customers and while it soaks", () => {
    expect(target(...two, locked(3, 3), shifted(3, 3, 10))).toBe("v2");
    expect(target(...two, locked(3, 3), shifted(3, 3, 100), served(3, 3))).toBe("v2");
  });
  it("is what serves, when a failed undo left some customers on the other release", () =>
    expect(target(...two, locked(3, 3), shifted(3, 3, 10), unlocked(3))).toBe("v2"));
  it("goes further back the second time", () => {
    const back = [...two, ...deployed(3), locked(9, 2, "rollback"), served(9, 2), faulty(9, 3), unlocked(9)];
    expect(target(...back)).toBe("v1");
    expect(target(...back, locked(8, 1, "rollback"), served(8, 1), faulty(8, 2), unlocked(8))).toBeNull();
  });
  it("is nowhere during the first deploy", () => expect(target(locked(1, 1), shifted(1, 1, 100), served(1, 1))).toBeNull());
});
