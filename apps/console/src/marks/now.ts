import { createContext, useContext, useSyncExternalStore } from "react";

/** One ticking clock per interval for the whole page, so that relative times move together. */
interface Ticker {
  at: number;
  readonly listeners: Set<() => void>;
  timer: ReturnType<typeof setInterval> | undefined;
}

const tickers = new Map<number, Ticker>();

function ticker(everyMs: number): Ticker {
  const known = tickers.get(everyMs);
  if (known !== undefined) return known;
  const made: Ticker = { at: Date.now(), listeners: new Set(), timer: undefined };
  tickers.set(everyMs, made);
  return made;
}

function subscribe(everyMs: number, listener: () => void): () => void {
  const own = ticker(everyMs);
  own.listeners.add(listener);
  // A clock nobody looked at stood still.
  if (own.timer === undefined) own.at = Date.now();
  own.timer ??= setInterval(() => {
    own.at = Date.now();
    for (const each of own.listeners) each();
  }, everyMs);
  return () => {
    own.listeners.delete(listener);
    if (own.listeners.size > 0) return;
    clearInterval(own.timer);
    own.timer = undefined;
  };
}

const subscribers = new Map<number, (listener: () => void) => () => void>();

function subscriber(everyMs: number): (listener: () => void) => () => void {
  const known = subscribers.get(everyMs);
  if (known !== undefined) return known;
  const made = (listener: () => void): (() => void) => subscribe(everyMs, listener);
  subscribers.set(everyMs, made);
  return made;
}

/** The moment a view looks back to, epoch ms: its present, from which "ago" counts and up to which things last. `null` = the clock. */
export const PresentContext = createContext<number | null>(null);

/**
 * The page's present in epoch milliseconds: the clock, renewed every `everyMs` (10 s by default); while looking back the moment looked at,
 * which stands still.
 */
export function useNow(everyMs = 10_000): number {
  const moment = useContext(PresentContext);
  const read = (): number => ticker(everyMs).at;
  const clock = useSyncExternalStore(moment === null ? subscriber(everyMs) : still, read, read);
  return moment ?? clock;
}

/** Nothing ticks while a view looks back. */
function still(): () => void {
  return () => undefined;
}

/** The clock in epoch milliseconds, also while the view looks back: for what is about the page itself. */
export function useClock(everyMs = 10_000): number {
  return useSyncExternalStore(subscriber(everyMs), () => ticker(everyMs).at);
}
