import type { IncidentEvent, IncidentRole, Milestone } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { ana, at, ben, cleo, declared, historyTo, importedIncident, incidentId, now, reached } from "./exampleIncident.ts";
import { incidentDecider } from "./incidentDecider.ts";

const taken = (role: IncidentRole, personId: string): IncidentEvent => ({ type: "RoleTaken", data: { incidentId, role, personId } });
const left = (role: IncidentRole, personId: string, handedTo: string | null): IncidentEvent => ({
  type: "RoleLeft", data: { incidentId, role, personId, handedTo },
});
const take = (role: IncidentRole, personId: string) => ({ type: "TakeRole", now, incidentId, role, personId }) as const;
const leave = (role: IncidentRole, personId: string) => ({ type: "LeaveRole", now, incidentId, role, personId }) as const;

describe("taking a role", () => {
  it("of the commander is a milestone, the first time", () => {
    given(incidentDecider, [declared]).when(take("commander", ana)).then([taken("commander", ana), reached("commanderAssigned", now)]);
  });
  it("from somebody records both ends", () => {
    const history = [declared, taken("commander", ana), reached("commanderAssigned", at("10:05"))];
    given(incidentDecider, history).when(take("commander", ben)).then([left("commander", ana, ben), taken("commander", ben)]);
  });
  it.each(["deputy", "communications", "scribe", "business"] as const)("of %s replaces who had it", (role) => {
    given(incidentDecider, [declared]).when(take(role, ana)).then([taken(role, ana)]);
    given(incidentDecider, [declared, taken(role, ana)]).when(take(role, ben)).then([left(role, ana, ben), taken(role, ben)]);
  });
  it("of a responder adds one more", () => {
    const history = [declared, taken("responder", ana)];
    given(incidentDecider, history).when(take("responder", ben)).then([taken("responder", ben)]);
    expect(given(incidentDecider, [...history, taken("responder", ben)]).state).toMatchObject({ roles: { responder: [ana, ben] } });
  });
  it("one has already changes nothing", () => {
    given(incidentDecider, [declared, taken("commander", ana)]).when(take("commander", ana)).then([]);
    given(incidentDecider, [declared, taken("responder", ana), taken("responder", ana)]).when(take("responder", ana)).then([]);
  });
  it("is possible after the resolution, but not when the incident has ended", () => {
    given(incidentDecider, historyTo.resolved).when(take("scribe", cleo)).then([taken("scribe", cleo)]);
    for (const state of ["closed", "declined", "merged", "cancelled"] as const) {
      given(incidentDecider, historyTo[state])
        .when(take("commander", ana))
        .thenRejected("INCIDENT_ENDED", { path: ["incidentId"], message: state });
    }
  });
  it("is not for imports", () => {
    given(incidentDecider, [importedIncident]).when(take("commander", ana)).thenRejected("IMPORTED_RECORD");
    given(incidentDecider, [importedIncident]).when(leave("commander", ana)).thenRejected("IMPORTED_RECORD");
  });
});

describe("leaving a role", () => {
  it("ends it without a successor, in any state", () => {
    given(incidentDecider, [declared, taken("scribe", ana)]).when(leave("scribe", ana)).then([left("scribe", ana, null)]);
    given(incidentDecider, [...historyTo.fixing, taken("scribe", ana), ...historyTo.closed.slice(2)])
      .when(leave("scribe", ana))
      .then([left("scribe", ana, null)]);
  });
  it("is for those who have it", () => {
    given(incidentDecider, [declared, taken("scribe", ana)])
      .when(leave("scribe", ben))
      .thenRejected("ROLE_NOT_HELD", { path: ["role"], message: ben });
    given(incidentDecider, [declared, taken("scribe", ana), left("scribe", ana, null)])
      .when(leave("scribe", ana))
      .thenRejected("ROLE_NOT_HELD");
  });
});

type Basis = "personsWord" | "signalRecovered" | "observed";
const reach = (
  milestone: "impactStart" | "detected" | "firstPageSent" | "acknowledged" | "mitigated",
  when: string,
  basis: Basis = "observed",
) => ({ type: "ReachMilestone", now, incidentId, milestone, at: when, basis }) as const;
const correct = (milestone: Milestone, when: string | null) =>
  ({ type: "CorrectMilestone", now: at("12:00"), incidentId, milestone, at: when, reason: "by the logs" }) as const;
const corrected = (milestone: Milestone, when: string | null, previous: string | null): IncidentEvent => ({
  type: "MilestoneCorrected",
  data: { incidentId, milestone, at: when, previous, reason: "by the logs" },
});

