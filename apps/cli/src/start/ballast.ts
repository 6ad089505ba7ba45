import { join } from "node:path";
import { ensureCredential } from "./credential.ts";
import { StartFailure } from "./failure.ts";
import { baseFolder, openInstanceFolder } from "./folders.ts";
import type { InstanceRecord } from "./instance.ts";
import { keepInstance, readInstance } from "./instance.ts";
import { endLeftovers } from "./leftovers.ts";
import type { PartEvent } from "./keptPart.ts";
import { lockFolder } from "./lock.ts";
import type { Addresses, Layout } from "./parts.ts";
import { addressesOf, partsOf, temporalNamespace } from "./parts.ts";
import { apiWasClaimed, claimPorts, defaultPort, obstacleTo } from "./ports.ts";
import { markProcess } from "./processes.ts";
import type { Progress } from "./progress.ts";
import { startParts } from "./startParts.ts";
import { createSupervisor } from "./supervisor.ts";
import { acquireTemporal, thisMachines } from "./temporal/acquire.ts";
import { answersFor } from "./temporal/health.ts";
import type { TemporalServer } from "./temporal/server.ts";
import { devServer } from "./temporal/server.ts";
import { ensureStoreAccess } from "./storeAccess.ts";

/** How to start an instance. */
export interface StartOptions {
  readonly mode: "demo" | "empty";
  /** Port of API and console; 0 for any free one; the former one or 4000 where absent. */
  readonly port?: number | undefined;
  readonly host: string;
  /** The data folder, see `baseFolder`. */
  readonly data?: string | undefined;
  readonly progress: Progress;
  /** Told about every part as well; for tests. */
  readonly onEvent?: (event: PartEvent) => void;
  /** Ends a start that is under way. */
  readonly signal?: AbortSignal;
  /** Which processes make up the instance; Ballast's own unless a test gives others. */
  readonly parts?: typeof partsOf;
}

/** A started instance. */
export interface RunningBallast {
  /** The instance's data folder. */
  readonly folder: string;
  readonly addresses: Addresses;
  /** The local credential, see `ensureCredential`. */
  readonly credential: string;
  /** Ends all parts and frees the data folder. */
  stop(): Promise<void>;
}

const configured = (): Layout["configured"] => ({
  eventstore: process.env["BALLAST_EVENTSTORE"],
  temporal: process.env["BALLAST_TEMPORAL"],
});

/** @throws {StartFailure} when API and console cannot listen there */
async function expectFree(wanted: number, host: string): Promise<void> {
  const obstacle = await obstacleTo(wanted, host);
  if (obstacle === undefined) return;
  if (obstacle === "no such address")
    throw new StartFailure(
      "API and console",
      `${host} is not an address of this machine.`,
      "Choose one that is: `--host 127.0.0.1` for this machine alone, `--host 0.0.0.0` for every network it is in.",
    );
  const other = obstacle === "taken" ? wanted + 1 : defaultPort;
  throw new StartFailure(
    "API and console",
    `Port ${String(wanted)} on ${host} is ${obstacle === "taken" ? "taken" : "not for this user"}.`,
    `${obstacle === "taken" ? "Stop what listens there, or choose" : "Choose"} another: \`npm start -- --port ${String(other)}\`.`,
  );
}

/** The API's port as somebody chose it, now or at an earlier start; 0 where it is any free one. */
function wantedPort({ port }: StartOptions, former: InstanceRecord | undefined): number {
  if (port !== undefined) return port;
  if (former === undefined) return defaultPort;
  return apiWasClaimed(former.ports) ? 0 : (former.ports["api"] ?? defaultPort);
}

const inner = ["eventstore", "temporal", "fleet", "smtp", "mails", "flags"] as const;

