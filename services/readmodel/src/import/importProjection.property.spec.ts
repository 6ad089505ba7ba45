import { importRunDecider, skippedOf, type ImportRunCommand } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import fc from "fast-check";
import { expect, it } from "vitest";
import { rowsAreStates } from "../specification/randomHistories.ts";
import { importProjection } from "./importProjection.ts";

const now = "2026-11-01T10:00:00.000Z";
const importId = ids.import("file");

/** Counts of a run that has come so far, with the lines it could not use. */
const soFar = (n: number) => ({
  importId, imported: 2 * n, updated: n, unchanged: 0, skippedCount: n, skipped: [{ line: n, reason: "no id" }].slice(0, n),
});
const anyCommand: fc.Arbitrary<ImportRunCommand> = fc
  .nat(9)
  .chain((n) =>
    fc.constantFrom<ImportRunCommand>(
      {
        type: "StartImport", now, importId, kind: "incidents", serviceId: ids.service("s"), sourceName: "file.jsonl", expectedRecords: null,
      },
      { type: "ProgressImport", now, ...soFar(n) },
      { type: "ProgressImport", now, ...soFar(n) },
      { type: "FinishImport", now, ...soFar(n), durationMs: 12 },
      { type: "CancelImport", now, importId, reason: "not today" },
    ),
  );

it("an import's row says of every history what the domain's state says", () => {
  rowsAreStates(
    { record: ["import", importId], decider: importRunDecider, projection: importProjection, command: anyCommand },
    (state, row) => {
      if (state.status === "absent") return expect(row).toBeNull();
      expect(row).toMatchObject({
        state: state.status, ...state.counts, sourceName: state.start.sourceName, durationMs: state.result?.durationMs ?? null,
      });
      // The closing event lists them all anew.
      expect(row?.skipped).toEqual(state.result?.skipped ?? skippedOf(state));
      expect(row?.endedAt !== null).toBe(state.status !== "running");
    },
  );
});
