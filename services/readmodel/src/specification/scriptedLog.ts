import type { Log, LogBatch, SubscribeAllOptions } from "@ballast/eventlog";
import type { RecordedHistory } from "./recordedHistory.ts";

/** A log that delivers what a specification tells it to. */
export interface ScriptedLog {
  readonly log: Log;
  /** Delivers the whole history, or this part of it, to whoever follows; whether all of them took it. */
  readonly deliver: (part?: Partial<LogBatch>) => Promise<boolean>;
  /** Tells whoever follows how the connection is. */
  readonly tell: (state: Parameters<NonNullable<SubscribeAllOptions["onState"]>>[0]) => void;
  /** How everybody who ever followed it began. */
  readonly subscribers: readonly SubscribeAllOptions[];
}

const notAsked = (): never => {
  throw new Error("not asked");
};

/** A log that delivers what is in the history, again and again until it is taken, as the real one does. */
export function scriptedLog(history: RecordedHistory): ScriptedLog {
  const subscribers: SubscribeAllOptions[] = [];
  const last = (): string => history.events.at(-1)?.position ?? "0";
  const following = () => subscribers.filter(({ signal }) => !signal.aborted);
  const log: Log = {
    subscribeAll: (options: SubscribeAllOptions) => {
      subscribers.push(options);
      return new Promise<void>((resolve) => options.signal.addEventListener("abort", () => resolve()));
    },
    lastPosition: async () => last(),
    unknown: () => ({ total: 0, byType: {} }),
    append: notAsked, appendRegardless: notAsked, appendTogether: notAsked, read: notAsked, readAll: notAsked,
    persistentSubscription: notAsked, setMaxCount: notAsked, close: notAsked,
  };
  return {
    log,
    subscribers,
    tell: (state) => following().forEach(({ onState }) => onState?.(state)),
    deliver: async (part = {}) => {
      try {
        for (const { onBatch } of following()) await onBatch({ events: history.events, position: last(), caughtUp: true, ...part });
        return true;
      } catch {
        return false;
      }
    },
  };
}
