import { randomUUID } from "node:crypto";
import type { EventLog } from "../storage/eventLog.ts";
import { TOMBSTONE_REVISION } from "../storage/records.ts";
import type { GroupTable } from "./groupTable.ts";

const CONFIGURATION_STREAM = "$persistentSubscriptionConfig";
const CONFIGURATION_TYPE = "$PersistentConfig";

/**
 * Writes all groups with their settings into the stream the original keeps them in, after each change: the log tells
 * which groups there were when. Only inside EventLog.write. The table stays what the server starts from.
 */
export function recordGroups(log: EventLog, table: GroupTable): void {
  const stream = log.streams.get(CONFIGURATION_STREAM);
  // Somebody tombstoned the record; that must not keep groups from being changed.
  if (stream.head === TOMBSTONE_REVISION) return;
  const entries = table.all().map(({ source, name, settings }) => ({ stream: source, group: name, ...settings }));
  const data = Buffer.from(JSON.stringify({ version: "2", entries }));
  const event = { id: randomUUID(), type: CONFIGURATION_TYPE, isJson: true, data, metadata: new Uint8Array() };
  log.record(stream, [event]);
}
