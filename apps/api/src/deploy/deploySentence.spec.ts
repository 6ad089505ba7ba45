import type { DeployRow } from "@ballast/readmodel";
import { describe, expect, it } from "vitest";
import { deploySentence } from "./deploySentence.ts";

const step = {
  index: 0, percent: 10, customers: [], bakeMs: 5_000, state: "baking", startedAt: "2026-11-23T09:00:00Z", endedAt: null, extended: false,
  verdict: null,
} as const;
const deploy = {
  kind: "deploy", state: "baking", environment: "production", version: "v2", fromVersion: "v1", automatic: false,
  requestedBy: { personId: null, name: "Ada", means: "console" }, reason: "", durationMs: null, percent: 10,
  steps: [step, { ...step, index: 1, percent: 100, startedAt: null }], currentStep: 0, paused: null, holds: [], lastVerdict: null,
  rollback: null, abortRequested: null, effect: null, failures: [], observedState: null, observedFrom: null, escalatedReason: null,
  askedVersion: null, failedTargets: [],
} satisfies Partial<DeployRow>;
const say = (change: Partial<DeployRow>): string => deploySentence({ ...deploy, ...change }, "search");
const at = "2026-11-23T09:00:10Z";
const effect = {
  sentence: "errors 6.1 → 0.4 % in 40 s", recovered: true, before: null, after: null, beforeErrorsPer100k: 6_100, afterErrorsPer100k: 400,
  overMs: 40_000, affectedCustomers: [], affectedCustomerCount: 0, series: [], at,
};

describe("what matters about a deploy", () => {
  it.each<[string, Partial<DeployRow>]>([
    ["v2 waits to go to search production.", { state: "waiting" }],
    ["v2 is being prepared for search production; nobody is served by it yet.", { state: "preparing" }],
    ["v2 serves 10 % of customers in search production, step 1 of 2.", {}],
    ["v2 serves 10 % of customers in search production, step 1 of 2; the numbers do not tell yet.", { lastVerdict: "inconclusive" }],
    [
      "Paused at 10 % of customers by its judge: too few requests.",
      { state: "paused", paused: { at, reason: "too few requests", byJudge: true, by: "workflow" } },
    ],
    ["Paused at 10 % of customers by Ada: lunch.", { state: "paused", paused: { at, reason: "lunch", byJudge: false, by: "Ada" } }],
    ["v2 serves everyone in search production and is watched for a while before it counts as good.", { state: "soaking" }],
    ["v2 serves everyone in search production; it was proved good after 21 s.", { state: "succeeded", durationMs: 21_000 }],
    [
      "v2 was rolled back in search production by itself to v1 at 10 % of customers: errors 6.1 → 0.4 % in 40 s.",
      { state: "rolledBack", rollback: { at, reason: "errors", automatic: true, toReleaseId: null, toVersion: "v1" }, effect },
    ],
    ["Aborted by Ada at 10 % of customers: wrong day.", { state: "aborted", abortRequested: { at, reason: "wrong day", by: "Ada" } }],
    [
      "v2 could not be taken back in search production at 10 % of customers, and may still serve them: the router does not answer.",
      { state: "rollbackFailed", failures: ["the router does not answer"] },
    ],
    ["v2 never reached anybody in search production: no such program.", { state: "failed", failures: ["no such program"] }],
    ["Cancelled before it began: not today.", { state: "cancelled", reason: "not today" }],
  ])("%s", (sentence, change) => {
    expect(say(change)).toBe(sentence);
  });

  it("is, of a rollback, whether it is done and what it did", () => {
    const rollback = { kind: "rollback", version: "v1", fromVersion: "v2", steps: [] } as const;
    expect(say({ ...rollback, state: "shifting" })).toBe("Going back in search production from v2 to v1.");
    expect(say({ ...rollback, state: "done", durationMs: 1_240, effect })).toBe(
      "Went back in search production from v2 to v1 in 1.2 s: errors 6.1 → 0.4 % in 40 s.",
    );
    expect(say({ ...rollback, state: "escalated", escalatedReason: "v1 does not start" })).toContain(
      "a person was called; Ballast goes on trying: v1 does not start.",
    );
    const failed = { releaseId: "r", version: "v1", attempt: 1, error: "exited with code 1", output: [], at };
    expect(say({ ...rollback, version: "v0", askedVersion: "v1", state: "shifting", failedTargets: [failed] })).toBe(
      "Going back in search production from v2 to v0: v1 does not start: exited with code 1.",
    );
    expect(say({ ...rollback, version: "v0", askedVersion: "v1", state: "done", durationMs: 1_240, failedTargets: [failed] })).toBe(
      "Went back in search production from v2 to v0 in 1.2 s, as v1 does not start.",
    );
    expect(say({ ...rollback, state: "preempted" })).toContain("a rollback to another release took over");
  });

  it("is, of another system's deploy, what that says", () => {
    expect(say({ kind: "observed", state: "observed", observedFrom: "GitHub", observedState: "succeeded" })).toBe(
      "GitHub says: its deploy of v2 to search production succeeded.",
    );
  });
});
