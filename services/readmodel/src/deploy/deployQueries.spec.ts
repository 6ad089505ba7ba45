import { ids } from "@ballast/eventlog";
import { describe, expect, it } from "vitest";
import { folded } from "../specification/folded.ts";
import { someone } from "../specification/recordedHistory.ts";
import { Shop } from "../specification/shopHistory.ts";

/** 1.0 and 2.0 are live in turn, 3.0 is on its way, and a rollback went back from 2.0 to 1.0 in between. */
function story() {
  const shop = new Shop();
  for (const [version, minute] of [["1.0", 0], ["2.0", 10], ["3.0", 40]] as const) shop.release(version, minute);
  const first = shop.begin("1.0", 1);
  shop.succeed(first, "1.0", 3);
  const second = shop.begin("2.0", 11);
  shop.succeed(second, "2.0", 15);
  const back = shop.begin("1.0", 30, "rollback");
  shop.say(
    back,
    { type: "DeployerNotified", data: { deployId: back, personId: ids.person("ben"), channels: ["inbox"], text: "it went back" } },
    31,
  );
  shop.say(back, { type: "RollbackCompleted", data: { deployId: back, durationMs: 900 } }, 31);
  const third = shop.begin("3.0", 41);
  return { shop, first, second, back, third, queries: folded(shop.history.events).deploys };
}

describe("a list of deploys", () => {
  it("is filtered by what the rows say, each limit taking away and none standing for all", () => {
    const { shop, first, second, back, third, queries } = story();
    const found = (filter: Parameters<typeof queries.all>[0]) => queries.all(filter).map(({ id }) => id);
    expect(found({})).toEqual([third, back, second, first]);
    expect(found({ kind: "rollback" })).toEqual([back]);
    expect(found({ states: ["succeeded", "done"] })).toEqual([back, second, first]);
    expect(found({ states: [] })).toEqual([]);
    expect(found({ running: true })).toEqual([third]);
    expect(found({ running: false })).toEqual([back, second, first]);
    expect(found({ releaseId: ids.release(shop.serviceId, "1.0") })).toEqual([back, first]);
    expect(found({ personId: someone.personId ?? "" })).toHaveLength(4);
    expect(found({ personId: ids.person("ben") })).toEqual([]);
    expect(found({ serviceIds: [] })).toEqual([]);
    expect(found({ serviceId: shop.serviceId, laneId: shop.laneId, environment: "production" })).toHaveLength(4);
    expect(found({ environment: "staging" })).toEqual([]);
    expect(found({ ids: [first, third] })).toEqual([third, first]);
    expect(found({ incidentId: ids.incident("none") })).toEqual([]);
  });

  it("takes its beginning in and leaves its end out", () => {
    const { shop, second, back, queries } = story();
    expect(queries.all({ from: shop.at(11), to: shop.at(30) }).map(({ id }) => id)).toEqual([second]);
    expect(queries.all({ from: shop.at(11), to: shop.at(31) }).map(({ id }) => id)).toEqual([back, second]);
  });

  it("is sorted by request or by length, the longest first; what has not ended comes last", () => {
    const { first, second, back, third, queries } = story();
    expect(queries.list({ sort: "REQUESTED_ASC" }).nodes.map(({ id }) => id)).toEqual([first, second, back, third]);
    expect(queries.list({ sort: "DURATION_DESC" }).nodes.map(({ durationMs }) => durationMs)).toEqual([120_000, 120_000, 900, null]);
  });

  it("is read slice by slice, and says whether there is more before and behind", () => {
    const { first, second, back, third, queries } = story();
    const sliced = (slice: { first?: number; after?: string; last?: number; before?: string }) => {
      const { nodes, edges, hasNextPage, hasPreviousPage, totalCount } = queries.list({ slice });
      return { ids: nodes.map(({ id }) => id), more: [hasPreviousPage, hasNextPage], end: edges.at(-1)?.cursor ?? "", all: totalCount() };
    };
    const one = sliced({ first: 3 });
    expect(one).toMatchObject({ ids: [third, back, second], more: [false, true], all: 4 });
    expect(sliced({ first: 3, after: one.end })).toMatchObject({ ids: [first], more: [true, false], all: 4 });
    expect(sliced({ first: 4 })).toMatchObject({ more: [false, false] });
    expect(sliced({ last: 1 })).toMatchObject({ ids: [first], more: [true, false] });
    expect(sliced({ first: 0 })).toMatchObject({ ids: [], more: [false, true] });
    expect(() => sliced({ first: 1, after: "elsewhere" })).toThrow("the cursor does not belong to this list");
  });
});

