import { ids } from "@ballast/eventlog";
import type { LaneEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { folded } from "../specification/folded.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";
import { laneReleaseId, laneReleaseProjection } from "./laneReleaseProjection.ts";

const serviceId = ids.service("shop");
const laneId = ids.lane(serviceId, "production");
const at = (minute: number): string => new Date(Date.UTC(2026, 10, 2, 12, minute)).toISOString();
const release = (version: string) => ({ laneId, releaseId: ids.release(serviceId, version), version, deployId: ids.deploy(version) });

const opened: LaneEvent = { type: "LaneOpened", data: { laneId, serviceId, environment: "production" } };
const served = (version: string): LaneEvent => ({ type: "ReleaseServedEveryone", data: release(version) });
const proved = (version: string): LaneEvent => ({ type: "ReleaseProvedGood", data: release(version) });
const faulty = (version: string): LaneEvent => ({ type: "ReleaseFoundFaulty", data: { ...release(version), reason: "errors" } });
const exposed = (version: string, percent: number, customers: string[] = []): LaneEvent => ({
  type: "ExposureShifted", data: { ...release(version), percent, customers },
});

/** A lane and its releases after these, a minute apart; releases that can be gone back to have an artifact. */
function lane(...events: readonly LaneEvent[]) {
  const history = recordedHistory();
  for (const version of ["v1", "v2", "v3"]) {
    const { releaseId } = release(version);
    const data = {
      releaseId, serviceId, version, releasedAt: at(-100), sha: null, artifact: { command: "node", args: [], env: {} }, commitCount: 0,
      commitsHash: "", rollbackSafe: true, rollbackUnsafeReason: null, notes: "", order: 0,
    };
    history.add(["release", releaseId], { type: "ReleaseRecorded", data }, { at: at(-100) });
  }
  [opened, ...events].forEach((event, minute) => history.add(["lane", laneId], event, { at: at(minute) }));
  const { lanes } = folded(history.events);
  const states = (asOf?: Parameters<typeof lanes.statesOf>[1]) => {
    const found = lanes.statesOf(
      ["v1", "v2", "v3"].map((version) => release(version).releaseId),
      asOf,
    );
    return ["v1", "v2", "v3"].map(
      (version) => found.get(release(version).releaseId)?.map(({ state, percent, since }) => [state, percent, since])[0],
    );
  };
  return { lanes, states, history };
}

describe("where a release stands in a lane", () => {
  it("is live for the rest while another one is on its way, and then replaced, or the one to go back to once it proved good", () => {
    const { lanes, states } = lane(served("v1"), proved("v1"), served("v2"), exposed("v3", 20, ["acme"]));
    expect(states()).toEqual([["lastKnownGood", null, at(2)], ["live", 80, at(3)], ["deploying", 20, at(4)]]);
    expect(lanes.releasesIn("live")).toEqual([release("v2").releaseId]);
    expect(lanes.releasesIn("lastKnownGood")).toEqual([release("v1").releaseId]);
    expect([lanes.releasesIn("live", { serviceId: ids.service("other") }), lanes.releasesIn("live", { environment: "staging" })]).toEqual([
      [],
      [],
    ]);
    expect(lanes.lastKnownGood(laneId)).toBe(release("v1").releaseId);
    expect([lanes.lastKnownGood(laneId, { at: at(2) }), lanes.lastKnownGood(ids.lane(serviceId, "nowhere"))]).toEqual([
      undefined, undefined,
    ]);
    expect(lanes.releasesIn("live", {}, { at: at(1) })).toEqual([release("v1").releaseId]);
    expect([lanes.folded(laneId)?.serving?.version, lanes.folded(laneId, { at: at(1) })?.serving?.version, lanes.folded("x")]).toEqual([
      "v2", "v1", undefined,
    ]);
    expect(lane(served("v1"), served("v2")).states()[0]).toEqual(["replaced", null, at(1)]);
  });

  it("is taken back where it was found faulty, whatever it was before, until it proves good", () => {
    expect(lane(served("v1"), exposed("v2", 10), exposed("v2", 0), faulty("v2")).states()[1]).toEqual(["rolledBack", null, at(4)]);
    expect(lane(served("v1"), faulty("v1"), proved("v1"), served("v2")).states()[0]).toEqual(["lastKnownGood", null, at(3)]);
  });

  it("is nothing where it only was on its way, since somebody first had it", () => {
    expect(lane(served("v1"), exposed("v2", 0), exposed("v2", 0, ["acme"]), exposed("v2", 10), exposed("v2", 0)).states()[1]).toEqual([
      "none", null, at(3),
    ]);
    expect(lane(served("v1"), exposed("v2", 0)).states()[1]).toEqual(["none", null, null]);
    expect(lane(served("v1")).states()[2]).toBeUndefined();
  });

  it("is told of a release that the lane holds because of it", () => {
    const held: LaneEvent = { type: "LaneHeld", data: { ...release("v2"), reason: "errors" } };
    const { lanes } = lane(served("v1"), exposed("v2", 0), held);
    const found = lanes.statesOf([release("v1").releaseId, release("v2").releaseId]);
    expect([...found.values()].map(([where]) => [where?.held, where?.deployId, where?.environment])).toEqual([
      [false, release("v1").deployId, "production"], [true, release("v2").deployId, "production"],
    ]);
  });

  it("is of the release that an event names, and of none where it names none", () => {
    const history = recordedHistory();
    const keys = (event: LaneEvent) => laneReleaseProjection.keysOf(history.add(["lane", laneId], event));
    expect([keys(served("v1")), keys(opened)]).toEqual([[laneReleaseId(laneId, release("v1").releaseId)], []]);
  });

  it("keeps what it went through, and goes on from it when more is told", () => {
    const { lanes, history } = lane(served("v1"));
    expect(lanes.folded(laneId)?.serving?.version).toBe("v1");
    history.add(["lane", laneId], served("v2"), { at: at(9) });
    const more = folded(history.events);
    expect([more.lanes.folded(laneId)?.serving?.version, more.lanes.folded(laneId, { position: "40" })?.serving]).toEqual(["v2", null]);
    const before = history.events.at(-2)?.position ?? "";
    expect(more.lanes.folded(laneId, { position: before })?.serving?.version).toBe("v1");
    expect(more.lanes.situation(laneId)?.servingReleaseId).toBe(release("v2").releaseId);
    expect(more.lanes.situation("x")).toBeUndefined();
  });
});
