import type { IncidentEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { at, declared, historyTo, id, importedIncident, incidentId, now } from "./exampleIncident.ts";
import type { Content } from "./incident.ts";
import { incidentDecider } from "./incidentDecider.ts";

const entry = { incidentId, entryId: id(50), at: at("09:58"), text: "Restarted the payment workers", pinned: false };
const added: IncidentEvent = { type: "EntryAdded", data: entry };
const add = { type: "AddEntry", now, ...entry } as const;
const correct = {
  type: "CorrectEntry", now, incidentId, entryId: id(50), at: at("09:57"), text: "Restarted two of them", reason: "by the shell history",
} as const;
const corrected: IncidentEvent = {
  type: "EntryCorrected",
  data: { incidentId, entryId: id(50), at: at("09:57"), text: "Restarted two of them", reason: "by the shell history" },
};
const pin = (pinned: boolean) => ({ type: "PinEntry", now, incidentId, entryId: id(50), pinned }) as const;
const pinned: IncidentEvent = { type: "EntryPinned", data: { incidentId, entryId: id(50), pinned: true } };

describe("entries of the timeline", () => {
  it("are added once, in any state and to imports", () => {
    for (const history of [[declared], historyTo.closed, historyTo.merged, [importedIncident]])
      given(incidentDecider, history).when(add).then([added]);
    given(incidentDecider, [declared, added]).when(add).then([]);
  });
  it("are corrected in their words alone, or in their moment alone", () => {
    const words = { ...correct, at: entry.at };
    const moment = { ...correct, text: entry.text };
    for (const one of [words, moment]) {
      const { type, now: _, ...data } = one;
      given(incidentDecider, [declared, added]).when(one).then([{ type: "EntryCorrected", data }]);
    }
    given(incidentDecider, [declared, added]).when({ ...correct, at: entry.at, text: entry.text }).then([]);
  });
  it("refuse an id in use, and the future", () => {
    given(incidentDecider, [declared, added]).when({ ...add, text: "Another" }).thenRejected("ALREADY_EXISTS", { path: ["entryId"] });
    given(incidentDecider, [declared]).when({ ...add, at: at("10:30") }).thenRejected("INVALID_INPUT", { path: ["at"] });
  });
  it("are corrected with a reason, and stay pinned", () => {
    given(incidentDecider, [declared, added]).when(correct).then([corrected]);
    given(incidentDecider, [declared, added, corrected]).when(correct).then([]);
    expect(given(incidentDecider, [declared, added, pinned, corrected]).state).toMatchObject({
      entries: { value: { text: "Restarted two of them", pinned: true } },
    });
  });
  it("refuse a correction into the future, or of what is not there", () => {
    given(incidentDecider, [declared, added]).when({ ...correct, at: at("10:30") }).thenRejected("INVALID_INPUT", { path: ["at"] });
    given(incidentDecider, [declared]).when(correct).thenRejected("NOT_FOUND", { path: ["entryId"], message: id(50) });
  });
  it("are pinned and unpinned", () => {
    given(incidentDecider, [declared, added]).when(pin(true)).then([pinned]);
    given(incidentDecider, [declared, added, pinned]).when(pin(true)).then([]);
    given(incidentDecider, [declared, added, pinned])
      .when(pin(false))
      .then([{ type: "EntryPinned", data: { incidentId, entryId: id(50), pinned: false } }]);
    given(incidentDecider, [declared]).when(pin(true)).thenRejected("NOT_FOUND", { path: ["entryId"] });
  });
  it("that were never added are folded without harm", () => {
    expect(given(incidentDecider, [declared, pinned]).state).toMatchObject({ entries: null });
    expect(given(incidentDecider, [declared, corrected]).state).toMatchObject({ entries: { value: { pinned: false } } });
  });
});

const link = {
  linkId: id(60), type: "caused", kind: "deploy", recordId: id(61), fromEntryId: null, confidence: "likely", note: "",
} as const;
const linked: IncidentEvent = { type: "LinkAdded", data: { incidentId, ...link } };
const addLink = { type: "AddLink", now, incidentId, link } as const;
const removeLink = { type: "RemoveLink", now, incidentId, linkId: id(60), reason: "ruled out" } as const;
const unlinked: IncidentEvent = { type: "LinkRemoved", data: { incidentId, linkId: id(60), reason: "ruled out" } };

describe("links", () => {
  it("are added once, in any state and to imports", () => {
    for (const history of [[declared], historyTo.closed, [importedIncident]]) given(incidentDecider, history).when(addLink).then([linked]);
    given(incidentDecider, [declared, linked]).when(addLink).then([]);
  });
  it("refuse an id in use, and the same ends again", () => {
    given(incidentDecider, [declared, linked])
      .when({ ...addLink, link: { ...link, note: "no" } })
      .thenRejected("ALREADY_EXISTS", { path: ["link", "linkId"] });
    given(incidentDecider, [declared, linked, unlinked]).when(addLink).thenRejected("ALREADY_EXISTS", { path: ["link", "linkId"] });
    given(incidentDecider, [declared, linked])
      .when({ ...addLink, link: { ...link, linkId: id(62) } })
      .thenRejected("ALREADY_EXISTS", { path: ["link", "recordId"], message: id(60) });
  });
  it("may have another meaning, another end, or come again after a removal", () => {
    const allowed = (history: readonly IncidentEvent[], other: Content<"LinkAdded">) =>
      given(incidentDecider, history).when({ ...addLink, link: other }).then([{ type: "LinkAdded", data: { incidentId, ...other } }]);
    allowed([declared, linked], { ...link, linkId: id(62), type: "contributed" });
    allowed([declared, linked], { ...link, linkId: id(62), recordId: id(63) });
    allowed([declared, linked, unlinked], { ...link, linkId: id(62) });
  });
  it("refuse one end only", () => {
    given(incidentDecider, [declared])
      .when({ ...addLink, link: { ...link, kind: "entry", recordId: id(50), fromEntryId: id(50) } })
      .thenRejected("INVALID_INPUT", { path: ["link", "recordId"] });
    given(incidentDecider, [declared])
      .when({ ...addLink, link: { ...link, kind: "incident", recordId: incidentId } })
      .thenRejected("INVALID_INPUT", { path: ["link", "recordId"] });
  });
  it("are removed once, with a reason", () => {
    given(incidentDecider, [declared, linked]).when(removeLink).then([unlinked]);
    given(incidentDecider, [declared, linked, unlinked]).when(removeLink).then([]);
    given(incidentDecider, [declared]).when(removeLink).thenRejected("NOT_FOUND", { path: ["linkId"] });
  });
});
