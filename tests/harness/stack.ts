import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { InstanceRecord, PartRecord } from "@ballast/cli";
import { currentFolder, isSameProcess, readCredential, readInstance, signal } from "@ballast/cli";
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
  /** With the demonstration's data; nothing in it otherwise. */
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
  /** Kills a part with -9 and waits until its next process is healthy. */
  restartOf(part: PartName): Promise<void>;
  /** Kills the supervisor with -9 and waits until no process is left; the data stays. */
  kill9Supervisor(): Promise<void>;
  /** What the supervisor printed so far. */
  output(): string;
  /** A part's log. */
  log(part: PartName): string;
  /** Stops everything and checks that no process is left. */
  stop(): Promise<void>;
}

const startWithin = 150_000;
const stopWithin = 30_000;

interface Supervision {
  readonly child: ChildProcess;
  readonly output: () => string;
}

function supervise(data: string, options: StackOptions): Supervision {
  // A new folder takes any free port; an earlier one knows its former port.
  const port = options.data === undefined ? ["--port", "0"] : [];
  const args = [shim(), "start", "--data", data, ...port, ...(options.demo === true ? [] : ["--empty"])];
  const env = { ...plainEnvironment(), ...options.env, BALLAST_PARENT: String(process.pid) };
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (chunk: string) => { text += chunk; });
  return { child, output: () => text };
}

async function running({ child, output }: Supervision, data: string): Promise<string> {
  const state = await until(() => {
    if (child.exitCode !== null) return "ended" as const;
    const folder = currentFolder(data);
    const record = folder === undefined ? undefined : readInstance(folder);
    return record?.state === "running" && record.supervisor.pid === child.pid ? folder : undefined;
  }, { within: startWithin });
  if (state === "ended") throw new Error(`Ballast did not start:\n${output()}`);
  return state;
}

const gone = async (folder: string): Promise<void> => {
  await until(() => processesFor(folder).length === 0, { within: stopWithin });
};

function partOf(record: InstanceRecord, name: PartName): PartRecord {
  const part = record.parts[name];
  if (part === undefined) throw new Error(`No part ${name} among ${Object.keys(record.parts).join(", ")}.`);
  return part;
}

/** The pieces of a stack that act on its processes. */
function processActions(supervision: Supervision, folder: string): Pick<Stack, "record" | "kill9" | "restartOf" | "kill9Supervisor"> {
  const record = (): InstanceRecord => {
    const found = readInstance(folder);
    if (found === undefined) throw new Error(`${folder} has no instance.json.`);
    return found;
  };
  const kill9 = (name: PartName): void => {
    const { pid } = partOf(record(), name);
    // The Temporal server is a child of its leash: both go at once, as when the machine kills it.
    signal(name === "temporal" ? -pid : pid, "SIGKILL");
  };
  return {
    record,
    kill9,
    async restartOf(name) {
      const before = partOf(record(), name);
      kill9(name);
      await until(() => {
        const now = partOf(record(), name);
        return now.restarts > before.restarts && now.healthy && isSameProcess(now);
      }, { within: 60_000 });
    },
    async kill9Supervisor() {
      supervision.child.kill("SIGKILL");
      await gone(folder);
    },
  };
}

async function stopStack({ child, output }: Supervision, folder: string): Promise<void> {
  child.kill("SIGTERM");
  await until(() => child.exitCode !== null || child.signalCode !== null, { within: stopWithin });
  await gone(folder);
  if (child.exitCode !== null && child.exitCode !== 0) throw new Error(`The supervisor ended with code ${String(child.exitCode)}:\n${output()}`);
}

/**
 * Starts a whole Ballast on a data folder of its own and waits until every part is healthy.
 * @throws with everything it printed when it does not start
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const data = options.data ?? mkdtempSync(join(tmpdir(), "ballast-stack-"));
  const supervision = supervise(data, options);
  const folder = await running(supervision, data);
  const actions = processActions(supervision, folder);
  const { url } = actions.record();
  const credential = readCredential(folder) ?? "";
  return {
    ...actions,
    url,
    data,
    folder,
    credential,
    gql: (query, variables) => askFor({ url, token: credential, query, variables }),
    ask: (query, variables, token = credential) => ask({ url, token: token ?? undefined, query, variables }),
    cli: (args) => runCommand(args, { BALLAST_DATA: data }),
    output: supervision.output,
    log: (part) => readFileSync(join(folder, "logs", `${part}.log`), "utf8"),
    async stop() {
      await stopStack(supervision, folder);
      if (options.data === undefined) rmSync(data, { recursive: true, force: true });
    },
  };
}
