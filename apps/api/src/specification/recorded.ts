import type { RecordedEvent } from "@ballast/eventlog";
import { definitionOf, type BallastEvent, type Category } from "@ballast/schema";

/** An event as the log would give it, checked against its schema. */
export function recorded(
  event: BallastEvent,
  {
    category = "service", id = "a0000000-0000-4000-8000-000000000000", name = "Ada",
  }: { category?: Category; id?: string; name?: string } = {},
): RecordedEvent {
  definitionOf(event.type)?.schema.parse(event.data);
  const at = "2026-11-23T09:00:00.000Z";
  return {
    event,
    category,
    id,
    stream: `${category}-${id}`,
    eventId: crypto.randomUUID(),
    revision: 0n,
    position: "10",
    metadata: {
      schemaVersion: 1, actor: { personId: null, name, means: "console" }, occurredAt: at, recordedAt: at, commandId: crypto.randomUUID(),
      $correlationId: "story", $causationId: "cause",
    },
  };
}
