import type { RecordedEvent } from "@ballast/eventlog";
import { definitionOf, type BallastEvent, type EventType } from "@ballast/schema";

type RecordedAs<Type extends EventType> = RecordedEvent<Extract<BallastEvent, { type: Type }>>;

/** What is to be done for each event, by its name. */
export type ByEvent<Further extends readonly unknown[], Result> = {
  readonly [Type in EventType]?: (recorded: RecordedAs<Type>, ...further: Further) => Result;
};

const isA = <Type extends EventType>(recorded: RecordedEvent, type: Type): recorded is RecordedAs<Type> => recorded.event.type === type;

function doneFor<Type extends EventType, Further extends readonly unknown[], Result>(
  handlers: ByEvent<Further, Result>,
  type: Type,
  [recorded, ...further]: readonly [RecordedEvent, ...Further],
): Result | undefined {
  const handler = handlers[type];
  return handler !== undefined && isA(recorded, type) ? handler(recorded, ...further) : undefined;
}

/** Does what is to be done for this event; undefined where that is nothing. */
export const doFor = <Further extends readonly unknown[], Result>(
  handlers: ByEvent<Further, Result>,
  recorded: RecordedEvent,
  ...further: Further
): Result | undefined => doneFor<EventType, Further, Result>(handlers, recorded.event.type, [recorded, ...further]);

const isEventType = (name: string): name is EventType => definitionOf(name) !== undefined;

/** The events for which there is something to do. */
export const eventsIn = (handlers: readonly ByEvent<never, unknown>[]): readonly EventType[] => [
  ...new Set(handlers.flatMap((one) => Object.keys(one).filter(isEventType))),
];
