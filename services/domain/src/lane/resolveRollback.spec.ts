import { describe, expect, it } from "vitest";
import type { LaneEvent } from "@ballast/schema";
import { fold } from "../decider.ts";
import { laneDecider } from "./laneDecider.ts";
import type { ReleaseFacts } from "./situation.ts";
import { Rejection } from "../rejection.ts";
import { alternativesTo, nextTarget } from "./nextTarget.ts";
import { resolveRollback } from "./resolveRollback.ts";

const laneId = "a0000000-0000-4000-8000-000000000000";
const release = (n: number) => ({ releaseId: `b000000${n}-0000-4000-8000-000000000000`, version: `v${n}` });
const deploy = (n: number) => `c000000${n}-0000-4000-8000-000000000000`;
const press = { service: "checkout", environment: "production" };

const opened: LaneEvent = { type: "LaneOpened", data: { laneId, serviceId: laneId, environment: "production" } };
const locked = (n: number, kind: "deploy" | "rollback" = "deploy", to = n): LaneEvent => ({
  type: "LaneLocked", data: { laneId, deployId: deploy(n), ...release(to), kind },
});
const served = (n: number, by = n): LaneEvent => ({ type: "ReleaseServedEveryone", data: { laneId, deployId: deploy(by), ...release(n) } });
const shifted = (n: number, percent: number): LaneEvent => ({
  type: "ExposureShifted", data: { laneId, deployId: deploy(n), ...release(n), percent, customers: [] },
});
const good = (n: number): LaneEvent => ({ type: "ReleaseProvedGood", data: { laneId, deployId: deploy(n), ...release(n) } });
const faulty = (n: number): LaneEvent => ({
  type: "ReleaseFoundFaulty", data: { laneId, deployId: deploy(n), ...release(n), reason: "errors" },
});
const freed = (n: number): LaneEvent => ({ type: "LaneUnlocked", data: { laneId, deployId: deploy(n), reason: null } });
const shipped = (n: number): LaneEvent[] => [locked(n), served(n), good(n), freed(n)];

