import type { IncidentEvent } from "@ballast/schema";
import { describe, it } from "vitest";
import { given } from "../specification.ts";
import { at, historyTo, importedIncident, incidentId } from "./exampleIncident.ts";
import { incidentDecider } from "./incidentDecider.ts";

const now = at("12:00");
const mark = (dueAt: string) => ({ type: "MarkReviewDue", now, incidentId, dueAt }) as const;
const due = (dueAt: string): IncidentEvent => ({ type: "ReviewMarkedDue", data: { incidentId, dueAt } });
const hold = { type: "HoldReview", now, incidentId, heldAt: at("11:30"), notes: "We learned." } as const;
const held: IncidentEvent = { type: "ReviewHeld", data: { incidentId, heldAt: at("11:30"), notes: "We learned." } };
const skip = { type: "SkipReview", now, incidentId, reason: "known and fixed" } as const;
const skipped: IncidentEvent = { type: "ReviewSkipped", data: { incidentId, reason: "known and fixed" } };
const [third, fourth] = ["2026-03-03T12:00:00.000Z", "2026-03-04T12:00:00.000Z"] as const;

describe("a review", () => {
  it("is due from the resolution on, at one moment", () => {
    for (const history of [historyTo.resolved, historyTo.closed, [importedIncident]])
      given(incidentDecider, history).when(mark(third)).then([due(third)]);
    given(incidentDecider, [...historyTo.resolved, due(third)]).when(mark(third)).then([]);
    given(incidentDecider, [...historyTo.resolved, due(third)]).when(mark(fourth)).then([due(fourth)]);
  });
  it("is held, due or not, and can be held again", () => {
    for (const history of [historyTo.closed, [importedIncident], [...historyTo.resolved, due(third)], [...historyTo.resolved, skipped]]) {
      given(incidentDecider, history).when(hold).then([held]);
    }
    given(incidentDecider, [...historyTo.resolved, held]).when(hold).then([]);
    given(incidentDecider, [...historyTo.resolved, held])
      .when({ ...hold, notes: "And more." })
      .then([{ type: "ReviewHeld", data: { incidentId, heldAt: at("11:30"), notes: "And more." } }]);
  });
  it("is skipped with a reason, once", () => {
    given(incidentDecider, [...historyTo.resolved, due(third)]).when(skip).then([skipped]);
    given(incidentDecider, [...historyTo.resolved, skipped]).when(skip).then([]);
  });
  it("held or skipped is not due again", () => {
    given(incidentDecider, [...historyTo.resolved, held]).when(mark(third)).then([]);
    given(incidentDecider, [...historyTo.resolved, skipped]).when(mark(third)).then([]);
  });
  it("refuses to be skipped after it was held, or held in the future", () => {
    given(incidentDecider, [...historyTo.resolved, held]).when(skip).thenRejected("TRANSITION_NOT_ALLOWED", { message: at("11:30") });
    given(incidentDecider, historyTo.resolved).when({ ...hold, heldAt: at("12:30") }).thenRejected("INVALID_INPUT", { path: ["heldAt"] });
  });
  it("is only for what was resolved", () => {
    for (const state of ["triage", "investigating", "fixing", "monitoring", "declined", "merged", "cancelled"] as const) {
      for (const command of [mark(third), hold, skip]) {
        given(incidentDecider, historyTo[state])
          .when(command)
          .thenRejected("TRANSITION_NOT_ALLOWED", { path: ["incidentId"], message: state });
      }
    }
  });
});
