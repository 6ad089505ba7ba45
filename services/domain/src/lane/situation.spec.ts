import type { LaneEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { rollbackTarget } from "./rollbackTarget.ts";
import { given } from "../specification.ts";
import { laneDecider } from "./laneDecider.ts";
import { mentionedIn, situationOf } from "./situation.ts";

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
  it("is no release whose record is gone: nobody knows whether it can be had", () => {
    const { state } = given(laneDecider, [opened, ...two]);
    if (state.status === "absent") throw new Error("the lane is not open");
    const known = situationOf(state, (id) => (id === release(2).releaseId ? { artifactAvailable: true, rollbackSafe: true } : null));
    expect(known.releases).toMatchObject([{ version: "v1", artifactAvailable: false }, { version: "v2", artifactAvailable: true }]);
    expect(rollbackTarget(known).target).toBeNull();
  });
  it("has nothing on its way once everybody is served, or where nobody was shown anything else", () => {
    expect(situation(...two).movingReleaseId).toBeNull();
    expect(situation(...two, locked(3, 3), shifted(3, 3, 100), served(3, 3), unlocked(3)).movingReleaseId).toBeNull();
    // A rollback holds the lane, and nothing new is on its way with it.
    expect(situation(...two, locked(9, 1, "rollback")).movingReleaseId).toBeNull();
    expect(situation(...two, locked(3, 3), shifted(3, 3, 10), unlocked(3)).movingReleaseId).toBe(release(3).releaseId);
  });
  it("asks about every release that is mentioned, once, and about none where there is no lane", () => {
    const mentioned = (...events: LaneEvent[]) => mentionedIn(given(laneDecider, events).state);
    expect(mentioned()).toEqual([]);
    expect(mentioned(opened)).toEqual([]);
    expect(mentioned(opened, ...two, locked(3, 3), shifted(3, 3, 10)).toSorted()).toEqual([1, 2, 3].map((n) => release(n).releaseId));
  });
  it("is nowhere during the first deploy", () => expect(target(locked(1, 1), shifted(1, 1, 100), served(1, 1))).toBeNull());
});
