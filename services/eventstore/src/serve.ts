import { logVerbosity, setLogVerbosity } from "@grpc/grpc-js";
import { logFileOf } from "./options.ts";
import type { EventStoreOptions } from "./options.ts";
import { logLine } from "./logLine.ts";
import { startEventStore } from "./startEventStore.ts";
import type { RunningEventStore } from "./startEventStore.ts";

/** How a server that is a process of its own comes to its end. */
export type ServeOptions = EventStoreOptions & {
  /** Also end when standard input closes: then nothing outlives a supervisor that was killed. */
  readonly endWithInput: boolean;
  /** Told once it listens. */
  readonly onReady?: (store: RunningEventStore) => void;
};

/**
 * Runs an event store until SIGTERM or SIGINT; writes one structured line for each thing that happens to it. Resolves
 * after open streams were cancelled, checkpoints written and the file closed.
 *
 * @throws what {@link startEventStore} throws.
 */
export async function serveEventStore({ endWithInput, onReady, ...options }: ServeOptions): Promise<void> {
  // What it would print is not in the log's form, and comes as an error of ours as well.
  setLogVerbosity(logVerbosity.NONE);
  const ending = watchEnding(endWithInput);
  const store = await startEventStore({ ...options, report: reportFault });
  const { address, port, metricsPort, counters } = store;
  const { tls, users } = options;
  logLine("info", "ready", {
    address,
    port,
    ...(metricsPort === undefined ? {} : { metricsPort }),
    file: logFileOf(options),
    tls: tls !== undefined,
    users: users?.length ?? 0,
  });
  onReady?.(store);
  logLine("info", "stopping", { reason: await ending });
  await store.close();
  logLine("info", "stopped", { ...counters });
}

/** Resolves with the reason. Watched from the start, for a signal may follow the line that says ready at once. */
function watchEnding(endWithInput: boolean): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => resolve(signal));
    if (!endWithInput) return;
    for (const event of ["end", "error"] as const) process.stdin.on(event, () => resolve("standard input closed"));
    process.stdin.resume();
  });
}

function reportFault(error: unknown): void {
  logLine("error", error instanceof Error ? error.message : String(error));
}
