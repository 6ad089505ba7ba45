import { ids } from "@ballast/eventlog";
import { describe, expect, it } from "vitest";
import { model } from "../model.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";
import { numberOf } from "./database.ts";
import { openStore, type Store } from "./store.ts";

const recordedAt = "2026-11-01T10:00:00.000Z";

/** Incidents of a status page, each with so many updates of a few lines. */
function imported(incidents: number, updates: number) {
  const history = recordedHistory();
  const serviceId = ids.service("big");
  history.add(["service", serviceId], { type: "ServiceRegistered", data: { serviceId, slug: "big", name: "Big", description: "" } });
  for (let n = 0; n < incidents; n += 1) {
    const incidentId = ids.importedIncident(serviceId, "file", `i-${n}`);
    const from = Date.UTC(2024, n % 12, 1 + (n % 28));
    const said = (at: string, id: string) => ({ at, recordedAt, source: { kind: "file", id, publishedAt: at } as const });
    const first = new Date(from).toISOString();
    history.add(
      ["incident", incidentId],
      {
        type: "IncidentImported",
        data: {
          incidentId, serviceId, title: `Incident ${n}`, impact: "minor", components: ["API", "Web"], url: null, startedAt: null,
          resolvedAt: null,
        },
      },
      said(first, `i-${n}`),
    );
    for (let index = 0; index < updates; index += 1) {
      const at = new Date(from + index * 3_660_000).toISOString();
      const body = `Customers of region ${n} see errors while we work on step ${index}. `.repeat(4);
      history.add(
        ["incident", incidentId],
        {
          type: "StatusUpdateImported",
          data: { incidentId, updateId: ids.importedUpdate(incidentId, index), index, at, status: "Update", body },
        },
        said(at, `i-${n}#${index}`),
      );
    }
  }
  return history.events;
}

const pagesOf = ({ db }: Store): number =>
  numberOf(
    db.get(
      "SELECT (p.page_count - f.freelist_count) * s.page_size AS bytes FROM pragma_page_count p, pragma_freelist_count f, pragma_page_size s",
    ),
    "bytes",
  );

/** What a history takes in the read model, beside what an empty one takes, and as text. */
function bytesOf(events: ReturnType<typeof imported>): { readonly store: Store; readonly model: number; readonly history: number } {
  const store = openStore(":memory:", model);
  const empty = pagesOf(store);
  for (let start = 0; start < events.length; start += 500) {
    const batch = events.slice(start, start + 500);
    store.apply({ events: batch, position: batch.at(-1)?.position ?? "0" });
  }
  const history = events.reduce(
    (sum, { event, metadata }) => sum + Buffer.byteLength(JSON.stringify(event)) + Buffer.byteLength(JSON.stringify(metadata)),
    0,
  );
  return { store, model: pagesOf(store) - empty, history };
}

describe("what the read model keeps of an imported history", () => {
  it("is in proportion to it", () => {
    const { model: kept, history } = bytesOf(imported(60, 12));
    expect(kept / history).toBeLessThan(4.5);
  });

  it("grows with the number of updates, not with its square: a past row is told by what changed", () => {
    const textsOf = (updates: number): number => {
      const { store } = bytesOf(imported(1, updates));
      return numberOf(
        store.db.get("SELECT sum(length(doc)) AS n FROM (SELECT doc FROM docs_incident UNION ALL SELECT doc FROM docs_timelineEntry)"),
        "n",
      );
    };
    expect(textsOf(320) / textsOf(40)).toBeLessThan(16);
  });
});
