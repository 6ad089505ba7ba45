import type { PageChannel, PagePolicy, PageStep } from "@ballast/schema";
import { defineProjection, existing } from "../engine/projection.ts";
import { keyList } from "../engine/query.ts";

/** One try to reach somebody. */
export interface PageSendRow {
  readonly key: string;
  readonly at: string;
  readonly personId: string | null;
  readonly channel: PageChannel | null;
  readonly step: PageStep;
  readonly round: number;
  /** Why the channel did not take it; null when it did. */
  readonly refused: string | null;
}

/** A call for people. */
export interface PageRow {
  readonly id: string;
  readonly incidentId: string;
  readonly purpose: "responders" | "commander";
  readonly rotationId: string | null;
  readonly personIds: readonly string[];
  readonly reason: string;
  readonly policy: PagePolicy;
  readonly state: "open" | "acknowledged" | "stopped";
  readonly requestedAt: string;
  readonly requestEventId: string;
  readonly startedAt: string | null;
  readonly firstSentAt: string | null;
  readonly step: PageStep;
  readonly round: number;
  readonly sends: readonly PageSendRow[];
  readonly acknowledgedBy: string | null;
  readonly acknowledgedAt: string | null;
  /** Everybody who answered, the late ones too. */
  readonly answers: readonly { readonly personId: string; readonly at: string; readonly late: boolean }[];
  readonly stoppedReason: string | null;
  readonly stoppedAt: string | null;
}

/** Pages by id. */
export const pageProjection = defineProjection({
  kind: "page",
  columns: {
    incidentId: { type: "text", of: (row: PageRow) => row.incidentId, index: true },
    state: { type: "text", of: (row) => row.state, index: true },
    people: { type: "text", of: (row) => keyList([...new Set([...row.personIds, ...row.sends.flatMap(({ personId }) => personId ?? [])])]) },
    requestedMs: { type: "integer", of: (row) => Date.parse(row.requestedAt), index: true },
  },
  handlers: {
    PageRequested: (row, { pageId, ...request }, { metadata, eventId }): PageRow =>
      row ?? {
        ...request, id: pageId, state: "open", requestedAt: metadata.occurredAt, requestEventId: eventId, startedAt: null, firstSentAt: null, step: "person", round: 0, sends: [],
        acknowledgedBy: null, acknowledgedAt: null, answers: [], stoppedReason: null, stoppedAt: null,
      },
    PageStarted: existing((row, _, { metadata }) => ({ ...row, startedAt: metadata.occurredAt })),
    PageSent: existing((row, { key, personId, channel, step, round, sentAt }) => ({
      ...row, firstSentAt: row.firstSentAt ?? sentAt, sends: [...row.sends.filter((send) => send.key !== key), { key, at: sentAt, personId, channel, step, round, refused: null }],
    })),
    PageDeliveryRefused: existing((row, { key, personId, channel, step, round, reason }, { metadata }) => ({
      ...row, sends: [...row.sends, { key, at: metadata.occurredAt, personId, channel, step, round, refused: reason }],
    })),
    PageEscalated: existing((row, { to, round }) => ({ ...row, step: to, round })),
    PageAcknowledged: existing((row, { personId, late }, { metadata }) => {
      const answers = [...row.answers, { personId, at: metadata.occurredAt, late }];
      return row.state !== "open" ? { ...row, answers } : { ...row, answers, state: "acknowledged", acknowledgedBy: personId, acknowledgedAt: metadata.occurredAt };
    }),
    PageStopped: existing((row, { reason }, { metadata }) => ({ ...row, state: row.state === "open" ? "stopped" : row.state, stoppedReason: reason, stoppedAt: metadata.occurredAt })),
  },
});
