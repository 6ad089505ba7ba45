import type { ApiServer } from "../graphql/context.ts";

/** This server does not yet know what others have written: the sender should try again in a moment. */
export class Behind extends Error {}

/**
 * Waits until this server's read model knows everything that stands in the log now.
 * @throws Behind when that takes too long
 */
export async function caughtUp({ log, readModel }: Pick<ApiServer, "log" | "readModel">): Promise<void> {
  const { behind } = await readModel.waitFor(await log.lastPosition());
  if (behind) throw new Behind("the read model is behind the log");
}
