import type { EventLog } from "../storage/eventLog.ts";
import type { StreamRange } from "../storage/eventTable.ts";
import type { LinkRow } from "../storage/linkTable.ts";
import { damaged } from "../storage/eventHash.ts";
import { LINK_TYPE } from "../storage/records.ts";
import type { RecordedEvent, ResolvedEvent } from "../storage/records.ts";
import { linkUuid } from "../storage/uuid.ts";
import { builtInStreamsFor } from "../streams/streamNaming.ts";
import { isVisible } from "../streams/visibility.ts";
import type { Direction } from "./page.ts";
import { ReadBudget } from "./readBudget.ts";

/** A page of a category or event-type stream. */
export type BuiltInPage = {
  readonly stream: string;
  readonly range: StreamRange;
  readonly direction: Direction;
  readonly resolveLinks: boolean;
};

/**
 * Reads a built-in stream. Its links are not stored as events but made here from rows that name a position, so they
 * do not appear in `$all`. A link whose target was scavenged is left out.
 */
export function readBuiltInPage(log: EventLog, page: BuiltInPage): { events: ResolvedEvent[]; last: number | undefined } {
  const rows = page.direction === "forwards" ? log.links.forwards(page.range) : log.links.backwards(page.range);
  const events: ResolvedEvent[] = [];
  const budget = new ReadBudget();
  let last: number | undefined;
  for (const row of budget.take(rows)) {
    last = row.revision;
    const target = log.events.atPosition(row.target);
    if (target === undefined) continue;
    if (!builtInStreamsFor(target.stream, target.type).includes(page.stream)) {
      throw damaged(`link ${row.revision} of ${page.stream} leads to an event that is not of it`);
    }
    budget.add(target);
    const link = makeLink(page, row, target);
    if (!page.resolveLinks) events.push({ event: link, link: undefined });
    else events.push({ event: isVisible(log, target) ? target : undefined, link });
  }
  return { events, last };
}

function makeLink(page: BuiltInPage, row: LinkRow, target: RecordedEvent): RecordedEvent {
  return {
    id: linkUuid(page.range.streamId, row.revision),
    type: LINK_TYPE,
    isJson: false,
    data: Buffer.from(`${target.revision}@${target.stream}`),
    metadata: Buffer.from(JSON.stringify({ $causedBy: target.id })),
    position: target.position,
    stream: page.stream,
    revision: row.revision,
    created: target.created,
  };
}
