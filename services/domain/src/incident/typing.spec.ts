import type { DataOf, IncidentEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { ana, ben, declaration, declared, historyTo, id, incidentId, now } from "./exampleIncident.ts";
import { incidentDecider } from "./incidentDecider.ts";

const [typeId, bank, post] = [id(40), id(41), id(42)] as const;
const type = {
  incidentTypeId: typeId, name: "Payments", links: [], roles: [{ name: "liaison", purpose: "Speaks with customers" }],
  checklist: [{ lineId: bank, text: "Tell the bank", who: "liaison" }, { lineId: post, text: "Say it in public", who: "" }], reason: "",
};
const link = "https://meet.example.com/{{incident}}";
const chosen: IncidentEvent = { type: "IncidentTypeChosen", data: { incidentId, ...type } };
const talk = (url: string | null): IncidentEvent => ({ type: "ConferenceLinkSet", data: { incidentId, url } });
const choose = (more: Partial<DataOf<"IncidentTypeChosen">> = {}) =>
  ({ type: "ChooseType", now, incidentId, ...type, conferenceLink: link, ...more }) as const;
const tick = (lineId: string, ticked: boolean) => ({ type: "TickLine", now, incidentId, lineId, ticked }) as const;
const ticked: IncidentEvent = { type: "ChecklistTicked", data: { incidentId, lineId: bank, text: "Tell the bank" } };
const unticked: IncidentEvent = { type: "ChecklistUnticked", data: { incidentId, lineId: bank, text: "Tell the bank" } };
const take = (personId: string, role = "Liaison") => ({ type: "TakeTypeRole", now, incidentId, role, personId }) as const;
const taken = (personId: string): IncidentEvent => ({ type: "TypeRoleTaken", data: { incidentId, role: "liaison", personId } });
const left = (personId: string, handedTo: string | null): IncidentEvent =>
  ({ type: "TypeRoleLeft", data: { incidentId, role: "liaison", personId, handedTo } });
const typed = [declared, chosen, talk("https://meet.example.com/INC-7")] as const;

describe("the type of an incident", () => {
  it("is written down as it stands, with the place to talk; the same again is nothing, whatever the reason", () => {
    given(incidentDecider, [declared]).when(choose()).then([chosen, talk("https://meet.example.com/INC-7")]);
    given(incidentDecider, typed).when(choose({ reason: "once more" })).then([]);
    const later = { ...type, name: "Payments and refunds" };
    given(incidentDecider, typed).when(choose(later)).then([{ type: "IncidentTypeChosen", data: { incidentId, ...later } }]);
  });

  it("comes with the declaration, under the number that it gets", () => {
    const command = { type: "DeclareIncident", now, ...declaration, impactStartAt: null } as const;
    const events = incidentDecider.decide({ ...command, chosen: { ...type, conferenceLink: link } }, incidentDecider.initialState);
    expect(events.slice(-2)).toEqual([chosen, talk("https://meet.example.com/INC-7")]);
  });

  it("leaves a place to talk that somebody said, also that there is none", () => {
    given(incidentDecider, [declared, talk("https://other.example.com/")]).when(choose()).then([chosen]);
    given(incidentDecider, [declared, talk(null)]).when(choose()).then([chosen]);
  });

  it("is given to nothing that counts nowhere", () => {
    given(incidentDecider, historyTo.merged).when(choose()).thenRejected("INCIDENT_ENDED");
    given(incidentDecider, [...historyTo.closed]).when(choose()).then([chosen, talk("https://meet.example.com/INC-7")]);
  });
});

describe("its checklist", () => {
  it("is ticked and unticked line by line, each once, also after the end", () => {
    given(incidentDecider, typed).when(tick(bank, true)).then([ticked]);
    given(incidentDecider, [...typed, ticked]).when(tick(bank, true)).then([]);
    given(incidentDecider, typed).when(tick(bank, false)).then([]);
    given(incidentDecider, [...typed, ticked]).when(tick(bank, false)).then([unticked]);
    given(incidentDecider, [...typed, ticked, unticked]).when(tick(bank, true)).then([ticked]);
    given(incidentDecider, [...historyTo.closed, chosen]).when(tick(bank, true)).then([ticked]);
    given(incidentDecider, typed).when(tick(id(99), true)).thenRejected("NOT_FOUND", { path: ["lineId"] });
    given(incidentDecider, [declared]).when(tick(bank, true)).thenRejected("NOT_FOUND");
  });

  it("stays ticked where another text of the type has the same line", () => {
    const shorter = { ...type, checklist: type.checklist.slice(0, 1) };
    const later: IncidentEvent = { type: "IncidentTypeChosen", data: { incidentId, ...shorter } };
    given(incidentDecider, [...typed, ticked, later]).when(tick(bank, true)).then([]);
    given(incidentDecider, [...typed, ticked, later]).when(tick(post, true)).thenRejected("NOT_FOUND");
  });
});

describe("roles of a type", () => {
  it("are held by one, and handed over with both ends; a name is known in any case", () => {
    given(incidentDecider, typed).when(take(ana)).then([taken(ana)]);
    given(incidentDecider, [...typed, taken(ana)]).when(take(ana)).then([]);
    given(incidentDecider, [...typed, taken(ana)]).when(take(ben)).then([left(ana, ben), taken(ben)]);
    given(incidentDecider, typed).when(take(ana, "__proto__")).thenRejected("NOT_FOUND", { message: "there are liaison" });
    given(incidentDecider, [declared]).when(take(ana)).thenRejected("NOT_FOUND", { message: "no roles of its own" });
    given(incidentDecider, [...historyTo.closed, chosen]).when(take(ana)).thenRejected("INCIDENT_ENDED");
  });

  it("are left by who has them, and end with a type that has them not", () => {
    const leave = (personId: string) => ({ type: "LeaveTypeRole", now, incidentId, role: "liaison", personId }) as const;
    given(incidentDecider, [...typed, taken(ana)]).when(leave(ana)).then([left(ana, null)]);
    given(incidentDecider, [...typed, taken(ana)]).when(leave(ben)).thenRejected("ROLE_NOT_HELD");
    given(incidentDecider, [...typed, taken(ana), left(ana, null)]).when(leave(ana)).thenRejected("ROLE_NOT_HELD");
    const other = { ...type, roles: [] };
    given(incidentDecider, [...typed, taken(ana)]).when(choose(other))
      .then([{ type: "IncidentTypeChosen", data: { incidentId, ...other } }, left(ana, null)]);
  });
});

it("where responders talk is set, changed and taken away", () => {
  const set = (url: string | null) => ({ type: "SetConferenceLink", now, incidentId, url }) as const;
  given(incidentDecider, [declared]).when(set("https://a.example/")).then([talk("https://a.example/")]);
  given(incidentDecider, [declared]).when(set(null)).then([]);
  given(incidentDecider, typed).when(set(null)).then([talk(null)]);
  given(incidentDecider, historyTo.merged).when(set("https://a.example/")).thenRejected("INCIDENT_ENDED");
});
