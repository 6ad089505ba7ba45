import { describe, expect, it } from "vitest";
import { ids } from "@ballast/eventlog";
import { deployReport } from "@ballast/domain";
import { folded } from "../specification/folded.ts";
import { Shop } from "../specification/shopHistory.ts";
import { exposuresOf } from "../lane/laneQueries.ts";

/** v1 and v2 go well; v3 fails at its first step and is taken back. */
function story() {
  const shop = new Shop();
  const [v1, v2, v3] = [shop.release("1.0", 0), shop.release("2.0", 10), shop.release("3.0", 20)];
  const first = shop.begin("1.0", 1);
  shop.succeed(first, "1.0", 3);
  const second = shop.begin("2.0", 11);
  shop.succeed(second, "2.0", 13);
  const third = shop.begin("3.0", 21);
  const numbers = { requests: 500, errors: 30, p50Ms: 10, p95Ms: 40 };
  shop.say(
    third,
    {
      type: "VerdictReached",
      data: {
        deployId: third, step: 0, look: 1, judge: "sequential", verdict: "fail", reason: "errors 6.1 % against 0.4 %", canary: numbers,
        baseline: { ...numbers, errors: 2 }, from: shop.at(22), to: shop.at(23), final: true, examples: [], failingCustomers: [],
        failingCustomerCount: 12, evidence: null,
      },
    },
    23,
  );
  shop.rollBack(third, "3.0", 24);
  return { shop, releases: { v1, v2, v3 }, deploys: { first, second, third }, queries: folded(shop.history.events) };
}

describe("deploys", () => {
  it("tell their state, their steps and what the judge saw", () => {
    const { queries, deploys } = story();
    expect(queries.deploys.get(deploys.second)).toMatchObject({
      state: "succeeded", percent: 100, fromVersion: "1.0", steps: [{ state: "passed" }, { state: "passed" }, { state: "passed" }],
    });
    expect(queries.deploys.get(deploys.third)).toMatchObject({
      state: "rolledBack", percent: 0, lastVerdict: "fail", verdictCount: 1, rollback: { automatic: true, toVersion: "2.0" },
      steps: [{ state: "failed", verdict: { verdict: "fail", canary: { errors: 30 } } }, { state: "skipped" }, { state: "skipped" }],
    });
    expect(queries.deploys.verdicts(deploys.third)).toMatchObject([{ step: 0, failingCustomerCount: 12 }]);
    expect(queries.deploys.running()).toEqual([]);
  });

  it("that go back by themselves are going back that was carried out, as rollbacks are", () => {
    const { queries, deploys, shop } = story();
    expect([...queries.deploys.lastRollbacks().values()].map(({ id }) => id)).toEqual([deploys.third]);
    expect(queries.deploys.lastRollbacks({ at: shop.at(22) }).size).toBe(0);
  });

  it("were still moving at a moment before they ended", () => {
    const { queries, deploys, shop } = story();
    const then = { at: shop.at(22) };
    expect(queries.deploys.running({}, then).map(({ id, state, percent }) => [id, state, percent])).toEqual([
      [deploys.third, "baking", 10],
    ]);
    expect(queries.lanes.get(shop.laneId, then)).toMatchObject({
      canary: { version: "3.0", percent: 10 }, live: { version: "2.0" }, lock: { deployId: deploys.third },
    });
  });

  it("stay paused and held until both have ended, and go back to what they were doing", () => {
    const shop = new Shop();
    shop.release("1.0", 0);
    const id = shop.begin("1.0", 1);
    const incidentId = ids.incident("x");
    const state = () => folded(shop.history.events).deploys.get(id);
    shop.say(id, { type: "DeployPaused", data: { deployId: id, reason: "lunch", byJudge: false } }, 2);
    expect(state()).toMatchObject({ state: "paused", steps: [{ state: "paused" }, {}, {}], paused: { by: "Ada" } });
    shop.say(id, { type: "DeployHeld", data: { deployId: id, incidentId, reason: "INC-1" } }, 3);
    shop.say(id, { type: "DeployResumed", data: { deployId: id, reason: "", byJudge: false } }, 4);
    expect(state()).toMatchObject({ state: "held", paused: null });
    shop.say(id, { type: "DeployHoldLifted", data: { deployId: id, incidentId, reason: "" } }, 5);
    expect(state()).toMatchObject({ state: "baking", holds: [], steps: [{ state: "baking" }, {}, {}] });
  });

  it("that another system makes are watched", () => {
    const shop = new Shop();
    const id = ids.observedDeploy(shop.serviceId, "github", "7");
    const observed = {
      deployId: id, laneId: shop.laneId, serviceId: shop.serviceId, environment: "production", releaseId: null, version: "9",
      state: "pending", url: null, observedFrom: "GitHub",
    } as const;
    shop.history.add(["deploy", id], { type: "DeployObserved", data: observed }, { at: shop.at(1) });
    expect(folded(shop.history.events).deploys.list({ filter: { running: true } }).nodes).toMatchObject([
      { kind: "observed", state: "observed", observedState: "pending", endedAt: null },
    ]);
    shop.say(id, { type: "DeployObservationChanged", data: { deployId: id, state: "succeeded", description: "done", url: null } }, 2);
    expect(folded(shop.history.events).deploys.get(id)).toMatchObject({
      observedState: "succeeded", percent: 100, durationMs: 60_000, liveAt: shop.at(2),
    });
  });
});

