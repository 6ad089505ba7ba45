import { readCommandLine } from "./commandLine.ts";
import { logLine } from "./logLine.ts";
import { startEventStore } from "./startEventStore.ts";
import type { RunningEventStore } from "./startEventStore.ts";

/** The event store as a process of its own: ends with its standard input, and gracefully on SIGTERM. */
async function main(): Promise<void> {
  const options = readCommandLine(process.argv.slice(2), process.env);
  const store = await startEventStore({ ...options, report: reportFault });
  const { address, port, metricsPort } = store;
  // First, for a SIGTERM may follow the line that says ready at once.
  stopWhenAsked(store);
  logLine("info", "ready", { address, port, ...(metricsPort === undefined ? {} : { metricsPort }) });
}

function stopWhenAsked(store: RunningEventStore): void {
  let stopping = false;
  const stop = (reason: string): void => {
    if (stopping) return;
    stopping = true;
    logLine("info", "stopping", { reason });
    store.close().then(() => process.exit(0), fail);
  };
  process.on("SIGTERM", () => stop("SIGTERM"));
  process.on("SIGINT", () => stop("SIGINT"));
  process.stdin.on("end", () => stop("standard input closed"));
  process.stdin.on("error", () => stop("standard input closed"));
  process.stdin.resume();
}

function reportFault(error: unknown): void {
  logLine("error", error instanceof Error ? error.message : String(error));
}

function fail(error: unknown): void {
  reportFault(error);
  process.exit(1);
}

main().catch(fail);
