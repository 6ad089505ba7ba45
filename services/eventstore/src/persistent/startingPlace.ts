import type { EventLog } from "../storage/eventLog.ts";
import { TOMBSTONE_REVISION } from "../storage/records.ts";
import { isBuiltInStream } from "../streams/streamNaming.ts";
import type { StartFrom } from "./groupSettings.ts";

/** How long, in ms, the original's projections may take to link an event. */
const PROJECTION_LAG_MS = 500;

const PAGE = 64;

/** The first place that a new group delivers; one beyond the end is the end, as in the original. */
export function startingPlace(log: EventLog, source: string, startFrom: StartFrom): number {
  if (startFrom === "start") return 0;
  const { head } = log.streams.get(source);
  const end = source === "$all" ? log.lastPosition : head;
  if (end === TOMBSTONE_REVISION) return 0;
  if (startFrom !== "end") return Math.min(startFrom, end + 1);
  return isBuiltInStream(source) ? endOfBuiltIn(log, source) : end + 1;
}

/**
 * Where a group begins that starts from the end of a category or type stream. In the original these streams lag behind
 * the log, so that whoever appends and then creates such a group still gets what was appended: here too. What is late
 * is told by how long this process has held it, not by the clock on the wall, which jumps.
 */
function endOfBuiltIn(log: EventLog, source: string): number {
  const late = log.recentCommits.firstWithin(PROJECTION_LAG_MS);
  const { id, head } = log.streams.get(source);
  if (id === undefined || late === undefined) return head + 1;
  for (let place = head + 1; ; ) {
    const rows = log.links.backwards({ streamId: id, from: place - 1, limit: PAGE });
    for (const { revision, target } of rows) {
      if (target < late) return place;
      place = revision;
    }
    if (rows.length < PAGE) return place;
  }
}
