import { incidentState, type IncidentEvent, type IncidentState } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { at, declared, declaredAs, historyTo, id, importedIncident, incidentId, moved, now, reached } from "./exampleIncident.ts";
import { activeStates, isActive, nextStates } from "./incident.ts";
import { incidentDecider } from "./incidentDecider.ts";
import { hurtUntilResolved } from "./moving.ts";

const change = (to: IncidentState, resolvedAt?: string) =>
  ({ type: "ChangeState", now: at("12:00"), incidentId, to, reason: "", ...(resolvedAt === undefined ? {} : { resolvedAt }) }) as const;
const opened = (intervalId: string, startedAt = at("09:50"), component = "Checkout"): IncidentEvent => ({
  type: "ImpactIntervalOpened",
  data: { incidentId, intervalId, component, impact: "major", share: null, startedAt },
});
const closed = (intervalId: string, endedAt: string): IncidentEvent => ({
  type: "ImpactIntervalClosed", data: { incidentId, intervalId, endedAt },
});
const reopened = (from: IncidentState): IncidentEvent => ({
  type: "IncidentReopened", data: { incidentId, from, reason: "it came back", at: at("12:00") },
});
const reopen = { type: "Reopen", now: at("12:00"), incidentId, reason: "it came back" } as const;
const merge = (intoIncidentId: string) => ({ type: "Merge", now: at("12:00"), incidentId, intoIncidentId, reason: "the same" }) as const;

describe("changing the state", () => {
  it.each(incidentState.options.flatMap((from) => incidentState.options.map((to) => [from, to] as const)))("from %s to %s", (from, to) => {
    const outcome = given(incidentDecider, historyTo[from]).when(change(to));
    if (from === to) outcome.then([]);
    else if (nextStates[from].includes(to))
      outcome.then(to === "resolved" ? [moved(from, to), reached("resolved", at("12:00"))] : [moved(from, to)]);
    else if (isActive(given(incidentDecider, historyTo[from]).state))
      outcome.thenRejected("TRANSITION_NOT_ALLOWED", { path: ["to"], message: nextStates[from].join(", ") });
    else outcome.thenRejected("INCIDENT_ENDED", { path: ["incidentId"], message: `INC-7 is ${from}` });
  });
  it("says what a merge needs instead", () => {
    given(incidentDecider, [declared]).when(change("merged")).thenRejected("TRANSITION_NOT_ALLOWED", { message: "name the incident" });
  });
  it("resolves from every open state in one step", () => {
    for (const from of activeStates)
      given(incidentDecider, historyTo[from]).when(change("resolved")).then([moved(from, "resolved"), reached("resolved", at("12:00"))]);
  });
  it("is not for imports", () => {
    given(incidentDecider, [importedIncident]).when(change("resolved")).thenRejected("IMPORTED_RECORD");
    given(incidentDecider, [importedIncident]).when(reopen).thenRejected("IMPORTED_RECORD");
    given(incidentDecider, [importedIncident]).when(merge(id(98))).thenRejected("IMPORTED_RECORD");
  });
});

