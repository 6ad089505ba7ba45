import { ids } from "@ballast/eventlog";
import { describe, expect, it } from "vitest";
import { folded } from "../specification/folded.ts";
import { recordedHistory, someone } from "../specification/recordedHistory.ts";

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 2, 12, minute)).toISOString();
const serviceId = ids.service("shop");

/** Registered at 1, renamed at 3 as was written down before what happened at 2, and an import's fact of the day before. */
function story() {
  const history = recordedHistory();
  const service = ["service", serviceId] as const;
  const registered = history.add(
    service,
    { type: "ServiceRegistered", data: { serviceId, slug: "shop", name: "Shop", description: "" } },
    { at: at(1) },
  );
  history.add(
    service,
    { type: "ServiceDescribed", data: { serviceId, name: "Shop", description: "sells", repositoryUrl: null, runbookUrl: null } },
    { at: at(3) },
  );
  history.add(
    ["lane", ids.lane(serviceId, "production")],
    { type: "LaneOpened", data: { laneId: ids.lane(serviceId, "production"), serviceId, environment: "production" } },
    { at: at(2), recordedAt: at(4) },
  );
  history.add(
    service,
    { type: "EnvironmentDefined", data: { serviceId, environment: "production", kind: "production", target: { kind: "fleet" }, order: 0 } },
    { at: at(-60), recordedAt: at(5), actor: { ...someone, means: "import" } },
  );
  return { history, registered, queries: folded(history.events).history };
}

describe("the events", () => {
  it("are read newest first or oldest first, slice by slice, by position", () => {
    const { queries } = story();
    const positions = (request: Parameters<typeof queries.list>[0]) => queries.list(request).nodes.map(({ position }) => position);
    expect(positions({})).toEqual(["40", "30", "20", "10"]);
    expect(positions({ oldestFirst: true, slice: { first: 2, after: "10" } })).toEqual(["20", "30"]);
    expect(positions({ slice: { first: 2, after: "30" } })).toEqual(["20", "10"]);
    expect(queries.list({ slice: { first: 3 } })).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    const rest = queries.list({ slice: { first: 3, after: "40" } });
    expect([rest.hasNextPage, rest.hasPreviousPage, rest.totalCount()]).toEqual([false, true, 4]);
    expect(positions({ slice: { first: -1 } })).toEqual([]);
    for (const after of ["x", "", "-1", "1e3", "WyJhIl0"])
      expect(() => positions({ slice: { after } }), after).toThrow("does not belong to this list");
  });

  it("are filtered by type, category, record, and what they happened with", () => {
    const { queries, registered } = story();
    const types = (filter: NonNullable<Parameters<typeof queries.list>[0]>["filter"]) =>
      queries.list({ filter, oldestFirst: true }).nodes.map(({ event }) => event.type);
    expect(types({ types: ["LaneOpened", "ServiceDescribed"] })).toEqual(["ServiceDescribed", "LaneOpened"]);
    expect(types({ categories: ["lane"] })).toEqual(["LaneOpened"]);
    expect(types({ stream: { category: "service", id: serviceId } })).toHaveLength(3);
    expect(types({ stream: { category: "deploy", id: serviceId } })).toEqual([]);
    expect(types({ correlationId: registered.metadata.$correlationId })).toEqual(["ServiceRegistered"]);
    // Whenever it was written down.
    expect(types({ happenedFrom: at(2) })).toEqual(["ServiceDescribed", "LaneOpened"]);
    expect(queries.get(registered.eventId)?.event.type).toBe("ServiceRegistered");
  });

  it("up to a moment are those that had happened, or had been written down, by then", () => {
    const { queries } = story();
    const positions = (asOf: { at: string } | { recordedAt: string } | { position: string }) =>
      queries.list({ asOf, oldestFirst: true }).nodes.map(({ position }) => position);
    expect(positions({ at: at(2) })).toEqual(["10", "30", "40"]);
    expect(positions({ recordedAt: at(4) })).toEqual(["10", "20", "30"]);
    expect(positions({ position: "20" })).toEqual(["10", "20"]);
    expect([queries.positionAt(at(0)), queries.positionAt(at(3)), queries.recordedAt("35"), queries.recordedAt("5")]).toEqual([
      "0", "20", at(4), null,
    ]);
    expect(queries.begins()).toEqual({ recordedAt: at(1), occurredAt: at(-60) });
  });

  it("that happened last are told by when they happened; what an import brought is no news", () => {
    const { queries } = story();
    const all = ["ServiceRegistered", "ServiceDescribed", "LaneOpened", "EnvironmentDefined"];
    expect(queries.latest({ types: all, viewer: "all", first: 5 }).map(({ event }) => event.type)).toEqual([
      "ServiceDescribed", "LaneOpened", "ServiceRegistered",
    ]);
    expect(queries.latest({ types: all, viewer: "all", first: 1 })).toHaveLength(1);
    expect(queries.latest({ types: ["LaneOpened"], viewer: "all", first: 5 })).toHaveLength(1);
  });
});
