import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readSecretKey } from "@ballast/eventlog";

/** Where the API finds everything; from the environment alone. */
export interface ApiConfig {
  readonly data: string;
  readonly eventStore: string;
  readonly temporal: string;
  readonly temporalNamespace: string;
  readonly fleet: string | null;
  readonly port: number;
  readonly host: string;
  /** Where stock providers follow flags over flagd's sync; null: nowhere. */
  readonly flagSyncPort: number | null;
  /** Requests for flags that one application's token may send to this server a second; undefined: as many as usual. */
  readonly flagRequestsPerSecond: number | undefined;
  /** Where the status pages are also written as files. */
  readonly statusFolder: string;
  /** Threads that read beside the server's own, at most; undefined: one less than there are cores. */
  readonly readers: number | undefined;
  readonly logLevel: string;
  /** 32 bytes; the same on all servers. */
  readonly secretKey: Buffer;
  /** Secret of the data folder's `credential` file. */
  readonly localCredential: string | null;
  /** Built console; null when there is none (then `/` says so). */
  readonly consoleFolder: string | null;
  /** Whether browsers' sessions ask only the console's own documents. */
  readonly onlyPersisted: boolean;
  /** Proxies in front whose `X-Forwarded-For` counts: how many hops, or their addresses; undefined: none. */
  readonly trustProxy: number | string | undefined;
  /** Address under which people reach this installation: for links in pages. */
  readonly publicUrl: string;
  /** Address of a watcher outside that is asked each minute while Ballast is well; null: none. */
  readonly outsideHeartbeat: string | null;
}

/** Reads the configuration; throws with the variable's name when one is missing. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): ApiConfig {
  const data = required(env, "BALLAST_DATA");
  const port = Number(env["BALLAST_PORT"] ?? "4000");
  const host = env["BALLAST_HOST"] ?? "127.0.0.1";
  return {
    data,
    eventStore: required(env, "BALLAST_EVENTSTORE"),
    temporal: required(env, "BALLAST_TEMPORAL"),
    temporalNamespace: env["BALLAST_TEMPORAL_NAMESPACE"] ?? "default",
    fleet: env["BALLAST_FLEET"] ?? null,
    port,
    host,
    flagSyncPort: env["BALLAST_FLAG_SYNC_PORT"] === undefined ? null : Number(env["BALLAST_FLAG_SYNC_PORT"]),
    flagRequestsPerSecond: rateOf(env["BALLAST_FLAG_REQUESTS"]),
    statusFolder: env["BALLAST_STATUS_FILES"] ?? join(data, "status"),
    readers: readersOf(env["BALLAST_READERS"]),
    logLevel: env["BALLAST_LOG_LEVEL"] ?? "info",
    secretKey: secretKeyOf(env["BALLAST_SECRET_KEY"], data),
    localCredential: readIfThere(join(data, "credential")),
    consoleFolder: env["BALLAST_CONSOLE"] ?? null,
    onlyPersisted: onlyPersistedOf(env["BALLAST_DOCUMENTS"]),
    trustProxy: trustedProxies(env["BALLAST_TRUST_PROXY"]),
    publicUrl: env["BALLAST_URL"] ?? `http://${host === "0.0.0.0" ? "127.0.0.1" : host}:${port}`,
    outsideHeartbeat: watcherOf(env["BALLAST_OUTSIDE_HEARTBEAT"]),
  };
}

function watcherOf(given: string | undefined): string | null {
  if (given === undefined || given === "") return null;
  if (URL.canParse(given) && /^https?:$/.test(new URL(given).protocol)) return given;
  throw new Error("BALLAST_OUTSIDE_HEARTBEAT is no address of the web: give what the watcher outside wants to be asked.");
}

/** `persisted`, or `any`, which it is unless set. */
function onlyPersistedOf(given: string | undefined): boolean {
  if (given === undefined || given === "" || given === "any") return false;
  if (given === "persisted") return true;
  throw new Error(
    `BALLAST_DOCUMENTS is "${given}": "persisted" (browsers' sessions ask only what the console asks; tokens ask anything) or "any".`,
  );
}

function rateOf(given: string | undefined): number | undefined {
  if (given === undefined || given === "") return undefined;
  if (/^[1-9]\d{0,6}$/.test(given)) return Number(given);
  throw new Error(`BALLAST_FLAG_REQUESTS is "${given}": give the requests for flags that each application's token may send in a second.`);
}

function readersOf(given: string | undefined): number | undefined {
  if (given === undefined || given === "") return undefined;
  if (/^\d{1,2}$/.test(given)) return Number(given);
  throw new Error(`BALLAST_READERS is "${given}": give the most threads (0 to 99) that answer queries beside the server's own.`);
}

/** A number of hops, or addresses and ranges divided by commas. Everybody is not trusted: then each could say who they are. */
function trustedProxies(given: string | undefined): number | string | undefined {
  if (given === undefined || given === "" || given === "0" || given === "false") return undefined;
  if (/^[1-9]$/.test(given)) return Number(given);
  if (/^(loopback|linklocal|uniquelocal|[0-9a-f.:/]+)(\s*,\s*(loopback|linklocal|uniquelocal|[0-9a-f.:/]+))*$/i.test(given)) return given;
  throw new Error(`BALLAST_TRUST_PROXY is "${given}": give the number of proxies in front (1 to 9), or their addresses divided by commas.`);
}

function required(env: NodeJS.ProcessEnv, name: string): string {
  const value = env[name];
  if (value === undefined || value === "")
    throw new Error(`${name} is not set. "ballast start" sets it; a server of a cluster needs it in its environment.`);
  return value;
}

const readIfThere = (file: string): string | null => (existsSync(file) ? readFileSync(file, "utf8").trim() : null);

/** The key from the environment, else from the data folder's `secret-key` (made on first use, mode 0600). */
function secretKeyOf(given: string | undefined, data: string): Buffer {
  const file = join(data, "secret-key");
  return readSecretKey({ given, file }) ?? createSecretKey(data, file);
}

function createSecretKey(data: string, file: string): Buffer {
  mkdirSync(data, { recursive: true });
  const key = randomBytes(32);
  writeFileSync(file, `${key.toString("base64url")}\n`, { mode: 0o600 });
  return key;
}
