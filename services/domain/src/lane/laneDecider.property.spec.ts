import type { LaneEvent } from "@ballast/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rejection } from "../rejection.ts";
import type { Lane, ReleaseInLane, OpenLane } from "./lane.ts";
import type { LaneCommand } from "./laneCommands.ts";
import { laneDecider } from "./laneDecider.ts";

const now = "2026-03-02T10:00:00Z";
const laneId = "40000000-0000-4000-8000-000000000001";
const key = { laneId, serviceId: "50000000-0000-4000-8000-000000000001", environment: "production", service: "checkout", now };

/** Few deploys and releases, so that they meet often. */
const anyWork = fc.record({
  deployId: fc.nat(5).map((number) => `d0000000-0000-4000-8000-00000000000${number}`),
  release: fc.nat(4).map((number) => ({ releaseId: `20000000-0000-4000-8000-00000000000${number}`, version: `v${number}` })),
});
const anyType = fc.constantFrom<LaneCommand["type"]>(
  "OpenLane",
  "LockLane",
  "UnlockLane",
  "ShiftExposure",
  "ServeEveryone",
  "ProveGood",
  "FindFaulty",
  "Hold",
  "ReleaseHold",
  "TakeLaneForRollback",
  "RedirectRollback",
  "RenewLock",
);
const factsOf = () => ({ artifactAvailable: true, rollbackSafe: true });
const anyCommand = fc
  .tuple(anyType, anyWork, fc.constantFrom(0, 10, 100), fc.boolean())
  .map(([type, { deployId, release }, percent, named]): LaneCommand => {
    const work = { laneId, now, deployId, ...release };
    switch (type) {
      case "OpenLane":
        return { type, ...key };
      case "TakeLaneForRollback":
        return { type, ...key, deployId, to: named ? release : null, factsOf };
      case "LockLane":
      case "ServeEveryone":
        return { type, ...key, ...work };
      case "RedirectRollback":
        return { type, ...work };
      case "RenewLock":
        return { type, now, laneId, deployId, fence: 1 + (percent % 3) };
      case "UnlockLane":
        return { type, now, laneId, deployId, reason: null };
      case "ShiftExposure":
        return { type, ...work, percent, customers: [] };
      case "ProveGood":
        return { type, ...work };
      case "FindFaulty":
      case "Hold":
        return { type, ...work, reason: "errors" };
      case "ReleaseHold":
        return { type, now, laneId, reason: "fixed" };
    }
  });

/** One command on one state: what it decided, or the refusal. */
interface Step {
  readonly command: LaneCommand;
  readonly before: Lane;
  readonly events: readonly LaneEvent[];
  readonly refused: Rejection | null;
  readonly after: Lane;
}

function step(before: Lane, command: LaneCommand): Step {
  try {
    const events = laneDecider.decide(command, before);
    return { command, before, events, refused: null, after: events.reduce(laneDecider.evolve, before) };
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    return { command, before, events: [], refused: error, after: before };
  }
}

function run(commands: readonly LaneCommand[], start: Lane = laneDecider.initialState): readonly Step[] {
  const steps: Step[] = [];
  for (const command of commands) steps.push(step(steps.at(-1)?.after ?? start, command));
  return steps;
}

const always = (check: (step: Step) => void) =>
  fc.assert(
    fc.property(fc.array(anyCommand, { maxLength: 60 }), (commands) => run(commands).forEach(check)),
    { numRuns: 300 },
  );
const opened = (lane: Lane): OpenLane | null => (lane.status === "open" ? lane : null);
const marks = (lane: Lane): ReadonlyMap<string, ReleaseInLane> =>
  new Map(opened(lane)?.releases.map((release) => [release.releaseId, release]));

