import type { LaneEvent } from "@ballast/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OpenLane } from "./lane.ts";
import { laneDecider } from "./laneDecider.ts";
import type { LaneCommand } from "./laneCommands.ts";
import { mentionedIn, type FactsOf } from "./situation.ts";
import { Rejection } from "../rejection.ts";
import type { NamedRelease } from "../namedRelease.ts";
import { resolveRollback } from "./resolveRollback.ts";

const now = "2026-03-02T10:00:00Z";
const laneId = "40000000-0000-4000-8000-000000000001";
const key = { laneId, serviceId: "50000000-0000-4000-8000-000000000001", environment: "production", service: "checkout", now };
const release = (n: number): NamedRelease => ({ releaseId: `20000000-0000-4000-8000-00000000000${n}`, version: `v${n}` });
const versions = 5;

/** What happens in a lane in a year: each chapter ends with the lane free, but for the last one of a history. */
type Chapter = {
  readonly what:
    | "good"
    | "failsAtStep"
    | "failsInSoak"
    | "aborted"
    | "promotedUnproven"
    | "undoFailed"
    | "rolledBack"
    | "observed"
    | "moving"
    | "soaking";
  readonly n: number;
  readonly to: number | null;
};
const anyChapter: fc.Arbitrary<Chapter> = fc.record({
  what: fc.constantFrom(
    "good",
    "good",
    "good",
    "failsAtStep",
    "failsInSoak",
    "aborted",
    "promotedUnproven",
    "undoFailed",
    "rolledBack",
    "rolledBack",
    "observed",
    "moving",
    "soaking",
  ),
  n: fc.nat(versions - 1),
  to: fc.option(fc.nat(versions - 1), { freq: 3 }),
});
const anyFacts = fc.array(fc.record({ artifactAvailable: fc.boolean(), rollbackSafe: fc.boolean() }), {
  minLength: versions, maxLength: versions,
});

/** The lane as it grows, with every fact that was recorded. */
class History {
  readonly events: LaneEvent[] = [];
  #deploys = 0;
  readonly #factsOf: FactsOf;

  constructor(factsOf: FactsOf) {
    this.#factsOf = factsOf;
  }

  get lane() {
    return this.events.reduce(laneDecider.evolve, laneDecider.initialState);
  }

  does(command: LaneCommand): boolean {
    try {
      const decided = laneDecider.decide(command, this.lane);
      this.events.push(...decided);
      return decided.length > 0;
    } catch (error) {
      if (error instanceof Rejection) return false;
      throw error;
    }
  }

  tell({ what, n, to }: Chapter): void {
    const deployId = `d0000000-0000-4000-8000-${String((this.#deploys += 1)).padStart(12, "0")}`;
    if (what === "rolledBack") return this.#rollBack(deployId, to);
    if (what === "observed") return void this.does({ type: "ServeEveryone", ...key, deployId, ...release(n) });
    if (this.lane.status === "open" && this.lane.hold !== null) this.does({ type: "ReleaseHold", now, laneId, reason: "fixed" });
    if (!this.does({ type: "LockLane", ...key, deployId, ...release(n) })) return;
    this.#deploy(deployId, { what, n });
  }

