import type { BallastEvent, EventType } from "@ballast/schema";
import type { Audience, Sentence } from "../graphql/context.ts";

/** One sentence maker per event: a new event does not compile until it can be said. */
export type Sentences<Event extends BallastEvent> = { readonly [Type in Event["type"] & EventType]: Sentence<Type> };

/** Whom each of these events concerns. */
export type Telling<Event extends BallastEvent> = { readonly [Type in Event["type"] & EventType]: Audience };

/** ": reason", or nothing where nobody gave one. */
export const because = (reason: string | null): string => (reason === null || reason.trim() === "" ? "" : `: ${reason.trim()}`);
