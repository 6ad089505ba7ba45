import { changeWords } from "@ballast/domain/targeting";
import type { RecordedEvent } from "@ballast/eventlog";
import type { Planned, ServiceChangeRow } from "@ballast/readmodel/change";
import { toActor } from "../events/actorType.ts";
import { eventSentence, sayingOf } from "../events/eventSentence.ts";
import { toLogEvent } from "../events/logEventType.ts";
import type { RecordNode } from "../graphql/node.ts";
import { find, findAny, kindNamed, nameOf } from "../graphql/records.ts";
import type { Scope } from "../graphql/scope.ts";
import type { ServiceChange } from "./changeType.ts";
import { undoOf, undoOfPlanned } from "./undo.ts";

/** A change for GraphQL. */
export function toServiceChange({ kind, at, environment, recorded, planned }: ServiceChangeRow, scope: Scope): ServiceChange {
  const base = { kind, at, environment, planned: recorded === null };
  if (recorded !== null) {
    return {
      ...base, id: recorded.eventId, sentence: sentenceOf(recorded, scope), actor: toActor(recorded.metadata.actor),
      record: recordBehind(recorded, scope), undo: undoOf(recorded, scope), event: toLogEvent(recorded, scope),
    };
  }
  // Every row is one of the two.
  if (planned === null) throw new Error("a change that neither happened nor is planned");
  return {
    ...base, id: planned.id, sentence: plannedSentence(planned, scope), actor: null, record: find(scope, "Flag", planned.flagId),
    undo: undoOfPlanned(planned, scope), event: null,
  };
}

function sentenceOf({ event, metadata }: RecordedEvent, scope: Scope): string {
  const { known } = scope.context;
  return eventSentence(known, event, sayingOf(known, metadata.actor.name, (kind, id) => nameOf(scope, kind, id)));
}

/** The record of the event's stream; of a flag in one environment, the flag. */
function recordBehind({ category, id }: RecordedEvent, scope: Scope): RecordNode | null {
  if (category === "targeting") return find(scope, "Flag", find(scope, "Targeting", id)?.row.flagId);
  const kind = kindNamed(scope.context, category);
  return kind === undefined ? null : findAny(scope, kind, id);
}

function plannedSentence(planned: Planned, scope: Scope): string {
  switch (planned.what) {
    case "flagEnds":
      return `${nameOf(scope, "Flag", planned.flagId)} should be gone.`;
    case "overrideEnds":
      return `What ${planned.customer} gets of ${nameOf(scope, "Targeting", planned.targetingId)} by name ends.`;
    case "request": {
      const { request: { change, byPersonId, state }, rules, targetingId } = planned;
      const waits = state === "open" ? ", if somebody approves it" : "";
      return `${nameOf(scope, "Targeting", targetingId)}: ${changeWords(change, { rules })}, asked for by ${nameOf(scope, "Person", byPersonId)}${waits}.`;
    }
  }
}
