import { hashEvent } from "../storage/eventHash.ts";
import { EventLog } from "../storage/eventLog.ts";
import { computeChain } from "../storage/hashTable.ts";
import { prepareQuery } from "../storage/query.ts";
import type { OnProgress } from "./progress.ts";
import { requireLog } from "./readLog.ts";

const EVENTS_PER_COMMIT = 500;

/**
 * Gives the events of a log from before there were hashes theirs, and the chain all of them. What they say is taken
 * as it stands: verify the log first. Ends with the number of events that got one; a break is gone on from.
 *
 * @throws LogInUseError while a server runs; OperationError when there is no log.
 */
export async function upgradeLog(file: string, onProgress?: OnProgress): Promise<number> {
  requireLog(file);
  const log = EventLog.open({ file });
  try {
    const { since } = log.hashes;
    if (since <= 1) return 0;
    let hashed = 0;
    for (let from = 1; from < since; ) {
      const page = log.events.allForwards(from, EVENTS_PER_COMMIT).filter(({ position }) => position < since);
      const last = page.at(-1);
      if (last === undefined) break;
      await log.write(() => {
        for (const event of page) log.hashes.insert(event.position, hashEvent(event));
      });
      hashed += page.length;
      from = last.position + 1;
      onProgress?.(from - 1, since - 1, "hashing events");
    }
    await log.write(() => {
      prepareQuery(log.database, "UPDATE facts SET value = '1' WHERE name = 'hashed_from'").run();
      log.replaceChain(computeChain(log.database, 1));
    });
    return hashed;
  } finally {
    log.close();
  }
}
