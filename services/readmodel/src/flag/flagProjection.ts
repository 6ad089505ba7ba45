import { flagDecider, type Flag, type ObservedFlag } from "@ballast/domain/flag";
import type { FlagEvent } from "@ballast/schema";
import type { RecordedEvent } from "@ballast/eventlog";
import { defineProjection } from "../engine/projection.ts";

/** A flag: what the domain says it is, with its id. */
export interface FlagRow extends ObservedFlag {
  readonly id: string;
}

const folded = (row: FlagRow | null, { event, id }: RecordedEvent): FlagRow | null => {
  const before: Flag = row ?? flagDecider.initialState;
  const after = flagDecider.evolve(before, event as FlagEvent);
  return after.status === "observed" ? { ...after, id } : null;
};

const lastOf = ({ changes }: FlagRow): number => Math.max(...changes.map(({ at }) => Date.parse(at)));

/** Flags by id. */
export const flagProjection = defineProjection({
  kind: "flag",
  columns: {
    serviceId: { type: "text", of: (row: FlagRow) => row.serviceId, index: true },
    key: { type: "text", of: (row) => row.key, index: true },
    environment: { type: "text", of: (row) => row.environment },
    present: { type: "integer", of: (row) => row.setting.present },
    changedMs: { type: "integer", of: lastOf, index: true },
  },
  handlers: {
    FlagChangeImported: (row, _, recorded) => folded(row, recorded),
    FlagChangeImportCorrected: (row, _, recorded) => folded(row, recorded),
  },
  search: (row) => ({ title: row.key, detail: row.environment ?? "", body: row.changes.map(({ note }) => note).filter((note) => note !== "").join("\n"), at: row.changes.at(-1)?.at ?? null }),
});
