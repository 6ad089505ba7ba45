import type { IncidentEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import {
  at, declaration, declared, declaredAs, historyTo, id, importedIncident, incidentId, now, reached, service,
} from "./exampleIncident.ts";
import { absentIncident } from "./incident.ts";
import { incidentDecider } from "./incidentDecider.ts";

const declare = { type: "DeclareIncident", now, ...declaration } as const;

describe("declaring an incident", () => {
  it("reaches the impact's start and the detection", () => {
    given(incidentDecider, []).when(declare).then([declared, reached("impactStart", at("09:50")), reached("detected", now)]);
    given(incidentDecider, [])
      .when({ ...declare, impactStartAt: null })
      .then([declaredAs({ impactStartAt: null }), reached("detected", now)]);
  });
  it("opens an interval for each component that the public sees hurt, from the impact's start or from now", () => {
    const hurt = [{ intervalId: id(20), component: "Checkout", share: 30_000 }];
    const opened = (startedAt: string): IncidentEvent => ({
      type: "ImpactIntervalOpened",
      data: { incidentId, intervalId: id(20), component: "Checkout", share: 30_000, impact: "major", startedAt },
    });
    given(incidentDecider, [])
      .when({ ...declare, hurt })
      .then([declared, reached("impactStart", at("09:50")), reached("detected", now), opened(at("09:50"))]);
    given(incidentDecider, [])
      .when({ ...declare, hurt, impactStartAt: null })
      .then([declaredAs({ impactStartAt: null }), reached("detected", now), opened(now)]);
    given(incidentDecider, [])
      .when({ ...declare, hurt, impactStartAt: null, publicImpact: "none" })
      .then([declaredAs({ impactStartAt: null, publicImpact: "none" }), reached("detected", now)]);
  });
  it("takes its suspect, its customers and its alerts in the same append", () => {
    const link = {
      linkId: id(30), type: "suspected", kind: "deploy", recordId: id(31), fromEntryId: null, confidence: "likely", note: "rolled back",
    } as const;
    const customers = { deployId: id(31), customers: [{ customer: "acme", requests: 10, errors: 3 }], count: 40 };
    given(incidentDecider, [])
      .when({ ...declare, impactStartAt: null, links: [link], customers, alerts: [{ alertId: id(40), episodeId: id(41), severity: 1 }] })
      .then([
        declaredAs({ impactStartAt: null }),
        reached("detected", now),
        { type: "LinkAdded", data: { incidentId, ...link } },
        { type: "CustomersAffected", data: { incidentId, ...customers } },
        { type: "AlertAttached", data: { incidentId, alertId: id(40), episodeId: id(41), severity: 1 } },
      ]);
  });
  it("repeated changes nothing, also when it was renamed since", () => {
    const renamed: IncidentEvent = { type: "IncidentRenamed", data: { incidentId, title: "Payments fail", summary: "" } };
    given(incidentDecider, [declared, renamed]).when(declare).then([]);
  });
  it("refuses an id in use", () => {
    given(incidentDecider, [declared])
      .when({ ...declare, title: "Another" })
      .thenRejected("ALREADY_EXISTS", { path: ["incidentId"], message: "INC-7" });
    given(incidentDecider, [importedIncident]).when(declare).thenRejected("ALREADY_EXISTS", { message: "Codespaces" });
  });
  it("refuses an impact that has not begun, but not a clock that is a little ahead", () => {
    given(incidentDecider, []).when({ ...declare, impactStartAt: at("10:30") }).thenRejected("INVALID_INPUT", { path: ["impactStartAt"] });
    given(incidentDecider, [])
      .when({ ...declare, impactStartAt: at("10:02") })
      .then([declaredAs({ impactStartAt: at("10:02") }), reached("impactStart", at("10:02")), reached("detected", now)]);
  });
});

describe("describing an incident", () => {
  it("renames it, or does nothing", () => {
    const rename = { type: "RenameIncident", now, incidentId, title: "Payments fail", summary: "" } as const;
    given(incidentDecider, [declared])
      .when(rename)
      .then([{ type: "IncidentRenamed", data: { incidentId, title: "Payments fail", summary: "" } }]);
    given(incidentDecider, [declared]).when({ ...rename, title: declaration.title, summary: declaration.summary }).then([]);
  });
  it("names its services and components, or does nothing", () => {
    const name = { type: "NameServices", now, incidentId, serviceIds: [service, id(8)], components: ["Checkout"] } as const;
    const named: IncidentEvent = { type: "ServicesNamed", data: { incidentId, serviceIds: [service, id(8)], components: ["Checkout"] } };
    given(incidentDecider, [declared]).when({ ...name, serviceIds: [service, id(8)], components: ["Checkout"] }).then([named]);
    given(incidentDecider, [declared, named]).when({ ...name, serviceIds: [service, id(8)], components: ["Checkout"] }).then([]);
  });
  it("sets the severity with what it was, in any state and for imports", () => {
    const set = { type: "SetSeverity", now, incidentId, to: 1, reason: "everybody is hurt" } as const;
    const wasSet = (from: number | null): IncidentEvent => ({
      type: "SeveritySet", data: { incidentId, from, to: 1, reason: "everybody is hurt" },
    });
    given(incidentDecider, [declared]).when(set).then([wasSet(2)]);
    given(incidentDecider, historyTo.closed).when(set).then([wasSet(2)]);
    given(incidentDecider, [importedIncident]).when(set).then([wasSet(null)]);
    given(incidentDecider, [declared, wasSet(2)]).when(set).then([]);
  });
  it("sets the public impact with what it was", () => {
    const set = { type: "SetPublicImpact", now, incidentId, to: "critical", reason: "worse" } as const;
    const wasSet: IncidentEvent = { type: "PublicImpactSet", data: { incidentId, from: "major", to: "critical", reason: "worse" } };
    given(incidentDecider, [declared]).when(set).then([wasSet]);
    given(incidentDecider, [declared, wasSet]).when(set).then([]);
  });
  it("leaves to an import's source what the source says", () => {
    given(incidentDecider, [importedIncident])
      .when({ type: "RenameIncident", now, incidentId, title: "x", summary: "" })
      .thenRejected("IMPORTED_RECORD", { path: ["incidentId"] });
    given(incidentDecider, [importedIncident])
      .when({ type: "NameServices", now, incidentId, serviceIds: [], components: [] })
      .thenRejected("IMPORTED_RECORD");
    given(incidentDecider, [importedIncident])
      .when({ type: "SetPublicImpact", now, incidentId, to: "major", reason: "" })
      .thenRejected("IMPORTED_RECORD");
  });
});

describe("an incident that does not exist", () => {
  it("refuses every command but the two that make one", () => {
    given(incidentDecider, [])
      .when({ type: "RenameIncident", now, incidentId, title: "x", summary: "" })
      .thenRejected("NOT_FOUND", { path: ["incidentId"], message: incidentId });
    given(incidentDecider, []).when({ type: "SetSeverity", now, incidentId, to: 1, reason: "" }).thenRejected("NOT_FOUND");
    given(incidentDecider, []).when({ type: "ChangeState", now, incidentId, to: "resolved", reason: "" }).thenRejected("NOT_FOUND");
    given(incidentDecider, [])
      .when({ type: "ImportUpdate", now, incidentId, updateId: id(9), index: 0, at: now, status: "Resolved", body: "" })
      .thenRejected("NOT_FOUND");
  });
  it("is not made by stray facts", () => {
    const stray: IncidentEvent[] = [reached("detected", now), { type: "RoleTaken", data: { incidentId, role: "scribe", personId: id(2) } }];
    expect(given(incidentDecider, stray).state).toEqual(absentIncident);
    expect(given(incidentDecider, [declared, declaredAs({ title: "Another" }), importedIncident]).state).toMatchObject({
      status: "declared", title: declaration.title,
    });
  });
});
