import { ids, type RecordedEvent } from "@ballast/eventlog";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { incidentProjection } from "../incident/incidentProjection.ts";
import { model } from "../model.ts";
import { queriesOver } from "../queries.ts";
import { declaration } from "../specification/incidentHistory.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";
import { timesOf } from "./eventTable.ts";
import { tableOf } from "./query.ts";
import { openStore } from "./store.ts";

const incidentId = ids.incident("i");
const minute = (n: number): string => new Date(Date.UTC(2026, 10, 1, 12, n)).toISOString();
const long = "words that stay as they are, ".repeat(30);

/** An incident that is renamed at moments, each known at another one, in any order; some say what another one said before. */
const histories = fc
  .array(fc.record({ at: fc.nat(30), recorded: fc.nat(30), published: fc.option(fc.nat(30)), name: fc.nat(4) }), {
    minLength: 1, maxLength: 25,
  })
  .map((renames) => {
    const history = recordedHistory();
    history.add(
      ["incident", incidentId],
      { type: "IncidentDeclared", data: declaration(incidentId, { title: "first", summary: long }) },
      { at: minute(0), recordedAt: minute(0) },
    );
    for (const { at, recorded, published, name } of renames)
      history.add(
        ["incident", incidentId],
        { type: "IncidentRenamed", data: { incidentId, title: `name ${name}`, summary: long } },
        {
          at: minute(at), recordedAt: minute(recorded),
          ...(published !== null && { source: { kind: "file", id: "1", publishedAt: minute(published) } }),
        },
      );
    return history.events;
  });

function inBatches(events: readonly RecordedEvent[], size: number) {
  const store = openStore(":memory:", model);
  for (let start = 0; start < events.length; start += size) {
    const batch = events.slice(start, start + size);
    store.apply({ events: batch, position: batch.at(-1)?.position ?? "0" });
  }
  return { store, queries: queriesOver(() => store.db), table: tableOf(() => store.db, incidentProjection) };
}

/** What it is called by those of these events that had come by then, told in the order of the axis. */
function nameAt(events: readonly RecordedEvent[], axis: "at" | "known", until: number): string | undefined {
  const told = events
    .filter((event) => timesOf(event)[axis] <= Date.parse(minute(until)))
    .toSorted((a, b) => timesOf(a)[axis] - timesOf(b)[axis] || Number(a.position) - Number(b.position));
  const last = told.at(-1)?.event;
  return last?.type === "IncidentRenamed" || last?.type === "IncidentDeclared" ? last.data.title : undefined;
}

describe("a row on each of its axes", () => {
  it("is what had happened, or was known, by a moment, told in that order", () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 1, max: 7 }), (events, size) => {
        const { queries } = inBatches(events, size);
        for (const moment of [0, 7, 15, 22, 30]) {
          expect(queries.incidents.get(incidentId, { at: minute(moment) })?.title).toBe(nameAt(events, "at", moment));
          expect(queries.incidents.knownAt(incidentId, minute(moment))?.title).toBe(nameAt(events, "known", moment));
        }
        expect(queries.incidents.get(incidentId, { at: minute(-1) })).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });

  it("has versions that follow each other without a gap, none of them twice, and the last one holds", () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 1, max: 7 }), (events, size) => {
        const { table, store } = inBatches(events, size);
        for (const axis of ["position", "at", "known"] as const) {
          const versions = table.versions(incidentId, axis);
          expect(versions.map(({ to }) => to)).toEqual([...versions.slice(1).map(({ from }) => from), null]);
          expect(versions.every(({ from, to }) => to === null || from < to)).toBe(true);
          expect(versions[0]?.row.title).not.toBeUndefined();
        }
        const positions = table.versions(incidentId, "position");
        expect(positions.at(-1)?.row).toMatchObject({ title: table.get(incidentId)?.title, position: positions.at(-1)?.row.position });
        expect(positions.map(({ row }) => row.summary).every((summary) => summary === long)).toBe(true);
        expect(store.problems()).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it("is found by the words that it has and had, each with the span of the log in which it had them", () => {
    const history = recordedHistory();
    const rename = (title: string): RecordedEvent =>
      history.add(["incident", incidentId], { type: "IncidentRenamed", data: { incidentId, title, summary: "" } });
    const declared = history.add(["incident", incidentId], {
      type: "IncidentDeclared", data: declaration(incidentId, { title: "aubergine" }),
    });
    const [second, third] = [rename("courgette"), rename("aubergine")];
    const { queries } = inBatches(history.events, 2);
    const found = (text: string, position?: string) =>
      queries.search
        .find({ text, viewer: "all", ...(position !== undefined && { asOf: { position } }) })
        .map(({ title, current }) => [title, current]);
    expect([found("aubergine"), found("courgette")]).toEqual([[["aubergine", true]], [["courgette", false]]]);
    expect([found("aubergine", declared.position), found("courgette", declared.position)]).toEqual([[["aubergine", true]], []]);
    expect([found("aubergine", second.position), found("courgette", second.position)]).toEqual([
      [["aubergine", false]],
      [["courgette", true]],
    ]);
    expect(found("aubergine", third.position)).toEqual([["aubergine", true]]);
  });

  it("keeps its place in its stream up to date, where an event says nothing about it too", () => {
    const history = recordedHistory();
    history.add(["incident", incidentId], { type: "IncidentDeclared", data: declaration(incidentId) }, { at: minute(0) });
    const entryId = ids.part("e", "1");
    history.add(
      ["incident", incidentId],
      { type: "EntryAdded", data: { incidentId, entryId, at: minute(1), text: "x", pinned: false } },
      { at: minute(1) },
    );
    for (const size of [1, 2]) {
      const { queries, table } = inBatches(history.events, size);
      expect(queries.incidents.get(incidentId)).toMatchObject({ revision: 1, changedAt: minute(0), position: "10" });
      expect(table.versions(incidentId, "position")).toHaveLength(1);
      expect(queries.incidents.get(incidentId, { at: minute(1) })?.title).toBe("Checkout fails");
    }
  });
});
