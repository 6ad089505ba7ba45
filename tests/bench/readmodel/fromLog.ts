import { setTimeout as delay } from "node:timers/promises";
import { connectLog } from "@ballast/eventlog";
import { openReadModel } from "@ballast/readmodel";

/** What a process of its own took for a log, and the most memory it had. */
export interface Took {
  readonly elapsedMs: number;
  readonly peakMemoryMb: number;
}

/** `fromLog.ts ADDRESS [FILE POSITION]`: reads the log of an event store, or folds it into a file until that position can be read. */
const [, , address = "", file, position = "0"] = process.argv;
const log = connectLog({ address });
// Connected before anything is timed.
await log.lastPosition();
const began = performance.now();
if (file === undefined) {
  for await (const _ of log.readAll());
} else {
  const model = openReadModel({ file, log });
  while ((await model.waitFor(position, { timeoutMs: 60_000 })).behind) await delay(10);
  while (model.status().rebuilding !== null) await delay(5);
  await model.close();
}
const took: Took = { elapsedMs: performance.now() - began, peakMemoryMb: process.resourceUsage().maxRSS / 1_024 };
await log.close();
console.log(JSON.stringify(took));
