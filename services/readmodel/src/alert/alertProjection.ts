import { ids, type RecordedEvent } from "@ballast/eventlog";
import type { AlertRuling } from "@ballast/schema";
import { defineProjection, existing } from "../engine/projection.ts";

/** An episode of an alert: from its first firing to its resolve. */
export interface AlertRow {
  /** The episode's. */
  readonly id: string;
  readonly alertId: string;
  readonly ordinal: number;
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
  /** When its sender said that somebody has seen it, elsewhere, and who; null: nobody has. */
  readonly acknowledged: { readonly at: string; readonly by: string | null } | null;
  /** What rules made of it, when it fired and later; empty: none had a word. */
  readonly rulings: readonly AlertRuling[];
}

/** Until when it is held, ms since 1970; 0: it is not. */
const heldUntil = ({ firing, rulings }: AlertRow): number => {
  const last = rulings.at(-1);
  return firing && last?.outcome === "held" && last.held !== null ? Date.parse(last.held.until) : 0;
};

/** Whether it fires with the worst severity, and rules keep it from leading to an incident: nobody is called. */
const isSilenced = ({ firing, rulings }: AlertRow): boolean => {
  const last = rulings.at(-1);
  return firing && last?.outcome === "recorded" && last.severity === 1;
};

/** The episode that an event of an alert is about; null where it was never seen firing. */
export const episodeIdOf = ({ event }: Pick<RecordedEvent, "event">): string | null =>
  event.type === "AlertFired" || event.type === "AlertCleared" || event.type === "AlertAcknowledged" || event.type === "AlertRuled"
    ? ids.episode(event.data.alertId, event.data.ordinal)
    : null;

/** Episodes of alerts by their ids. */
export const alertProjection = defineProjection({
  kind: "alert",
  keysOf: (recorded) => [episodeIdOf(recorded)].filter((id) => id !== null),
  columns: {
    serviceId: { type: "text", of: (row: AlertRow) => row.serviceId ?? "", index: true },
    firing: { type: "integer", of: (row) => row.firing, index: true },
    groupKey: { type: "text", of: (row) => row.groupKey, index: true },
    integrationId: { type: "text", of: (row) => row.integrationId },
    alertId: { type: "text", of: (row) => row.alertId, index: true },
    ordinal: { type: "integer", of: (row) => row.ordinal, index: true },
    startsMs: { type: "integer", of: (row) => Date.parse(row.startsAt), index: true },
    heardMs: { type: "integer", of: (row) => Date.parse(row.recordedAt), index: true },
    silenced: { type: "integer", of: isSilenced, index: true },
    heldMs: { type: "integer", of: heldUntil, index: true },
    endsMs: { type: "integer", of: (row) => (row.endsAt === null ? Number.MAX_SAFE_INTEGER : Date.parse(row.endsAt)) },
  },
  handlers: {
    AlertFired: (row, alert, { metadata, key }) =>
      row ?? { ...alert, id: key, endsAt: null, firing: true, recordedAt: metadata.recordedAt, acknowledged: null, rulings: [] },
    AlertCleared: existing((row, { endsAt }) => ({ ...row, endsAt, firing: false })),
    AlertRuled: existing((row, { alertId: _, ordinal: __, ...ruling }) => ({ ...row, rulings: [...row.rulings, ruling] })),
    AlertAcknowledged: existing((row, { at, by }) => ({ ...row, acknowledged: { at, by } })),
    // Of no episode: heard so that nothing of the stream is missed.
    AlertClearedUnseen: (row) => row,
    // For workers, in the same append as the alert's own: they say nothing of an episode that it does not say itself.
    BurnAlertFired: (row) => row,
    BurnAlertCleared: (row) => row,
  },
  search: (row) => ({ title: row.name, detail: row.severity ?? "", body: row.summary, at: row.startsAt }),
});
