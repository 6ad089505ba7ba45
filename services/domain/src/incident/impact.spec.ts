import type { IncidentEvent } from "@ballast/schema";
import { describe, it } from "vitest";
import { given } from "../specification.ts";
import { at, declared, historyTo, id, importedIncident, incidentId } from "./exampleIncident.ts";
import { incidentDecider } from "./incidentDecider.ts";

const interval = { intervalId: id(20), component: "Checkout", impact: "major", share: 30_000, startedAt: at("09:50") } as const;
const opened: IncidentEvent = { type: "ImpactIntervalOpened", data: { incidentId, ...interval } };
const closed: IncidentEvent = { type: "ImpactIntervalClosed", data: { incidentId, intervalId: id(20), endedAt: at("10:30") } };
const open = { type: "OpenImpactInterval", now: at("12:00"), incidentId, ...interval, endedAt: null } as const;
const close = { type: "CloseImpactInterval", now: at("12:00"), incidentId, intervalId: id(20), endedAt: at("10:30") } as const;
const correction = {
  incidentId, intervalId: id(20), startedAt: at("09:45"), endedAt: at("10:40"), share: null, impact: "critical", reason: "by the metrics",
} as const;
const correct = { type: "CorrectImpactInterval", now: at("12:00"), ...correction } as const;

describe("opening an impact interval", () => {
  it("is done once", () => {
    given(incidentDecider, [declared]).when(open).then([opened]);
    given(incidentDecider, [declared, opened]).when(open).then([]);
    given(incidentDecider, [declared, opened, closed]).when(open).then([]);
  });
  it("can be one that is over, also after the end", () => {
    given(incidentDecider, historyTo.closed).when({ ...open, endedAt: at("10:30") }).then([opened, closed]);
    given(incidentDecider, [...historyTo.closed, opened, closed]).when({ ...open, endedAt: at("10:30") }).then([]);
  });
  it("refuses an id in use", () => {
    given(incidentDecider, [declared, opened])
      .when({ ...open, component: "Search" })
      .thenRejected("ALREADY_EXISTS", { path: ["intervalId"] });
    given(incidentDecider, [declared, opened, closed])
      .when({ ...open, endedAt: at("11:00") })
      .thenRejected("ALREADY_EXISTS", { path: ["intervalId"] });
  });
  it("refuses a second one that goes on for the component", () => {
    given(incidentDecider, [declared, opened])
      .when({ ...open, intervalId: id(21) })
      .thenRejected("ALREADY_EXISTS", { path: ["component"], message: id(20) });
    const again: IncidentEvent = { type: "ImpactIntervalOpened", data: { incidentId, ...interval, intervalId: id(21) } };
    given(incidentDecider, [declared, opened, closed]).when({ ...open, intervalId: id(21) }).then([again]);
  });
  it("refuses no impact, the future, and an end before the start", () => {
    given(incidentDecider, [declared]).when({ ...open, impact: "none" }).thenRejected("INVALID_INPUT", { path: ["impact"] });
    given(incidentDecider, [declared]).when({ ...open, startedAt: at("12:30") }).thenRejected("INVALID_INPUT", { path: ["startedAt"] });
    given(incidentDecider, [declared]).when({ ...open, endedAt: at("12:30") }).thenRejected("INVALID_INPUT", { path: ["endedAt"] });
    given(incidentDecider, [declared]).when({ ...open, endedAt: at("09:00") }).thenRejected("INVALID_INPUT", { path: ["endedAt"] });
  });
  it("refuses an impact that goes on when the incident has ended", () => {
    given(incidentDecider, historyTo.resolved).when(open).thenRejected("INCIDENT_ENDED", { message: "name its end" });
  });
});

