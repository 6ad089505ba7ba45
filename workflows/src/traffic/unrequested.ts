import type { RecordedEvent } from "@ballast/eventlog";
import { streamName } from "@ballast/schema";
import { NotYet } from "../reactor/notYet.ts";
import type { Reaction } from "../reactor/slice.ts";

/** How long a locked lane may wait for its deploy's request, ms: the API writes both within milliseconds. */
const requestWithinMs = 30_000;

/**
 * Whether the request of whoever locked a lane will not come any more: who took it died between the two.
 * @throws NotYet while it may come
 */
export async function isUnrequested(
  { log, now }: Pick<Reaction, "log" | "now">,
  { metadata }: RecordedEvent,
  deployId: string,
): Promise<boolean> {
  const { events } = await log.read(streamName("deploy", deployId), { max: 1 });
  if (events.length > 0) return false;
  if (now().getTime() - Date.parse(metadata.recordedAt) < requestWithinMs) throw new NotYet(`deploy ${deployId} is not requested yet`);
  return true;
}
