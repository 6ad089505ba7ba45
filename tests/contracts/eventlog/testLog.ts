import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer, type Socket } from "node:net";
import { Transform } from "node:stream";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventStoreDBClient } from "@eventstore/db-client";
import { startEventStore } from "@ballast/eventstore";
import { connectLog, type Log } from "@ballast/eventlog";

/** An event store to test against, and ways to disturb it. */
export interface TestLog {
  readonly log: Log;
  /** Another client of the same store. */
  connect(): Log;
  /** Cuts every connection in the middle, as a network does; new ones are taken after a moment. */
  cut(): Promise<void>;
  /** Lets nothing through any more, as a store that stands still: connections stay, and are even taken. The answer lets it go on. */
  freeze(): () => void;
  /** Another client that is as patient as told. */
  impatient(giveUpAfterMs: number, attemptMs: number): Log;
  /** Deletes a stream for good, as an operator can: the log itself never does. */
  tombstone(stream: string): Promise<void>;
  /** Stops the store and starts it again on the same file and port; a store that is not ours is cut instead. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Set it to run the suite against another store: `esdb://host:port?tls=false`. */
const ADDRESS = process.env["BALLAST_CONTRACT_EVENTSTORE"];

/** Starts the embedded store, or goes to the one in the environment, through a proxy that can be cut. */
export async function openTestLog(): Promise<TestLog> {
  const folder = await mkdtemp(join(tmpdir(), "ballast-eventlog-"));
  const file = join(folder, "log.sqlite");
  let store = ADDRESS === undefined ? await startEventStore({ file }) : undefined;
  const target = new URL((store?.address ?? ADDRESS ?? "").replace(/^esdb:/, "http:"));
  const port = Number(target.port);
  const proxy = await openProxy(target.hostname, port);
  const logs: Log[] = [];
  const open = (patience: { giveUpAfterMs?: number; attemptMs?: number } = {}): Log => {
    const log = connectLog({ address: `esdb://127.0.0.1:${proxy.port}?tls=false`, ...patience });
    logs.push(log);
    return log;
  };
  return {
    log: open(),
    connect: () => open(),
    impatient: (giveUpAfterMs, attemptMs) => open({ giveUpAfterMs, attemptMs }),
    cut: proxy.cut,
    freeze: proxy.freeze,
    async tombstone(stream) {
      const client = EventStoreDBClient.connectionString(`esdb://127.0.0.1:${proxy.port}?tls=false`);
      await client.tombstoneStream(stream);
      await client.dispose();
    },
    async restart() {
      if (store === undefined) return proxy.cut();
      await store.close();
      store = await startEventStore({ file, port });
    },
    async close() {
      await Promise.all(logs.map((log) => log.close()));
      await proxy.close();
      await store?.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Passes bytes on once it may. */
const through = (may: () => Promise<void>): Transform =>
  new Transform({ transform: (chunk, _encoding, done) => void may().then(() => done(null, chunk)) });

async function openProxy(
  host: string,
  port: number,
): Promise<{ port: number; cut(): Promise<void>; freeze(): () => void; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  let thawed: Promise<void> = Promise.resolve();
  const server = createServer((incoming) => {
    const outgoing = connect(port, host);
    for (const [socket, other] of [[incoming, outgoing], [outgoing, incoming]] as const) {
      sockets.add(socket);
      socket.on("error", () => other.destroy());
      socket.on("close", () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    const [one, two] = [through(() => thawed), through(() => thawed)];
    incoming.pipe(one).pipe(outgoing);
    outgoing.pipe(two).pipe(incoming);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");
  const cut = async () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    port: address.port,
    cut,
    freeze() {
      const { promise, resolve } = Promise.withResolvers<void>();
      thawed = promise;
      return resolve;
    },
    close: async () => {
      await cut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
