import { parseArgs } from "node:util";
import { join } from "node:path";
import { logLine } from "./logLine.ts";
import { startEventStore } from "./startEventStore.ts";
import type { RunningEventStore } from "./startEventStore.ts";

/** The event store as a process of its own: ends with its standard input, and gracefully on SIGTERM. */
async function main(): Promise<void> {
  const store = await startEventStore({ ...readConfiguration(), report: reportFault });
  logLine("info", "ready", { address: store.address, port: store.port });
  stopWhenAsked(store);
}

function readConfiguration(): { dataDir: string; port: number; host: string } {
  const { values } = parseArgs({
    options: { port: { type: "string" }, host: { type: "string" }, data: { type: "string" } },
  });
  const data = values.data ?? dataFolder();
  const port = Number(values.port ?? process.env["BALLAST_EVENTSTORE_PORT"] ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`'${values.port}' is not a port`);
  return { dataDir: data, port, host: values.host ?? "127.0.0.1" };
}

function dataFolder(): string {
  const base = process.env["BALLAST_DATA"];
  if (base === undefined || base === "") throw new Error("Say where the log is: --data DIR or BALLAST_DATA");
  return join(base, "eventstore");
}

function stopWhenAsked(store: RunningEventStore): void {
  let stopping = false;
  const stop = (reason: string): void => {
    if (stopping) return;
    stopping = true;
    logLine("info", "stopping", { reason });
    store.close().then(
      () => process.exit(0),
      (error: unknown) => {
        reportFault(error);
        process.exit(1);
      },
    );
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

main().catch((error: unknown) => {
  reportFault(error);
  process.exit(1);
});
