import { messageOf } from "../error.ts";
import { startDaemon } from "./daemon.ts";
import { createLog } from "./log.ts";

/** The fleet daemon as a process: BALLAST_DATA, BALLAST_FLEET (its control address), BALLAST_LOG_LEVEL, BALLAST_FLEET_THREADS. */
const log = createLog(process.env.BALLAST_LOG_LEVEL, (line) => process.stdout.write(line));

function settings(): { data: string; port: number; threads: number | undefined } {
  const { BALLAST_DATA: data, BALLAST_FLEET: address, BALLAST_FLEET_THREADS: threads } = process.env;
  if (data === undefined || data === "") throw new Error("BALLAST_DATA is not set: name the instance's data folder");
  if (address === undefined || address === "") throw new Error("BALLAST_FLEET is not set: name the control address, http://127.0.0.1:PORT");
  const url = new URL(address);
  if (!["127.0.0.1", "localhost"].includes(url.hostname))
    throw new Error(`BALLAST_FLEET=${address}: the fleet listens on 127.0.0.1 only, since it starts commands`);
  if (threads !== undefined && !/^\d{1,2}$/.test(threads))
    throw new Error(`BALLAST_FLEET_THREADS=${threads}: say how many threads serve customers, or leave it out for one a core`);
  return { data, port: Number(url.port), threads: threads === undefined ? undefined : Number(threads) };
}

try {
  const daemon = await startDaemon({ ...settings(), log });
  let ending = false;
  const end = (why: string) => {
    if (ending) return;
    ending = true;
    log.info("stopping", { why });
    daemon.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error("did not stop in order", { error: messageOf(error) });
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", () => end("SIGTERM"));
  process.on("SIGINT", () => end("SIGINT"));
  // whoever read the log is gone: end in order rather than by the next line's error
  process.stdout.on("error", () => end("stdout closed"));
  process.stdin.on("end", () => end("stdin closed")).on("error", () => end("stdin failed")).resume();
  log.info("ready", { address: daemon.address });
} catch (error) {
  const taken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
  log.error(taken ? `${process.env.BALLAST_FLEET} is taken by another program: stop it or choose another port` : messageOf(error));
  process.exit(1);
}
