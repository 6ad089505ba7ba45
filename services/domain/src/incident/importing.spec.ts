import type { IncidentEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { declared, id, importedContent, importedIncident, incidentId, now } from "./exampleIncident.ts";
import { incidentDecider } from "./incidentDecider.ts";

const content = { incidentId, ...importedContent, components: ["Codespaces"] };
const importing = { type: "ImportIncident", now, ...content } as const;
const update = { updateId: id(90), index: 0, at: "2022-03-26T03:43:00+02:00", status: "Investigating", body: "We are investigating." };
const flippedBack = { updateId: id(91), index: 1, at: "2022-03-26T01:43:00Z", status: "Investigating", body: "" };
const importedUpdate = (its: typeof update): IncidentEvent => ({ type: "StatusUpdateImported", data: { incidentId, ...its } });
const { serviceId, ...described } = content;

describe("importing an incident", () => {
  it("takes it as its source gives it, with its updates", () => {
    given(incidentDecider, []).when(importing).then([importedIncident]);
    given(incidentDecider, [])
      .when({ ...importing, updates: [update, flippedBack] })
      .then([importedIncident, importedUpdate(update), importedUpdate(flippedBack)]);
    given(incidentDecider, [])
      .when({ ...importing, startedAt: null, resolvedAt: null })
      .then([{ type: "IncidentImported", data: { ...content, startedAt: null, resolvedAt: null } }]);
  });
  it("twice changes nothing", () => {
    given(incidentDecider, [importedIncident, importedUpdate(update)]).when({ ...importing, updates: [update] }).then([]);
  });
  it("appends only what the source has changed", () => {
    const correction: IncidentEvent = { type: "IncidentImportCorrected", data: { ...described, title: "Codespaces down" } };
    given(incidentDecider, [importedIncident, importedUpdate(update)])
      .when({ ...importing, title: "Codespaces down", updates: [update, flippedBack] })
      .then([correction, importedUpdate(flippedBack)]);
    const edited: IncidentEvent = { type: "StatusUpdateImportCorrected", data: { incidentId, ...update, body: "Edited." } };
    given(incidentDecider, [importedIncident, importedUpdate(update)])
      .when({ ...importing, updates: [{ ...update, body: "Edited." }] })
      .then([edited]);
    given(incidentDecider, [importedIncident, correction, importedUpdate(update), edited])
      .when({ ...importing, title: "Codespaces down", updates: [{ ...update, body: "Edited." }] })
      .then([]);
  });
  it("does not mind what was said of it here since", () => {
    const rated: IncidentEvent = { type: "SeveritySet", data: { incidentId, from: null, to: 2, reason: "" } };
    given(incidentDecider, [importedIncident, rated]).when(importing).then([]);
  });
  it("refuses another service for the same id", () => {
    given(incidentDecider, [importedIncident])
      .when({ ...importing, serviceId: id(95) })
      .thenRejected("INVALID_INPUT", { path: ["serviceId"], message: serviceId });
  });
  it("refuses to rewrite what was declared here", () => {
    given(incidentDecider, [declared]).when(importing).thenRejected("ALREADY_EXISTS", { path: ["incidentId"], message: "INC-7" });
    expect(given(incidentDecider, [declared, importedUpdate(update)]).state).toMatchObject({ status: "declared" });
  });
});

describe("importing one update", () => {
  const one = { type: "ImportUpdate", now, incidentId, ...update } as const;
  it("appends it, its change, or nothing", () => {
    given(incidentDecider, [importedIncident]).when(one).then([importedUpdate(update)]);
    given(incidentDecider, [importedIncident, importedUpdate(update)]).when(one).then([]);
    given(incidentDecider, [importedIncident, importedUpdate(update)])
      .when({ ...one, status: "Update" })
      .then([{ type: "StatusUpdateImportCorrected", data: { incidentId, ...update, status: "Update" } }]);
  });
  it("refuses an incident that was declared here", () => {
    given(incidentDecider, [declared]).when(one).thenRejected("ALREADY_EXISTS");
  });
});
