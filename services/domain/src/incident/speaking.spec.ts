import type { IncidentEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { StartedByAnotherRun } from "../startedByAnotherRun.ts";
import { at, declared, declaredAs, historyTo, id, importedIncident, incidentId, moved, now, requestEventId } from "./exampleIncident.ts";
import { incidentDecider } from "./incidentDecider.ts";

const update = {
  incidentId, updateId: id(70), visibility: "public", status: "investigating", body: "We are looking into failing payments.",
  nextUpdateInMs: 1_200_000,
} as const;
const posted: IncidentEvent = { type: "UpdatePosted", data: update };
const post = { type: "PostUpdate", now, ...update } as const;

describe("posting an update", () => {
  it("is done once, also after the resolution", () => {
    given(incidentDecider, [declared]).when(post).then([posted]);
    given(incidentDecider, [declared, posted]).when(post).then([]);
    given(incidentDecider, historyTo.closed).when(post).then([posted]);
  });
  it("refuses an id in use", () => {
    given(incidentDecider, [declared, posted]).when({ ...post, body: "Other" }).thenRejected("ALREADY_EXISTS", { path: ["updateId"] });
  });
  it("refuses to tell the public of what is private or a drill", () => {
    for (const [changed, what] of [
      [{ private: true }, "private"],
      [{ drill: true }, "a drill"],
    ] as const) {
      given(incidentDecider, [declaredAs(changed)]).when(post).thenRejected("INVALID_INPUT", { path: ["visibility"], message: what });
      given(incidentDecider, [declaredAs(changed)])
        .when({ ...post, visibility: "internal" })
        .then([{ type: "UpdatePosted", data: { ...update, visibility: "internal" } }]);
    }
  });
  it("refuses incidents that count nowhere, and imports", () => {
    for (const state of ["declined", "merged", "cancelled"] as const)
      given(incidentDecider, historyTo[state]).when(post).thenRejected("INCIDENT_ENDED", { message: state });
    given(incidentDecider, [importedIncident]).when(post).thenRejected("IMPORTED_RECORD");
  });
});

describe("reminding of the next update", () => {
  const remind = (dueAt: string) => ({ type: "RemindOfUpdate", now, incidentId, dueAt }) as const;
  const due = (dueAt: string, reminder: number): IncidentEvent => ({ type: "UpdateDue", data: { incidentId, dueAt, reminder } });
  it("counts from the last update", () => {
    given(incidentDecider, [declared]).when(remind(at("10:05"))).then([due(at("10:05"), 1)]);
    given(incidentDecider, [declared, due(at("10:05"), 1)]).when(remind(at("10:25"))).then([due(at("10:25"), 2)]);
    given(incidentDecider, [declared, due(at("10:05"), 1), posted]).when(remind(at("10:25"))).then([due(at("10:25"), 1)]);
  });
  it("says a moment once", () => {
    given(incidentDecider, [declared, due(at("10:05"), 1)]).when(remind(at("10:05"))).then([]);
    given(incidentDecider, [declared, due(at("10:05"), 1), posted]).when(remind(at("10:05"))).then([]);
  });
  it("says nothing when nobody works on it any more", () => {
    for (const state of ["resolved", "closed", "declined", "merged", "cancelled"] as const)
      given(incidentDecider, historyTo[state]).when(remind(at("10:05"))).then([]);
  });
  it("is not for imports", () => {
    given(incidentDecider, [importedIncident]).when(remind(at("10:05"))).thenRejected("IMPORTED_RECORD");
  });
});

describe("alerts", () => {
  const [first, second, third] = [id(80), id(81), id(82)];
  const attach = (episodeId: string, severity: number | null = 2) =>
    ({ type: "AttachAlert", now, incidentId, alertId: id(79), episodeId, severity, reason: "CheckoutDown fires, critical." }) as const;
  const attached = (episodeId: string, severity: number | null = 2): IncidentEvent => ({
    type: "AlertAttached", data: { incidentId, alertId: id(79), episodeId, severity },
  });
  const clear = (episodeIds: readonly string[], propose = true) =>
    ({ type: "NoteClearedAlerts", now, incidentId, episodeIds, propose, reason: "all alerts cleared" }) as const;
  const cleared = (...episodeIds: string[]): IncidentEvent => ({ type: "AttachedAlertsCleared", data: { incidentId, episodeIds } });
  const proposed: IncidentEvent = { type: "ResolutionProposed", data: { incidentId, reason: "all alerts cleared" } };
  const rated = (from: number, to: number): IncidentEvent => ({
    type: "SeveritySet", data: { incidentId, from, to, reason: "CheckoutDown fires, critical." },
  });

  it("are attached once an episode, while people work on it", () => {
    given(incidentDecider, [declared]).when(attach(first)).then([attached(first)]);
    given(incidentDecider, [declared, attached(first)]).when(attach(first)).then([]);
    given(incidentDecider, [declared, attached(first)]).when(attach(second)).then([attached(second)]);
    given(incidentDecider, historyTo.resolved).when(attach(first)).thenRejected("INCIDENT_ENDED", { message: "closed" });
    given(incidentDecider, [importedIncident]).when(attach(first)).thenRejected("IMPORTED_RECORD");
  });
  it("that are worse raise the severity, in the same append; lesser ones never lower it", () => {
    given(incidentDecider, [declared]).when(attach(first, 1)).then([attached(first, 1), rated(2, 1)]);
    given(incidentDecider, [declared]).when(attach(first, 3)).then([attached(first, 3)]);
    given(incidentDecider, [declared]).when(attach(first, null)).then([attached(first, null)]);
    given(incidentDecider, [declared, rated(2, 4)]).when(attach(first, 2)).then([attached(first, 2), rated(4, 2)]);
  });
  it("repeated raise nothing: a person may have lowered it meanwhile", () => {
    given(incidentDecider, [declared, attached(first, 1), rated(2, 1), rated(1, 3)]).when(attach(first, 1)).then([]);
  });
  it("cleared, propose a resolution with the last of them, once, and never resolve", () => {
    const both = [declared, attached(first), attached(second)];
    given(incidentDecider, both).when(clear([first])).then([cleared(first)]);
    given(incidentDecider, [...both, cleared(first)]).when(clear([first, second])).then([cleared(second), proposed]);
    given(incidentDecider, both).when(clear([first, second, first])).then([cleared(first, second), proposed]);
    given(incidentDecider, [...both, cleared(first, second), proposed]).when(clear([second])).then([]);
    given(incidentDecider, [importedIncident]).when(clear([first])).thenRejected("IMPORTED_RECORD");
  });
  it("cleared are noted without a proposal where others may fire unseen, and after the end", () => {
    given(incidentDecider, [declared, attached(first)]).when(clear([first], false)).then([cleared(first)]);
    given(incidentDecider, [declared, attached(first), cleared(first)]).when(clear([first])).then([proposed]);
    given(incidentDecider, [declared, attached(first), ...historyTo.resolved.slice(1)]).when(clear([first])).then([cleared(first)]);
  });
  it("of others say nothing", () => {
    given(incidentDecider, [declared]).when(clear([first])).then([]);
    given(incidentDecider, [declared, attached(first), cleared(first)]).when(clear([third])).then([]);
  });
  it("propose it again after another alert or another state", () => {
    const over = [declared, attached(first), cleared(first), proposed];
    expect(given(incidentDecider, [...over, attached(second)]).state).toMatchObject({ resolutionProposed: false });
    given(incidentDecider, [...over, attached(second)]).when(clear([first])).then([]);
    given(incidentDecider, [...over, attached(second)]).when(clear([second])).then([cleared(second), proposed]);
    given(incidentDecider, [...over, moved("triage", "investigating")]).when(clear([first])).then([proposed]);
  });
  it("are noted a thousand an event", () => {
    const many = Array.from({ length: 2_001 }, (_, n) => id(1_000 + n));
    const events = [cleared(...many.slice(0, 1_000)), cleared(...many.slice(1_000, 2_000)), cleared(...many.slice(2_000)), proposed];
    given(incidentDecider, [declared, ...many.map((one) => attached(one))]).when(clear(many)).then(events);
  });
});

describe("raising the severity", () => {
  const raise = (to: number) => ({ type: "RaiseSeverity", now, incidentId, to, reason: "errors go on" }) as const;
  it("never lowers it, and says nothing where it is as severe", () => {
    given(incidentDecider, [declared])
      .when(raise(1))
      .then([{ type: "SeveritySet", data: { incidentId, from: 2, to: 1, reason: "errors go on" } }]);
    given(incidentDecider, [declared]).when(raise(2)).then([]);
    given(incidentDecider, [declared]).when(raise(3)).then([]);
    given(incidentDecider, [importedIncident]).when(raise(1)).thenRejected("IMPORTED_RECORD");
  });
});

describe("starting the response", () => {
  const start = { incidentId, requestEventId, workflowId: `incident/${incidentId}`, runId: "run-1" };
  const command = { type: "StartResponse", now, ...start } as const;
  const started: IncidentEvent = { type: "ResponseStarted", data: start };
  it("is done by one run for a request", () => {
    given(incidentDecider, [declared]).when(command).then([started]);
    given(incidentDecider, [declared, started]).when(command).then([]);
    given(incidentDecider, [declared, started]).when({ ...command, runId: "run-2" }).thenThrown(StartedByAnotherRun);
  });
  it("is done again for another request, as a reopening is", () => {
    given(incidentDecider, [declared, started])
      .when({ ...command, requestEventId: id(7), runId: "run-2" })
      .then([{ type: "ResponseStarted", data: { ...start, requestEventId: id(7), runId: "run-2" } }]);
  });
  it("is taken up by the run that replaces a lost one, once, and by no other", () => {
    const { workflowId } = start;
    const lost = { incidentId, requestEventId, workflowId, fromRunId: "run-1", toRunId: "run-2", reason: "it was terminated" };
    const replaced: IncidentEvent = { type: "ResponseRunReplaced", data: lost };
    given(incidentDecider, [declared, started]).when({ type: "ReplaceRun", now, ...lost }).then([replaced]);
    given(incidentDecider, [declared, started, replaced]).when({ type: "ReplaceRun", now, ...lost }).then([]);
    given(incidentDecider, [declared, started, replaced])
      .when({ type: "ReplaceRun", now, ...lost, toRunId: "run-3" })
      .thenThrown(StartedByAnotherRun);
    given(incidentDecider, [declared]).when({ type: "ReplaceRun", now, ...lost }).then([replaced]);
  });
  it("pages nobody for an import", () => {
    given(incidentDecider, [importedIncident]).when(command).thenRejected("IMPORTED_RECORD");
  });
});