describe("lanes", () => {
  it("know what is live for whom, what is held, and where a rollback would go", () => {
    const { queries, shop, releases } = story();
    const lane = queries.lanes.of(shop.serviceId, "production");
    expect(lane).toMatchObject({
      live: { version: "2.0", since: shop.at(13) }, canary: null, lock: null, hold: { version: "3.0", heldBy: "Ada" },
    });
    expect(queries.lanes.lastKnownGood(shop.laneId)).toBe(releases.v1);
    const during = queries.lanes.get(shop.laneId, { at: shop.at(22) });
    expect(during === undefined ? [] : exposuresOf(during).map(({ version, percent }) => [version, percent])).toEqual([
      ["3.0", 10],
      ["2.0", 90],
    ]);
  });

  it("say where each release stands, today and then", () => {
    const { queries, shop, releases } = story();
    const states = (asOf?: { at: string }) => {
      const found = queries.lanes.statesOf(Object.values(releases), asOf);
      return Object.entries(releases).map(([name, id]) => [name, found.get(id)?.[0]?.state]);
    };
    expect(states()).toEqual([["v1", "lastKnownGood"], ["v2", "live"], ["v3", "rolledBack"]]);
    expect(states({ at: shop.at(22) })).toEqual([["v1", "lastKnownGood"], ["v2", "live"], ["v3", "deploying"]]);
    expect(states({ at: shop.at(5) })).toEqual([["v1", "live"], ["v2", undefined], ["v3", undefined]]);
    expect(queries.lanes.releasesIn("rolledBack")).toEqual([releases.v3]);
  });

  it("pass over a release that is not safe to go back to", () => {
    const shop = new Shop();
    for (const [version, minute, unsafe] of [["1.0", 0, undefined], ["2.0", 10, "the schema changed"]] as const) {
      shop.release(version, minute, unsafe);
      shop.succeed(shop.begin(version, minute + 1), version, minute + 3);
    }
    expect(folded(shop.history.events).lanes.lastKnownGood(shop.laneId)).toBeUndefined();
  });
});

describe("the inputs of the deploy report", () => {
  it("know what reached customers, what was taken back, and the commits each brought", () => {
    const { queries, shop } = story();
    const inputs = queries.reports.deploys(shop.serviceId);
    expect(inputs.map(({ version, liveAt, rolledBackAt, commits }) => [version, liveAt, rolledBackAt, commits.length])).toEqual([
      ["1.0", shop.at(3), null, 1], ["2.0", shop.at(13), null, 1], ["3.0", null, shop.at(24), 1],
    ]);
    expect(deployReport(inputs, { from: "2026-11-01", to: "2026-11-09" })).toMatchObject({ deploys: 3, failed: 1 });
  });

  it("join what another system told of with the releases that are known, whichever came first", () => {
    const shop = new Shop();
    const observe = (id: string, version: string, minute: number): void => {
      const deployId = ids.observedDeploy(shop.serviceId, "github", id);
      shop.history.add(
        ["deploy", deployId],
        {
          type: "DeployObserved",
          data: {
            deployId, laneId: shop.laneId, serviceId: shop.serviceId, environment: "production", releaseId: null, version,
            state: "succeeded", url: null, observedFrom: "GitHub",
          },
        },
        { at: shop.at(minute) },
      );
    };
    const told = (version: string, sha: string | null): void => {
      const releaseId = ids.release(shop.serviceId, version);
      shop.history.add(
        ["release", releaseId],
        {
          type: "ReleaseRecorded",
          data: {
            releaseId, serviceId: shop.serviceId, version, releasedAt: shop.at(1), sha, artifact: null, commitCount: 0, commitsHash: "",
            rollbackSafe: true, rollbackUnsafeReason: null, notes: "", order: 0,
          },
        },
        { at: shop.at(1) },
      );
    };
    observe("1", "main@20abcde", 1);
    told("main@20abcde", "20abcdef0");
    observe("2", "main@9999999", 2);
    observe("3", "main@8888888", 3);
    told("main@8888888", "88888888");
    shop.release("2.0", 40);
    const inputs = folded(shop.history.events).reports.deploys(shop.serviceId);
    expect(inputs.map(({ version, commits, lacking }) => [version, commits.map(({ sha }) => sha), lacking])).toEqual([
      ["main@20abcde", ["20abcdef0"], undefined],
      ["main@9999999", [], "release"],
      ["main@8888888", [], "commits"],
    ]);
  });

  it("see that a later rollback took a deploy back", () => {
    const shop = new Shop();
    for (const [version, minute] of [["1.0", 0], ["2.0", 10]] as const) {
      shop.release(version, minute);
      shop.succeed(shop.begin(version, minute + 1), version, minute + 3);
    }
    const back = shop.begin("1.0", 30, "rollback");
    shop.say(back, { type: "RollbackCompleted", data: { deployId: back, durationMs: 900 } }, 31);
    const inputs = folded(shop.history.events).reports.deploys(shop.serviceId);
    expect(inputs.find(({ version, kind }) => version === "2.0" && kind === "deploy")?.rolledBackAt).toBe(shop.at(31));
    expect(inputs.find(({ version, kind }) => version === "1.0" && kind === "deploy")?.rolledBackAt).toBeNull();
  });
});