async function planLayout(folder: string, options: StartOptions, former: InstanceRecord | undefined): Promise<PlannedLayout> {
  const { host } = options;
  const wanted = wantedPort(options, former);
  await expectFree(wanted, host);
  const claimed = await claimPorts({ names: wanted === 0 ? [...inner, "api"] : inner, host, former: former?.ports });
  const { guard = 0, eventstore = 0, temporal = 0, fleet = 0, smtp = 0, mails = 0, flags = 0, api = wanted } = claimed.ports;
  const layout: Layout = {
    folder,
    host,
    ports: { guard, eventstore, temporal, fleet, api, smtp, mails, flags },
    mailSink: options.mode === "demo" && process.env["BALLAST_SMTP"] === undefined,
    storeAccess: ensureStoreAccess(folder),
    configured: configured(),
  };
  return { layout, release: claimed.release };
}

/** Where everything of an instance is, and what gives its ports back. */
interface PlannedLayout {
  readonly layout: Layout;
  readonly release: () => Promise<void>;
}

async function provideTemporal(layout: Layout, { progress, signal }: StartOptions): Promise<TemporalServer | undefined> {
  progress.begin("Temporal program");
  const elsewhere = layout.configured.temporal;
  if (elsewhere !== undefined) {
    const namespace = temporalNamespace();
    if (!(await answersFor(elsewhere, namespace))) {
      const why = `The configured server ${elsewhere} does not answer for the namespace ${namespace}.`;
      throw new StartFailure("Temporal server", why, "Check BALLAST_TEMPORAL, or unset it so that Ballast starts its own.");
    }
    progress.done("Temporal program", `configured: ${elsewhere}`);
    return undefined;
  }
  const binary = await acquireTemporal(thisMachines((text) => { progress.note(text); }, signal));
  progress.done("Temporal program", binary);
  return devServer(binary, layout.folder, layout.ports.temporal);
}

function recordOf(layout: Layout, mode: StartOptions["mode"]): InstanceRecord {
  const addresses = addressesOf(layout);
  return {
    mode,
    supervisor: markProcess(process.pid),
    url: addresses.api,
    addresses: { ...addresses },
    ports: { ...layout.ports },
    parts: {},
    state: "starting",
  };
}

/**
 * Starts an instance of what is built: provides the Temporal server, starts each part and waits until it is healthy.
 * @throws {StartFailure} after everything started so far has been ended again
 */
export async function startBallast(options: StartOptions): Promise<RunningBallast> {
  const folder = openInstanceFolder(baseFolder(options.data), options.mode);
  const unlock = lockFolder(folder);
  try {
    return await startLocked(folder, unlock, options);
  } catch (error) {
    unlock();
    throw error;
  }
}

async function startLocked(folder: string, unlock: () => void, options: StartOptions): Promise<RunningBallast> {
  const former = readInstance(folder);
  await endLeftovers(former);
  const { layout, release } = await planLayout(folder, options, former);
  const free = async (): Promise<void> => {
    await release();
    unlock();
  };
  try {
    return await startIn(layout, free, options);
  } catch (error) {
    await release();
    throw error;
  }
}

async function startIn(layout: Layout, free: () => Promise<void>, options: StartOptions): Promise<RunningBallast> {
  const { folder } = layout;
  const temporal = options.parts === undefined ? await provideTemporal(layout, options) : undefined;
  const credential = ensureCredential(folder);
  let record = recordOf(layout, options.mode);
  const keep = keepInstance(folder, { say: (text) => { options.progress.line(`  ! ${text}`); } });
  const update = (change: Partial<InstanceRecord>): void => {
    record = { ...record, ...change };
    keep(record);
  };
  const supervisor = createSupervisor({
    logs: join(folder, "logs"),
    onEvent: (event) => { options.progress.part(event); options.onEvent?.(event); },
    onProcesses: (parts) => { update({ parts }); },
  });
  const stop = async (): Promise<void> => {
    update({ state: "stopping" });
    await supervisor.stop();
    update({ state: "stopped", parts: {} });
    await free();
  };
  try {
    await startParts(supervisor, (options.parts ?? partsOf)(layout, temporal), options.signal);
  } catch (error) {
    await stop();
    throw error;
  }
  update({ state: "running" });
  return { folder, addresses: addressesOf(layout), credential, stop };
}
