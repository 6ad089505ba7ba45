import type { Consumer } from "./consumer.ts";
import type { Message } from "./message.ts";
import type { WaitingMessages } from "./waitingMessages.ts";

/** All that a group has read from its source and not finished. */
export type InHand = {
  readonly waiting: WaitingMessages;
  readonly parking: Iterable<Message>;
  readonly consumers: readonly Consumer[];
};

/** The first place that is not processed: the lowest of what a group has in hand, or `next`, which it reads next. */
export function lowestPlace(next: number, { waiting, parking, consumers }: InHand): number {
  let lowest = next;
  const lower = (place: number | undefined): void => {
    if (place !== undefined) lowest = Math.min(lowest, place);
  };
  for (const place of waiting.places()) lower(place);
  for (const { place } of parking) lower(place);
  for (const consumer of consumers) {
    for (const { message } of consumer.inFlight.values()) lower(message.place);
  }
  return lowest;
}
