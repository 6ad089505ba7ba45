import { defineProjection, existing } from "../engine/projection.ts";

/** An alert: one firing, from when to when. */
export interface AlertRow {
  readonly id: string;
  readonly integrationId: string;
  readonly fingerprint: string;
  readonly groupKey: string;
  readonly name: string;
  readonly summary: string;
  readonly startsAt: string;
  readonly endsAt: string | null;
  readonly firing: boolean;
  readonly severity: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly serviceId: string | null;
  readonly generatorUrl: string | null;
  readonly recordedAt: string;
}

/** Alerts by id. */
export const alertProjection = defineProjection({
  kind: "alert",
  columns: {
    serviceId: { type: "text", of: (row: AlertRow) => row.serviceId ?? "", index: true },
    firing: { type: "integer", of: (row) => row.firing, index: true },
    groupKey: { type: "text", of: (row) => row.groupKey, index: true },
    integrationId: { type: "text", of: (row) => row.integrationId },
    startsMs: { type: "integer", of: (row) => Date.parse(row.startsAt), index: true },
    endsMs: { type: "integer", of: (row) => (row.endsAt === null ? Number.MAX_SAFE_INTEGER : Date.parse(row.endsAt)) },
  },
  handlers: {
    AlertFired: (row, { alertId, ...alert }, { metadata }) => row ?? { ...alert, id: alertId, endsAt: null, firing: true, recordedAt: metadata.recordedAt },
    AlertCleared: existing((row, { endsAt }) => ({ ...row, endsAt, firing: false })),
  },
  search: (row) => ({ title: row.name, detail: row.severity ?? "", body: row.summary, at: row.startsAt }),
});
