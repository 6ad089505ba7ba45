import { isIP } from "node:net";
import { join } from "node:path";
import type { User } from "./access/users.ts";

/** Certificate and key in PEM form. */
export type TlsOptions = { readonly cert: Buffer; readonly key: Buffer };

/** What `--run-projections` may be. */
export const RUN_PROJECTIONS = ["none", "system", "all"] as const;

/**
 * `system`: the built-in streams; `all`: custom projections as well, which run their creators' JavaScript on
 * this machine; `none`: nobody is served projections (the built-in streams are there all the same).
 */
export type RunProjections = (typeof RUN_PROJECTIONS)[number];

/** How to start the event store. One of `file` and `dataDir` is needed. */
export type EventStoreOptions = {
  /** The log file. */
  readonly file?: string;
  /** A folder; the log is then `log.sqlite` in it. */
  readonly dataDir?: string;
  /** 0 (the default) takes a free port. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** The name clients are told by gossip; `host` by default. */
  readonly advertisedHost?: string;
  readonly tls?: TlsOptions;
  /** Who may sign in. Without users everybody may do everything. */
  readonly users?: readonly User[];
  /** Listen beyond this machine although there is no TLS or there are no users. */
  readonly allowOpenNetwork?: boolean;
  /** Largest append in bytes; 1 MiB by default, as in the original. */
  readonly maxAppendSize?: number;
  /** Port for `/metrics` and `/healthz` over HTTP, on loopback; none by default, 0 takes a free one. */
  readonly metricsPort?: number;
  /** Which projections are run; `system` by default. */
  readonly runProjections?: RunProjections;
  /** Milliseconds since the epoch; for tests. */
  readonly now?: () => number;
  /** Milliseconds of a clock that only goes forward; for tests. */
  readonly elapsed?: () => number;
  /** Upper bound of the file in pages of 4 KiB; for tests of a full disk. */
  readonly maxPages?: number;
  /** Takes faults that no caller waits for. */
  readonly report?: (error: unknown) => void;
};

export const DEFAULT_HOST = "127.0.0.1";
export const DEFAULT_MAX_APPEND_SIZE = 1024 * 1024;

/** The log file the options mean. */
export function logFileOf({ file, dataDir }: Pick<EventStoreOptions, "file" | "dataDir">): string {
  if (file !== undefined) return file;
  if (dataDir !== undefined) return join(dataDir, "log.sqlite");
  throw new Error("The event store needs a file or a data folder");
}

/**
 * Without TLS clients send no credentials, and without users nobody is asked: such a server stays on this machine.
 *
 * @throws OpenNetworkError when it would be reachable from others.
 */
export function requireSafeNetwork(options: EventStoreOptions): void {
  const host = options.host ?? DEFAULT_HOST;
  if (isLoopback(host) || options.allowOpenNetwork === true) return;
  if (options.tls !== undefined && options.users !== undefined) return;
  throw new OpenNetworkError(host);
}

/** The server would be open to whoever reaches its address. */
export class OpenNetworkError extends Error {
  constructor(host: string) {
    super(
      `Refusing to listen on ${host} without TLS and users: anyone who reaches this address could read and write the ` +
        "log. Give --tls-cert, --tls-key and --users, or say --allow-open-network.",
    );
    this.name = "OpenNetworkError";
  }
}

/** The server cannot have its address. */
export class ListenError extends Error {
  constructor(address: string, reason: string) {
    const known = /EADDRINUSE/.test(reason) ? "another process listens there" : reason;
    super(`Cannot listen on ${address}: ${known}`);
    this.name = "ListenError";
  }
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}
