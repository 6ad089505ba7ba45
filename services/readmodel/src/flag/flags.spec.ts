import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { flagDecider } from "@ballast/domain/flag";
import { canonicalJson, ids, idOf } from "@ballast/eventlog";
import type { FlagChange } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { folded } from "../specification/folded.ts";
import { dataFolder, expectedResults, hasRealRecords } from "../specification/realRecords.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";

const serviceId = ids.service("shop");

type Told = Partial<FlagChange> & { readonly seq: number; readonly at: string; readonly key: string; readonly environment?: string | null };

/** A read model that was told these changes, all at the same moment, as an import does. */
function told(changes: readonly Told[]) {
  const history = recordedHistory();
  history.add(["service", serviceId], { type: "ServiceRegistered", data: { serviceId, slug: "shop", name: "Shop", description: "" } });
  for (const { key, environment = null, seq, at, ...rest } of changes) {
    const flagId = idOf(flagDecider, serviceId, key, environment);
    const change = { change: "added", field: null, from: null, to: null, who: null, commit: null, release: null, note: "", ...rest };
    history.add(["flag", flagId], { type: "FlagChangeImported", data: { flagId, serviceId, key, environment, seq, at, ...change } }, {
      at, recordedAt: "2026-11-01T10:00:00.000Z",
    });
  }
  return folded(history.events);
}

const day = (n: number): string => `2026-01-${String(n).padStart(2, "0")}T10:00:00Z`;

describe("flags", () => {
  const queries = told([
    { seq: 1, key: "pay", at: day(1), to: false, note: "an aubergine" }, {
      seq: 2, key: "pay", environment: "production", at: day(2), to: true,
    },
    { seq: 3, key: "old", at: day(3), to: 1 }, { seq: 4, key: "old", at: day(4), change: "removed" },
  ]);
  const names = (request?: Parameters<typeof queries.flags.list>[0]) => queries.flags.list(request).nodes.map(
    (row) => (row.status === "managed" || row.environment === null ? row.key : `${row.key}@${row.environment}`),
  );

  it("are listed, the last changed first, or by name", () => {
    expect(names()).toEqual(["old", "pay@production", "pay"]);
    expect(names({ sort: "KEY_ASC" }).map((name) => name.split("@")[0])).toEqual(["old", "pay", "pay"]);
  });

  it("are chosen by service, name, presence and words", () => {
    expect(names({ filter: { serviceId: ids.service("other") } })).toEqual([]);
    expect(names({ filter: { serviceId, key: "old" } })).toEqual(["old"]);
    expect(names({ filter: { present: false } })).toEqual(["old"]);
    expect(names({ filter: { present: true } })).toEqual(["pay@production", "pay"]);
    expect(names({ filter: { text: "aubergine" } })).toEqual(["pay"]);
  });

  it("are as they were at a moment", () => {
    expect(
      queries.flags.ofService(serviceId, { at: day(3) }).map(({ key, setting }) => [key, setting.present]),
    ).toEqual([["old", true], ["pay", true], ["pay", true]]);
    expect(queries.flags.ofService(serviceId, { at: day(1) }).map(({ key }) => key)).toEqual(["pay"]);
    expect(queries.flags.ofService(serviceId).find(({ key }) => key === "old")?.setting).toEqual({ present: false });
  });

  it("are found by their names", () => {
    expect(queries.search.find({ text: "old", viewer: "all" }).map(({ kind, title }) => [kind, title])).toEqual([["flag", "old"]]);
  });
});

interface Expected {
  readonly changes_total: number;
  readonly flags_ever: number;
  readonly as_of: Readonly<Record<string, { readonly flags: number; readonly sha256_of_canonical_state: string }>>;
}

interface Line extends Omit<FlagChange, "at" | "release" | "note"> {
  readonly time: string;
  readonly flag: string;
  readonly environment?: string;
}

describe.skipIf(!hasRealRecords)("real flag histories (the shared records)", () => {
  it.each([
    "flags_brave_variations", "flags_kubernetes_apiserver_gates", "flags_unleash_own",
  ])("%s: what they came to at each moment is what an independent program says (D7)", (file) => {
    const lines = readFileSync(
      `${dataFolder}/open/${file}.jsonl`, "utf8",
    ).split("\n").filter(Boolean).map((line) => JSON.parse(line) as Line);
    const queries = told(
      lines.map(({ time, flag, environment, seq, change, field, to }) => ({
        seq, at: time, key: flag, environment: environment ?? null, change, field: field ?? null, to: to ?? null,
      })),
    );
    const expected = expectedResults<Expected>(`${file}.json`);
    const all = queries.flags.ofService(serviceId);
    expect([all.reduce((sum, { changes }) => sum + changes.length, 0), all.length]).toEqual([expected.changes_total, expected.flags_ever]);
    for (const [at, { flags, sha256_of_canonical_state }] of Object.entries(expected.as_of)) {
      const there = queries.flags.ofService(serviceId, { at }).flatMap(({ key, environment, setting }) => {
        const named = environment === null ? key : `${key}@${environment}`;
        return setting.present ? [[named, setting.value] as const] : [];
      });
      expect([at, there.length]).toEqual([at, flags]);
      const hash = createHash("sha256").update(canonicalJson(Object.fromEntries(there))).digest("hex");
      expect([at, hash]).toEqual([at, sha256_of_canonical_state]);
    }
  });
});
