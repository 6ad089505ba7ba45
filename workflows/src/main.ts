import { setTimeout as wait } from "node:timers/promises";
import { fleetMetrics, fleetTarget, prometheusCounts, setFleetTraffic } from "@ballast/delivery";
import { connectLog, gathered, keyRing, readSecretKey } from "@ballast/eventlog";
import { followFlags } from "@ballast/flags";
import { createNotifier, signedWebhooks, type MailOptions, type Notifier } from "@ballast/notifications";
import { defaultResponsePolicy } from "@ballast/schema/workflows";
import { openTracing } from "@ballast/tracing";
import { Client, Connection } from "@temporalio/client";
import { DefaultLogger, NativeConnection, Runtime } from "@temporalio/worker";
import { pino, type Logger } from "pino";
import { peopleWithRole } from "./audience.ts";
import { readWorkerConfig, type WorkerConfig } from "./config.ts";
import { flagsFollowed } from "./flagsFollowed.ts";
import { livelyIncidents } from "./openIncidents.ts";
import { redactedLabels } from "./redactionFor.ts";
import type { WorkerParts } from "./parts.ts";
import { allPagesOf } from "./response/facts.ts";
import { watchPages } from "./response/watchdog.ts";
import { runReactor } from "./reactor/reactor.ts";
import { slices } from "./slices.ts";
import { tracedBy } from "./tracing.ts";
import { becomeCurrent } from "./versions/deployment.ts";
import { lookAfterVersions, type Versions } from "./versions/formerVersions.ts";
import { KeptCode } from "./versions/keptCode.ts";
import { workflowCode, type WorkflowCode } from "./versions/workflowCode.ts";
import { createWorkers, startFormerWorker } from "./worker.ts";

/** The worker process: polls Temporal, and turns recorded facts into workflows. Ends with its standard input. */
async function main(): Promise<void> {
  const config = readWorkerConfig();
  const logger = pino({ level: config.logLevel, base: { part: "worker" } });
  Runtime.install({
    shutdownSignals: [],
    logger: new DefaultLogger("WARN", ({ level, message, meta }) => logger[level === "ERROR" ? "error" : "warn"]({ ...meta }, message)),
  });
  const stopping = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => stopping.abort());
  process.stdin.on("end", () => stopping.abort()).on("error", () => stopping.abort()).resume();

  const log = connectLog({ address: config.eventStore });
  const flags = followFlags({ log, now: () => new Date() });
  const parts = { ...partsFrom(config, { log, logger }), flags: flagsFollowed(flags, log) };
  const policy = { ...defaultResponsePolicy, page: { ...defaultResponsePolicy.page, acknowledgeWithinMs: config.acknowledgeWithinMs } };
  // Before the engine is there: it may be away for long, and people are called all the same.
  const engine = engineAsked(config);
  const watching = watchPages(
    { parts, policy, engineAnswers: engine.answers }, { signal: stopping.signal, awayMs: config.watchdogAfterMs },
  );
  const connection = await connected(config, { logger, signal: stopping.signal });
  const tracing = await openTracing("worker");
  const traced = await tracedBy(tracing);
  const temporal = new Client({
    connection: await Connection.connect({ address: config.temporal }), namespace: config.temporalNamespace,
    interceptors: traced.client ?? {},
  });
  // Looked through once, beside the start: the first page or rollback that has to know is not to wait for a long log.
  Promise.all([
    peopleWithRole(log, []), allPagesOf(log, ""), gathered(log, livelyIncidents), gathered(log, redactedLabels), parts.flags.changedFor(""),
  ]).catch((error: unknown) => logger.warn({ err: error }, "the log is not looked through yet"));
  const code = await workflowCode(config.workflowBundle);
  const of = { connection, namespace: config.temporalNamespace, parts, interceptors: traced.worker };
  const workers = await createWorkers({ ...of, code });
  const running = Promise.all(workers.map((worker) => worker.run()));
  const versions: Versions = {
    deployment: { temporal, namespace: config.temporalNamespace },
    current: code,
    kept: keptCode(config, code, logger),
    start: (former) => startFormerWorker({ ...of, code: former }),
  };
  if (config.becomesCurrent) await becomeCurrent(versions.deployment, code.buildId, stopping.signal);
  const lookingAfter = config.becomesCurrent ? lookAfterVersions(versions, { signal: stopping.signal, logger }) : Promise.resolve();
  const reacting = runReactor(
    slices,
    {
      log, temporal, flags: parts.flags, now: () => new Date(), policy, tracing,
      ...(config.prometheus !== null && { requests: prometheusCounts({ address: config.prometheus }) }),
    },
    { signal: stopping.signal, logger },
  );
  logger.info("ready");
  stopping.signal.addEventListener("abort", () => workers.forEach((worker) => worker.shutdown()));
  await Promise.race([running, reacting]);
  stopping.abort();
  await Promise.allSettled([running, reacting, lookingAfter, watching]);
  await engine.close();
  await flags.close();
  await log.close();
  await connection.close();
  await tracing.close();
}