describe("a deploy", () => {
  it("is known by who was told of it, by the rollback that took over, and as the lane's last way back", () => {
    const { shop, first, back, queries } = story();
    expect(queries.notifiedTo(ids.person("ben")).map(({ id }) => id)).toEqual([back]);
    expect(queries.notifiedTo(ids.person("ana"))).toEqual([]);
    expect(queries.lastRollback(shop.laneId)?.id).toBe(back);
    expect(queries.lastRollback(shop.laneId, { at: shop.at(30) })).toBeUndefined();
    expect(queries.rollbackOf(first)).toBeUndefined();
  });

  it("tells its shifts of traffic, oldest first, up to the moment that is asked about", () => {
    const { shop, second, queries } = story();
    expect(queries.shifts(second).map(({ percent }) => percent)).toEqual([10, 50, 100]);
    expect(queries.shifts(second, { at: shop.at(12) }).map(({ percent, at }) => [percent, at])).toEqual([[10, shop.at(12)]]);
  });
});

describe("a deploy that moves traffic", () => {
  it("is exposed when it reaches somebody, by share or by name, and live when it serves everyone", () => {
    const shop = new Shop();
    shop.release("1.0", 0);
    const id = shop.begin("1.0", 1, "rollback");
    const row = () => folded(shop.history.events).deploys.get(id);
    const shift = (percent: number, customers: string[], minute: number) =>
      shop.say(
        id,
        { type: "TrafficShifted", data: { deployId: id, step: null, percent, customers, measuredPercent: null, durationMs: 5 } },
        minute,
      );
    shift(0, [], 2);
    expect(row()).toMatchObject({ exposedAt: null, liveAt: null, percent: 0 });
    shift(0, ["Alder Books"], 3);
    expect(row()).toMatchObject({ exposedAt: shop.at(3), liveAt: null, customers: ["Alder Books"] });
    shift(99, [], 4);
    expect(row()).toMatchObject({ exposedAt: shop.at(3), liveAt: null });
    shift(100, [], 5);
    shift(100, ["Alder Books"], 6);
    expect(row()).toMatchObject({ exposedAt: shop.at(3), liveAt: shop.at(5) });
  });
});

describe("a deploy of another system", () => {
  it("keeps the end it had first, whatever is said of it later, and none where it goes on after all", () => {
    const shop = new Shop();
    const deployId = ids.observedDeploy(shop.serviceId, "github", "7");
    const said = (state: "succeeded" | "inactive" | "running", minute: number) =>
      shop.say(deployId, { type: "DeployObservationChanged", data: { deployId, state, description: "", url: null } }, minute);
    shop.say(
      deployId,
      {
        type: "DeployObserved",
        data: {
          deployId, laneId: shop.laneId, serviceId: shop.serviceId, environment: "production", releaseId: null, version: "9",
          state: "pending", url: null, observedFrom: "GitHub",
        },
      },
      1,
    );
    said("succeeded", 3);
    said("inactive", 9);
    expect(folded(shop.history.events).deploys.get(deployId)).toMatchObject({
      endedAt: shop.at(3), durationMs: 120_000, liveAt: shop.at(3), percent: 100, observedState: "inactive",
    });
    said("running", 10);
    expect(folded(shop.history.events).deploys.get(deployId)).toMatchObject({ endedAt: null, durationMs: null });
  });
});

describe("the steps of a deploy", () => {
  it("that a person skipped stay skipped when it succeeds, and those it never came to are skipped when it ends", () => {
    const shop = new Shop();
    shop.release("1.0", 0);
    const id = shop.begin("1.0", 1);
    const states = () => folded(shop.history.events).deploys.get(id)?.steps.map(({ state }) => state);
    expect(states()).toEqual(["baking", "next", "next"]);
    shop.say(id, { type: "StepPromoted", data: { deployId: id, step: 0, full: true, reason: "known to be good" } }, 2);
    expect(states()).toEqual(["baking", "skipped", "next"]);
    shop.say(id, { type: "DeployAborted", data: { deployId: id, reason: "not today", durationMs: 5 } }, 3);
    expect(states()).toEqual(["failed", "skipped", "skipped"]);
  });
});
