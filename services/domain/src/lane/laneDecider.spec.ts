import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import {
  now, laneId, lane, deploy, opened, locked, unlocked, shifted, served, proved, faulty, held, holdReleased, lock, take, press,
  redirect, unlock, shift, serve, prove, find, hold, releaseHold, live,
} from "./exampleLane.ts";
import type { LaneCommand } from "./laneCommands.ts";
import { fenceOf } from "./lane.ts";
import { laneDecider } from "./laneDecider.ts";

describe("opening a lane", () => {
  it("happens once", () => {
    given(laneDecider, [])
      .when({ type: "OpenLane", now, ...lane })
      .then([opened]);
    given(laneDecider, [opened])
      .when({ type: "OpenLane", now, ...lane })
      .then([]);
  });
  it("is done by whoever comes first", () => {
    given(laneDecider, [])
      .when(lock(1, 1))
      .then([opened, locked(1, 1)]);
    given(laneDecider, [])
      .when(serve(1, 1))
      .then([opened, served(1, 1)]);
  });
  it("comes before everything else", () => {
    for (const command of [unlock(1), shift(1, 10), prove(1, 1), find(1, 1), hold(1, 1), releaseHold]) {
      given(laneDecider, [])
        .when(command)
        .thenRejected("NOT_FOUND", { message: `lane ${laneId}`, path: ["environment"] });
    }
  });
  it("is the only fact that begins a lane", () =>
    expect(given(laneDecider, [locked(1, 1), served(1, 1), opened, opened]).state).toEqual(given(laneDecider, [opened]).state));
});

describe("locking a lane for a deploy", () => {
  it("takes it", () =>
    given(laneDecider, live)
      .when(lock(2, 2))
      .then([locked(2, 2)]));
  it("is nothing new the second time", () =>
    given(laneDecider, [...live, locked(2, 2)])
      .when(lock(2, 2))
      .then([]));
  it("is refused beside another deploy, which the message names", () =>
    given(laneDecider, [...live, locked(2, 2)])
      .when(lock(3, 3))
      .thenRejected("DEPLOY_IN_PROGRESS", {
        message: `checkout production: a deploy of v2 is running (${deploy(2)}); v3 cannot start beside it`,
        path: ["environment"],
      }));
  it("is refused beside a rollback", () =>
    given(laneDecider, [...live, locked(2, 1, "rollback")])
      .when(lock(3, 3))
      .thenRejected("DEPLOY_IN_PROGRESS", { message: "a rollback to v1 is running" }));
  it("is refused while the lane is held, with the hold's reason", () =>
    given(laneDecider, [...live, held(2, 2)])
      .when(lock(3, 3))
      .thenRejected("LANE_HELD", {
        message: "checkout production is held since v2 was rolled back: errors at 10 %",
        path: ["environment"],
      }));
  it("works again once the hold is released", () =>
    given(laneDecider, [...live, held(2, 2), holdReleased])
      .when(lock(3, 3))
      .then([locked(3, 3)]));
  it("is refused for what serves everyone already", () =>
    given(laneDecider, live)
      .when(lock(2, 1))
      .thenRejected("ALREADY_LIVE", { message: "checkout production: v1 serves everyone already", path: ["version"] }));
  it("may bring the live release to those who are left on another one", () =>
    given(laneDecider, [...live, shifted(2, 10)])
      .when(lock(3, 1))
      .then([locked(3, 1)]));
  it("may try a release again that was rolled back here", () =>
    given(laneDecider, [...live, faulty(2, 2)])
      .when(lock(3, 2))
      .then([locked(3, 2)]));
});

