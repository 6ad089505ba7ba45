import { rotationDecider, type RotationPlan } from "@ballast/domain";
import { foldEvents, type RecordedEvent } from "@ballast/eventlog";
import { planningSettlesMs } from "./planningActivities.ts";

const planning: ReadonlySet<string> = new Set(["RotationChanged", "LayerAdded", "OverrideAdded", "OverrideRemoved"]);
/** Of what these bring with them whoever it concerns is told by them, or, of what moves in, by nobody. */
const toldElsewhere: ReadonlySet<string> = new Set(["RotationCreated", "RotationImported", "SwapTaken", "PagerTakenOver"]);

/** A plan before somebody changed it, and after. */
export interface Planned {
  readonly before: RotationPlan;
  readonly after: RotationPlan;
}

/**
 * What was planned in one go up to an event of a schedule, by one person: changes that follow each other sooner than a plan
 * settles are one. Null where the event is not the last of them, or none of planning at all.
 */
export function plannedUpTo(events: readonly RecordedEvent[], eventId: string): Planned | null {
  const elsewhere = new Set(events.filter(({ event }) => toldElsewhere.has(event.type)).map(({ metadata }) => metadata.commandId));
  const changes = events.filter(({ event, metadata }) => planning.has(event.type) && !elsewhere.has(metadata.commandId));
  const place = changes.findIndex((change) => change.eventId === eventId);
  const goesOn = (at: number): boolean => {
    const [one, next] = [changes[at], changes[at + 1]];
    if (one === undefined || next === undefined || one.metadata.actor.personId !== next.metadata.actor.personId) return false;
    return Date.parse(next.metadata.recordedAt) - Date.parse(one.metadata.recordedAt) < planningSettlesMs;
  };
  if (place === -1 || goesOn(place)) return null;
  let first = place;
  while (goesOn(first - 1)) first -= 1;
  const began = changes[first];
  if (began === undefined) return null;
  const earlier = events.filter(({ revision }) => revision < began.revision);
  const before = foldEvents(rotationDecider, earlier);
  const after = foldEvents(rotationDecider, [...earlier, ...changes.slice(first, place + 1)]);
  return before.status === "absent" || after.status === "absent" ? null : { before, after };
}
