import type { LaneEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import {
  deploy, opened, locked, unlocked, shifted, served, proved, faulty, held, holdReleased, shift, serve, prove, find,
  hold, releaseHold, live,
} from "./exampleLane.ts";
import { laneDecider } from "./laneDecider.ts";

const order = (events: LaneEvent[]) => {
  const { state } = given(laneDecider, events);
  return state.status === "open" ? state.releases.map(({ version }) => version) : [];
};

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
