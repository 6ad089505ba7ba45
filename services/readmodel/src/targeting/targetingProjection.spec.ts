import { targetingDecider, type TargetingCommand } from "@ballast/domain/targeting";
import { defaultFlagPolicy, type Override, type TargetingEvent } from "@ballast/schema";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nobodyMoves as cohort, ofItself, onFor } from "../specification/flagHistory.ts";
import { rowsAreStates } from "../specification/randomHistories.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";
import { targetingProjection, type TargetingRow } from "./targetingProjection.ts";

const now = "2026-11-01T10:00:00.000Z";
const later = "2026-11-02T10:00:00.000Z";
const uuid = (number: number): string => `31000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
const targetingId = uuid(0);
const override = (customer: string, variant = "on"): Override => ({
  customer, variant, expiresAt: null, incidentId: null, reason: "pilot",
});
const opened: TargetingEvent = {
  type: "TargetingOpened", data: { targetingId, flagId: uuid(1), environment: "production", offVariant: "off", rules: onFor(0) },
};

/** The row after these, a minute apart, each by the person it names. */
function after(...events: readonly (readonly [by: string, TargetingEvent])[]): TargetingRow | null {
  const history = recordedHistory();
  return events.reduce<TargetingRow | null>((row, [name, event], index) => {
    const recorded = history.add(["targeting", targetingId], event, {
      at: `2026-11-01T10:0${String(index)}:00.000Z`, actor: { personId: null, name, means: "console" },
    });
    return targetingProjection.evolve(row, recorded, targetingId);
  }, null);
}

const set = (customer: string, variant?: string): TargetingEvent => ({
  type: "OverrideSet", data: { targetingId, override: override(customer, variant), ...ofItself },
});
const kill = (number: number): TargetingEvent => ({
  type: "KillEngaged", data: { targetingId, killId: uuid(number), reason: null, incidentId: null },
});

describe("a flag's row in an environment", () => {
  it("says since when it gives what it gives, and by whom; what moves nobody is no turn", () => {
    expect(after(["Sam", opened])).toMatchObject({
      openedAt: "2026-11-01T10:00:00.000Z", turnedAt: "2026-11-01T10:00:00.000Z", turnedBy: "Sam",
    });
    const explained: TargetingEvent = {
      type: "KillExplained", data: { targetingId, killId: uuid(2), reason: "pays twice", incidentId: null },
    };
    expect(after(["Sam", opened], ["Ana", kill(2)], ["Jo", explained])).toMatchObject({
      turnedAt: "2026-11-01T10:01:00.000Z", turnedBy: "Ana", kills: [{ reason: "pays twice" }],
    });
  });

  it("says since when each kill is engaged, and each customer named as it is", () => {
    const row = after(
      ["Sam", opened],
      ["Ana", kill(2)],
      ["Jo", kill(3)],
      ["Kim", set("acme")],
      ["Lea", set("globex")],
      ["Sam", set("acme", "off")],
    );
    expect(row?.killed).toEqual([
      { killId: uuid(2), at: "2026-11-01T10:01:00.000Z", by: "Ana" },
      { killId: uuid(3), at: "2026-11-01T10:02:00.000Z", by: "Jo" },
    ]);
    expect(row?.named).toEqual([
      { customer: "globex", at: "2026-11-01T10:04:00.000Z", by: "Lea" },
      { customer: "acme", at: "2026-11-01T10:05:00.000Z", by: "Sam" },
    ]);
    const released: TargetingEvent = { type: "KillsReleased", data: { targetingId, killIds: [uuid(2)], reason: "ruled out", cohort } };
    expect(after(["Sam", opened], ["Ana", kill(2)], ["Jo", kill(3)], ["Ana", released])?.killed).toEqual([
      { killId: uuid(3), at: "2026-11-01T10:02:00.000Z", by: "Jo" },
    ]);
  });
});

const facts = { key: "one-page-pay", variants: ["on", "off"], archived: null, policy: defaultFlagPolicy };
const analysis = {
  minSamples: 50, maxErrorsPer100k: 1_000, minEffectPer100k: 300, maxP95Ms: null, judgesLatency: true, minSlowerMs: 50,
  minSlowerPercent: 20,
};
const plan = { steps: [{ parts: 50_000, bakeMs: 1_000, analysis }] };
const changing = { now, targetingId, facts, cohort, rebucket: null };
const anyCommand: fc.Arbitrary<TargetingCommand> = fc
  .tuple(fc.nat(3), fc.constantFrom(0, 5_000, 25_000), fc.constantFrom("acme", "globex"))
  .chain(([n, parts, customer]) =>
    fc.constantFrom<TargetingCommand>(
      { type: "OpenTargeting", ...changing, flagId: uuid(1), environment: "production", offVariant: "off", rules: onFor(parts) },
      { type: "ChangeFlag", ...changing, change: { kind: "rollout", parts }, reason: null, deployId: null, incidentId: null },
      {
        type: "ChangeFlag", ...changing, change: { kind: "override", override: override(customer) }, reason: null, deployId: null,
        incidentId: null,
      },
      { type: "ChangeFlag", ...changing, change: { kind: "clearOverride", customer }, reason: null, deployId: null, incidentId: null },
      {
        type: "ProposeChange", ...changing, changeId: uuid(n), change: { kind: "rollout", parts }, reason: "x", byPersonId: uuid(8),
        applyAt: later, incidentId: null,
      },
      { type: "ApplyChange", ...changing, now: later, changeId: uuid(n) },
      { type: "DeclineChange", now, targetingId, changeId: uuid(n), reason: "no", byPersonId: uuid(9) },
      { type: "Kill", now, targetingId, killId: uuid(n), reason: null, incidentId: null },
      { type: "ReleaseKills", now, targetingId, killIds: [uuid(n)], reason: "x", cohort },
      { type: "PlanRamp", ...changing, rampId: uuid(n), plan, reason: null, byPersonId: null },
      { type: "HoldRamp", now, targetingId, rampId: uuid(n), reason: "wait", incidentId: null },
      { type: "ResumeRamp", now, targetingId, rampId: uuid(n), incidentId: null },
      { type: "EndRamp", now, targetingId, rampId: uuid(n), outcome: "stopped", reason: "x", cohort, incidentId: null },
    ),
  );

it("says of every history what the domain's state says", () => {
  rowsAreStates(
    {
      record: ["targeting", targetingId], decider: targetingDecider, projection: targetingProjection, command: anyCommand,
      beginnings: [[], [opened]],
    },
    (state, row) => {
      if (state.status === "absent") return expect(row).toBeNull();
      expect(row).toMatchObject(state);
      expect(row?.killed.map(({ killId }) => killId)).toEqual(state.kills.map(({ killId }) => killId));
      expect(row?.named.map(({ customer }) => customer)).toEqual(state.overrides.map(({ customer }) => customer));
    },
  );
});
