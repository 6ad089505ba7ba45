import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { change, cohort, context, killed, now, opened, rules, targetingId, uuidOf } from "./exampleTargeting.ts";
import { targetingDecider } from "./targetingDecider.ts";

const kill = (number: number) => ({ type: "Kill", now, targetingId, killId: uuidOf(number), reason: null, incidentId: null }) as const;
const release = (...numbers: number[]) => ({
  type: "ReleaseKills", now, targetingId, killIds: numbers.map(uuidOf), reason: "ruled out", cohort,
}) as const;
const released = (...numbers: number[]) => ({
  type: "KillsReleased", data: { targetingId, killIds: numbers.map(uuidOf), reason: "ruled out", cohort },
}) as const;

describe("a kill", () => {
  it("is engaged whatever there is, on top of others too, and each once", () => {
    given(targetingDecider, [opened()]).when(kill(1)).then([killed(1)]);
    given(targetingDecider, [opened(), killed(1)]).when(kill(2)).then([killed(2)]);
    given(targetingDecider, [opened(), killed(1)]).when(kill(1)).then([]);
  });

  it("told twice by a log that had it already is one", () => {
    const { state } = given(targetingDecider, [opened(), killed(1), killed(1)]);
    expect(state).toMatchObject({ kills: [{ killId: uuidOf(1) }] });
  });

  it("lies over everything and changes nothing below it", () => {
    const before = given(targetingDecider, [opened()]).state;
    const after = given(targetingDecider, [opened(), killed(1), released(1)]).state;
    expect(after).toEqual(before);
  });

  it("lets rules be changed below it", () => {
    const set = { type: "FlagRulesSet", data: { targetingId, rules: rules(null), ...context() } } as const;
    given(targetingDecider, [opened(), killed(1)]).when(change({ kind: "rules", rules: rules(null) })).then([set]);
  });

  it("is explained afterwards, as long as it is engaged", () => {
    const data = { targetingId, killId: uuidOf(1), reason: "customers pay twice", incidentId: uuidOf(50) };
    given(targetingDecider, [opened(), killed(1)]).when({ type: "ExplainKill", now, ...data }).then([{ type: "KillExplained", data }]);
    given(targetingDecider, [opened(), killed(1), { type: "KillExplained", data }]).when({ type: "ExplainKill", now, ...data }).then([]);
    given(targetingDecider, [
      opened(), killed(1), { type: "KillExplained", data },
    ]).when({ type: "ExplainKill", now, ...data, incidentId: null }).then([]);
    given(targetingDecider, [opened(), killed(1), released(1)]).when({ type: "ExplainKill", now, ...data }).thenRejected("KILL_MOVED");
  });
});

describe("a release", () => {
  it("lifts the kills it names and no others", () => {
    given(targetingDecider, [opened(), killed(1), killed(2)]).when(release(1)).then([released(1)]);
    expect(given(targetingDecider, [opened(), killed(1), killed(2), released(1)]).state).toMatchObject({ kills: [{ killId: uuidOf(2) }] });
  });

  it("is refused where one of them is lifted already", () => {
    given(targetingDecider, [opened(), killed(1), released(1)]).when(release(1)).thenRejected("KILL_MOVED");
    given(targetingDecider, [opened(), killed(2)]).when(release(1, 2)).thenRejected("KILL_MOVED", { message: "1 of these kills is" });
  });
});