describe("resolving", () => {
  const history = [...historyTo.fixing, opened(id(20)), opened(id(21), at("09:55"), "Search"), closed(id(21), at("10:10"))];
  it("closes the intervals that are open, then", () => {
    given(incidentDecider, history)
      .when(change("resolved"))
      .then([moved("fixing", "resolved"), reached("resolved", at("12:00")), closed(id(20), at("12:00"))]);
  });
  it("takes the moment it was over, where that was before", () => {
    given(incidentDecider, history)
      .when(change("resolved", at("11:30")))
      .then([moved("fixing", "resolved"), reached("resolved", at("11:30")), closed(id(20), at("11:30"))]);
  });
  it("gives no interval a negative length", () => {
    given(incidentDecider, [...historyTo.fixing, opened(id(20), at("11:40"))])
      .when(change("resolved", at("11:30")))
      .then([moved("fixing", "resolved"), reached("resolved", at("11:30")), closed(id(20), at("11:40"))]);
    const aheadOfNow = reached("impactStart", at("12:03"));
    given(incidentDecider, [...historyTo.fixing, aheadOfNow])
      .when(change("resolved"))
      .then([moved("fixing", "resolved"), reached("resolved", at("12:03"))]);
  });
  it("refuses a moment that has not come, or one before the impact", () => {
    given(incidentDecider, history).when(change("resolved", at("13:00"))).thenRejected("INVALID_INPUT", { path: ["resolvedAt"] });
    given(incidentDecider, [...history, reached("impactStart", at("09:50"))])
      .when(change("resolved", at("09:00")))
      .thenRejected("INVALID_INPUT", { path: ["resolvedAt"] });
  });
  it("refuses a moment before it was mitigated, and says what to correct", () => {
    const mitigated = [...history, reached("mitigated", at("11:10"))];
    given(incidentDecider, mitigated)
      .when(change("resolved", at("11:00")))
      .thenRejected("INVALID_INPUT", { path: ["resolvedAt"], message: "when it was mitigated: where that is wrong, correct it first" });
    given(incidentDecider, [...historyTo.fixing, reached("mitigated", at("12:03"))])
      .when(change("resolved"))
      .then([moved("fixing", "resolved"), reached("resolved", at("12:03"))]);
  });
  it("moving it on otherwise ends no impact", () => {
    given(incidentDecider, [declared, opened(id(20))]).when(change("fixing")).then([moved("triage", "fixing")]);
  });
  it("says in a refusal what it can still become, where it can become anything", () => {
    given(incidentDecider, historyTo.closed)
      .when(change("fixing"))
      .thenRejected("INCIDENT_ENDED", { message: /^INC-7 is closed, so that it cannot become fixing(; it can still be .+)?$/ });
    given(incidentDecider, historyTo.merged)
      .when(change("fixing"))
      .thenRejected("INCIDENT_ENDED", { message: /^INC-7 is merged, so that it cannot become fixing$/ });
  });
  it("declining and cancelling end the impact too", () => {
    given(incidentDecider, [declared, opened(id(20))])
      .when(change("declined"))
      .then([moved("triage", "declined"), closed(id(20), at("12:00"))]);
    given(incidentDecider, history).when(change("cancelled")).then([moved("fixing", "cancelled"), closed(id(20), at("12:00"))]);
  });
});

