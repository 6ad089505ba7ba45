import { defineProjection } from "../engine/projection.ts";

/** An episode of an alert that belongs to an incident. */
export interface AttachedAlertRow {
  readonly id: string;
  readonly incidentId: string;
  readonly episodeId: string;
}

/**
 * Which alerts belong to which incident: a row each. A list in the incident would be written once more with every
 * alert that comes, which a storm of thousands makes gigabytes of.
 */
export const attachedAlertProjection = defineProjection({
  kind: "attachedAlert",
  keysOf: ({ event }) => (event.type === "AlertAttached" ? [`${event.data.incidentId}/${event.data.episodeId}`] : []),
  columns: {
    incidentId: { type: "text", of: (row: AttachedAlertRow) => row.incidentId, index: true },
    episodeId: { type: "text", of: (row) => row.episodeId, index: true },
  },
  handlers: {
    AlertAttached: (row, { incidentId, episodeId }, { key }) => row ?? { id: key, incidentId, episodeId },
  },
});
