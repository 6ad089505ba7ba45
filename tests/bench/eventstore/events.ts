import { jsonEvent } from "@eventstore/db-client";
import type { JSONEventData } from "@eventstore/db-client";

/** About what an event of Ballast weighs: 400 bytes of data, 150 of metadata. */
export const data = { text: "x".repeat(380) };
export const metadata = { actor: "bench", correlationId: "0f0e0d0c-0b0a-0908-0706-050403020100", schemaVersion: 1, note: "y".repeat(40) };

/** One such event. */
export const event = (): JSONEventData => jsonEvent({ type: "BenchHappened", data, metadata });
