import { defineProjection } from "../engine/projection.ts";

/** An alert that belongs to an incident. */
export interface AttachedAlertRow {
  readonly id: string;
  readonly incidentId: string;
  readonly alertId: string;
}

/**
 * Which alerts belong to which incident: a row each. A list in the incident would be written once more with every
 * alert that comes, which a storm of thousands makes gigabytes of.
 */
export const attachedAlertProjection = defineProjection({
  kind: "attachedAlert",
  keysOf: ({ event }) => (event.type === "AlertAttached" ? [`${event.data.incidentId}/${event.data.alertId}`] : []),
  columns: {
    incidentId: { type: "text", of: (row: AttachedAlertRow) => row.incidentId, index: true },
    alertId: { type: "text", of: (row) => row.alertId, index: true },
  },
  handlers: {
    AlertAttached: (row, { incidentId, alertId }, { key }) => row ?? { id: key, incidentId, alertId },
  },
});
