import { originalOf } from "../storage/records.ts";
import type { ResolvedEvent } from "../storage/records.ts";

/** An event on its way through a group. */
export type Message = {
  readonly resolved: ResolvedEvent;
  /** By which it is acknowledged: the id of the link, if there is one. */
  readonly id: string;
  /** Its revision or position in the group's source; undefined when it was replayed from the parked ones. */
  readonly place: number | undefined;
  /** Called when it needs no more deliveries. */
  readonly finished: () => void;
  /** Deliveries after the first. */
  retries: number;
};

const NOTHING_TO_DO = (): void => undefined;

/** A message read from the group's source. */
export function messageFrom(resolved: ResolvedEvent, place: number): Message {
  return { resolved, id: originalOf(resolved).id, place, finished: NOTHING_TO_DO, retries: 0 };
}
