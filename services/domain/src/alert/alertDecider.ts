import type { AlertEvent, AlertRuling, DataOf } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { instantOf, MS_PER_MINUTE } from "../statistics/calendar.ts";

/** What fires. */
type Fired = DataOf<"AlertFired">;

/** What rules made of an episode, last; null: none had a word. */
interface Ruled {
  readonly ruling: AlertRuling | null;
}

/** Which episode was told to be one of a burning budget, last, and whether its end was; null: none. */
interface Burning {
  readonly burn: { readonly ordinal: number; readonly objectiveId: string; readonly over: boolean } | null;
}

/**
 * An alert of one source: integration + fingerprint. It fires in episodes, numbered from 1, each from its first firing
 * to the resolve. `episode` is the one that fires, or the last one; null where only a resolve was ever seen.
 */
export type Alert =
  | { readonly status: "absent" }
  /** `acknowledgedAt`: when its sender said that somebody has seen it; null: nobody has. */
  | ({ readonly status: "firing"; readonly episode: Fired; readonly acknowledgedAt: string | null } & Ruled & Burning)
  | ({ readonly status: "cleared"; readonly episode: Fired | null; readonly endsAt: string; readonly receivedAt: string } & Ruled
    & Burning);

export type AlertCommand =
  /** `ruling`: what rules make of it, should it be new. `objectiveId`: whose budget burns, where Ballast itself says so. */
  | ({ readonly type: "FireAlert"; readonly now: string; readonly ruling?: AlertRuling | null; readonly objectiveId?: string }
    & Omit<Fired, "ordinal">)
  /** `startsAt` as the resolve has it; the rest says what it was, should it never have been seen firing. */
  | ({ readonly type: "ClearAlert"; readonly now: string; readonly objectiveId?: string }
    & Omit<DataOf<"AlertClearedUnseen">, "receivedAt">)
  /** What held an episode has ended. */
  | {
    readonly type: "LetAlertThrough"; readonly now: string; readonly alertId: string; readonly ordinal: number;
    readonly ruling: AlertRuling;
  }
  /** Its sender says that somebody has seen it; `by` says who, where the sender does. */
  | { readonly type: "AcknowledgeAlert"; readonly now: string; readonly alertId: string; readonly by: string | null };

type Command<Type extends AlertCommand["type"]> = Extract<AlertCommand, { type: Type }>;

/** For so long after a resolve arrived, ms, what began before the end is taken for a late repetition. */
export const LATE_REPEAT_MS = 5 * MS_PER_MINUTE;

function evolve(state: Alert, event: AlertEvent): Alert {
  switch (event.type) {
    case "AlertFired":
      return state.status === "firing" ? state : {
        status: "firing", episode: event.data, acknowledgedAt: null, ruling: null, burn: burnIn(state),
      };
    case "AlertRuled": {
      const { alertId, ordinal, ...ruling } = event.data;
      return state.status === "firing" && state.episode.ordinal === ordinal ? { ...state, ruling } : state;
    }
    case "AlertCleared":
      return state.status === "firing" ? cleared(state, event.data) : state;
    case "AlertClearedUnseen":
      return state.status === "firing" ? state : cleared(state, event.data);
    case "AlertAcknowledged":
      return state.status === "firing" && state.episode.ordinal === event.data.ordinal ? {
        ...state, acknowledgedAt: event.data.at,
      } : state;
    case "BurnAlertFired":
    case "BurnAlertCleared": {
      const { ordinal, objectiveId } = event.data;
      return state.status === "absent" ? state : { ...state, burn: { ordinal, objectiveId, over: event.type === "BurnAlertCleared" } };
    }
  }
}

const cleared = (state: Alert, { endsAt, receivedAt }: { readonly endsAt: string; readonly receivedAt: string }): Alert =>
  ({ status: "cleared", episode: episodeOf(state), endsAt, receivedAt, ruling: rulingIn(state), burn: burnIn(state) });

const burnIn = (alert: Alert): Burning["burn"] => (alert.status === "absent" ? null : alert.burn);

/**
 * That an episode is one of a burning budget, where nobody was told; and before that the end of the one told of last, where a worker of a
 * version before has ended that unheard: an incident would else wait for it for ever.
 */
function burns(state: Alert, { ordinal, alertId }: Pick<Fired, "alertId" | "ordinal">, objectiveId?: string): readonly AlertEvent[] {
  const told = burnIn(state);
  if (objectiveId === undefined || told?.ordinal === ordinal) return [];
  const ended: AlertEvent[] = told === null || told.over ? [] : [
    { type: "BurnAlertCleared", data: { alertId, ordinal: told.ordinal, objectiveId: told.objectiveId } },
  ];
  return [...ended, { type: "BurnAlertFired", data: { alertId, ordinal, objectiveId } }];
}

/** The last episode that was seen firing. */
export const episodeOf = (alert: Alert): Fired | null => (alert.status === "absent" ? null : alert.episode);

/** What rules made of the last episode; null: none had a word. */
export const rulingIn = (alert: Alert): AlertRuling | null => (alert.status === "absent" ? null : alert.ruling);

/**
 * Senders repeat a firing alert for as long as it lasts, with a `startsAt` that may move: its episode goes on. After the
 * end the first new firing begins another one, unless it is a late repetition.
 */