describe("any interleaving of commands", () => {
  it("gives a lane one lock: no deploy gets it while another has it", () =>
    always(({ command, before, events }) => {
      const holder = opened(before)?.lock ?? null;
      if (command.type === "LockLane" && holder !== null) expect(events).toEqual([]);
      const locks = events.filter(({ type }) => type === "LaneLocked");
      expect(locks.length).toBeLessThanOrEqual(1);
      if (locks.length > 0 && holder !== null && command.type !== "RedirectRollback" && command.type !== "RenewLock")
        expect(events[0]).toMatchObject({ type: "LaneUnlocked", data: { deployId: holder.deployId } });
    }));

  it("lets a hold stop deploys and nothing else", () =>
    always(({ command, before, events, refused }) => {
      if ((opened(before)?.hold ?? null) === null) return;
      if (command.type === "LockLane") expect(events).toEqual([]);
      if (refused?.code === "LANE_HELD") expect(command.type).toBe("LockLane");
    }));

  it("refuses a rollback only for its target, never for a lock or a hold", () =>
    always(({ command, refused }) => {
      if (command.type === "TakeLaneForRollback" && refused !== null)
        expect(["NO_ROLLBACK_TARGET", "ALREADY_LIVE"]).toContain(refused.code);
    }));

  it("never takes a running rollback's lock away, but by itself or by a rollback to a release that a person named", () =>
    always(({ command, before, after }) => {
      const lock = opened(before)?.lock;
      if (lock?.kind !== "rollback" || ("deployId" in command && command.deployId === lock.deployId)) return;
      if (command.type === "TakeLaneForRollback" && command.to !== null && command.to.releaseId !== lock.releaseId) return;
      expect(opened(after)?.lock).toEqual(lock);
    }));

  it("never takes a mark back, but for a fault that a proof wipes, and names each release once", () =>
    always(({ before, after, events }) => {
      const wiped = events.flatMap((event) => (event.type === "ReleaseProvedGood" ? [event.data.releaseId] : []));
      const later = marks(after);
      expect(later.size).toBe(opened(after)?.releases.length ?? 0);
      for (const [releaseId, release] of marks(before)) {
        const now = later.get(releaseId);
        expect(now?.faulty).toBe(wiped.includes(releaseId) ? null : (release.faulty ?? now?.faulty));
        expect(now?.provedGood || !release.provedGood).toBe(true);
        expect(now?.servedEveryone || !release.servedEveryone).toBe(true);
      }
    }));

  it("is carried out once: the same command again decides nothing, or is refused", () =>
    always(({ command, after }) => {
      if (command.type !== "LockLane" && command.type !== "ReleaseHold") expect(step(after, command).events).toEqual([]);
    }));

  it("keeps what serves everyone among the releases", () =>
    always(({ after }) => {
      const serving = opened(after)?.serving ?? null;
      if (serving !== null) expect(marks(after).get(serving.releaseId)).toMatchObject({ servedEveryone: true });
    }));
});

const orderOf = (lane: OpenLane | null): readonly string[] => lane?.releases.map(({ releaseId }) => releaseId) ?? [];

/** What a rollback may go back to: the newest proved good release that is older than what serves, and not faulty. */
function lastKnownGood({ releases, serving }: OpenLane): ReleaseInLane | undefined {
  const now = releases.findIndex(({ releaseId }) => releaseId === serving?.releaseId);
  return releases.slice(0, Math.max(0, now)).findLast(({ provedGood, faulty }) => provedGood && faulty === null);
}

describe("rollback after rollback", () => {
  it("only ever goes further back, whatever happened before", () =>
    fc.assert(
      fc.property(fc.array(anyCommand, { maxLength: 60 }), (commands) => {
        const start = run(commands).at(-1)?.after ?? laneDecider.initialState;
        let lane = opened(
          start.status === "open" && start.lock !== null
            ? (run([{ type: "UnlockLane", now, laneId, deployId: start.lock.deployId, reason: null }], start)[0]?.after ?? start)
            : start,
        );
        const seen = new Set<string>();
        for (let press = 0; lane !== null; press += 1) {
          const target = lastKnownGood(lane);
          if (target === undefined) break;
          expect(seen).not.toContain(target.releaseId);
          seen.add(target.releaseId);
          const after = opened(rollBack(lane, target, `e0000000-0000-4000-8000-00000000000${press}`));
          expect(orderOf(after)).toEqual(orderOf(lane));
          lane = after;
        }
        expect(seen.size).toBeLessThanOrEqual(5);
      }),
      { numRuns: 300 },
    ));
});

/** A rollback as its workflow records it; what was left is faulty from then on. */
function rollBack(lane: OpenLane, { releaseId, version }: ReleaseInLane, deployId: string): Lane {
  const target = { ...key, deployId, releaseId, version };
  const left = { ...target, releaseId: lane.serving?.releaseId ?? releaseId, version: lane.serving?.version ?? version, reason: "errors" };
  const steps = run(
    [
      { type: "TakeLaneForRollback", ...key, deployId, to: null, factsOf },
      { type: "ServeEveryone", ...target },
      { type: "FindFaulty", ...left },
      { type: "Hold", ...left },
      { type: "UnlockLane", now, laneId, deployId, reason: null },
    ],
    lane,
  );
  expect(steps.map(({ refused }) => refused)).toEqual([null, null, null, null, null]);
  return steps.at(-1)?.after ?? lane;
}
