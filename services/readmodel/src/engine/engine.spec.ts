import fc from "fast-check";
import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { RecordedEvent } from "@ballast/eventlog";
import { defaultPlan } from "@ballast/schema";
import { model } from "../model.ts";
import { contentsOf, folded } from "../specification/folded.ts";
import { recordedHistory, type RecordedHistory } from "../specification/recordedHistory.ts";
import { queriesOver } from "../queries.ts";
import { openStore } from "./store.ts";

const registered = (history: RecordedHistory, slug = "checkout"): string => {
  const serviceId = randomUUID();
  history.add(["service", serviceId], { type: "ServiceRegistered", data: { serviceId, slug, name: slug, description: "" } });
  return serviceId;
};
const described = (
  history: RecordedHistory,
  serviceId: string,
  name: string,
  said: { at?: string; recordedAt?: string } = {},
): RecordedEvent =>
  history.add(
    ["service", serviceId],
    { type: "ServiceDescribed", data: { serviceId, name, description: "", repositoryUrl: null, runbookUrl: null } },
    said,
  );

const minute = (n: number): string => new Date(Date.UTC(2026, 10, 1, 12, n)).toISOString();

/** Two services whose descriptions arrive in any order of the times at which they hold. */
const histories = fc.array(fc.record({ who: fc.nat(1), at: fc.nat(30), recorded: fc.nat(30) }), { maxLength: 30 }).map((changes) => {
  const history = recordedHistory();
  const services = [registered(history, "a"), registered(history, "b")];
  changes.forEach(({ who, at, recorded }, n) =>
    described(history, services[who] ?? "", `n${n}`, { at: minute(at), recordedAt: minute(recorded) }),
  );
  return { history, services };
});

