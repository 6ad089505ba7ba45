import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { DataThreads } from "./data/dataThreads.ts";
import { createControlServer } from "./controlServer.ts";
import { Fleet } from "./fleet.ts";
import type { Log } from "./log.ts";

/** How long a start waits for the lanes' processes before it says "ready" without them. */
const recoverWithinMs = 10_000;

export interface DaemonOptions {
  /** The instance's data folder; lanes are kept in `fleet/` below it. */
  readonly data: string;
  /** Control port on 127.0.0.1; 0: a free one. */
  readonly port: number;
  readonly log: Log;
  /** How long a customer's request waits for a process that is being started again, ms; 2 s when left out. */
  readonly holdMs?: number | undefined;
  /** Threads that serve customers: as many as there are cores when left out; 0: on the one that controls. */
  readonly threads?: number | undefined;
}

export interface Daemon {
  /** Address of the control API. */
  readonly address: string;
  /** Ends all service processes, then itself; state is kept. */
  stop(): Promise<void>;
}

/** Starts the fleet: recovers the lanes, then opens the control API. Rejects when the port or the folder cannot be had. */
export async function startDaemon({ data, port, log, holdMs = 2_000, threads }: DaemonOptions): Promise<Daemon> {
  const folder = join(data, "fleet");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const fleet = new Fleet(folder, { log, holdMs, data: new DataThreads({ log, threads }) });
  const server = createControlServer(fleet, log);
  // a prepare may take minutes, and its caller waits for it
  server.requestTimeout = 0;
  const listening = await new Promise<number>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      if (address !== null && typeof address === "object") resolve(address.port);
      else reject(new Error("no control port"));
    });
  });
  await fleet.recover(AbortSignal.timeout(recoverWithinMs));
  return {
    address: `http://127.0.0.1:${listening}`,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await fleet.stop();
      server.closeAllConnections();
      await closed;
    },
  };
}
