import { Server, ServerCredentials } from "@grpc/grpc-js";
import { OPEN_ACCESS } from "./access/access.ts";
import { createAclAccess } from "./access/aclAccess.ts";
import { recordUsers } from "./access/recordUsers.ts";
import { Authenticator } from "./access/users.ts";
import type { StoreContext } from "./context.ts";
import { createCounters } from "./counters.ts";
import type { Counters } from "./counters.ts";
import { StoreError } from "./failures.ts";
import { startMetricsServer } from "./metricsServer.ts";
import type { MetricsServer } from "./metricsServer.ts";
import { DEFAULT_HOST, DEFAULT_MAX_APPEND_SIZE, ListenError, logFileOf, requireSafeNetwork } from "./options.ts";
import type { EventStoreOptions, TlsOptions } from "./options.ts";
import { GroupRegistry } from "./persistent/groupRegistry.ts";
import { ProjectionRegistry } from "./projections/projectionRegistry.ts";
import { EventLog } from "./storage/eventLog.ts";
import { OpenCalls } from "./wire/openCalls.ts";
import { addServices } from "./wire/services.ts";
import { PendingAppends } from "./wire/streams/pendingAppends.ts";

/** A running event store. */
export type RunningEventStore = {
  /** `esdb://host:port?tls=…`: what clients connect to. */
  readonly address: string;
  readonly port: number;
  /** Port of the HTTP metrics, when there is one. */
  readonly metricsPort: number | undefined;
  readonly counters: Counters;
  /** Cancels open streams, commits what was accepted, writes checkpoints, closes the file. */
  close(): Promise<void>;
};

/** Above the largest append with its overhead, so that what is too large is refused by a message that says so. */
const RECEIVE_LIMIT = 32 * 1024 * 1024;
/** Largest event a projection may emit, as in the original, in bytes: `maxAppendSize` is for what comes from outside. */
const MAX_EMITTED_SIZE = 16 * 1024 * 1024;
/** Time that running calls have to end when the server stops. */
const SHUTDOWN_GRACE_MS = 300;

/**
 * Starts an event store that speaks the EventStoreDB protocol.
 *
 * @throws LogInUseError when another process has the log; StoreError when the file cannot be used; ListenError when
 * the port is taken; OpenNetworkError when the address would be open to others without TLS and users.
 */
export async function startEventStore(options: EventStoreOptions): Promise<RunningEventStore> {
  requireSafeNetwork(options);
  const file = logFileOf(options);
  const log = EventLog.open({ ...options, file });
  const host = options.host ?? DEFAULT_HOST;
  let port = options.port ?? 0;
  const endpoint = (): { host: string; port: number } => ({ host: options.advertisedHost ?? host, port });
  const context = createContext(options, log, endpoint);
  const server = createServer();
  let metrics: MetricsServer | undefined;
  try {
    addServices(server, context);
    if (options.users !== undefined) await recordUsers(log, options.users);
    if (options.metricsPort !== undefined) metrics = await startMetricsServer(context, options.metricsPort);
    port = await bind(server, `${host}:${port}`, options.tls);
  } catch (error) {
    await stop(server, context, metrics);
    throw error;
  }
  return {
    address: `esdb://${endpoint().host}:${port}?tls=${options.tls !== undefined}`,
    port,
    metricsPort: metrics?.port,
    counters: context.counters,
    close: () => stop(server, context, metrics),
  };
}

function createContext(options: EventStoreOptions, log: EventLog, endpoint: StoreContext["endpoint"]): StoreContext {
  const { users, runProjections = "system", maxAppendSize = DEFAULT_MAX_APPEND_SIZE, report = ignoreFault } = options;
  const maxEventSize = Math.max(MAX_EMITTED_SIZE, maxAppendSize);
  return {
    log,
    access: users === undefined ? OPEN_ACCESS : createAclAccess(log, new Authenticator(users)),
    groups: new GroupRegistry(log, report),
    runProjections,
    projections: runProjections === "all" ? new ProjectionRegistry({ log, maxEventSize, report }) : undefined,
    maxAppendSize,
    calls: new OpenCalls(),
    appends: new PendingAppends(),
    counters: createCounters(),
    endpoint,
  };
}

/** The caller did not ask to be told; what failed is done again, or was refused to whoever asked for it. */
function ignoreFault(): void {
  return undefined;
}

function createServer(): Server {
  return new Server({
    "grpc.max_receive_message_length": RECEIVE_LIMIT,
    "grpc.max_send_message_length": -1,
  });
}

function bind(server: Server, address: string, tls: TlsOptions | undefined): Promise<number> {
  const credentials =
    tls === undefined
      ? ServerCredentials.createInsecure()
      : ServerCredentials.createSsl(null, [{ cert_chain: tls.cert, private_key: tls.key }]);
  return new Promise((resolve, reject) => {
    server.bindAsync(address, credentials, (error, port) => {
      if (error === null) resolve(port);
      else reject(new ListenError(address, error.message));
    });
  });
}

async function stop(server: Server, context: StoreContext, metrics: MetricsServer | undefined): Promise<void> {
  const stopping = new StoreError({ kind: "stopping" });
  await metrics?.close();
  await context.projections?.close();
  await context.groups.close(stopping);
  context.calls.failAll(stopping);
  context.appends.refuseAll();
  await shutDown(server);
  context.log.close();
}

/** Gives running calls a moment to end; then ends them, and the connections with them. */
async function shutDown(server: Server): Promise<void> {
  const ended = new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
  const timer = setTimeout(() => server.forceShutdown(), SHUTDOWN_GRACE_MS);
  await ended;
  clearTimeout(timer);
}
