import type { EventLog } from "../storage/eventLog.ts";
import { LINK_TYPE } from "../storage/records.ts";
import type { RecordedEvent, ResolvedEvent } from "../storage/records.ts";
import { isVisible } from "../streams/visibility.ts";

/** Follows a link, when `event` is one and `resolve` is set. A link that leads nowhere comes without its event. */
export function resolveLink(log: EventLog, event: RecordedEvent, resolve: boolean): ResolvedEvent {
  if (!resolve || event.type !== LINK_TYPE) return { event, link: undefined };
  return { event: findTarget(log, event), link: event };
}

/** The place a link's data names, `revision@stream`. */
export function parseLink(data: Uint8Array): { revision: number; stream: string } | undefined {
  const text = Buffer.from(data).toString("utf8");
  const at = text.indexOf("@");
  const revision = Number(text.slice(0, at));
  if (at < 1 || !Number.isSafeInteger(revision) || revision < 0) return undefined;
  return { revision, stream: text.slice(at + 1) };
}

function findTarget(log: EventLog, link: RecordedEvent): RecordedEvent | undefined {
  const target = parseLink(link.data);
  const streamId = target === undefined ? undefined : log.streams.get(target.stream).id;
  if (target === undefined || streamId === undefined) return undefined;
  const event = log.events.at(streamId, target.revision);
  return event !== undefined && isVisible(log, event) ? event : undefined;
}
