import type { LaneEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import type { LaneCommand } from "./laneCommands.ts";
import { fenceOf } from "./lane.ts";
import { laneDecider } from "./laneDecider.ts";
import type { ReleaseFacts } from "./situation.ts";

const now = "2026-03-02T10:00:00Z";
const laneId = "40000000-0000-4000-8000-000000000001";
const lane = { laneId, serviceId: "50000000-0000-4000-8000-000000000001", environment: "production" };
const key = { ...lane, service: "checkout", now };
const deploy = (number: number) => `d0000000-0000-4000-8000-00000000000${number}`;
const release = (number: number) => ({ releaseId: `20000000-0000-4000-8000-00000000000${number}`, version: `v${number}` });

const opened: LaneEvent = { type: "LaneOpened", data: lane };
const locked = (by: number, to: number, kind: "deploy" | "rollback" = "deploy"): LaneEvent => ({
  type: "LaneLocked",
  data: { laneId, deployId: deploy(by), ...release(to), kind },
});
const unlocked = (by: number, reason: string | null = null): LaneEvent => ({
  type: "LaneUnlocked",
  data: { laneId, deployId: deploy(by), reason },
});
const shifted = (by: number, percent: number, customers: string[] = []): LaneEvent => ({
  type: "ExposureShifted",
  data: { laneId, deployId: deploy(by), ...release(by), percent, customers },
});
const served = (by: number, to: number): LaneEvent => ({
  type: "ReleaseServedEveryone",
  data: { laneId, deployId: deploy(by), ...release(to) },
});
const proved = (by: number, to: number): LaneEvent => ({
  type: "ReleaseProvedGood",
  data: { laneId, deployId: deploy(by), ...release(to) },
});
const faulty = (by: number, to: number, reason = "errors at 10 %"): LaneEvent => ({
  type: "ReleaseFoundFaulty",
  data: { laneId, deployId: deploy(by), ...release(to), reason },
});
const held = (by: number, to: number): LaneEvent => ({
  type: "LaneHeld",
  data: { laneId, deployId: deploy(by), ...release(to), reason: "errors at 10 %" },
});
const holdReleased: LaneEvent = { type: "HoldReleased", data: { laneId, reason: "fixed in v4" } };

const lock = (by: number, to: number): LaneCommand => ({ type: "LockLane", ...key, deployId: deploy(by), ...release(to) });
const factsOf = (): ReleaseFacts => ({ artifactAvailable: true, rollbackSafe: true });
const take = (by: number, to: number): LaneCommand => ({
  type: "TakeLaneForRollback",
  ...key,
  deployId: deploy(by),
  to: release(to),
  factsOf,
});
const press = (by: number): LaneCommand => ({ type: "TakeLaneForRollback", ...key, deployId: deploy(by), to: null, factsOf });
const redirect = (by: number, to: number): LaneCommand => ({ type: "RedirectRollback", now, laneId, deployId: deploy(by), ...release(to) });
/** The command that records a fact as it is. */
const unlock = (by: number): LaneCommand => ({ type: "UnlockLane", now, laneId, deployId: deploy(by), reason: null });
const shift = (by: number, percent: number, customers: string[] = []): LaneCommand => ({
  type: "ShiftExposure",
  now,
  laneId,
  deployId: deploy(by),
  ...release(by),
  percent,
  customers,
});
const serve = (by: number, to: number): LaneCommand => ({ type: "ServeEveryone", now, ...lane, deployId: deploy(by), ...release(to) });
const prove = (by: number, to: number): LaneCommand => ({ type: "ProveGood", now, laneId, deployId: deploy(by), ...release(to) });
const find = (by: number, to: number): LaneCommand => ({
  type: "FindFaulty",
  now,
  laneId,
  deployId: deploy(by),
  ...release(to),
  reason: "errors at 10 %",
});
const hold = (by: number, to: number): LaneCommand => ({
  type: "Hold",
  now,
  laneId,
  deployId: deploy(by),
  ...release(to),
  reason: "errors at 10 %",
});
const releaseHold: LaneCommand = { type: "ReleaseHold", now, laneId, reason: "fixed in v4" };

/** v1 serves everyone, proved good. */
const live = [opened, locked(1, 1), served(1, 1), proved(1, 1), unlocked(1)];
const order = (events: LaneEvent[]) => {
  const { state } = given(laneDecider, events);
  return state.status === "open" ? state.releases.map(({ version }) => version) : [];
};

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

describe("exposure", () => {
  const canary = [...live, locked(2, 2)];
  it("moves by share and by customer", () =>
    given(laneDecider, canary)
      .when(shift(2, 10, ["c-7"]))
      .then([shifted(2, 10, ["c-7"])]));
  it("is nothing new when it stands so", () => {
    given(laneDecider, [...canary, shifted(2, 10)])
      .when(shift(2, 10))
      .then([]);
    given(laneDecider, canary).when(shift(2, 0)).then([]);
  });
  it("ends at nobody", () => {
    given(laneDecider, [...canary, shifted(2, 10)])
      .when(shift(2, 0))
      .then([shifted(2, 0)]);
    expect(given(laneDecider, [...canary, shifted(2, 10), shifted(2, 0)]).state).toMatchObject({
      exposure: null,
      serving: { version: "v1" },
    });
  });
  it("is kept while customers are named", () =>
    expect(given(laneDecider, [...canary, shifted(2, 0, ["c-7"])]).state).toMatchObject({ exposure: { customers: ["c-7"] } }));
  it("is not moved by a deploy that lost the lane, then or later", () => {
    const taken = [...canary, shifted(2, 10), unlocked(2, "a rollback to v1 takes over"), locked(9, 1, "rollback")];
    given(laneDecider, taken).when(shift(2, 50)).then([]);
    given(laneDecider, [...taken, served(9, 1), unlocked(9)])
      .when(shift(2, 50))
      .then([]);
  });
});

describe("serving everyone", () => {
  it("ends the exposure", () => {
    given(laneDecider, [...live, locked(2, 2), shifted(2, 100)])
      .when(serve(2, 2))
      .then([served(2, 2)]);
    expect(given(laneDecider, [...live, locked(2, 2), shifted(2, 100), served(2, 2)]).state).toMatchObject({
      exposure: null,
      serving: { version: "v2", deployId: deploy(2) },
    });
  });
  it("is nothing new when it does", () => given(laneDecider, live).when(serve(1, 1)).then([]));
  it("is said again while somebody is exposed to another release", () =>
    given(laneDecider, [...live, locked(2, 2), shifted(2, 10)])
      .when(serve(2, 1))
      .then([served(2, 1)]));
  it("is observed without a lock", () =>
    given(laneDecider, live)
      .when(serve(5, 3))
      .then([served(5, 3)]));
  it("is not done by a deploy that lost the lane", () =>
    given(laneDecider, [...live, locked(9, 1, "rollback")])
      .when(serve(2, 2))
      .then([]));
});

describe("the order of releases", () => {
  const three = [...live, locked(2, 2), served(2, 2), proved(2, 2), unlocked(2), locked(3, 3), served(3, 3)];
  it("is that of their coming", () => expect(order([...three, unlocked(3)])).toEqual(["v1", "v2", "v3"]));
  it("stays when a rollback brings one back", () =>
    expect(order([...three, locked(9, 2, "rollback"), served(9, 2), faulty(9, 3), unlocked(9)])).toEqual(["v1", "v2", "v3"]));
  it("stays when a deploy restores what served before it", () => expect(order([...three, served(3, 2)])).toEqual(["v1", "v2", "v3"]));
  it("changes when a person deploys an older one again", () =>
    expect(order([...three, unlocked(3), locked(4, 1), served(4, 1), unlocked(4)])).toEqual(["v2", "v3", "v1"]));
  it("takes a rollback's target that never came here for older than what served", () =>
    expect(order([...three, unlocked(3), locked(9, 7, "rollback"), served(9, 7)])).toEqual(["v1", "v2", "v7", "v3"]));
  it("takes it for the oldest where nothing served", () => expect(order([opened, locked(9, 7, "rollback"), served(9, 7)])).toEqual(["v7"]));
});

describe("proving good", () => {
  const soaking = [...live, locked(2, 2), served(2, 2)];
  it("marks what served everyone", () =>
    given(laneDecider, soaking)
      .when(prove(2, 2))
      .then([proved(2, 2)]));
  it("is nothing new the second time", () =>
    given(laneDecider, [...soaking, proved(2, 2)])
      .when(prove(2, 2))
      .then([]));
  it("wipes the fault of a release that was rolled back here, deployed again and soaked", () => {
    const again = [...live, locked(2, 2), faulty(2, 2), unlocked(2), locked(3, 2), served(3, 2)];
    given(laneDecider, again)
      .when(prove(3, 2))
      .then([proved(3, 2)]);
    expect(given(laneDecider, [...again, proved(3, 2)]).state).toMatchObject({
      releases: [{ version: "v1" }, { version: "v2", provedGood: true, faulty: null }],
    });
    expect(given(laneDecider, [...again, proved(3, 2), faulty(3, 2, "slow")]).state).toMatchObject({
      releases: [{ version: "v1" }, { version: "v2", faulty: "slow" }],
    });
  });
  it("comes too late once another has the lane", () => {
    given(laneDecider, [...soaking, locked(9, 1, "rollback")])
      .when(prove(2, 2))
      .then([]);
  });
  it("is refused for what never served everyone", () => {
    given(laneDecider, [...live, locked(2, 2), shifted(2, 50)])
      .when(prove(2, 2))
      .thenRejected("TRANSITION_NOT_ALLOWED", { message: "production: v2 never served everyone", path: ["version"] });
    given(laneDecider, [...live, locked(2, 2), faulty(2, 2)])
      .when(prove(2, 2))
      .thenRejected("TRANSITION_NOT_ALLOWED");
  });
});

describe("finding faulty", () => {
  it("marks a canary that never served everyone", () => {
    given(laneDecider, live)
      .when(find(2, 2))
      .then([faulty(2, 2)]);
    expect(given(laneDecider, [...live, faulty(2, 2)]).state).toMatchObject({
      releases: [
        { version: "v1", faulty: null },
        { version: "v2", servedEveryone: false, faulty: "errors at 10 %" },
      ],
    });
  });
  it("is nothing new the second time", () =>
    given(laneDecider, [...live, faulty(2, 2)])
      .when(find(3, 2))
      .then([]));
  it("is no business of who has lost the lane, nor is the hold", () => {
    const taken = [...live, locked(2, 2), unlocked(2, "a rollback to v1 takes over"), locked(9, 1, "rollback")];
    given(laneDecider, taken).when(find(2, 2)).then([]);
    given(laneDecider, taken).when(hold(2, 2)).then([]);
  });
  it("stays until it proves good again, with its first reason", () =>
    expect(given(laneDecider, [...live, faulty(2, 2), faulty(3, 2, "slow"), locked(4, 2), served(4, 2)]).state).toMatchObject({
      releases: [{ version: "v1" }, { version: "v2", servedEveryone: true, faulty: "errors at 10 %" }],
    }));
});

describe("the hold", () => {
  it("is set by a rollback", () =>
    given(laneDecider, live)
      .when(hold(2, 2))
      .then([held(2, 2)]));
  it("is nothing new the second time", () =>
    given(laneDecider, [...live, held(2, 2)])
      .when(hold(2, 2))
      .then([]));
  it("is set anew by the next rollback", () =>
    given(laneDecider, [...live, held(2, 2)])
      .when(hold(3, 1))
      .then([held(3, 1)]));
  it("is released with a reason", () =>
    given(laneDecider, [...live, held(2, 2)])
      .when(releaseHold)
      .then([holdReleased]));
  it("can only be released while it stands", () => {
    given(laneDecider, live)
      .when(releaseHold)
      .thenRejected("NOT_HELD", { message: "production is not held", path: ["environment"] });
    given(laneDecider, [...live, held(2, 2), holdReleased])
      .when(releaseHold)
      .thenRejected("NOT_HELD");
  });
});
