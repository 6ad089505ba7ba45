import { existsSync } from "node:fs";
import { join } from "node:path";
import { temporalVersion } from "./pinned.ts";

/** A Temporal server that can be started: its program and arguments. */
export interface TemporalServer {
  readonly binary: string;
  readonly args: readonly string[];
}

/**
 * Its HTTP interface cannot be left out, and whatever page a person has open could call it. It answers only those who
 * name this host, which leads nowhere and is nobody's (RFC 2606): all others get 403.
 */
const closedHttp = ["--dynamic-config-value", 'frontend.httpAllowedHosts=["closed.invalid"]'];

/** Each queue in one part: four, as it is otherwise, are for clusters, and looked after also while nothing happens (a third of its CPU). */
const onePart = ["Read", "Write"].flatMap((way) => ["--dynamic-config-value", `matching.numTaskqueue${way}Partitions=1`]);

/**
 * The development server on a database file of its own. The file's name carries the version: a newer server never
 * opens a database whose shape it does not know. Commits are synchronous, because running workflows live only there.
 * A file from when queues had four parts keeps them: what waits in the others would be seen by nobody.
 */
export function devServer(binary: string, folder: string, port: number): TemporalServer {
  const inFour = join(folder, `temporal-${temporalVersion}.db`);
  const [file, parts] = existsSync(inFour) ? [inFour, []] : [join(folder, `temporal-${temporalVersion}-one.db`), onePart];
  const pragmas = ["--sqlite-pragma", "journal_mode=wal", "--sqlite-pragma", "synchronous=2"];
  const listen = ["--ip", "127.0.0.1", "--port", String(port), ...closedHttp, ...parts];
  return {
    binary,
    args: [
      "server", "start-dev", "--headless", "--db-filename", file, ...pragmas, ...listen, "--log-format", "json", "--log-level", "warn",
    ],
  };
}
