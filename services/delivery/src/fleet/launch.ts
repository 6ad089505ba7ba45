import { spawn, type ChildProcess } from "node:child_process";
import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import type { Artifact } from "@ballast/schema";

/**
 * Runs "$@" as a child of a shell that leads the process group, and kills the whole group when the shell's
 * standard input ends: a service must not outlive a daemon that was killed with -9, whatever the service does
 * about its own input. The guard is there before the service is: a daemon may be killed between any two lines of
 * this. The service's real pid goes out on descriptor 3, since the group's leader is the shell.
 */
const guardScript = `exec 5<&0
(read -r _ <&5; kill -KILL 0) >/dev/null 2>&1 3>&- &
guard=$!
"$@" <&5 3>&- 5<&- &
service=$!
echo "$service" >&3
exec 3>&-
wait "$service" 2>/dev/null
code=$?
kill -KILL "$guard" 2>/dev/null
wait "$guard" 2>/dev/null
exit "$code"`;

/** The daemon's environment may hold keys; a service gets only what any program needs, and where it may ask for flags. */
const inherited = [
  "PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "USER", "SHELL", "MALLOC_ARENA_MAX", "OFREP_ENDPOINT", "OFREP_TOKEN_FILE",
];

/** What the sample gets besides: it is a part of Ballast. */
const ours = ["NODE_COMPILE_CACHE"];

const isSample = ({ args }: Artifact): boolean => args.includes("{sample}");

function inheritedEnvironment(artifact: Artifact): Record<string, string> {
  const pairs = [...inherited, ...(isSample(artifact) ? ours : [])].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(pairs);
}

/** Path of the sample service that ships with Ballast: its source, or in a build its bundle. */
const samplePath = (): string => fileURLToPath(new URL("../sample/main.ts", import.meta.url));

/**
 * The command line with its placeholders replaced: `{node}` is the Node that runs this, `{sample}` the sample service.
 * The sample is always run by this Node: the one on the PATH may be too old for it. It answers a few customers, and takes little for that.
 */
function commandLine(artifact: Artifact): string[] {
  const { command, args } = artifact;
  const sample = isSample(artifact);
  const program = command === "{node}" || (sample && command === "node") ? process.execPath : command;
  const small = sample ? ["--max-semi-space-size=1", "--max-old-space-size=128"] : [];
  return [program, ...small, ...args.map((argument) => (argument === "{sample}" ? samplePath() : argument))];
}

/**
 * Below the ports that systems hand out by themselves (Linux from 32768, others from 49152). Among those, a connection
 * to a port on which nobody listens yet may be given that very port and then be connected with itself.
 */
const servicePorts = { first: 20_000, end: 32_000 };

/** A free loopback port. Another process may take it first; then the service dies at start and is started anew. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = randomInt(servicePorts.first, servicePorts.end);
    if (await isFree(port)) return port;
  }
  throw new Error(`a hundred ports between ${servicePorts.first} and ${servicePorts.end} are taken`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error) =>
      "code" in error && (error.code === "EADDRINUSE" || error.code === "EACCES") ? resolve(false) : reject(error),
    );
    probe.listen({ port, host: "127.0.0.1", exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** Starts an artifact in a process group of its own, bound to the life of this process. */
export function launch(artifact: Artifact, env: Readonly<Record<string, string>>): ChildProcess {
  return spawn("/bin/sh", ["-c", guardScript, "ballast-fleet", ...commandLine(artifact)], {
    detached: true,
    stdio: ["pipe", "pipe", "pipe", "pipe"],
    env: { ...inheritedEnvironment(artifact), ...artifact.env, ...env },
  });
}

/** Kills what is left of a process group; nothing left is fine. */
export function killGroup(leader: number): void {
  try {
    process.kill(-leader, "SIGKILL");
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

/** Asks one process to end; one that is gone already is fine. */
export function terminate(pid: number): void {
  try {
    process.kill(pid, "SIGTERM");
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

function isGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ESRCH";
}

/** How a process ended, in words. The guard's shell reports a signal as 128 + its number. */
export function exitSentence(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal !== null) return `killed by ${signal}`;
  if (code !== null && code > 128) return `killed by signal ${code - 128}`;
  return `exited with code ${code ?? "unknown"}`;
}
