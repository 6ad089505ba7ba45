import { parentPort, workerData } from "node:worker_threads";
import { connectLog } from "../connectLog.ts";
import type { HistoryData } from "./messages.ts";
import { tellHistory } from "./tellHistory.ts";

// A thread that reads and decodes what is in the log, for one that folds it meanwhile.
if (parentPort !== null) {
  const data = workerData as HistoryData;
  const log = connectLog({ address: data.address });
  await tellHistory(parentPort, log, data);
  await log.close();
  parentPort.close();
}
