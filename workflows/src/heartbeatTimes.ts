/**
 * How often an activity says that it lives, ms. A worker passes on no more heartbeats than its throttle lets it, by
 * default one in 80 % of the time-out: with a time-out of 3 s one that came 0.6 s late was the end of the activity,
 * and a cancellation, which travels with the answers, took as long. Workers therefore throttle to this.
 */
export const heartbeatEveryMs = 1_000;

/** Without a heartbeat for so long the worker is taken for dead, ms: three in a row have to be missing. */
export const heartbeatTimeoutMs = 3 * heartbeatEveryMs;

/** What every worker is made with, so that heartbeats get through as often as they are sent. */
export const heartbeats = { maxHeartbeatThrottleInterval: heartbeatEveryMs, defaultHeartbeatThrottleInterval: heartbeatEveryMs } as const;