  #deploy(deployId: string, { what, n }: Pick<Chapter, "what" | "n">): void {
    const work = { ...key, deployId, ...release(n) };
    const before = this.lane.status === "open" ? this.lane.lock?.servedBefore ?? null : null;
    this.does({ type: "ShiftExposure", ...work, percent: 10, customers: [] });
    if (what === "moving") return;
    const soaks = what === "good" || what === "failsInSoak" || what === "promotedUnproven" || what === "soaking";
    if (soaks) this.does({ type: "ServeEveryone", ...work });
    if (what === "soaking") return;
    if (what === "good") this.does({ type: "ProveGood", ...work });
    if (!soaks && what !== "undoFailed") this.does({ type: "ShiftExposure", ...work, percent: 0, customers: [] });
    if (what === "failsInSoak" && before !== null)
      this.does({ type: "ServeEveryone", ...work, releaseId: before.releaseId, version: before.version });
    if (what.startsWith("fails")) this.does({ type: "FindFaulty", ...work, reason: "errors" });
    this.does({ type: "UnlockLane", now, laneId, deployId, reason: null });
  }

  #rollBack(deployId: string, to: number | null): void {
    const press = { ...key, to: to === null ? null : release(to) };
    const before = this.lane;
    if (!this.does({ type: "TakeLaneForRollback", ...press, deployId, factsOf: this.#factsOf })) return;
    const { target, from } = resolveRollback(before, this.#factsOf, press);
    this.does({ type: "ServeEveryone", ...key, deployId, ...named(target) });
    if (from !== null) this.does({ type: "FindFaulty", ...key, deployId, ...named(from), reason: "rolled back" });
    this.does({ type: "UnlockLane", now, laneId, deployId, reason: null });
  }
}

const named = ({ releaseId, version }: NamedRelease): NamedRelease => ({ releaseId, version });
const pressId = "e0000000-0000-4000-8000-000000000001";

type Answer = { readonly goesTo: string } | { readonly refused: string };
const answerOf = (decide: () => string): Answer => {
  try {
    return { goesTo: decide() };
  } catch (error) {
    if (error instanceof Rejection) return { refused: `${error.code}: ${error.message}` };
    throw error;
  }
};

const always = (check: (history: History, factsOf: FactsOf) => void) =>
  fc.assert(
    fc.property(fc.array(anyChapter, { maxLength: 14 }), anyFacts, fc.boolean(), (chapters, facts, allFine) => {
      const factsOf: FactsOf = (id) => (allFine ? { artifactAvailable: true, rollbackSafe: true } : (facts[Number(id.at(-1))] ?? null));
      const history = new History(factsOf);
      for (const chapter of chapters) {
        history.tell(chapter);
        check(history, factsOf);
      }
    }),
    { numRuns: 400 },
  );

const preview = (history: History, factsOf: FactsOf, to: NamedRelease | null): Answer =>
  answerOf(() => resolveRollback(history.lane, factsOf, { ...key, to }).target.version);
const press = (history: History, factsOf: FactsOf, to: NamedRelease | null): Answer =>
  answerOf(() => {
    const events = laneDecider.decide({ type: "TakeLaneForRollback", ...key, deployId: pressId, to, factsOf }, history.lane);
    return events.flatMap((event) => (event.type === "LaneLocked" ? [event.data.version] : [])).join();
  });

/** Told by the facts alone, without the fold: what was last said of a release counts. */
function isGood(events: readonly LaneEvent[], releaseId: string): boolean {
  const last = events.findLast(
    (event) => (event.type === "ReleaseProvedGood" || event.type === "ReleaseFoundFaulty") && event.data.releaseId === releaseId,
  );
  return last?.type === "ReleaseProvedGood";
}

/** Whether the rule of the page promises a target at rest: an older good release with nothing unsafe on the way. */
function promises({ releases, serving }: OpenLane, events: readonly LaneEvent[], factsOf: FactsOf): boolean {
  const runs = releases.findIndex(({ releaseId }) => releaseId === serving?.releaseId);
  return releases.slice(0, Math.max(0, runs)).some(({ releaseId }, index) => {
    const left = releases.slice(index + 1, runs + 1);
    return (
      isGood(events, releaseId)
      && factsOf(releaseId)?.artifactAvailable === true
      && left.every((passed) => factsOf(passed.releaseId)?.rollbackSafe !== false)
    );
  });
}

describe("whatever happened before", () => {
  it("what the preview names the press does, and what refuses one refuses the other in the same words", () =>
    always((history, factsOf) => {
      for (const to of [null, ...Array.from({ length: versions }, (_, n) => release(n))])
        expect(press(history, factsOf, to)).toEqual(preview(history, factsOf, to));
    }));

  it("the button works whenever an older release is good now, has its artifact, and nothing unsafe lies between", () =>
    always((history, factsOf) => {
      const { lane } = history;
      if (lane.status === "absent") return;
      const isMoving = lane.lock !== null || (lane.exposure !== null && lane.exposure.releaseId !== lane.serving?.releaseId);
      const promised = isMoving
        ? (lane.lock === null ? lane.serving : lane.lock.servedBefore) !== null
        : promises(lane, history.events, factsOf);
      expect("goesTo" in press(history, factsOf, null)).toBe(promised);
    }));

  it("a person may name any release that has an artifact, but the one that runs", () =>
    always((history, factsOf) => {
      const { lane } = history;
      if (lane.status === "absent") return;
      const canary = lane.exposure !== null && lane.exposure.releaseId !== lane.serving?.releaseId ? lane.exposure : null;
      const runs = (lane.lock ?? canary ?? lane.serving)?.releaseId;
      for (const id of [...mentionedIn(lane), release(versions - 1).releaseId]) {
        if (id === runs || factsOf(id)?.artifactAvailable !== true) continue;
        expect(press(history, factsOf, { releaseId: id, version: "named" })).toEqual({ goesTo: "named" });
      }
    }));
});
