import { appendEvents } from "../../append/appendEvents.ts";
import type { AppendRequest, AppendResult } from "../../append/appendEvents.ts";
import type { Credentials } from "../../access/access.ts";
import type { StoreContext } from "../../context.ts";
import { StoreError } from "../../failures.ts";
import { isBuiltInStream, isMetadataStream } from "../../streams/streamNaming.ts";

/** Appends if the caller may. @throws StoreError. */
export async function authorizedAppend(
  context: StoreContext,
  request: AppendRequest,
  credentials: Credentials,
): Promise<AppendResult> {
  const { log, access, counters } = context;
  counters.appends += 1;
  try {
    requireWritable(request.stream);
    access.requireStream(credentials, isMetadataStream(request.stream) ? "metaWrite" : "write", request.stream);
    const result = await appendEvents(log, request);
    counters.eventsAppended += request.events.length;
    return result;
  } catch (error) {
    counters.appendsRefused += 1;
    throw error;
  }
}

/** `$all` and the built-in streams are views: nobody writes or deletes them. @throws StoreError `accessDenied`. */
export function requireWritable(stream: string): void {
  if (stream === "$all" || isBuiltInStream(stream)) throw new StoreError({ kind: "accessDenied" });
}
