import { setTimeout as wait } from "node:timers/promises";
import type { Logger } from "pino";
import { Following } from "./openRecords.ts";
import type { Reaction, WorkflowSlice } from "./slice.ts";
import { lookForLostEveryMs } from "./turns.ts";

/**
 * Sees to it that every open record is carried by a run, whatever is lost in the workflow engine: one whose run was
 * terminated, failed, timed out or is not known any more is taken up from the log. Any number of workers may do so at
 * once: the engine runs one workflow of a name, and the log lets one run take another's place.
 */
export async function restoreLostRuns(
  slices: readonly WorkflowSlice[],
  reaction: Reaction,
  { signal, logger, everyMs = lookForLostEveryMs }: { signal: AbortSignal; logger: Logger; everyMs?: number | undefined },
): Promise<void> {
  const open = new Following(slices);
  const known = Promise.withResolvers<undefined>();
  const following = reaction.log.subscribeAll({
    filter: { types: open.types },
    signal,
    onBatch: ({ events, caughtUp }) => {
      for (const event of events) open.note(event);
      if (caughtUp) known.resolve(undefined);
    },
  });
  // It ends before everything is known where the worker is told to stop, or where the log refuses.
  await Promise.race([known.promise, following]);
  while (!signal.aborted) {
    await lookOnce(reaction, open, logger);
    await wait(everyMs, undefined, { signal }).catch(() => undefined);
  }
  await following;
}

/** One look at everything that is open. What cannot be looked at now, as the engine or the log is away, is at the next look. */
export async function lookOnce(reaction: Reaction, open: Following, logger: Pick<Logger, "info" | "warn">): Promise<void> {
  for (const records of open.records) {
    for (const id of records.candidates(reaction.now().getTime())) {
      try {
        const said = await records.look(reaction, id);
        if (said !== null) logger.info({ id, said }, "taken up again");
      } catch (error) {
        logger.warn({ err: error, id }, "could not look whether its run goes on");
      }
    }
  }
}
