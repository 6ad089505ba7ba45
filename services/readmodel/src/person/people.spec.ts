import { describe, expect, it } from "vitest";
import { ids } from "@ballast/eventlog";
import { plainLayer, type RotationLayer } from "@ballast/schema";
import { folded } from "../specification/folded.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";

const personId = ids.person("ada");
const joined = {
  personId, login: "Ada@example.org", name: "Ada", roles: ["engineer" as const],
  contacts: { email: "ada@example.org", chatWebhookUrl: null }, timeZone: "Europe/Rome",
};

describe("people", () => {
  it("are found by login whatever its case, and keep what revokes their sessions and links", () => {
    const history = recordedHistory();
    history.add(["person", personId], { type: "PersonJoined", data: joined });
    history.add(["person", personId], { type: "SignInLinkUsed", data: { personId, linkId: ids.part("l", "link") } });
    history.add(
      ["person", personId],
      { type: "SessionsRevoked", data: { personId, sessionId: null } },
      { recordedAt: "2026-11-03T00:00:00.000Z" },
    );
    const { people, search } = folded(history.events);
    expect(people.byLogin(" ADA@example.org")).toMatchObject({
      id: personId, status: "active", usedLinkIds: [ids.part("l", "link")], sessionsRevokedAt: "2026-11-03T00:00:00.000Z",
    });
    expect(search.find({ text: "ada" })).toMatchObject([{ kind: "person", id: personId }]);
    history.add(["person", personId], { type: "PersonLeft", data: { personId } }, { at: "2026-11-04T00:00:00.000Z" });
    const after = folded(history.events).people;
    expect(after.list({ active: true }).nodes).toEqual([]);
    expect([people.left(), after.left(), after.left({ at: "2026-11-03T12:00:00Z" })]).toEqual([
      new Map(),
      new Map([[personId, "2026-11-04T00:00:00.000Z"]]),
      new Map(),
    ]);
  });

  it("sign in by credentials that are replaced without a trace", () => {
    const history = recordedHistory();
    for (const hash of ["old", "new"])
      history.add(["credential", personId], {
        type: "CredentialSet", data: { subjectId: personId, subject: "token", kind: "sha256", hash },
      });
    const { credentials, store, history: log } = folded(history.events);
    expect(credentials.byHash("new")?.id).toBe(personId);
    expect(credentials.byHash("old")).toBeUndefined();
    expect(credentials.of(personId)?.hash).toBe("new");
    expect(store.db.all("SELECT name FROM sqlite_schema WHERE name LIKE '%credential%' AND type = 'table'")).toHaveLength(1);
    expect(JSON.stringify(log.list({ filter: { viewer: "all" } }).nodes.map(({ event }) => event))).not.toMatch(/old|new/);
  });

  it("hold tokens and let integrations in until these are removed", () => {
    const history = recordedHistory();
    const tokenId = ids.token("t");
    const integrationId = ids.integration("i");
    history.add(["token", tokenId], {
      type: "TokenIssued", data: { tokenId, name: "ci", personId, roles: ["engineer"], serviceIds: [], expiresAt: null, environment: null },
    });
    history.add(["token", tokenId], { type: "TokenUsed", data: { tokenId, at: "2026-11-02T08:00:00.000Z" } });
    history.add(["token", tokenId], { type: "TokenRevoked", data: { tokenId } });
    history.add(["integration", integrationId], {
      type: "IntegrationAdded",
      data: {
        integrationId, kind: "alertmanager", name: "am", keyHash: "h", sealedSecret: null, serviceId: null, severities: { critical: 1 },
        defaultSeverity: 3, redactedLabels: [], mapping: null,
      },
    });
    const before = folded(history.events);
    expect(before.tokens.of(personId)).toMatchObject([{ name: "ci", usedAt: "2026-11-02T08:00:00.000Z", status: "revoked", revision: 2 }]);
    expect(before.integrations.byKeyHash("h")?.id).toBe(integrationId);
    history.add(["integration", integrationId], { type: "IntegrationRemoved", data: { integrationId } });
    expect(folded(history.events).integrations.byKeyHash("h")).toBeUndefined();
    expect(folded(history.events).integrations.byKeyHash("")).toBeUndefined();
  });
});

describe("rotations and imports", () => {
  it("change from a moment on, and keep what was before", () => {
    const history = recordedHistory();
    const rotationId = ids.rotation("shop");
    const layer = (effectiveFrom: string): RotationLayer => ({
      ...plainLayer, layerId: rotationId,
      effectiveFrom, timeZone: "UTC", handOver: { every: "day", weekday: null, at: "09:00" }, people: [personId], startsOn: "2026-11-01",
    });
    history.add(
      ["rotation", rotationId],
      { type: "RotationCreated", data: { rotationId, name: "Shop", layer: layer("2026-11-01T00:00:00Z") } },
      { at: "2026-11-01T00:00:00.000Z" },
    );
    for (const effectiveFrom of ["2026-12-01T00:00:00Z", "2026-11-05T00:00:00Z"])
      history.add(
        ["rotation", rotationId],
        { type: "RotationChanged", data: { rotationId, layer: layer(effectiveFrom) } },
        { at: "2026-11-02T00:00:00.000Z" },
      );
    const { rotations } = folded(history.events);
    expect(rotations.get(rotationId)?.layers.map(({ effectiveFrom }) => effectiveFrom)).toEqual([
      "2026-11-01T00:00:00Z", "2026-11-05T00:00:00Z", "2026-12-01T00:00:00Z",
    ]);
    expect(rotations.get(rotationId, { at: "2026-11-01T12:00:00Z" })?.layers).toHaveLength(1);
    expect(rotations.all().map(({ name }) => name)).toEqual(["Shop"]);
  });

  it("count what came in and say what could not be used", () => {
    const history = recordedHistory();
    const importId = ids.import("i");
    history.add(["import", importId], {
      type: "ImportStarted",
      data: { importId, kind: "incidents", serviceId: ids.service("s"), sourceName: "file.jsonl", expectedRecords: 3 },
    });
    history.add(["import", importId], {
      type: "ImportProgressed",
      data: { importId, imported: 1, updated: 0, unchanged: 0, skippedCount: 1, skipped: [{ line: 2, reason: "no id" }] },
    });
    expect(folded(history.events).imports.get(importId)).toMatchObject({
      state: "running", imported: 1, skipped: [{ line: 2, reason: "no id" }],
    });
    history.add(["import", importId], {
      type: "ImportFinished",
      data: {
        importId, imported: 2, updated: 0, unchanged: 0, skippedCount: 1, skipped: [{ line: 3, reason: "no title" }], durationMs: 12,
      },
    });
    expect(folded(history.events).imports.list().nodes).toMatchObject([
      { state: "finished", imported: 2, skipped: [{ line: 3, reason: "no title" }], durationMs: 12 },
    ]);
  });
});
