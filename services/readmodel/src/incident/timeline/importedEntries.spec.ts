import { ids } from "@ballast/eventlog";
import { describe, expect, it } from "vitest";
import { numberOf } from "../../engine/database.ts";
import { folded } from "../../specification/folded.ts";
import { recordedHistory } from "../../specification/recordedHistory.ts";
import { entryIds } from "./timelineEntry.ts";

const serviceId = ids.service("search");
const incidentId = ids.importedIncident(serviceId, "file", "i-1");
const updateId = ids.importedUpdate(incidentId, 0);
const at = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 12, minute)).toISOString();

/** An outage of a status page: told at noon, fixed after twenty minutes, its first update reworded an hour later. */
function imported(impact: "minor" | "maintenance" = "minor") {
  const history = recordedHistory();
  const said = (minute: number, id: string) => ({
    at: at(minute), recordedAt: at(600), source: { kind: "file", id, publishedAt: at(minute) } as const,
  });
  const update = (index: number, minute: number, status: string, body: string) => ({
    incidentId, updateId: ids.importedUpdate(incidentId, index), index, at: at(minute), status, body,
  });
  history.add(["service", serviceId], { type: "ServiceRegistered", data: { serviceId, slug: "search", name: "Search", description: "" } });
  history.add(
    ["incident", incidentId],
    {
      type: "IncidentImported",
      data: { incidentId, serviceId, title: "Search is slow", impact, components: ["API"], url: null, startedAt: null, resolvedAt: null },
    },
    said(0, "i-1"),
  );
  history.add(
    ["incident", incidentId],
    { type: "StatusUpdateImported", data: update(0, 0, "Investigating", "We see aubergines") },
    said(0, "i-1#0"),
  );
  history.add(
    ["incident", incidentId],
    { type: "StatusUpdateImported", data: update(1, 5, "In progress", "Work goes on") },
    said(5, "i-1#1"),
  );
  history.add(
    ["incident", incidentId],
    { type: "StatusUpdateImported", data: update(2, 20, "Resolved", "It is fast again") },
    said(20, "i-1#2"),
  );
  history.add(
    ["incident", incidentId],
    { type: "StatusUpdateImportCorrected", data: update(0, 0, "Investigating", "We see slow answers") },
    { ...said(0, "i-1#0"), source: { kind: "file", id: "i-1#0", publishedAt: at(80) } },
  );
  return folded(history.events);
}

const entry = (queries: ReturnType<typeof imported>, id: string, knownAt?: string) =>
  queries.timeline.list(incidentId, { knownAt, slice: { first: 100 } }).nodes.find((node) => node.id === id);

describe("an imported incident's timeline", () => {
  it("has a bar from its first update to the one that ended it, and no end before that was known", () => {
    const span = entryIds.span(incidentId);
    expect(entry(imported(), span)).toMatchObject({
      lane: "impact", title: "Search is slow", detail: "minor · API", tone: "attention", at: at(0), endAt: at(20), ongoing: false,
      visibility: "public", knownFrom: at(0), evidence: { type: "IncidentImported" },
    });
    expect(entry(imported(), span, at(19))).toMatchObject({ at: at(0), endAt: null, ongoing: true });
  });

  it("counts a maintenance from the beginning of the work", () => {
    expect(entry(imported("maintenance"), entryIds.span(incidentId))).toMatchObject({
      lane: "maintenance", tone: "planned", at: at(5), endAt: at(20),
    });
  });

  it("shows an update as its source has it now, with what it said before; and as it was known then", () => {
    const queries = imported();
    expect(entry(queries, updateId)).toMatchObject({
      lane: "updates",
      title: "Investigating",
      detail: "We see slow answers",
      knownFrom: at(0),
      keyMoment: true,
      evidence: { type: "StatusUpdateImportCorrected" },
      corrections: [{ previous: "We see aubergines", reason: "changed by its source" }],
    });
    expect(entry(queries, updateId, at(79))).toMatchObject({ detail: "We see aubergines", corrections: [] });
    expect(queries.incidents.updates(incidentId).map(({ body }) => body)).toEqual([
      "We see slow answers", "Work goes on", "It is fast again",
    ]);
  });

  it("is found by what an update says and said", () => {
    const queries = imported();
    const found = (text: string) => queries.search.find({ text, viewer: "all" }).map(({ id, current }) => ({ id, current }));
    expect(found("slow answers")).toEqual([{ id: incidentId, current: true }]);
    expect(found("aubergines")).toEqual([{ id: incidentId, current: false }]);
  });

  it("keeps the text of an update in the log's table and for search, and nowhere else", () => {
    const { db } = imported().store;
    const holding = (table: string, column: string) =>
      numberOf(db.get(`SELECT count(*) AS n FROM ${table} WHERE instr(${column}, 'Work goes on') > 0`), "n");
    const rows = [
      "current_statusUpdate", "docs_statusUpdate", "current_timelineEntry", "docs_timelineEntry", "current_incident", "docs_incident",
    ].map((table) => holding(table, "doc"));
    expect(rows).toEqual([0, 0, 0, 0, 0, 0]);
    expect([holding("events", "data"), holding("searchDoc", "body")]).toEqual([1, 1]);
  });
});
