import { counterDecider } from "@ballast/domain";
import type { Run } from "./runCommand.ts";

/** The next number of a counter; a retry finds its own. */
export async function takeNumber(run: Run, counter: string, forId: string): Promise<number> {
  const { events } = await run.handle({ aggregate: counterDecider, id: counter, command: { type: "TakeNumber", now: run.now, forId } });
  const number = events[0]?.data.number;
  if (number === undefined) throw new Error(`no number for ${forId}`);
  return number;
}
