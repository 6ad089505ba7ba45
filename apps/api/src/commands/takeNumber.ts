import { counterDecider, numberOf } from "@ballast/domain";
import { foldRecord, ids, type Log } from "@ballast/eventlog";
import type { Run } from "./runCommand.ts";

/** The next number of a counter; a retry finds its own. */
export async function takeNumber(run: Run, counter: string, forId: string): Promise<number> {
  const { events } = await run.handle({ aggregate: counterDecider, id: counter, command: { type: "TakeNumber", now: run.now, forId } });
  const number = events[0]?.data.number;
  if (number === undefined) throw new Error(`no number for ${forId}`);
  return number;
}

/**
 * The same for a record whose id follows from another one: several of them may be made by one command, and whoever took a number for one
 * may have died before it was registered.
 */
export async function takeNumberOnce(run: Run, log: Log, { counter, forId }: { readonly counter: string; readonly forId: string }) {
  await run.handle({
    aggregate: counterDecider, id: counter, commandId: ids.part(run.commandId, "number", forId),
    command: { type: "TakeNumber", now: run.now, forId },
  });
  const number = numberOf(await foldRecord(log, counterDecider, counter), forId);
  if (number === null) throw new Error(`no number for ${forId}`);
  return number;
}
