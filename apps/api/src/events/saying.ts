import type { BallastEvent, DataOf, EventType } from "@ballast/schema";

/** What a sentence about an event needs beside its payload: who did it, and what people call the records it names. */
export interface Saying {
  /** Name of who acted. */
  readonly by: string;
  readonly service: (id: string) => string;
  readonly person: (id: string) => string;
  readonly rotation: (id: string) => string;
  /** "search production". */
  readonly lane: (id: string) => string;
  /** "2026.11.9 → search production". */
  readonly deploy: (id: string) => string;
  /** "2026.11.9 of search". */
  readonly release: (id: string) => string;
  /** "INC-12"; "an incident" for who may not know of it. */
  readonly incident: (id: string) => string;
  readonly alert: (id: string) => string;
}

/** One sentence maker per event: a new event does not compile until it can be said. */
export type Sentences<Event extends BallastEvent> = { readonly [Type in Event["type"] & EventType]: (data: DataOf<Type>, saying: Saying) => string };

/** ": reason", or nothing where nobody gave one. */
export const because = (reason: string | null): string => (reason === null || reason.trim() === "" ? "" : `: ${reason.trim()}`);
