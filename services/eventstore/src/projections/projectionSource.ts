import type { EventFilter } from "../read/filter.ts";
import type { EventLog } from "../storage/eventLog.ts";
import { LINK_TYPE, TOMBSTONE_TYPE } from "../storage/records.ts";
import type { RecordedEvent, ResolvedEvent } from "../storage/records.ts";
import { builtInStreamsFor, isSystemStream } from "../streams/streamNaming.ts";
import { isVisible } from "../streams/visibility.ts";
import type { Selection } from "./messages.ts";

/**
 * Which records of the log a projection gets. All of them come in the order of `$all`, also those of several streams.
 * `fromAll` passes over links and the server's own streams, or every link would bring an event twice.
 */
export function filterFor(selection: Selection): EventFilter {
  if ("all" in selection) return { accepts: (stream, type) => type !== LINK_TYPE && !isSystemStream(stream) };
  const wanted = new Set(selection.streams);
  return {
    accepts: (stream, type) =>
      type !== TOMBSTONE_TYPE && (wanted.has(stream) || builtInStreamsFor(stream, type).some((name) => wanted.has(name))),
  };
}

/** Whether there is an event for the code: a link's target may be gone, and what readers do not see is not projected. */
export function isPresent(log: EventLog, resolved: ResolvedEvent): resolved is ResolvedEvent & { event: RecordedEvent } {
  return resolved.event !== undefined && isVisible(log, resolved.link ?? resolved.event);
}

/** An event as the code receives it, in JSON; names as in the original. */
export function toEventJson({ event, link }: ResolvedEvent & { event: RecordedEvent }): string {
  return JSON.stringify({
    eventId: event.id,
    eventType: event.type,
    streamId: event.stream,
    sequenceNumber: event.revision,
    isJson: event.isJson,
    created: new Date(event.created / 1000).toISOString(),
    bodyRaw: event.isJson ? textOf(event.data) : "",
    metadataRaw: textOf(event.metadata),
    linkMetadataRaw: link === undefined ? "" : textOf(link.metadata),
  });
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}
