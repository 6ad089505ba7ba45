import type { StoreContext } from "./context.ts";

/** The server's counters and gauges in Prometheus' text format. */
export function metricsText({ counters, log, calls, groups }: StoreContext): string {
  const { commits, waiting } = log.commitCounts;
  const lines: string[] = [];
  const add = (type: "counter" | "gauge", name: string, value: number): void => {
    lines.push(`# TYPE ballast_eventstore_${name} ${type}`, `ballast_eventstore_${name} ${value}`);
  };
  add("counter", "appends_total", counters.appends);
  add("counter", "appends_refused_total", counters.appendsRefused);
  add("counter", "events_appended_total", counters.eventsAppended);
  add("counter", "events_read_total", counters.eventsRead);
  add("counter", "commits_total", commits);
  add("counter", "subscriptions_opened_total", counters.subscriptionsOpened);
  add("counter", "persistent_events_sent_total", counters.persistentEventsSent);
  add("gauge", "last_position", log.lastPosition);
  add("gauge", "writes_waiting", waiting);
  add("gauge", "open_streams", calls.size);
  add("gauge", "subscribers", log.signal.size);
  add("gauge", "persistent_groups", groups.list().length);
  add("gauge", "persistent_parked_messages", parkedMessages(groups.list()));
  add("gauge", "resident_memory_bytes", process.memoryUsage.rss());
  return `${lines.join("\n")}\n`;
}

function parkedMessages(groups: ReturnType<StoreContext["groups"]["list"]>): number {
  let parked = 0;
  for (const group of groups) parked += group.parts.parked.count();
  return parked;
}
