/** Running totals since the server was started, for `/metrics` and `stats`. */
export type Counters = {
  appends: number;
  appendsRefused: number;
  eventsAppended: number;
  eventsRead: number;
  subscriptionsOpened: number;
  persistentEventsSent: number;
};

/** All at nought. */
export function createCounters(): Counters {
  return {
    appends: 0,
    appendsRefused: 0,
    eventsAppended: 0,
    eventsRead: 0,
    subscriptionsOpened: 0,
    persistentEventsSent: 0,
  };
}
