import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { InstanceRecord, PartRecord } from "@ballast/cli";
import { currentFolder, isRunning, isSameProcess, readCredential, readInstance, signal } from "@ballast/cli";
import type { CommandResult } from "./commandLine.ts";
import { plainEnvironment, runCommand, shim } from "./commandLine.ts";
import type { Answer } from "./graphql.ts";
import { ask, askFor } from "./graphql.ts";
import { processesFor } from "./processes.ts";
import { until } from "./until.ts";

/** The processes of an instance by name. */
export type PartName = "eventstore" | "temporal" | "fleet" | "api" | "worker";

/** How a stack is started. */
export interface StackOptions {
  /** With the demonstration's data, but for the year behind it; nothing in it otherwise. */
  readonly demo?: boolean;
  /** A data folder of an earlier stack; a new temporary one, removed at the end, where absent. */
  readonly data?: string;
  /** More environment for all processes. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A whole Ballast in processes of its own, started as `npm start` does it. */
export interface Stack {
  /** Origin of API and console. */
  readonly url: string;
  /** The data folder as given to `--data`; the instance's own folder is `folder`. */
  readonly data: string;
  readonly folder: string;
  readonly credential: string;
  /** What `instance.json` says right now. */
  record(): InstanceRecord;
  /** Data of a GraphQL request made with the local credential. @throws GraphqlFailure */
  gql<T>(query: string, variables?: Readonly<Record<string, unknown>>): Promise<T>;
  /** The same, but the answer as it came, optionally with another token (null: none). */
  ask<T>(query: string, variables?: Readonly<Record<string, unknown>>, token?: string | null): Promise<Answer<T>>;
  /** Runs `ballast` against this stack. */
  cli(args: readonly string[]): Promise<CommandResult>;
  /** Kills a part with -9, as it stands. */
  kill9(part: PartName): void;
  /** Waits until every part is healthy. */
  healthy(): Promise<void>;
  /** Kills a part with -9 and waits until its next process is healthy. */
  restartOf(part: PartName): Promise<void>;
  /** What the supervisor printed so far. */
  output(): string;
  /** A part's log. */
  log(part: PartName): string;
  /** Kills the supervisor with -9 and waits until no process is left; the data stays. */
  kill9Supervisor(): Promise<void>;
  /** Stops everything in order and checks that no process is left. */
  stop(): Promise<void>;
}

const startWithin = 150_000;
const stopWithin = 60_000;
const outputOf = (data: string): string => join(data, "supervisor.log");

function recordIn(folder: string): InstanceRecord {
  const found = readInstance(folder);
  if (found === undefined) throw new Error(`${folder} has no instance.json.`);
  return found;
}

function partOf(record: InstanceRecord, name: PartName): PartRecord {
  const part = record.parts[name];
  if (part === undefined) throw new Error(`No part ${name} among ${Object.keys(record.parts).join(", ")}.`);
  return part;
}

function kill9(folder: string, name: PartName): void {
  const { pid } = partOf(recordIn(folder), name);
  // The Temporal server is a child of its leash: both go at once, as when the machine kills it.
  signal(name === "temporal" ? -pid : pid, "SIGKILL");
}

async function restartOf(folder: string, name: PartName): Promise<void> {
  const before = partOf(recordIn(folder), name);
  kill9(folder, name);
  await until(() => {
    const now = partOf(recordIn(folder), name);
    return now.restarts > before.restarts && now.healthy && isSameProcess(now);
  });
}

async function healthy(folder: string): Promise<void> {
  await until(() => Object.values(recordIn(folder).parts).every((part) => part.healthy && isSameProcess(part)));
}

async function endSupervisor(folder: string, name: "SIGKILL" | "SIGTERM"): Promise<void> {
  const { supervisor } = recordIn(folder);
  if (isSameProcess(supervisor)) signal(supervisor.pid, name);
  await until(() => !isSameProcess(supervisor) && processesFor(folder).length === 0, { within: stopWithin });
}

/** A running instance as a stack; whoever started it stops it. */
export function attachStack(data: string): Stack {
  const folder = currentFolder(data);
  if (folder === undefined) throw new Error(`Nothing was started in ${data}.`);
  const { url } = recordIn(folder);
  const credential = readCredential(folder) ?? "";
  return {
    url,
    data,
    folder,
    credential,
    record: () => recordIn(folder),
    gql: (query, variables) => askFor({ url, token: credential, query, variables }),
    ask: (query, variables, token = credential) => ask({ url, token: token ?? undefined, query, variables }),
    cli: (args) => runCommand(args, { BALLAST_DATA: data }),
    kill9: (name) => { kill9(folder, name); },
    healthy: () => healthy(folder),
    restartOf: (name) => restartOf(folder, name),
    output: () => readFileSync(outputOf(data), "utf8"),
    log: (part) => readFileSync(join(folder, "logs", `${part}.log`), "utf8"),
    kill9Supervisor: () => endSupervisor(folder, "SIGKILL"),
    async stop() {
      const ran = isRunning(recordIn(folder));
      await endSupervisor(folder, "SIGTERM");
      const { state } = recordIn(folder);
      if (ran && state !== "stopped")
        throw new Error(`The supervisor left the instance ${state}:\n${readFileSync(outputOf(data), "utf8")}`);
    },
  };
}

function launch(data: string, options: StackOptions): { readonly pid: number | undefined; readonly ended: () => boolean } {
  // A new folder takes any free port; an earlier one knows its former port.
  const port = options.data === undefined ? ["--port", "0"] : [];
  const args = [shim(), "start", "--data", data, ...port, options.demo === true ? "--no-year" : "--empty"];
  const env = { ...plainEnvironment(), ...options.env, BALLAST_PARENT: String(process.pid) };
  const output = openSync(outputOf(data), "a");
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", output, output] });
  closeSync(output);
  return { pid: child.pid, ended: () => child.exitCode !== null || child.signalCode !== null };
}

/**
 * Starts a whole Ballast on a data folder of its own and waits until every part is healthy. It ends with this process
 * at the latest.
 * @throws with everything it printed when it does not start
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const data = options.data ?? mkdtempSync(join(tmpdir(), "ballast-stack-"));
  const { pid, ended } = launch(data, options);
  await until(() => {
    if (ended()) return true;
    const folder = currentFolder(data);
    const record = folder === undefined ? undefined : readInstance(folder);
    return record?.state === "running" && record.supervisor.pid === pid;
  }, { within: startWithin });
  if (ended()) throw new Error(`Ballast did not start:\n${readFileSync(outputOf(data), "utf8")}`);
  const stack = attachStack(data);
  return {
    ...stack,
    async stop() {
      await stack.stop();
      if (options.data === undefined) rmSync(data, { recursive: true, force: true });
    },
  };
}
