import { ids } from "@ballast/eventlog";
import type { DataOf, IncidentEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { folded } from "../specification/folded.ts";
import { declaration } from "../specification/incidentHistory.ts";
import { recordedHistory, someone } from "../specification/recordedHistory.ts";

const [shop, search] = [ids.service("shop"), ids.service("search")];
const at = (minute: number): string => new Date(Date.UTC(2026, 10, 2, 12, minute)).toISOString();
const [first, second] = [ids.incident("first"), ids.incident("second")];

/** Two incidents of three alerts, the second with two of them, a month apart. */
function story() {
  const history = recordedHistory();
  const say = (incidentId: string, event: IncidentEvent, minute: number) =>
    history.add(["incident", incidentId], event, { at: at(minute) });
  const month = 31 * 24 * 60;
  say(first, { type: "IncidentDeclared", data: declaration(first, { number: 7, serviceIds: [shop], publicImpact: "minor" }) }, 0);
  say(
    second,
    { type: "IncidentDeclared", data: declaration(second, { number: 8, serviceIds: [search], impactStartAt: at(month) }) },
    month,
  );
  const attach = (incidentId: string, name: string, minute: number): void => {
    const alertId = ids.alert(ids.integration("am"), name);
    say(incidentId, { type: "AlertAttached", data: { incidentId, alertId, episodeId: ids.episode(alertId, 1), severity: null } }, minute);
  };
  attach(second, "late", month + 1);
  attach(first, "one", 3);
  attach(second, "later", month + 2);
  say(first, { type: "IncidentRenamed", data: { incidentId: first, title: "Payments fail", summary: "" } }, 5);
  say(
    first,
    {
      type: "UpdatePosted",
      data: {
        incidentId: first, updateId: ids.part("u", "1"), visibility: "internal", status: "Update", body: "wait", nextUpdateInMs: null,
      },
    },
    6,
  );
  return { month, incidents: folded(history.events).incidents };
}
const episode = (name: string): string => ids.episode(ids.alert(ids.integration("am"), name), 1);

describe("incidents", () => {
  const { incidents, month } = story();
  it("are found by number, by id, and by the alerts that belong to them, in the order in which they came", () => {
    expect([incidents.byNumber(8)?.id, incidents.byNumber(9), incidents.byNumber(8, { at: at(0) })]).toEqual([
      second, undefined, undefined,
    ]);
    expect(incidents.getMany([second, first]).map(({ id }) => id)).toEqual([second, first]);
    expect([incidents.alertIds(second), incidents.alertIds(second, { at: at(month + 1) })]).toEqual([
      [episode("late"), episode("later")],
      [episode("late")],
    ]);
    expect(incidents.ofEpisodes([episode("one"), episode("later"), "nothing"])).toEqual(
      new Map([
        [first, [episode("one")]],
        [second, [episode("later")]],
      ]),
    );
    expect(incidents.get(second)?.alertCount).toBe(2);
    expect(incidents.ofRecord(episode("late"), { at: at(month) })).toEqual([]);
    expect(incidents.ofRecord("nothing")).toEqual([]);
  });

  it("concern services by a moment, where it is known when they began", () => {
    expect([incidents.servicesBy(Date.parse(at(month)) - 1), incidents.servicesBy(Date.parse(at(month)))]).toEqual([[], [search]]);
  });

  it("are counted by month and by impact in it, the first month first", () => {
    expect(incidents.perMonth({ viewer: "all" })).toEqual([
      { month: "2026-11", count: 1, byImpact: { minor: 1 } }, { month: "2026-12", count: 1, byImpact: { none: 1 } },
    ]);
    expect(incidents.perMonth({ viewer: "all", serviceId: search }).map(({ month: which }) => which)).toEqual(["2026-12"]);
    expect(incidents.perMonth({ viewer: "all" }, { at: at(0) })).toHaveLength(1);
  });

  it("stand by severity, worst first, and what nobody has rated last", () => {
    const told = recordedHistory();
    for (const [name, severity] of [["a", 3], ["b", null], ["c", 1]] as const) {
      const incidentId = ids.incident(name);
      const data: DataOf<"IncidentImported"> = {
        incidentId, serviceId: shop, title: name, impact: "minor", components: [], url: null, startedAt: at(1), resolvedAt: null,
      };
      const event: IncidentEvent = severity === null
        ? { type: "IncidentImported", data }
        : { type: "IncidentDeclared", data: declaration(incidentId, { title: name, severity }) };
      told.add(["incident", incidentId], event, { at: at(1) });
    }
    const found = folded(told.events).incidents;
    expect(found.list({ filter: { viewer: "all" }, sort: "SEVERITY_ASC" }).nodes.map(({ title }) => title)).toEqual(["c", "a", "b"]);
    expect(found.open({ viewer: "all" }).map(({ title }) => title)).toEqual(["c", "a"]);
    expect(found.list({ filter: { viewer: "all", imported: true } }).nodes.map(({ title }) => title)).toEqual(["b"]);
    expect(found.all({ viewer: "all", counted: true, text: "c" }).map(({ title }) => title)).toEqual(["c"]);
  });

  it("have versions by when each was known, and are as they were known then", () => {
    const { incidents: told } = story();
    expect(told.versions(first).map(({ knownFrom, row }) => [knownFrom, row.title])).toEqual([
      [at(0), "Checkout fails"], [at(3), "Checkout fails"], [at(5), "Payments fail"], [at(6), "Payments fail"],
    ]);
    expect([told.knownAt(first, at(4))?.title, told.knownAt(first, at(5))?.title, told.knownAt(first, at(-1))]).toEqual([
      "Checkout fails", "Payments fail", undefined,
    ]);
    expect(told.updates(first)).toMatchObject([
      {
        body: "wait", by: someone, knownFrom: at(6), recordedAt: at(6), visibility: "internal", imported: false, corrections: [], at: at(6),
        status: "Update",
      },
    ]);
    expect(told.updatesKnownAt(first, at(6)).map(({ body }) => body)).toEqual(["wait"]);
    expect([told.updatesKnownAt(first, at(5)), told.updates(first, { at: at(5) })]).toEqual([[], []]);
  });
});

describe("an imported incident", () => {
  type Update = readonly [minute: number, status: string];
  function imported(updates: readonly Update[], more: Partial<DataOf<"IncidentImported">> = {}, sourceId: string | null = "i-1") {
    const history = recordedHistory();
    const incidentId = ids.importedIncident(shop, "file", "i-1");
    const data: DataOf<"IncidentImported"> = {
      incidentId, serviceId: shop, title: "Slow", impact: "minor", components: [], url: null, startedAt: null, resolvedAt: null, ...more,
    };
    const source = sourceId === null ? {} : { source: { kind: "file", id: sourceId, publishedAt: at(0) } };
    history.add(["incident", incidentId], { type: "IncidentImported", data }, { at: at(0), recordedAt: at(500), ...source });
    for (const [index, [minute, status]] of updates.entries()) {
      const event: IncidentEvent = {
        type: "StatusUpdateImported",
        data: { incidentId, updateId: ids.importedUpdate(incidentId, index), index, at: at(minute), status, body: "" },
      };
      history.add(["incident", incidentId], event, {
        at: at(minute), recordedAt: at(500), source: { kind: "file", id: "u", publishedAt: at(minute) },
      });
    }
    const queries = folded(history.events).incidents;
    return { queries, incidentId, row: queries.get(incidentId) };
  }

  it("stands where the last word of its source has it, whatever its case", () => {
    const words: readonly (readonly [string, string])[] = [
      ["Investigating", "investigating"],
      ["identified", "fixing"],
      [" MONITORING ", "monitoring"],
      ["postmortem", "closed"],
      ["scheduled", "triage"],
      ["In_progress", "fixing"],
      ["verifying", "monitoring"],
      ["constructor", "investigating"],
      ["whatever", "investigating"],
    ];
    for (const [word, state] of words) expect([word, imported([[5, word]]).row?.state]).toEqual([word, state]);
    expect(imported([]).row).toMatchObject({
      state: "investigating", resolvedAt: null, imported: true, number: null, declaredAt: at(0), alertCount: 0,
    });
    expect(
      imported([
        [9, "resolved"],
        [5, "monitoring"],
      ]).row,
    ).toMatchObject({ state: "resolved", resolvedAt: at(9), startedAt: at(5) });
  });

  it("that is a maintenance is over when it is completed", () => {
    const updates: readonly Update[] = [[5, "In progress"], [8, "Completed"]];
    expect(imported(updates, { impact: "maintenance" }).row).toMatchObject({ state: "resolved", resolvedAt: at(8) });
    expect(imported([[5, "In progress"], [8, "Completed"], [9, "Verifying"]], { impact: "maintenance" }).row?.resolvedAt).toBe(at(8));
    expect(imported(updates, { impact: "minor" }).row?.resolvedAt).toBeNull();
  });

  it("is as its source knew it, which knew of no end that lay ahead", () => {
    const { queries, incidentId } = imported([[5, "Identified"], [9, "Monitoring"]], { startedAt: at(0), resolvedAt: at(20) });
    const known = (minute: number) => queries.knownAt(incidentId, at(minute));
    expect(known(6)).toMatchObject({ resolvedAt: null, state: "fixing" });
    expect(known(19)).toMatchObject({ resolvedAt: null, state: "monitoring" });
    expect(known(20)).toMatchObject({ resolvedAt: at(20), state: "resolved" });
    expect(known(4)).toMatchObject({ resolvedAt: null, state: "investigating" });
  });

  it("is found by what its source calls it, or by the beginning of its id where that calls it nothing", () => {
    const { queries, incidentId } = imported([]);
    expect([queries.bySourceId("i-1")?.id, queries.bySourceId("i-2"), queries.bySourceId(incidentId.slice(0, 8))]).toEqual([
      incidentId, undefined, undefined,
    ]);
    const nameless = imported([], {}, null);
    expect([nameless.queries.bySourceId(incidentId.slice(0, 8))?.id, nameless.queries.bySourceId(incidentId.slice(0, 7))]).toEqual([
      incidentId, undefined,
    ]);
    expect(nameless.queries.bySourceId(incidentId.slice(0, 8), { at: at(-1) })).toBeUndefined();
  });

  it("never counts before it is known when it began", () => {
    const begun = (minutes: readonly Update[]) => imported(minutes).queries.all({ viewer: "all", counted: true }).length;
    expect([begun([]), begun([[5, "Investigating"]])]).toEqual([0, 1]);
    expect(imported([]).queries.figured({ serviceId: shop }, { now: at(60) })).toEqual([]);
    expect(imported([]).queries.servicesBy(Date.parse(at(60)))).toEqual([]);
  });
});