const fine: ReleaseFacts = { artifactAvailable: true, rollbackSafe: true };
interface Asked {
  readonly to?: number | null;
  readonly facts?: Record<string, Partial<ReleaseFacts> | null>;
}
const factsOf = (facts: NonNullable<Asked["facts"]>) => (id: string) => (facts[id] === null ? null : { ...fine, ...facts[id] });
const resolve = (events: readonly LaneEvent[], { to = null, facts = {} }: Asked = {}) =>
  resolveRollback(fold(laneDecider, events), factsOf(facts), { ...press, to: to === null ? null : release(to) });

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
    expect(resolve([opened, ...shipped(1), ...shipped(2)])).toMatchObject({
      target: release(1), from: release(2), preempts: null, attachTo: null, warnings: [],
    });
  });

  it("takes the lane from a running deploy and leaves its canary", () => {
    expect(resolve([opened, ...shipped(1), locked(2)])).toMatchObject({ target: release(1), from: release(2), preempts: deploy(2) });
  });

  it("goes to a release again that was rolled back here, deployed again and proved good", () => {
    const again = [opened, ...shipped(1), locked(2), faulty(2), freed(2), ...shipped(2), ...shipped(3)];
    expect(resolve(again).target).toEqual(expect.objectContaining({ version: "v2" }));
  });

  it("joins the rollback that runs, named or not; another name takes over from it", () => {
    const running = [opened, ...shipped(1), ...shipped(2), ...shipped(3), locked(4, "rollback", 2)];
    expect(resolve(running)).toMatchObject({ attachTo: deploy(4), target: release(2), warnings: [] });
    expect(resolve(running, { to: 2 }).attachTo).toBe(deploy(4));
    expect(resolve(running, { to: 1 })).toMatchObject({ attachTo: null, preempts: deploy(4), target: release(1), from: release(3) });
    const mid = [opened, ...shipped(1), ...shipped(2), locked(3), shifted(3, 10), freed(3), locked(4, "rollback", 2)];
    expect(resolve(mid, { to: 1 }), "what is left is the canary that customers are still on").toMatchObject({
      preempts: deploy(4), from: release(3),
    });
  });

  it("warns of nothing where nothing speaks against a named release", () => {
    expect(resolve([opened, ...shipped(1), ...shipped(2)], { to: 1 })).toMatchObject({ target: release(1), warnings: [] });
  });

  it("needs the artifact of what runs for nobody any more, and none of what still serves everybody else", () => {
    const gone = { [release(1).releaseId]: { artifactAvailable: false } };
    const canary = [opened, ...shipped(1), locked(2), shifted(2, 10)];
    expect(resolve(canary, { to: 1, facts: gone })).toMatchObject({ target: release(1), preempts: deploy(2) });
    expect(codeOf(() => resolve([...canary, served(2), freed(2)], { to: 1, facts: gone }))).toBe("NO_ARTIFACT");
  });

  it.each<[string, readonly LaneEvent[], number, Asked["facts"], string]>([
    ["never soaked", [opened, locked(1), served(1), freed(1), ...shipped(2)], 1, {}, "v1 never soaked successfully."],
    ["was rolled back here", [opened, ...shipped(1), faulty(1), ...shipped(2)], 1, {}, "v1 was rolled back here."],
    [
      "is not safe to go back to",
      [opened, ...shipped(1), ...shipped(2)],
      1,
      { [release(2).releaseId]: { rollbackSafe: false, rollbackUnsafeReason: "moves data" } },
      "Going back from v2 is not safe: moves data.",
    ],
    [
      "is newer than what runs",
      [opened, ...shipped(1), ...shipped(2), locked(3, "rollback", 1), served(1, 3), freed(3)],
      2,
      {},
      "It is not older than what runs.",
    ],
    ["never came here", [opened, ...shipped(1), ...shipped(2)], 7, {}, "v7 never served anybody here."],
  ])("warns of a named release that %s, and goes there", (_, events, to, facts, warning) => {
    expect(resolve(events, { to, facts })).toMatchObject({ target: release(to), warnings: [warning] });
  });

  it.each<[string, readonly LaneEvent[], Asked]>([
    ["NO_ROLLBACK_TARGET", [], {}],
    ["NO_ROLLBACK_TARGET", [opened, ...shipped(1)], {}],
    ["NO_ROLLBACK_TARGET", [opened, ...shipped(1), ...shipped(2)], { facts: { [release(2).releaseId]: { rollbackSafe: false } } }],
    ["ALREADY_LIVE", [opened, ...shipped(1)], { to: 1 }],
    ["NOT_FOUND", [opened, ...shipped(1)], { to: 7, facts: { [release(7).releaseId]: null } }],
    ["NO_ARTIFACT", [opened, ...shipped(1), ...shipped(2)], { to: 1, facts: { [release(1).releaseId]: { artifactAvailable: false } } }],
  ])("refuses as %s", (code, events, asked) => {
    expect(codeOf(() => resolve(events, asked))).toBe(code);
  });
});

describe("where a rollback goes on to when its target does not start", () => {
  const laneOf = (events: readonly LaneEvent[]) => {
    const lane = fold(laneDecider, events);
    if (lane.status === "absent") throw new Error("the lane is open");
    return lane;
  };
  const four = [opened, ...shipped(1), ...shipped(2), ...shipped(3), ...shipped(4)];
  const tried = (...numbers: number[]) => new Set(numbers.map((n) => release(n).releaseId));

  it("is the next older one that is known to be good, until none is left", () => {
    const running = laneOf([...four, locked(9, "rollback", 3)]);
    expect(nextTarget(running, factsOf({}), tried(3))).toMatchObject(release(2));
    expect(nextTarget(running, factsOf({ [release(2).releaseId]: { artifactAvailable: false } }), tried(3))).toMatchObject(release(1));
    expect(nextTarget(running, factsOf({}), tried(3, 2, 1))).toBeNull();
  });

  it("is one older than what served everyone, where the rollback ends a deploy", () => {
    const running = laneOf([...four, locked(5), shifted(5, 10), freed(5), locked(9, "rollback", 4)]);
    expect(nextTarget(running, factsOf({}), tried(4))).toMatchObject(release(3));
  });

  it("is a person's choice else: what could be named, the good ones first", () => {
    const running = laneOf([...four, faulty(3), locked(9, "rollback", 2)]);
    expect(alternativesTo(running, factsOf({}), tried(2)).map(({ version }) => version)).toEqual(["v1", "v3"]);
  });
});