/** Keeps this version's code for later ones; where that cannot be written, they carry on what this one began. */
function keptCode({ keptWorkflows }: WorkerConfig, code: WorkflowCode, logger: Logger): KeptCode | null {
  if (keptWorkflows === null) return null;
  const kept = new KeptCode(keptWorkflows);
  try {
    kept.keep(code);
  } catch (error) {
    logger.warn({ err: error }, "this version of the workflows could not be kept for later");
  }
  return kept;
}

/** An engine that hangs is one that does not answer, ms. */
const engineAnswersWithinMs = 2_000;

/** gRPC's "cancelled", "deadline exceeded" and "unavailable": whatever else it says, it does answer. */
const isAway = (error: unknown): boolean =>
  !(error instanceof Error && "code" in error && typeof error.code === "number") || [1, 4, 14].includes(error.code);

/** Asks the workflow engine, on a connection of its own, whether it answers. */
function engineAsked(config: WorkerConfig): { answers: () => Promise<boolean>; close: () => Promise<void> } {
  const connection = Connection.lazy({ address: config.temporal });
  return {
    async answers() {
      const ask = () => connection.workflowService.describeNamespace({ namespace: config.temporalNamespace });
      return connection.withDeadline(Date.now() + engineAnswersWithinMs, ask).then(() => true, (error: unknown) => !isAway(error));
    },
    close: () => connection.close(),
  };
}

/** Connects to Temporal, however long it takes to be there. */
async function connected(config: WorkerConfig, { logger, signal }: { logger: Logger; signal: AbortSignal }): Promise<NativeConnection> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await NativeConnection.connect({ address: config.temporal });
    } catch (error) {
      if (signal.aborted) throw error;
      logger.warn({ err: error, attempt }, "the workflow engine does not answer yet");
      await wait(Math.min(500 * 2 ** attempt, 5_000), undefined, { signal });
    }
  }
}

function partsFrom(config: WorkerConfig, { log, logger }: { log: WorkerParts["log"]; logger: Logger }): WorkerParts {
  const { fleet } = config;
  const lane = ({ service, environment }: { service: string; environment: string }) => {
    if (fleet === null) throw new Error("No fleet is configured: set BALLAST_FLEET to the control address of its daemon.");
    return { address: fleet, service, environment };
  };
  return {
    log,
    logger,
    targetOf: (of) => fleetTarget(lane(of)),
    metricsOf: (of) => fleetMetrics(lane(of)),
    sampleTraffic: async (of, traffic) => void (await setFleetTraffic(lane(of), traffic)),
    notifier: notifierFrom(config),
    // Strangers subscribe these: they lead nowhere inside, whatever the installation's own people may have.
    webhooks: signedWebhooks(),
    keys: () => {
      const key = readSecretKey(config.secretKey);
      return key === null ? null : keyRing(key);
    },
    publicUrl: config.publicUrl,
    now: () => new Date(),
  };
}

function notifierFrom({ smtp, mailFrom, allowPrivateWebhooks: allowPrivateTargets, provider, pagerDutyUrl }: WorkerConfig): Notifier {
  const { sms, voice, secret } = provider;
  return createNotifier({
    mail: smtp === null ? undefined : mailServer(smtp, mailFrom),
    chat: { allowPrivateTargets },
    provider: { allowPrivateTargets, sms: sms ?? undefined, voice: voice ?? undefined, secret: secret ?? undefined },
    pagerDuty: { allowPrivateTargets, url: pagerDutyUrl ?? undefined },
  });
}

/** `smtp://user:password@host:port`; `smtps:` speaks TLS from the start. */
function mailServer(address: string, from: string): MailOptions {
  const url = new URL(address);
  const secure = url.protocol === "smtps:";
  return {
    host: url.hostname,
    port: Number(url.port || (secure ? 465 : 25)),
    secure,
    from,
    ...(url.username === "" ? {} : { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) }),
  };
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stdout.write(
      `${JSON.stringify({ level: 60, time: Date.now(), part: "worker", msg: error instanceof Error ? (error.stack ?? error.message) : String(error) })}\n`,
    );
    process.exit(1);
  },
);
