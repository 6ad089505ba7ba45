import { heartbeatDecider, pulseDecider, type Heartbeat, type Pulse } from "@ballast/domain/heartbeat";
import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import { defineProjection, rowIsState, type RowOf, type Stored } from "../engine/projection.ts";
import { is, tableOf } from "../engine/query.ts";
import { defineSlice } from "../engine/slice.ts";

/** Somebody who says that they are well: what the domain says it is, and when it was changed last. */
export type HeartbeatRow = RowOf<Heartbeat> & { readonly changedAt: string };
/** What was heard of a heartbeat, by its id. */
export type PulseRow = RowOf<Pulse>;

const folded = rowIsState(heartbeatDecider, ({ metadata }) => ({ changedAt: metadata.occurredAt }));
const heard = rowIsState(pulseDecider, () => ({}));

/** Heartbeats by id. */
const heartbeatProjection = defineProjection({
  kind: "heartbeat",
  columns: {
    name: { type: "text", of: (row: HeartbeatRow) => row.name.toLowerCase(), index: true },
    integrationId: { type: "text", of: (row) => row.integrationId, index: true },
    removed: { type: "integer", of: (row) => row.removed !== null },
    enabled: { type: "integer", of: (row) => row.enabledAt !== null },
  },
  handlers: { HeartbeatWritten: folded, HeartbeatTurned: folded, HeartbeatRemoved: folded },
  search: ({ name, description, changedAt }) => ({ title: name, detail: "heartbeat", body: description, at: changedAt }),
});

/** What was heard of each, as now: the log forgets what is older, and their silences are alerts. */
const pulseProjection = defineProjection({
  kind: "pulse",
  history: false,
  columns: { silent: { type: "integer", of: (row: PulseRow) => row.silentSince !== null } },
  handlers: { HeartbeatPinged: heard, HeartbeatFellSilent: heard },
});

/** Queries over heartbeats. */
export type HeartbeatQueries = ReturnType<typeof heartbeatQueries>;

function heartbeatQueries(db: () => Database) {
  const table = tableOf(db, heartbeatProjection);
  const pulses = tableOf(db, pulseProjection);
  const byName = { column: "name", descending: false } as const;
  return {
    get: table.get,
    /** By name; those of one integration, where told. What was removed is left out. */
    all: ({ integrationId, asOf }: {
      readonly integrationId?: string | undefined; readonly asOf?: AsOf | undefined;
    } = {}): readonly Stored<HeartbeatRow>[] =>
      table.all([is("integrationId", integrationId), is("removed", 0)], { sort: byName, asOf }),
    /** All there ever were, with what was removed and what nobody waits for. */
    every: (): readonly Stored<HeartbeatRow>[] => table.all([], { sort: byName }),
    /** What was heard of one, as now. */
    pulse: (heartbeatId: string): Pulse => pulses.get(heartbeatId) ?? pulseDecider.initialState,
  };
}

declare module "../engine/registry.ts" {
  interface Queries {
    readonly heartbeats: HeartbeatQueries;
  }
  interface Rows {
    readonly heartbeat: HeartbeatRow;
    readonly pulse: PulseRow;
  }
}

/** Those who say again and again that they are well. */
export const heartbeatSlice = defineSlice({
  projections: [heartbeatProjection, pulseProjection], queries: { heartbeats: heartbeatQueries },
});