describe("reaching a milestone", () => {
  it.each(["impactStart", "detected", "firstPageSent", "acknowledged"] as const)("%s counts the first time only", (milestone) => {
    given(incidentDecider, [declared]).when(reach(milestone, at("09:58"))).then([reached(milestone, at("09:58"))]);
    given(incidentDecider, [declared, reached(milestone, at("09:55"))]).when(reach(milestone, at("09:50"))).then([]);
    expect(given(incidentDecider, [declared, reached(milestone, at("09:55")), reached(milestone, at("09:58"))]).state).toMatchObject({
      milestones: { [milestone]: at("09:55") },
    });
  });
  it("mitigated takes a person's word or a recovered signal", () => {
    given(incidentDecider, [declared]).when(reach("mitigated", now, "personsWord")).then([reached("mitigated", now)]);
    given(incidentDecider, [declared]).when(reach("mitigated", now, "signalRecovered")).then([reached("mitigated", now)]);
    given(incidentDecider, [declared])
      .when(reach("mitigated", now, "observed"))
      .thenRejected("INVALID_INPUT", { path: ["basis"], message: "rollback alone" });
  });
  it("refuses the future, and a mitigation before the impact", () => {
    given(incidentDecider, [declared]).when(reach("detected", at("11:00"))).thenRejected("INVALID_INPUT", { path: ["at"] });
    given(incidentDecider, [declared, reached("impactStart", at("09:50"))])
      .when(reach("mitigated", at("09:40"), "personsWord"))
      .thenRejected("INVALID_INPUT", { path: ["at"] });
    given(incidentDecider, [declared, reached("mitigated", at("09:40"))])
      .when(reach("impactStart", at("09:50")))
      .thenRejected("INVALID_INPUT", { path: ["at"] });
  });
});

describe("correcting a milestone", () => {
  it("keeps the old value and the reason, also after the end", () => {
    given(incidentDecider, [declared, reached("detected", now)])
      .when(correct("detected", at("09:55")))
      .then([corrected("detected", at("09:55"), now)]);
    given(incidentDecider, historyTo.closed).when(correct("resolved", at("10:50"))).then([corrected("resolved", at("10:50"), at("11:00"))]);
  });
  it("can make one known, or unknown", () => {
    given(incidentDecider, [declared]).when(correct("acknowledged", at("10:10"))).then([corrected("acknowledged", at("10:10"), null)]);
    given(incidentDecider, [declared, reached("acknowledged", at("10:10"))])
      .when(correct("acknowledged", null))
      .then([corrected("acknowledged", null, at("10:10"))]);
    given(incidentDecider, [declared, reached("acknowledged", at("10:10")), corrected("acknowledged", null, at("10:10"))])
      .when(correct("acknowledged", null))
      .then([]);
    given(incidentDecider, [declared, reached("acknowledged", at("10:10"))]).when(correct("acknowledged", at("10:10"))).then([]);
  });
  it("once unknown it can be reached again", () => {
    const history = [declared, reached("acknowledged", at("09:52")), corrected("acknowledged", null, at("09:52"))];
    given(incidentDecider, history).when(reach("acknowledged", at("09:58"))).then([reached("acknowledged", at("09:58"))]);
  });
  it("refuses the future, and an end before the impact", () => {
    given(incidentDecider, [declared]).when(correct("detected", at("12:30"))).thenRejected("INVALID_INPUT", { path: ["at"] });
    given(incidentDecider, historyTo.resolved)
      .when(correct("impactStart", at("11:30")))
      .thenRejected("INVALID_INPUT", { path: ["at"], message: at("11:00") });
    given(incidentDecider, [...historyTo.resolved, reached("impactStart", at("09:50"))])
      .when(correct("resolved", at("09:40")))
      .thenRejected("INVALID_INPUT", { path: ["at"] });
  });
  it("keeps impact, mitigation and resolution in order", () => {
    const over = [...historyTo.resolved, reached("impactStart", at("09:50"))];
    given(incidentDecider, over)
      .when(correct("mitigated", at("11:30")))
      .thenRejected("INVALID_INPUT", { path: ["at"], message: "is after" });
    given(incidentDecider, over)
      .when({ ...reach("mitigated", at("11:30"), "signalRecovered"), now: at("12:00") })
      .thenRejected("INVALID_INPUT", { path: ["at"], message: "when it was resolved" });
    given(incidentDecider, [...over, reached("mitigated", at("10:30"))])
      .when(correct("resolved", at("10:20")))
      .thenRejected("INVALID_INPUT", { path: ["at"], message: "when it was mitigated" });
    given(incidentDecider, over).when(correct("mitigated", at("10:59"))).then([corrected("mitigated", at("10:59"), null)]);
    given(incidentDecider, [importedIncident]).when(correct("mitigated", at("09:00"))).thenRejected("INVALID_INPUT", { message: "after" });
  });
  it("leaves start and end of an import to its source, the rest to the review", () => {
    given(incidentDecider, [importedIncident]).when(correct("impactStart", now)).thenRejected("IMPORTED_RECORD");
    given(incidentDecider, [importedIncident]).when(correct("resolved", null)).thenRejected("IMPORTED_RECORD");
    given(incidentDecider, [importedIncident]).when(reach("impactStart", now)).thenRejected("IMPORTED_RECORD");
    given(incidentDecider, [importedIncident])
      .when(correct("mitigated", "2022-03-26T03:00:00Z"))
      .then([corrected("mitigated", "2022-03-26T03:00:00Z", null)]);
  });
});
