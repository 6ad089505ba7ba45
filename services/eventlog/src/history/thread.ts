import { once } from "node:events";
import { parentPort, workerData } from "node:worker_threads";
import { connectLog } from "../connectLog.ts";
import { ready, type HistoryData, type HistoryStart } from "./messages.ts";
import { tellHistory } from "./tellHistory.ts";

// A thread that reads and decodes what is in the log, for one that folds it meanwhile.
if (parentPort !== null) {
  const data = workerData as HistoryData;
  const log = connectLog({ address: data.address });
  // Connected before it says so: what is folded while it starts is not waited for.
  await log.lastPosition();
  const started = once(parentPort, "message") as Promise<[HistoryStart]>;
  parentPort.postMessage(ready);
  const [{ from }] = await started;
  await tellHistory(parentPort, log, { ...data, from });
  await log.close();
  parentPort.close();
}
