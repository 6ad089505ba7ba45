import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { acquireTemporal, answersFor, claimPorts, devServer, thisMachines } from "@ballast/cli";
import { fleetMetrics, fleetTarget, setFleetTraffic, startDaemon, type FleetLane } from "@ballast/delivery";
import { connectLog, keyRing, type Log } from "@ballast/eventlog";
import { startEventStore } from "@ballast/eventstore";
import { signedWebhooks, type Message } from "@ballast/notifications";
import { defaultResponsePolicy, type ResponsePolicy } from "@ballast/schema/workflows";
import { becomeCurrent, createWorkers, flagsFollowed, runReactor, slices, workflowCode, type PartsWithFlags } from "@ballast/workflows";
import { followFlags } from "@ballast/flags";
import { Client, Connection } from "@temporalio/client";
import { DefaultLogger, NativeConnection, Runtime } from "@temporalio/worker";
import { pino } from "pino";
import { Disturbances } from "./disturbance.ts";
import { until } from "./until.ts";

/** Ballast's engine without its API: real event store, Temporal server, fleet and worker, in and below this process. */
export interface Engine {
  readonly log: Log;
  readonly temporal: Client;
  readonly parts: PartsWithFlags;
  /** Control of a lane's traffic and processes. */
  readonly lane: (service: string, environment: string) => FleetLane;
  /** Messages that left the house so far. */
  readonly sent: readonly Message[];
  /** What goes wrong on purpose. */
  readonly disturbances: Disturbances;
  /** Has the incidents to come answered by another policy: a test does not wait five minutes. */
  respondBy(policy: ResponsePolicy): void;
  /** Starts the same workers as another version, which is current from then on; this one is again when that is stopped. */
  startVersion(buildId: string): Promise<{ stop: () => Promise<void> }>;
  /** The version of the first workers. */
  readonly buildId: string;
  stop(): Promise<void>;
}

/** How an engine is started. */
export interface EngineOptions {
  /** After so many events of a history its workflow is told to continue as new; the server's own number unless told. */
  readonly continueAsNewAfter?: number;
}

/** Starts an engine in a folder of its own. */
export async function startEngine({ continueAsNewAfter }: EngineOptions = {}): Promise<Engine> {
  const folder = mkdtempSync(join(tmpdir(), "ballast-engine-"));
  const store = await startEventStore({ dataDir: join(folder, "eventstore") });
  const temporalServer = await startTemporal(
    join(folder, "temporal"),
    continueAsNewAfter === undefined ? [] : ["--dynamic-config-value", `limit.historyCount.suggestContinueAsNew=${continueAsNewAfter}`],
  );
  const logger = pino({ level: process.env["BALLAST_LOG_LEVEL"] ?? "silent" });
  const fleet = await startDaemon({ data: folder, port: 0, log: { debug: quiet, info: quiet, warn: quiet, error: quiet } });
  const log = connectLog({ address: store.address });
  const lane = (service: string, environment: string): FleetLane => ({ address: fleet.address, service, environment });
  const disturbances = new Disturbances();
  const flags = followFlags({ log, now: () => new Date() });
  const parts: PartsWithFlags = {
    flags: flagsFollowed(flags, log),
    log,
    logger,
    now: () => new Date(),
    publicUrl: "http://ballast.test",
    notifier: disturbances.notifier,
    webhooks: signedWebhooks(),
    keys: () => keyRing(Buffer.alloc(32, 7)),
    sampleTraffic: async (of, traffic) => void (await setFleetTraffic(lane(of.service, of.environment), traffic)),
    targetOf: (of) => disturbances.targetOf(of.service, fleetTarget(lane(of.service, of.environment))),
    metricsOf: (of) => disturbances.metricsOf(of.service, fleetMetrics(lane(of.service, of.environment))),
  };
  Runtime.install({ logger: new DefaultLogger("ERROR") });
  const connection = await NativeConnection.connect({ address: temporalServer.address });
  const client = await Connection.connect({ address: temporalServer.address });
  const temporal = new Client({ connection: client });
  const code = await workflowCode(null);
  const workers = await createWorkers({ connection, namespace: "default", parts, code });
  const running = Promise.all(workers.map((worker) => worker.run()));
  const stopping = new AbortController();
  const deployment = { temporal, namespace: "default" };
  await becomeCurrent(deployment, code.buildId, stopping.signal);
  let policy = defaultResponsePolicy;
  const reacting = runReactor(
    slices,
    {
      log,
      temporal,
      flags: parts.flags,
      now: parts.now,
      get policy() {
        return policy;
      },
    },
    { signal: stopping.signal, logger, lookForLostEveryMs: 1_000 },
  );
  return {
    log, temporal, parts, lane, disturbances, sent: disturbances.sent,
    respondBy: (other) => { policy = other; },
    buildId: code.buildId,
    async startVersion(buildId) {
      const others = await createWorkers({ connection, namespace: "default", parts, code: { ...code, buildId } });
      const runningOthers = Promise.all(others.map((worker) => worker.run()));
      await becomeCurrent(deployment, buildId, stopping.signal);
      return {
        stop: async () => {
          await becomeCurrent(deployment, code.buildId, stopping.signal);
          for (const worker of others) worker.shutdown();
          await runningOthers;
        },
      };
    },
    async stop() {
      stopping.abort();
      await reacting;
      for (const worker of workers) worker.shutdown();
      await running;
      await connection.close();
      await client.close();
      await flags.close();
      await log.close();
      await fleet.stop();
      temporalServer.stop();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const quiet = (): void => undefined;

async function startTemporal(folder: string, more: readonly string[]): Promise<{ address: string; stop: () => void }> {
  mkdirSync(folder, { recursive: true });
  const { ports: { temporal: port = 0 }, release } = await claimPorts({ names: ["temporal"], host: "127.0.0.1" });
  const { binary, args } = devServer(await acquireTemporal(thisMachines(() => undefined)), folder, port);
  const child = spawn(binary, [...args, ...more], { stdio: "ignore" });
  const address = `127.0.0.1:${port}`;
  await until(() => answersFor(address, "default"));
  const stop = (): void => {
    child.kill("SIGKILL");
    void release();
  };
  return { address, stop };
}
