import { randomUUID } from "node:crypto";
import { appendNow } from "../append/appendEvents.ts";
import { ANY } from "../append/expectation.ts";
import type { EventLog } from "../storage/eventLog.ts";
import { NO_HEAD } from "../storage/records.ts";
import type { User } from "./users.ts";

/**
 * Writes into `$user-NAME` who may sign in with which groups, whenever that differs from what was written last, so
 * that the log itself tells who had which rights when. No password, nor its hash, is written.
 */
export function recordUsers(log: EventLog, users: readonly User[]): Promise<void> {
  return log.write(() => {
    for (const user of users) recordUser(log, user);
  });
}

function recordUser(log: EventLog, { name, groups }: User): void {
  const stream = `$user-${name}`;
  const data = Buffer.from(JSON.stringify({ loginName: name, groups, disabled: false }));
  const state = log.streams.get(stream);
  const exists = state.head !== NO_HEAD;
  const newest = state.id === undefined ? undefined : log.events.at(state.id, state.head);
  if (newest !== undefined && Buffer.compare(newest.data, data) === 0) return;
  const type = exists ? "$UserUpdated" : "$UserCreated";
  const event = { id: randomUUID(), type, isJson: true, data, metadata: new Uint8Array() };
  appendNow(log, { stream, expected: ANY, events: [event] });
}