describe("taking a lane for a rollback", () => {
  const two = [...live, locked(2, 2), served(2, 2), proved(2, 2), unlocked(2)];
  it("takes a free one", () =>
    given(laneDecider, two)
      .when(press(9))
      .then([locked(9, 1, "rollback")]));
  it("is not stopped by a hold", () =>
    given(laneDecider, [...two, held(3, 3)])
      .when(press(9))
      .then([locked(9, 1, "rollback")]));
  it("is refused where nothing was ever deployed", () => given(laneDecider, []).when(press(9)).thenRejected("NO_ROLLBACK_TARGET"));
  it("takes the lock from a deploy", () =>
    given(laneDecider, [...live, locked(2, 2)])
      .when(take(9, 1))
      .then([unlocked(2, "a rollback to v1 takes over"), locked(9, 1, "rollback")]));
  it("is nothing new the second time, and for a second press that names the same target or none", () => {
    const running = given(laneDecider, [...two, locked(9, 1, "rollback")]);
    running.when(take(9, 1)).then([]);
    running.when(take(8, 1)).then([]);
    running.when(press(8)).then([]);
    expect(running.state).toMatchObject({ lock: { deployId: deploy(9), kind: "rollback" } });
  });
  it("takes over from a rollback, for a press that names another target", () =>
    given(laneDecider, [...two, locked(9, 1, "rollback")])
      .when(take(8, 5))
      .then([unlocked(9, "a rollback to v5 takes over"), locked(8, 5, "rollback")]));
  it("goes back to what served everyone before a deploy, also where that was once rolled back here", () =>
    given(laneDecider, [...two, faulty(2, 2), locked(3, 3)])
      .when(press(9))
      .then([unlocked(3, "a rollback to v2 takes over"), locked(9, 2, "rollback")]));
});

describe("a rollback that goes on to another release", () => {
  const going = [...live, locked(2, 2), served(2, 2), unlocked(2), locked(9, 1, "rollback")];
  it("keeps the lane, and what served before", () => {
    given(laneDecider, going)
      .when(redirect(9, 5))
      .then([locked(9, 5, "rollback")]);
    expect(given(laneDecider, [...going, locked(9, 5, "rollback")]).state).toMatchObject({
      lock: { version: "v5", servedBefore: { version: "v2" } },
    });
  });
  it("is nothing new the second time, and nothing for who has lost the lane or is no rollback", () => {
    given(laneDecider, going).when(redirect(9, 1)).then([]);
    given(laneDecider, going).when(redirect(8, 5)).then([]);
    given(laneDecider, [...live, locked(2, 2)])
      .when(redirect(2, 5))
      .then([]);
  });
});

describe("the number of a lock", () => {
  it("rises with every lock and is kept when it is gone: by it a target knows who comes too late", () => {
    const { state } = given(laneDecider, [
      ...live,
      locked(2, 2),
      unlocked(2, "a rollback to v1 takes over"),
      locked(9, 1, "rollback"),
      locked(9, 5, "rollback"),
      unlocked(9),
    ]);
    if (state.status !== "open") throw new Error("the lane is open");
    expect([deploy(1), deploy(2), deploy(9), deploy(7)].map((id) => fenceOf(state, id))).toEqual([1, 2, 4, null]);
  });
  it("is renewed by whoever has the lane under it, once: a run that was lost is refused by the target then", () => {
    const renew = (by: number, fence: number): LaneCommand => ({ type: "RenewLock", now, laneId, deployId: deploy(by), fence });
    const held2 = [...live, locked(2, 2)];
    given(laneDecider, held2)
      .when(renew(2, 2))
      .then([locked(2, 2)]);
    given(laneDecider, [...held2, locked(2, 2)])
      .when(renew(2, 2))
      .then([]);
    given(laneDecider, held2).when(renew(3, 2)).then([]);
    expect(given(laneDecider, [...held2, locked(2, 2)]).state).toMatchObject({ lock: { fence: 3, servedBefore: { version: "v1" } } });
  });
});

describe("unlocking", () => {
  it("frees the lane", () =>
    given(laneDecider, [...live, locked(2, 2)])
      .when(unlock(2))
      .then([unlocked(2)]));
  it("does nothing when the lock is free or another's", () => {
    given(laneDecider, live).when(unlock(1)).then([]);
    given(laneDecider, [...live, locked(3, 3)])
      .when(unlock(2))
      .then([]);
  });
  it("by a deploy that was pre-empted leaves the rollback's lock", () =>
    expect(given(laneDecider, [...live, locked(2, 2), locked(9, 1, "rollback"), unlocked(2)]).state).toMatchObject({
      lock: { deployId: deploy(9) },
    }));
});