describe("closing an impact interval", () => {
  it("is done once", () => {
    given(incidentDecider, [declared, opened]).when(close).then([closed]);
    given(incidentDecider, [declared, opened, closed]).when(close).then([]);
  });
  it("refuses one that is unknown, closed, or would end in the future or before its start", () => {
    given(incidentDecider, [declared]).when(close).thenRejected("NOT_FOUND", { path: ["intervalId"] });
    given(incidentDecider, [declared, opened, closed])
      .when({ ...close, endedAt: at("10:31") })
      .thenRejected("INVALID_INPUT", { path: ["endedAt"], message: "correct it" });
    given(incidentDecider, [declared, opened])
      .when({ ...close, endedAt: at("12:30") })
      .thenRejected("INVALID_INPUT", { path: ["endedAt"] });
    given(incidentDecider, [declared, opened])
      .when({ ...close, endedAt: at("09:49") })
      .thenRejected("INVALID_INPUT", { path: ["endedAt"] });
  });
});

describe("correcting an impact interval", () => {
  const corrected: IncidentEvent = { type: "ImpactIntervalCorrected", data: correction };
  it("changes what differs, also after the end", () => {
    given(incidentDecider, [declared, opened]).when(correct).then([corrected]);
    given(incidentDecider, [...historyTo.closed, opened, closed]).when(correct).then([corrected]);
    given(incidentDecider, [declared, opened, corrected]).when(correct).then([]);
  });
  it("opens it again, if nothing else is open for the component and people work on it", () => {
    const reopen = { ...correct, endedAt: null };
    given(incidentDecider, [declared, opened, closed])
      .when(reopen)
      .then([{ type: "ImpactIntervalCorrected", data: { ...correction, endedAt: null } }]);
    const other: IncidentEvent = { type: "ImpactIntervalOpened", data: { incidentId, ...interval, intervalId: id(21) } };
    given(incidentDecider, [declared, opened, closed, other]).when(reopen).thenRejected("ALREADY_EXISTS", { path: ["component"] });
    given(incidentDecider, [...historyTo.resolved, opened, closed]).when(reopen).thenRejected("INCIDENT_ENDED");
  });
  it("refuses one that is unknown, ends before it starts, or lies in the future", () => {
    given(incidentDecider, [declared]).when(correct).thenRejected("NOT_FOUND", { path: ["intervalId"] });
    given(incidentDecider, [declared, opened])
      .when({ ...correct, endedAt: at("09:44") })
      .thenRejected("INVALID_INPUT", { path: ["endedAt"] });
    given(incidentDecider, [declared, opened])
      .when({ ...correct, endedAt: at("12:06") })
      .thenRejected("INVALID_INPUT", { path: ["endedAt"] });
    given(incidentDecider, [declared, opened])
      .when({ ...correct, startedAt: at("12:06"), endedAt: null })
      .thenRejected("INVALID_INPUT", { path: ["startedAt"] });
  });
});

describe("affected customers", () => {
  const affected = { incidentId, deployId: id(30), customers: [{ customer: "acme", requests: 10, errors: 3 }], count: 40 };
  const record = { type: "RecordAffectedCustomers", now: at("12:00"), ...affected } as const;
  const recorded: IncidentEvent = { type: "CustomersAffected", data: affected };
  it("are recorded when they differ from the last count of the deploy", () => {
    given(incidentDecider, [declared]).when(record).then([recorded]);
    given(incidentDecider, [declared, recorded]).when(record).then([]);
    given(incidentDecider, [declared, recorded])
      .when({ ...record, count: 41 })
      .then([{ type: "CustomersAffected", data: { ...affected, count: 41 } }]);
    given(incidentDecider, [declared, recorded])
      .when({ ...record, deployId: null })
      .then([{ type: "CustomersAffected", data: { ...affected, deployId: null } }]);
  });
  it("are at least those who are named", () => {
    given(incidentDecider, [declared]).when({ ...record, count: 0 }).thenRejected("INVALID_INPUT", { path: ["count"] });
  });
});

describe("the impact of an import", () => {
  it("is what its source says", () => {
    for (const command of [open, close, correct]) given(incidentDecider, [importedIncident]).when(command).thenRejected("IMPORTED_RECORD");
    given(incidentDecider, [importedIncident])
      .when({ type: "RecordAffectedCustomers", now: at("12:00"), incidentId, deployId: null, customers: [], count: 0 })
      .thenRejected("IMPORTED_RECORD");
  });
});
