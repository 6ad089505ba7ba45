import type { IncidentEvent } from "@ballast/schema";
import { describe, it } from "vitest";
import { given } from "../specification.ts";
import { StartedByAnotherRun } from "../startedByAnotherRun.ts";
import { at, declared, declaredAs, historyTo, id, importedIncident, incidentId, moved, now, requestEventId } from "./exampleIncident.ts";
import { incidentDecider } from "./incidentDecider.ts";

const update = { incidentId, updateId: id(70), visibility: "public", status: "investigating", body: "We are looking into failing payments.", nextUpdateInMs: 1_200_000 } as const;
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
    for (const [changed, what] of [[{ private: true }, "private"], [{ drill: true }, "a drill"]] as const) {
      given(incidentDecider, [declaredAs(changed)]).when(post).thenRejected("INVALID_INPUT", { path: ["visibility"], message: what });
      given(incidentDecider, [declaredAs(changed)]).when({ ...post, visibility: "internal" }).then([{ type: "UpdatePosted", data: { ...update, visibility: "internal" } }]);
    }
  });
  it("refuses incidents that count nowhere, and imports", () => {
    for (const state of ["declined", "merged", "cancelled"] as const) given(incidentDecider, historyTo[state]).when(post).thenRejected("INCIDENT_ENDED", { message: state });
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
    for (const state of ["resolved", "closed", "declined", "merged", "cancelled"] as const) given(incidentDecider, historyTo[state]).when(remind(at("10:05"))).then([]);
  });
  it("is not for imports", () => {
    given(incidentDecider, [importedIncident]).when(remind(at("10:05"))).thenRejected("IMPORTED_RECORD");
  });
});

describe("alerts", () => {
  const attach = (alertId: string) => ({ type: "AttachAlert", now, incidentId, alertId }) as const;
  const attached = (alertId: string): IncidentEvent => ({ type: "AlertAttached", data: { incidentId, alertId } });
  const propose = { type: "ProposeResolution", now, incidentId, reason: "all alerts cleared" } as const;
  const proposed: IncidentEvent = { type: "ResolutionProposed", data: { incidentId, reason: "all alerts cleared" } };

  it("are attached once, while people work on it", () => {
    given(incidentDecider, [declared]).when(attach(id(80))).then([attached(id(80))]);
    given(incidentDecider, [declared, attached(id(80))]).when(attach(id(80))).then([]);
    given(incidentDecider, historyTo.resolved).when(attach(id(80))).thenRejected("INCIDENT_ENDED", { message: "closed" });
    given(incidentDecider, [importedIncident]).when(attach(id(80))).thenRejected("IMPORTED_RECORD");
  });
  it("cleared, propose a resolution once, and never resolve", () => {
    given(incidentDecider, [declared]).when(propose).then([proposed]);
    given(incidentDecider, [declared, proposed]).when(propose).then([]);
    given(incidentDecider, historyTo.resolved).when(propose).then([]);
    given(incidentDecider, [importedIncident]).when(propose).thenRejected("IMPORTED_RECORD");
  });
  it("propose it again after another alert or another state", () => {
    given(incidentDecider, [declared, proposed, attached(id(80))]).when(propose).then([proposed]);
    given(incidentDecider, [declared, proposed, moved("triage", "investigating")]).when(propose).then([proposed]);
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
  it("pages nobody for an import", () => {
    given(incidentDecider, [importedIncident]).when(command).thenRejected("IMPORTED_RECORD");
  });
});
