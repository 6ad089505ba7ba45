import { once } from "node:events";
import type { MessagePort } from "node:worker_threads";
import type { Log } from "../connectLog.ts";
import { textOf, type HistoryData, type HistoryMessage, type HistoryStart } from "./messages.ts";

/** So many batches are on their way at once: the next one is decoded while the last one is folded. */
const MOST_ON_THE_WAY = 3;

/** Hands the log's history over, batch by batch, and no faster than it is taken; resolves when it has reached the end. */
export async function tellHistory(
  port: MessagePort, log: Pick<Log, "subscribeAll" | "unknown">, { from, filter, batchSize }: HistoryStart & Omit<HistoryData, "address">,
): Promise<void> {
  const ending = new AbortController();
  let onTheWay = 0;
  port.on("message", () => { onTheWay -= 1; });
  await log.subscribeAll({
    from, filter, batchSize, signal: ending.signal,
    async onBatch({ events, position, caughtUp }) {
      while (onTheWay >= MOST_ON_THE_WAY) await once(port, "message");
      onTheWay += 1;
      port.postMessage({ text: textOf(events), position, over: caughtUp, unknown: log.unknown() } satisfies HistoryMessage);
      if (caughtUp) ending.abort();
    },
  });
}
