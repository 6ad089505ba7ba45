import type { BallastEvent, StreamName } from "@ballast/schema";
import type { Log } from "./connectLog.ts";
import { eventsOf } from "./handleCommand.ts";

/** What a stream held before a command appended to it; all of it where the command appended nothing. */
export async function historyBefore<Event extends BallastEvent>(log: Log, stream: StreamName, commandId: string): Promise<readonly Event[]> {
  const { events } = await log.read(stream);
  const first = events.findIndex(({ metadata }) => metadata.commandId === commandId);
  return eventsOf<Event>(events.slice(0, first === -1 ? undefined : first));
}