describe("reopening", () => {
  const unresolved: IncidentEvent = {
    type: "MilestoneCorrected", data: { incidentId, milestone: "resolved", at: null, previous: at("11:00"), reason: "it came back" },
  };
  const resolvedWithImpact = [
    declared, opened(id(20)), moved("triage", "fixing"), moved("fixing", "resolved"), reached("resolved", at("11:00")),
    closed(id(20), at("11:00")),
  ];

  it("keeps the first interval and opens another one", () => {
    const again = { intervalId: id(22), component: "Checkout", share: null };
    const events = [reopened("resolved"), unresolved, opened(id(22), at("12:00"))];
    given(incidentDecider, resolvedWithImpact).when({ ...reopen, hurt: [again] }).then(events);
    const { state } = given(incidentDecider, [...resolvedWithImpact, ...events]);
    expect(state).toMatchObject({
      state: "investigating", intervals: { id: id(22), before: { id: id(20), value: { endedAt: at("11:00") } } },
    });
  });
  it("offers the components that were hurt to the end", () => {
    const { state } = given(incidentDecider, [
      ...resolvedWithImpact.slice(0, 2), opened(id(21), at("09:55"), "Search"), closed(id(21), at("10:10")), ...resolvedWithImpact.slice(2),
    ]);
    expect(state.status === "declared" ? hurtUntilResolved(state).map(({ component }) => component) : []).toEqual(["Checkout"]);
  });
  it("makes the resolution unknown until it is resolved again", () => {
    given(incidentDecider, historyTo.closed).when(reopen).then([reopened("closed"), unresolved]);
    given(incidentDecider, [...historyTo.closed, reopened("closed"), unresolved])
      .when(change("resolved"))
      .then([moved("investigating", "resolved"), reached("resolved", at("12:00"))]);
  });
  it("leaves out of its length the time in which it was over, and takes any moment for the second end", () => {
    const again = [...historyTo.resolved, reopened("resolved"), unresolved];
    expect(given(incidentDecider, again).state).toMatchObject({ pauses: [{ from: at("11:00"), to: at("12:00") }] });
    const resolvedAgain = [moved("investigating", "resolved"), reached("resolved", at("11:40"))];
    given(incidentDecider, again).when(change("resolved", at("11:40"))).then(resolvedAgain);
    const { state } = given(incidentDecider, [...again, ...resolvedAgain]);
    expect(state).toMatchObject({ milestones: { resolved: at("11:40") } });
    given(incidentDecider, [...again, ...resolvedAgain])
      .when({ type: "CorrectMilestone", now: at("12:30"), incidentId, milestone: "resolved", at: at("11:50"), reason: "by the logs" })
      .then([
        {
          type: "MilestoneCorrected",
          data: { incidentId, milestone: "resolved", at: at("11:50"), previous: at("11:40"), reason: "by the logs" },
        },
      ]);
    expect(given(incidentDecider, [...historyTo.declined, reopened("declined")]).state).toMatchObject({ pauses: [] });
  });
  it("undoes declining, cancelling and merging", () => {
    given(incidentDecider, historyTo.declined).when(reopen).then([reopened("declined")]);
    given(incidentDecider, historyTo.cancelled).when(reopen).then([reopened("cancelled")]);
    given(incidentDecider, historyTo.merged).when(reopen).then([reopened("merged")]);
    expect(given(incidentDecider, [...historyTo.merged, reopened("merged")]).state).toMatchObject({
      state: "investigating", mergedInto: null,
    });
  });
  it("opens no interval where the public saw nothing", () => {
    const history = [declaredAs({ publicImpact: "none" }), moved("triage", "declined")];
    given(incidentDecider, history)
      .when({ ...reopen, hurt: [{ intervalId: id(22), component: "Checkout", share: null }] })
      .then([reopened("declined")]);
  });
  it("does nothing to an incident that is open", () => {
    given(incidentDecider, historyTo.monitoring).when(reopen).then([]);
  });
});

describe("merging", () => {
  const merged: IncidentEvent = { type: "IncidentMerged", data: { incidentId, intoIncidentId: id(98), reason: "the same" } };
  it("ends it, and its impact", () => {
    given(incidentDecider, [declared, opened(id(20))]).when(merge(id(98))).then([merged, closed(id(20), at("12:00"))]);
    given(incidentDecider, historyTo.resolved).when(merge(id(98))).then([merged]);
  });
  it("repeated changes nothing", () => {
    given(incidentDecider, historyTo.merged).when(merge(id(99))).then([]);
  });
  it("refuses itself, and an incident that has ended", () => {
    given(incidentDecider, [declared]).when(merge(incidentId)).thenRejected("INVALID_INPUT", { path: ["intoIncidentId"] });
    given(incidentDecider, historyTo.merged).when(merge(id(98))).thenRejected("INCIDENT_ENDED", { message: "merged" });
    given(incidentDecider, historyTo.closed).when(merge(id(98))).thenRejected("INCIDENT_ENDED", { message: "closed" });
    given(incidentDecider, historyTo.declined).when(merge(id(98))).thenRejected("INCIDENT_ENDED");
    given(incidentDecider, historyTo.cancelled).when({ ...merge(id(98)), now }).thenRejected("INCIDENT_ENDED");
  });
});
