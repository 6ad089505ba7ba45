import { parentPort } from "node:worker_threads";
import { serveData } from "./serveData.ts";

/** A thread that serves customers' requests and nothing else, so that who controls the fleet never waits behind them. */
if (parentPort === null) throw new Error("this is a thread of the fleet daemon, not a program");
serveData(parentPort);
