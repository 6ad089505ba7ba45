import { flagDecider, type Flag, type ManagedFlag, type ObservedFlag } from "@ballast/domain/flag";
import type { FlagEvent } from "@ballast/schema";
import { defineProjection, type HappenedAs } from "../engine/projection.ts";
import { keyList } from "../engine/query.ts";

/** A flag, of another system or of Ballast: what the domain says it is, with its id and since when it is known. */
export type FlagRow = (ObservedFlag | ManagedFlag) & { readonly id: string; readonly knownSince: string };

function folded(row: FlagRow | null, { event, id, metadata }: HappenedAs<FlagEvent>): FlagRow | null {
  const before: Flag = row ?? flagDecider.initialState;
  const after = flagDecider.evolve(before, event);
  return after.status === "absent" ? null : { ...after, id, knownSince: row?.knownSince ?? metadata.occurredAt };
}

/** Changes that its source told; a managed flag has its changes in its environments. */
export const toldChanges = (row: FlagRow): ObservedFlag["changes"] => (row.status === "observed" ? row.changes : []);

const lastOf = (row: FlagRow): number =>
  row.status === "managed" ? Date.parse(row.knownSince) : Math.max(...row.changes.map(({ at }) => Date.parse(at)));

const textsOf = (row: FlagRow): string =>
  row.status === "managed"
    ? row.description
    : row.changes
        .map(({ note }) => note)
        .filter((note) => note !== "")
        .join("\n");

const handler = (row: FlagRow | null, _: unknown, recorded: HappenedAs<FlagEvent>) => folded(row, recorded);

/** Flags by id. */
export const flagProjection = defineProjection({
  kind: "flag",
  columns: {
    serviceId: { type: "text", of: (row: FlagRow) => (row.status === "observed" ? row.serviceId : null), index: true },
    /** Services that it concerns, for `contains`. */
    services: { type: "text", of: (row) => keyList(row.status === "managed" ? row.serviceIds : [row.serviceId]) },
    kind: { type: "text", of: (row) => (row.status === "managed" ? row.kind : null) },
    ownerId: { type: "text", of: (row) => (row.status === "managed" ? row.ownerId : null) },
    managed: { type: "integer", of: (row) => row.status === "managed" },
    key: { type: "text", of: (row) => row.key, index: true },
    environment: { type: "text", of: (row) => (row.status === "observed" ? row.environment : null) },
    present: { type: "integer", of: (row) => (row.status === "observed" ? row.setting.present : row.archived === null) },
    changedMs: { type: "integer", of: lastOf, index: true },
  },
  handlers: {
    FlagRegistered: handler,
    FlagDescribed: handler,
    FlagArchived: handler,
    FlagCleanUpSet: handler,
    EngineChanged: handler,
    FlagChangeImported: handler,
    FlagChangeImportCorrected: handler,
  },
  search: (row) => ({
    title: row.key, detail: row.status === "observed" ? (row.environment ?? "") : row.kind, body: textsOf(row),
    at: toldChanges(row).at(-1)?.at ?? row.knownSince,
  }),
});
