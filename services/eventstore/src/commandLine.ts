import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readUsersFile } from "./access/users.ts";
import { RUN_PROJECTIONS } from "./options.ts";
import type { EventStoreOptions } from "./options.ts";

const OPTIONS = {
  port: { type: "string" },
  host: { type: "string" },
  data: { type: "string" },
  "tls-cert": { type: "string" },
  "tls-key": { type: "string" },
  users: { type: "string" },
  "advertise-host": { type: "string" },
  "max-append-size": { type: "string" },
  "metrics-port": { type: "string" },
  "run-projections": { type: "string" },
  "allow-open-network": { type: "boolean" },
} as const;

/**
 * Reads what `ballast eventstore` and `src/main.ts` are started with; the environment gives the data folder
 * (`BALLAST_DATA`) and the port (`BALLAST_EVENTSTORE_PORT`) where the command line does not.
 *
 * @throws Error that says what is wrong with which option.
 */
export function readCommandLine(args: readonly string[], environment: NodeJS.ProcessEnv): EventStoreOptions {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  const maxAppendSize = integerOf("max-append-size", values["max-append-size"]);
  const metricsPort = integerOf("metrics-port", values["metrics-port"]);
  return {
    dataDir: values.data ?? dataFolderOf(environment),
    port: integerOf("port", values.port ?? environment["BALLAST_EVENTSTORE_PORT"]) ?? 0,
    ...(values.host === undefined ? {} : { host: values.host }),
    ...(values["advertise-host"] === undefined ? {} : { advertisedHost: values["advertise-host"] }),
    ...tlsOf(values["tls-cert"], values["tls-key"]),
    ...(values.users === undefined ? {} : { users: readUsersFile(values.users) }),
    ...(maxAppendSize === undefined ? {} : { maxAppendSize }),
    ...(metricsPort === undefined ? {} : { metricsPort }),
    ...runProjectionsOf(values["run-projections"]),
    allowOpenNetwork: values["allow-open-network"] ?? false,
  };
}

function dataFolderOf(environment: NodeJS.ProcessEnv): string {
  const base = environment["BALLAST_DATA"];
  if (base === undefined || base === "") throw new Error("Say where the log is: --data DIR, or BALLAST_DATA");
  return join(base, "eventstore");
}

function tlsOf(cert: string | undefined, key: string | undefined): Pick<EventStoreOptions, "tls"> {
  if (cert === undefined && key === undefined) return {};
  if (cert === undefined || key === undefined) throw new Error("TLS needs both --tls-cert and --tls-key");
  return { tls: { cert: readPem("certificate", cert), key: readPem("key", key) } };
}

function runProjectionsOf(text: string | undefined): Pick<EventStoreOptions, "runProjections"> {
  if (text === undefined) return {};
  const runProjections = RUN_PROJECTIONS.find((choice) => choice === text.toLowerCase());
  if (runProjections === undefined) throw new Error(`--run-projections must be ${RUN_PROJECTIONS.join(", ")}, not '${text}'`);
  return { runProjections };
}

function integerOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined || text === "") return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`--${name} must be a whole number, not '${text}'`);
  return value;
}

function readPem(what: string, file: string): Buffer {
  try {
    const text = readFileSync(file);
    if (text.includes("-----BEGIN ")) return text;
  } catch (error) {
    throw new Error(`The TLS ${what} ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  throw new Error(`The TLS ${what} ${file} is not in PEM form`);
}
