import { isClimbedByPlace, stepAt } from "@ballast/domain";
import {
  wakes, type PageChannel, type PageEscalation, type PageOrigin, type PagePolicy, type PageReceiver, type PageStep, type PageUrgency,
} from "@ballast/schema";
import { defineProjection, existing } from "../engine/projection.ts";
import { keyList } from "../engine/query.ts";

/**
 * What became of a message: being tried, in the channel's hands, not taken, or without an answer: it may have arrived. Where a provider
 * says so later: delivered, or not.
 */
export type SendOutcome = "trying" | "handedOver" | "failed" | "unknown" | "delivered" | "undelivered";

/** Whether a message with this outcome may have woken somebody. */
export const mayHaveCome = (outcome: SendOutcome): boolean => outcome === "handedOver" || outcome === "delivered";

/** One message to somebody through one channel. */
export interface PageSendRow {
  readonly key: string;
  /** When it was handed over; until then when it was last tried, or is to be for the first time. */
  readonly at: string;
  readonly personId: string | null;
  readonly channel: PageChannel | null;
  readonly step: PageStep;
  readonly round: number;
  readonly outcome: SendOutcome;
  /** What the channel said when it did not take it; null when it did, and before it was tried. */
  readonly refused: string | null;
  /** Whether it is tried again in the background. */
  readonly triesAgain: boolean;
}

/** A call for people. */
export interface PageRow {
  readonly id: string;
  readonly incidentId: string;
  readonly purpose: "responders" | "commander";
  readonly severity: number | null;
  readonly rotationIds: readonly string[];
  /** Policies that it goes by, with the schedules that answer for their services. */
  readonly escalations: readonly PageEscalation[];
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
  /** The times at which all rounds had passed without an answer, and when calling was to begin again. */
  readonly unanswered: readonly { readonly at: string; readonly round: number; readonly againAt: string | null }[];
  /** When calling was taken up again after its run was lost in the workflow engine, or by the watchdog while that was away; the newest. */
  readonly takenUp: readonly { readonly at: string; readonly reason: string; readonly watchdog?: true }[];
  readonly acknowledgedBy: string | null;
  readonly acknowledgedAt: string | null;
  /** Everybody who answered, the late ones too. */
  readonly answers: readonly { readonly personId: string; readonly at: string; readonly late: boolean }[];
  /** Who wants to be called again, and when; empty once it was handed on. */
  readonly lookAgain: readonly { readonly personId: string; readonly at: string }[];
  /** Why it was asked for where no response did: somebody handed one on, wanted to look again, or called others in. */
  readonly origin: PageOrigin | null;
  /** By whom, to whom and with which page it was handed on. */
  readonly handedOn: {
    readonly toPageId: string; readonly personId: string; readonly to: PageReceiver; readonly note: string; readonly at: string;
  } | null;
  /** How urgent its newest step was, and by what; null where the severity alone says so. */
  readonly urgency: PageUrgency | null;
  readonly stoppedReason: string | null;
  readonly stoppedAt: string | null;
}

