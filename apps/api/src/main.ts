import "reflect-metadata";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { connectLog, keyRing } from "@ballast/eventlog";
import { followFlags } from "@ballast/flags";
import { openReadModel } from "@ballast/readmodel";
import { openTracing } from "@ballast/tracing";
import { pino, type Logger } from "pino";
import { buildApp } from "./app.ts";
import { knownSignIns } from "./auth/knownSignIns.ts";
import { openLogDirectory } from "./auth/logDirectory.ts";
import { signInCommands } from "./auth/signInCommands.ts";
import { bootstrapAdministrator } from "./bootstrap.ts";
import { readConfig } from "./config.ts";
import { knownFlags } from "./evaluation/knownFlags.ts";
import { serveSync } from "./evaluation/sync/syncServer.ts";
import type { ApiServer } from "./graphql/context.ts";
import { apiMetrics } from "./ops/metrics.ts";
import { chromiumOf } from "./printing/chromium.ts";
import { openPrinter } from "./printing/printer.ts";
import { openReaders, threadsOver, usualReaders } from "./reading/readers.ts";
import { followAlertRules } from "./ruling/alertRules.ts";
import { buildBallastSchema } from "./schema.ts";
import { duties, known, routes, shared } from "./slices.ts";

/** A call that the log does not answer is given up after this, ms: who pressed a button hears within ten seconds. */
const logPatienceMs = 8_000;
/** Streams and sockets get this long to end, ms; then the process goes. */
const stopWithinMs = 4_000;

/** The API process: one server with its own read model. Ends with its standard input. */
async function main(): Promise<void> {
  const config = readConfig();
  const logger = pino({ level: config.logLevel, base: { part: "api" } });
  const log = connectLog({ address: config.eventStore, giveUpAfterMs: logPatienceMs });
  const folder = join(config.data, "readmodel");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "readmodel.sqlite");
  const readModel = openReadModel({ file, log, onStorage: (trouble) => sayStorage(logger, trouble) });
  const directory = openLogDirectory(log, knownSignIns(readModel));
  const now = (): Date => new Date();
  const flags = followFlags({ log, known: knownFlags(readModel), now });
  const alertRules = followAlertRules(log, readModel);
  const tracing = await openTracing("api");
  const server: ApiServer = {
    log, readModel, directory, flags, alertRules, keys: keyRing(config.secretKey), metrics: apiMetrics(), logger,
    publicUrl: config.publicUrl,
    fleet: config.fleet, now, known, tracing, statusFolder: config.statusFolder, outsideHeartbeat: config.outsideHeartbeat,
    printer: openPrinter(chromiumOf(process.env)),
    ...(config.flagRequestsPerSecond !== undefined && { flagRequestsPerSecond: config.flagRequestsPerSecond }),
  };
  await directory.ready;
  await bootstrapAdministrator({ log, directory, now });
  const auth = { directory, keys: server.keys, localCredential: config.localCredential, now: Date.now };
  const signIn = {
    auth,
    publicUrl: config.publicUrl,
    ...signInCommands({
      log,
      directory,
      now,
      onError: (error) => logger.warn({ err: error }, "failed sign-ins could not be recorded yet"),
    }),
  };
  const readers = openReaders({
    start: threadsOver({ file, publicUrl: config.publicUrl }), most: config.readers ?? usualReaders(), logger,
  });
  const app = await buildApp({
    readers, server, signIn, schema: await buildBallastSchema(), consoleFolder: config.consoleFolder, trustProxy: config.trustProxy,
    onlyPersisted: config.onlyPersisted, routes, shared,
  });
  await app.listen({ host: config.host, port: config.port });
  const sync = config.flagSyncPort === null ? null : await serveSync(server, { host: config.host, port: config.flagSyncPort });
  logger.info({ url: config.publicUrl, flagSync: sync?.port }, "ready");
  const running = duties.map((begin) => begin(server));
  await stopAsked();
  setTimeout(() => process.exit(0), stopWithinMs).unref();
  await Promise.all(running.map((duty) => duty.stop()));
  await sync?.close();
  await app.close();
  await readers.stop();
  await directory.close();
  await flags.close();
  await alertRules.close();
  await readModel.close();
  await log.close();
  await tracing.close();
}

/** A full disk ends nothing: answers are of the past until there is room, and both are said. */
function sayStorage(logger: Logger, trouble: string | null): void {
  if (trouble === null) logger.info("the read model is written again");
  else logger.error({ trouble }, "the read model cannot be written; answers stay as they are until there is room on the disk");
}

/** SIGTERM, SIGINT, or the end of standard input: whoever started us is gone. */
const stopAsked = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => resolve());
    process.stdin.on("end", () => resolve()).on("error", () => resolve()).resume();
  });

main().then(
  () => process.exit(0),
  (error: unknown) => {
    const msg = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stdout.write(`${JSON.stringify({ level: 60, time: Date.now(), part: "api", msg })}\n`, () => process.exit(1));
  },
);
