import { readCredential } from "../start/credential.ts";
import { baseFolder, currentFolder } from "../start/folders.ts";
import { isRunning, readInstance } from "../start/instance.ts";
import { CommandFailure, exitCodes } from "./failure.ts";

/** Where an instance answers, and with what right. */
export interface Endpoint {
  /** Origin of API and console. */
  readonly url: string;
  /** Sent as a bearer token. */
  readonly token: string;
}

/** An endpoint, and what is known of the instance behind it. */
export interface Connection extends Endpoint {
  /** The instance's folder, where it runs on this machine. */
  readonly folder: string | undefined;
  /** Addresses of its parts, where it runs on this machine. */
  readonly addresses: Readonly<Record<string, string>>;
}

const unreachable = (message: string, remedy: string): CommandFailure =>
  new CommandFailure({ code: "NOT_RUNNING", message, remedy, exitCode: exitCodes.unreachable });

/** The instance that runs on this machine; undefined where none does. */
export function localConnection(data?: string): Connection | undefined {
  const folder = currentFolder(data);
  const record = folder === undefined ? undefined : readInstance(folder);
  if (folder === undefined || !isRunning(record)) return undefined;
  const token = readCredential(folder);
  if (token === undefined) throw unreachable(`${folder} has no credential.`, "Start Ballast once more with `npm start`: it creates one.");
  return { url: record.url, token, folder, addresses: record.addresses };
}

/**
 * The instance to talk to: the one of the data folder that is asked for; else the one that `BALLAST_URL` names, and never
 * another one; else the one that runs on this machine.
 * @throws {CommandFailure} that says where it looked
 */
export function findConnection(data?: string, env: NodeJS.ProcessEnv = process.env): Connection {
  const { BALLAST_URL: url, BALLAST_TOKEN: token } = env;
  if (data === undefined && url !== undefined && url !== "") {
    if (token === undefined || token === "") {
      const remedy =
        "Issue a token there with `ballast token issue`, and set BALLAST_TOKEN to its secret. For the instance on this machine unset BALLAST_URL, or name its folder with --data.";
      throw new CommandFailure({ code: "NOT_SIGNED_IN", message: `BALLAST_URL names ${url}, but BALLAST_TOKEN is not set.`, remedy });
    }
    if (!URL.canParse(url)) throw unreachable(`BALLAST_URL is no address: ${url}`, "Give it like https://ballast.example.org.");
    return { url, token, folder: undefined, addresses: {} };
  }
  const local = localConnection(data);
  if (local !== undefined) return local;
  throw unreachable(
    `No Ballast is running here (looked in ${baseFolder(data)}).`,
    "Start one with `npm start`, name its data folder with --data or BALLAST_DATA, or set BALLAST_URL and BALLAST_TOKEN for one elsewhere.",
  );
}