describe("folding", () => {
  it("gives the same rows however the log is cut into batches, and when batches come again", () => {
    fc.assert(
      fc.property(histories, fc.array(fc.nat(6), { minLength: 1, maxLength: 12 }), ({ history }, sizes) => {
        const whole = folded(history.events).store;
        const cut = openStore(":memory:", model);
        for (let start = 0, n = 0; start < history.events.length; n += 1) {
          const events = history.events.slice(start, start + (sizes[n % sizes.length] ?? 0) + 1);
          const batch = { events, position: events.at(-1)?.position ?? "0" };
          cut.apply(batch);
          if (n % 2 === 0) expect(cut.apply(batch)).toEqual([]);
          start += events.length;
        }
        expect(contentsOf(cut)).toBe(contentsOf(whole));
      }),
      { numRuns: 60 },
    );
  });

  it("keeps each past text once, and none that no axis has a version with any more", () => {
    fc.assert(
      fc.property(histories, fc.nat(6), ({ history }, size) => {
        const store = openStore(":memory:", model);
        for (let start = 0; start < history.events.length; start += size + 1) {
          const events = history.events.slice(start, start + size + 1);
          store.apply({ events, position: events.at(-1)?.position ?? "0" });
        }
        const places = (sql: string): readonly number[] =>
          [...new Set(store.db.all(sql).map(({ docId }) => Number(docId)))].toSorted((one, other) => one - other);
        // Those that a used one is told as a change of are used as well.
        const used = "SELECT docId FROM position_service UNION SELECT docId FROM at_service";
        const needed = `WITH RECURSIVE needed (docId) AS (${used} UNION SELECT baseId FROM docs_service JOIN needed USING (docId) WHERE baseId IS NOT NULL) SELECT docId FROM needed`;
        expect(places("SELECT docId FROM docs_service")).toEqual(places(needed));
      }),
      { numRuns: 60 },
    );
  });

  it("at a position is exactly what a fold up to there gives", () => {
    fc.assert(
      fc.property(histories, fc.nat(40), ({ history, services }, cut) => {
        const all = folded(history.events);
        const prefix = history.events.slice(0, Math.max(1, cut));
        const then = folded(prefix);
        const position = prefix.at(-1)?.position ?? "0";
        for (const id of services) expect(all.services.get(id, { position })).toEqual(then.services.get(id));
      }),
      { numRuns: 60 },
    );
  });

  it("at a moment is what happened up to then, told in the order in which it happened", () => {
    fc.assert(
      fc.property(histories, fc.nat(30), ({ history, services }, at) => {
        const all = folded(history.events);
        for (const id of services) {
          const told = history.events
            .filter((event) => event.id === id && event.metadata.occurredAt <= minute(at))
            .toSorted(
              (a, b) => Date.parse(a.metadata.occurredAt) - Date.parse(b.metadata.occurredAt) || Number(a.position) - Number(b.position),
            );
          const last = told.at(-1);
          const expected = last?.event.type === "ServiceDescribed" ? last.event.data.name : undefined;
          const found = all.services.get(id, { at: minute(at) });
          if (expected !== undefined) expect(found?.name).toBe(expected);
          if (told.length === 0) expect(found).toBeUndefined();
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("as of", () => {
  it("a recorded time stops before the first event that was recorded later, even if older ones follow", () => {
    const history = recordedHistory();
    const id = registered(history);
    described(history, id, "first", { recordedAt: minute(1), at: minute(1) });
    described(history, id, "from the future", { recordedAt: minute(9), at: minute(2) });
    described(history, id, "behind it", { recordedAt: minute(3), at: minute(3) });
    const { services } = folded(history.events);
    expect(services.get(id, { recordedAt: minute(5) })?.name).toBe("first");
    expect(services.get(id, { recordedAt: minute(9) })?.name).toBe("behind it");
    expect(services.get(id, { recordedAt: "2020-01-01T00:00:00Z" })).toBeUndefined();
  });

  it("refuses what is no moment", () => {
    const { services } = folded(recordedHistory().events);
    expect(() => services.get("x", { at: "yesterday" })).toThrow("is not an instant");
    expect(() => services.get("x", { position: "-1" })).toThrow("decimal number");
  });

  it("holds for lists too", () => {
    const history = recordedHistory();
    const one = registered(history, "one");
    const before = history.events.at(-1)?.position ?? "0";
    registered(history, "two");
    described(history, one, "renamed");
    const { services } = folded(history.events);
    expect(services.list({ asOf: { position: before } }).nodes.map(({ name }) => name)).toEqual(["one"]);
    expect(services.list().nodes.map(({ name }) => name)).toEqual(["renamed", "two"]);
  });
});

describe("a rule that fails on a fact", () => {
  it("is named, and everything else goes on", () => {
    const broken = model.projections.map((projection) =>
      projection.kind !== "service"
        ? projection
        : {
            ...projection,
            evolve: (row: { id: string } | null, recorded: RecordedEvent, key: string) => {
              if (recorded.event.type === "ServiceDescribed") throw new Error("a bug");
              return projection.evolve(row, recorded, key);
            },
          },
    );
    const history = recordedHistory();
    const id = registered(history);
    const poison = described(history, id, "poison");
    history.add(["service", id], { type: "DeployPlanSet", data: { serviceId: id, environment: "production", plan: defaultPlan } });
    const store = openStore(":memory:", { ...model, projections: broken });
    store.apply({ events: history.events, position: history.events.at(-1)?.position ?? "0" });
    expect(store.problems()).toEqual([
      { kind: "service", position: poison.position, type: "ServiceDescribed", eventId: poison.eventId, error: "a bug" },
    ]);
    expect(queriesOver(() => store.db).services.get(id)).toMatchObject({ name: "checkout", revision: 2 });
    expect(store.eventCount()).toBe(3);
  });
});

describe("the events kept for history", () => {
  it("hold no secrets", () => {
    const history = recordedHistory();
    const subjectId = randomUUID();
    history.add(["credential", subjectId], {
      type: "CredentialSet", data: { subjectId, subject: "token", kind: "sha256", hash: "s3cret" },
    });
    history.add(["integration", subjectId], {
      type: "IntegrationAdded",
      data: {
        integrationId: subjectId, kind: "github", name: "gh", keyHash: "s3cret", sealedSecret: "s3cret", serviceId: null, severities: {},
        defaultSeverity: 3, redactedLabels: [], mapping: null,
      },
    });
    const { history: log } = folded(history.events);
    const listed = log.list();
    expect(listed.totalCount()).toBe(2);
    expect(JSON.stringify(listed.nodes.map(({ event }) => event))).not.toContain("s3cret");
  });
});