function fireAlert({ type, now, ruling = null, objectiveId, ...data }: Command<"FireAlert">, state: Alert): readonly AlertEvent[] {
  const { alertId } = data;
  if (state.status === "firing") {
    const { episode: { ordinal } } = state;
    const raised = ruling !== null && ruling.severity !== null && calledNobodyYet(state.ruling);
    return [
      ...(raised ? [{ type: "AlertRuled" as const, data: { alertId, ordinal, ...ruling } }] : []),
      ...burns(state, { alertId, ordinal }, objectiveId),
    ];
  }
  if (state.status === "cleared" && isLateRepeat(state, data.startsAt, now)) return [];
  const ordinal = (episodeOf(state)?.ordinal ?? 0) + 1;
  return [
    { type: "AlertFired", data: { ...data, ordinal } },
    ...(ruling === null ? [] : [{ type: "AlertRuled" as const, data: { alertId, ordinal, ...ruling } }]),
    ...burns(state, { alertId, ordinal }, objectiveId),
  ];
}

/**
 * Whether rules left an episode alone for no other reason than that its sender gave it no severity that calls anybody: once the sender
 * raises that, they are asked again.
 */
export const calledNobodyYet = (ruling: AlertRuling | null): boolean =>
  ruling?.outcome === "recorded" && ruling.severity === null && ruling.because.every(({ matter }) => matter !== "severity");

/** What was not told yet of an episode that is over, and that its budget burnt. */
function burntOut(state: Alert, alertId: string, objectiveId: string): readonly AlertEvent[] {
  const [episode, told] = [episodeOf(state), burnIn(state)];
  if (episode === null || (told?.ordinal === episode.ordinal && told.over)) return [];
  const { ordinal } = episode;
  return [...burns(state, { alertId, ordinal }, objectiveId), { type: "BurnAlertCleared", data: { alertId, ordinal, objectiveId } }];
}

/** Whether nobody was told that its last episode is one of a burning budget, or that it is over: workers of before tell neither. */
export const burnUntold = (alert: Alert): boolean => {
  const [episode, told] = [episodeOf(alert), burnIn(alert)];
  return episode !== null && (told?.ordinal !== episode.ordinal || told.over !== (alert.status === "cleared"));
};

/** Once, and only what was held and still fires. */
function letAlertThrough({ alertId, ordinal, ruling }: Command<"LetAlertThrough">, state: Alert): readonly AlertEvent[] {
  if (state.status !== "firing" || state.episode.ordinal !== ordinal || state.ruling?.outcome !== "held") return [];
  if (ruling.outcome === "held" && ruling.held?.until === state.ruling.held?.until) return [];
  return [{ type: "AlertRuled", data: { alertId, ordinal, ...ruling } }];
}

const isLateRepeat = ({ endsAt, receivedAt }: Extract<Alert, { status: "cleared" }>, startsAt: string, now: string): boolean =>
  instantOf(startsAt) <= instantOf(endsAt) && instantOf(now) - instantOf(receivedAt) <= LATE_REPEAT_MS;

/**
 * Ends the episode that fires. A resolve that lies before its start is an earlier one's, come late. One of what was
 * never seen firing is a fact of its own: somebody should know that firings do not arrive. That a budget burnt is told with its end
 * where nobody was told before, and the end where only that was not: workers of a version before tell neither.
 */
function clearAlert({ type, now, objectiveId, ...data }: Command<"ClearAlert">, state: Alert): readonly AlertEvent[] {
  const { alertId, startsAt, endsAt } = data;
  if (state.status === "firing") {
    const { ordinal, startsAt: began } = state.episode;
    if (instantOf(endsAt) < instantOf(began)) return [];
    return [
      ...burns(state, { alertId, ordinal }, objectiveId),
      { type: "AlertCleared", data: { alertId, ordinal, endsAt, receivedAt: now } },
      ...(objectiveId === undefined ? [] : [{ type: "BurnAlertCleared" as const, data: { alertId, ordinal, objectiveId } }]),
    ];
  }
  if (objectiveId !== undefined) return burntOut(state, alertId, objectiveId);
  if (state.status === "cleared" && instantOf(startsAt) <= instantOf(state.endsAt)) return [];
  return [{ type: "AlertClearedUnseen", data: { ...data, receivedAt: now } }];
}

/** What does not fire cannot be acknowledged, and once is enough. */
const acknowledgeAlert = ({ alertId, now, by }: Command<"AcknowledgeAlert">, state: Alert): readonly AlertEvent[] =>
  state.status !== "firing" || state.acknowledgedAt !== null
    ? []
    : [{ type: "AlertAcknowledged", data: { alertId, ordinal: state.episode.ordinal, at: now, by } }];

function decide(command: AlertCommand, state: Alert): readonly AlertEvent[] {
  switch (command.type) {
    case "FireAlert":
      return fireAlert(command, state);
    case "ClearAlert":
      return clearAlert(command, state);
    case "LetAlertThrough":
      return letAlertThrough(command, state);
    case "AcknowledgeAlert":
      return acknowledgeAlert(command, state);
  }
}

/** One alert of one source. It refuses nothing: machines that report cannot be argued with. */
export const alertDecider = aggregate("alert", {
  initialState: { status: "absent" },
  evolve,
  decide,
  keyOf: (integrationId: string, fingerprint: string) => [integrationId, fingerprint],
});
