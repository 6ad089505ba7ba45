import type { DataOf, IncidentTypeEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { incidentTypeDecider, isOffered } from "./index.ts";

const service = "00000000-0000-4000-8000-000000000009";
const said: DataOf<"IncidentTypeWritten"> = {
  incidentTypeId: "00000000-0000-4000-8000-000000000001", name: "Payments",
  roles: [{ name: "customer liaison", purpose: "Speaks with customers" }], checklist: [{ text: "Tell the bank", who: "" }], links: [],
  conferenceLink: "https://meet.example.com/{{incident}}", severities: [1, 2], serviceIds: [service],
};
const written: IncidentTypeEvent = { type: "IncidentTypeWritten", data: said };
const removed: IncidentTypeEvent = { type: "IncidentTypeRemoved", data: { incidentTypeId: said.incidentTypeId, reason: "old" } };
const now = "2026-03-01T10:00:00Z";
const write = (more: Partial<typeof said> = {}) => ({ type: "WriteIncidentType", now, ...said, ...more }) as const;
const remove = { type: "RemoveIncidentType", now, ...removed.data } as const;

describe("a type of incidents", () => {
  it("is written, and written anew; the same again is nothing", () => {
    given(incidentTypeDecider, []).when(write()).then([written]);
    given(incidentTypeDecider, [written]).when(write()).then([]);
    given(incidentTypeDecider, [written]).when(write({ roles: [] }))
      .then([{ type: "IncidentTypeWritten", data: { ...said, roles: [] } }]);
  });

  it("is removed once, and may be written again", () => {
    given(incidentTypeDecider, [written]).when(remove).then([removed]);
    given(incidentTypeDecider, [written, removed]).when(remove).then([]);
    given(incidentTypeDecider, []).when(remove).thenRejected("NOT_FOUND");
    given(incidentTypeDecider, [written, removed]).when(write()).then([written]);
    expect(given(incidentTypeDecider, [removed]).state).toEqual({ status: "absent" });
  });

  it("has no role of every incident, nothing twice, and one place in its link", () => {
    const refused = (more: Partial<typeof said>, path: string, message: string) =>
      given(incidentTypeDecider, []).when(write(more)).thenRejected("INVALID_INPUT", { path: [path], message });
    const purpose = "to be there";
    refused({ roles: [{ name: "Commander", purpose }] }, "roles", "Commander");
    refused({ roles: [{ name: "liaison", purpose }, { name: " Liaison", purpose }] }, "roles", "twice");
    refused({ checklist: [{ text: "Look", who: "" }, { text: "look ", who: "scribe" }] }, "checklist", "twice");
    refused({ conferenceLink: "https://meet.example.com/{{title}}" }, "conferenceLink", "{{title}}");
  });

  it("is offered for its severities and services, or for all where it names none", () => {
    const type = { ...said, removed: null };
    const incident = { severity: 2, serviceIds: [service] };
    expect(isOffered(type, incident)).toBe(true);
    expect(isOffered(type, { ...incident, severity: 3 })).toBe(false);
    expect(isOffered(type, { ...incident, serviceIds: [] })).toBe(false);
    expect(isOffered({ ...type, severities: [], serviceIds: [] }, { severity: 4, serviceIds: [] })).toBe(true);
    expect(isOffered({ ...type, removed: "old" }, incident)).toBe(false);
  });
});
