import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { OPEN_ACCESS } from "./access/access.ts";
import type { StoreContext } from "./context.ts";
import { createCounters } from "./counters.ts";
import type { Counters } from "./counters.ts";
import { StoreError } from "./failures.ts";
import { GroupRegistry } from "./persistent/groupRegistry.ts";
import { EventLog } from "./storage/eventLog.ts";
import { OpenCalls } from "./wire/openCalls.ts";
import { addServices } from "./wire/services.ts";

/** How to start the event store. One of `file` and `dataDir` is needed. */
export type EventStoreOptions = {
  /** The log file. */
  readonly file?: string;
  /** A folder; the log is then `log.sqlite` in it. */
  readonly dataDir?: string;
  /** 0 (the default) takes a free port. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Largest append in bytes; 1 MiB by default, as in the original. */
  readonly maxAppendSize?: number;
  /** Milliseconds since the epoch; for tests. */
  readonly now?: () => number;
  /** Upper bound of the file in pages of 4 KiB; for tests of a full disk. */
  readonly maxPages?: number;
  /** Takes faults that no caller waits for. */
  readonly report?: (error: unknown) => void;
};

/** A running event store. */
export type RunningEventStore = {
  /** `esdb://host:port?tls=false`: what clients connect to. */
  readonly address: string;
  readonly port: number;
  readonly counters: Counters;
  /** Cancels open streams, commits what was accepted, writes checkpoints, closes the file. */
  close(): Promise<void>;
};

const DEFAULT_HOST = "127.0.0.1";
const DEFAULT_MAX_APPEND_SIZE = 1024 * 1024;
/** Above the largest append with its overhead, so that it is refused by a message that says so. */
const RECEIVE_LIMIT = 32 * 1024 * 1024;

/**
 * Starts an event store that speaks the EventStoreDB protocol.
 *
 * @throws LogInUseError when another process has the log; StoreError when the file cannot be used; Error when the
 * port is taken.
 */
export async function startEventStore(options: EventStoreOptions): Promise<RunningEventStore> {
  const file = logFileOf(options);
  const report = options.report ?? ignoreFault;
  mkdirSync(dirname(file), { recursive: true });
  const log = EventLog.open({ ...options, file });
  const context: StoreContext = {
    log,
    access: OPEN_ACCESS,
    groups: new GroupRegistry(log, report),
    maxAppendSize: options.maxAppendSize ?? DEFAULT_MAX_APPEND_SIZE,
    calls: new OpenCalls(),
    counters: createCounters(),
  };
  const server = createServer();
  addServices(server, context);
  const host = options.host ?? DEFAULT_HOST;
  try {
    const port = await bind(server, `${host}:${options.port ?? 0}`);
    const address = `esdb://${host}:${port}?tls=false`;
    return { address, port, counters: context.counters, close: () => closeStore(server, context) };
  } catch (error) {
    await context.groups.close(new StoreError({ kind: "stopping" }));
    log.close();
    throw error;
  }
}

/** The caller did not ask to be told; what failed is done again, or was refused to whoever asked for it. */
function ignoreFault(): void {
  return undefined;
}

function logFileOf({ file, dataDir }: EventStoreOptions): string {
  if (file !== undefined) return file;
  if (dataDir !== undefined) return join(dataDir, "log.sqlite");
  throw new Error("The event store needs a file or a data folder");
}

function createServer(): Server {
  return new Server({
    "grpc.max_receive_message_length": RECEIVE_LIMIT,
    "grpc.max_send_message_length": -1,
    "grpc.keepalive_permit_without_calls": 1,
    "grpc.http2.min_ping_interval_without_data_ms": 1000,
  });
}

function bind(server: Server, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, port) => {
      if (error === null) resolve(port);
      else reject(error);
    });
  });
}

async function closeStore(server: Server, context: StoreContext): Promise<void> {
  const stopping = new StoreError({ kind: "stopping" });
  await context.groups.close(stopping);
  context.calls.failAll(stopping);
  await shutDown(server);
  context.log.close();
}

/** Gives running calls a moment to end; then ends them. */
async function shutDown(server: Server): Promise<void> {
  const graceful = new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
  const timer = setTimeout(() => server.forceShutdown(), 500);
  await graceful;
  clearTimeout(timer);
}
