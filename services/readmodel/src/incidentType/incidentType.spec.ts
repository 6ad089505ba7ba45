import type { DataOf } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { folded } from "../specification/folded.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";

const [first, second] = ["00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"] as const;
const said = (incidentTypeId: string, name: string, text: string): DataOf<"IncidentTypeWritten"> =>
  ({ incidentTypeId, name, roles: [], checklist: [{ text, who: "" }], links: [], conferenceLink: null, severities: [], serviceIds: [] });

describe("types of incidents", () => {
  it("are what was said of them last, by name, and found by their words; a removed one is in no list", () => {
    const history = recordedHistory();
    history.add(["incidentType", first], { type: "IncidentTypeWritten", data: said(first, "We know it", "It is the queue.") });
    history.add(["incidentType", second], { type: "IncidentTypeWritten", data: said(second, "a first word", "We look.") });
    history.add(["incidentType", first], { type: "IncidentTypeWritten", data: said(first, "We know it", "It drains by itself.") });
    const { incidentTypes, search } = folded(history.events);
    expect(incidentTypes.get(first)).toMatchObject({ name: "We know it", checklist: [{ text: "It drains by itself.", who: "" }] });
    expect(incidentTypes.all().map(({ id }) => id)).toEqual([second, first]);
    expect(search.find({ text: "drains", viewer: "all" })).toMatchObject([{ kind: "incidentType", id: first }]);
    const before = history.events.at(-1)?.position ?? "";
    history.add(["incidentType", first], { type: "IncidentTypeRemoved", data: { incidentTypeId: first, reason: "another one" } });
    const after = folded(history.events);
    expect(after.incidentTypes.all().map(({ id }) => id)).toEqual([second]);
    expect(after.incidentTypes.all({ position: before })).toHaveLength(2);
    expect(after.incidentTypes.get(first)).toMatchObject({ removed: "another one", checklist: [{ text: "It drains by itself." }] });
    expect(after.search.find({ text: "drains", viewer: "all" })).toMatchObject([{ id: first, detail: "removed" }]);
  });
});