/** Pages by id. */
export const pageProjection = defineProjection({
  kind: "page",
  columns: {
    incidentId: { type: "text", of: (row: PageRow) => row.incidentId, index: true },
    state: { type: "text", of: (row) => row.state, index: true },
    people: {
      type: "text",
      of: ({ personIds, origin, sends }) =>
        keyList([...new Set([...personIds, ...(origin?.firstIds ?? []), ...sends.flatMap(({ personId }) => personId ?? [])])]),
    },
    requestedMs: { type: "integer", of: (row) => Date.parse(row.requestedAt), index: true },
  },
  handlers: {
    PageRequested: (row, { pageId, ...request }, { metadata, eventId }): PageRow =>
      row ?? {
        ...request, id: pageId, state: "open", requestedAt: metadata.occurredAt, requestEventId: eventId, startedAt: null,
        firstSentAt: null, step: stepAt(0, isClimbedByPlace(request)), round: 0, sends: [], unanswered: [], takenUp: [],
        acknowledgedBy: null, acknowledgedAt: null,
        answers: [], lookAgain: [], origin: request.origin ?? null, handedOn: null, urgency: null,
        stoppedReason: null, stoppedAt: null,
      },
    PageStarted: existing((row, _, { metadata }) => ({ ...row, startedAt: metadata.occurredAt })),
    PageRunReplaced: existing((row, { reason }, { metadata }) => ({
      ...row, startedAt: row.startedAt ?? metadata.occurredAt, takenUp: [...row.takenUp, { at: metadata.occurredAt, reason }].slice(-20),
    })),
    PageStepClaimed: existing((row, { step, round, sends, watchdog, urgency }, { metadata }) => ({
      ...row, urgency: urgency ?? null,
      takenUp: watchdog === undefined
        ? row.takenUp
        : [...row.takenUp, { at: metadata.occurredAt, reason: "the workflow engine does not answer", watchdog: true as const }].slice(-20),
      sends: sends
        .filter(({ key }) => row.sends.every((send) => send.key !== key))
        .reduce<readonly PageSendRow[]>(
          (known, { afterMs, ...send }) =>
            withSend(known, {
              ...send, step, round, at: later(metadata.occurredAt, afterMs), outcome: "trying", refused: null, triesAgain: false,
            }),
          row.sends,
        ),
    })),
    PageSent: existing((row, { pageId: _, address: __, sentAt, ...send }) => ({
      ...row, firstSentAt: row.firstSentAt ?? (wakes(send.channel) ? sentAt : null),
      sends: withSend(row.sends, { ...send, ...handedOver(row.sends, send.key), at: sentAt, triesAgain: false }),
    })),
    PageDelivered: existing((row, { pageId: _, late: __, ...send }, { metadata }) => ({
      ...row, sends: withSend(row.sends, { ...send, at: sentAtOf(row, send.key) ?? metadata.occurredAt, ...arrived }),
    })),
    PageNotDelivered: existing((row, { pageId: _, cause: __, reason, ...send }, { metadata }) => ({
      ...row,
      sends: withSend(row.sends, {
        ...send, at: sentAtOf(row, send.key) ?? metadata.occurredAt, outcome: "undelivered", refused: reason, triesAgain: false,
      }),
    })),
    PageDeliveryRefused: existing((row, { pageId: _, reason, ...send }, { metadata }) => ({
      ...row, sends: withSend(row.sends, { ...send, at: metadata.occurredAt, outcome: "failed", refused: reason, triesAgain: false }),
    })),
    PageDeliveryFailed: existing((row, { key, personId, channel, step, round, mayHaveArrived, triesAgain, reason }, { metadata }) => ({
      ...row,
      sends: withSend(row.sends, {
        key, personId, channel, step, round, at: metadata.occurredAt, outcome: mayHaveArrived ? "unknown" : "failed", refused: reason,
        triesAgain,
      }),
    })),
    PageUnanswered: existing((row, { round, againAt }, { metadata }) => ({
      ...row, unanswered: [...row.unanswered, { at: metadata.occurredAt, round, againAt }],
    })),
    PageEscalated: existing((row, { to, round }) => ({ ...row, step: to, round })),
    PageAcknowledged: existing((row, { personId, late }, { metadata }) => {
      const answers = [...row.answers, { personId, at: metadata.occurredAt, late }];
      return row.state !== "open"
        ? { ...row, answers }
        : { ...row, answers, state: "acknowledged", acknowledgedBy: personId, acknowledgedAt: metadata.occurredAt };
    }),
    LookAgainSet: existing((row, { personId, at }) => ({
      ...row, lookAgain: [...row.lookAgain.filter((each) => each.personId !== personId), ...(at === null ? [] : [{ personId, at }])],
    })),
    PageHandedOn: existing((row, { pageId: _, ...handedOn }, { metadata }) => ({
      ...row, state: row.state === "open" ? "stopped" : row.state, lookAgain: [], handedOn: { ...handedOn, at: metadata.occurredAt },
    })),
    PageStopped: existing((row, { reason }, { metadata }) => ({
      ...row, state: row.state === "open" ? "stopped" : row.state, stoppedReason: reason, stoppedAt: metadata.occurredAt,
    })),
  },
});

const arrived = { outcome: "delivered", refused: null, triesAgain: false } as const;

/** When a message was handed over; undefined while it was not. */
const sentAtOf = ({ sends }: PageRow, key: string): string | undefined =>
  sends.find((send) => send.key === key && send.outcome !== "trying")?.at;

/** A receipt may be faster than what records that the message went out: it holds. */
function handedOver(sends: readonly PageSendRow[], key: string): Pick<PageSendRow, "outcome" | "refused"> {
  const known = sends.find((send) => send.key === key);
  return known?.outcome === "delivered" || known?.outcome === "undelivered" ? known : { outcome: "handedOver", refused: null };
}

const later = (at: string, ms: number): string => (ms === 0 ? at : new Date(Date.parse(at) + ms).toISOString());

/** In the place of what was known of this message; as the newest where nothing was. */
function withSend(sends: readonly PageSendRow[], send: PageSendRow): readonly PageSendRow[] {
  return sends.some(({ key }) => key === send.key) ? sends.map((known) => (known.key === send.key ? send : known)) : [...sends, send];
}
