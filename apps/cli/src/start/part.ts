import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { LogFile } from "./logFile.ts";
import { membersOf, signal } from "./processes.ts";

/** One process that the supervisor keeps running. */
export interface PartSpec {
  /** Short name: of its log and in `instance.json`. */
  readonly name: string;
  /** Name for people. */
  readonly title: string;
  /** Where it listens, if it does; for display. */
  readonly address?: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds within which it must have said that it is ready. */
  readonly readyWithinMs: number;
  /** Asks a program that does not say it by itself whether it is; never rejects. */
  readonly answers?: () => Promise<boolean>;
  /** Names of the parts that must be healthy before it is started; those that are not there are not waited for. */
  readonly after?: readonly string[];
}

/** How a process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last lines it printed. */
  readonly lastLines: readonly string[];
}

/** A started process. */
export interface RunningPart {
  readonly pid: number;
  /** Resolves when it printed its ready line; never rejects. */
  readonly ready: Promise<void>;
  readonly ended: Promise<Ending>;
  /** Ends it and its whole process group: asks first, insists after the given milliseconds. */
  stop(graceMs: number): Promise<void>;
}

const kept = 20;

function isReadyLine(line: string): boolean {
  if (!line.includes('"ready"')) return false;
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === "object" && parsed !== null && "msg" in parsed && parsed.msg === "ready";
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

function readOutput(child: ChildProcess, log: LogFile, onReady: () => void): string[] {
  const lastLines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on("line", (line) => {
      log.append(line);
      lastLines.push(line);
      if (lastLines.length > kept) lastLines.shift();
      if (isReadyLine(line)) onReady();
    });
  }
  return lastLines;
}

/** Whether it came to answer before it ended. */
async function asked(answers: () => Promise<boolean>, child: ChildProcess): Promise<boolean> {
  while (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    if (await answers()) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

/** Resolves when no process of the group is left, insisting on it. */
async function endGroup(pid: number): Promise<void> {
  while (membersOf(pid).length > 0) {
    signal(-pid, "SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/**
 * Starts a part in a process group of its own. Its standard input stays open as long as this process lives: the part
 * ends when it closes, so nothing outlives a supervisor that was killed.
 * @throws when the program cannot be started at all
 */
export function startPart(spec: PartSpec, log: LogFile): RunningPart {
  const child = spawn(spec.program, [...spec.args], { env: spec.env, detached: true, stdio: ["pipe", "pipe", "pipe"] });
  const pid = child.pid;
  // A part that is gone cannot be written to; its end is reported by `ended`.
  child.stdin.on("error", () => undefined);
  const { promise: ready, resolve: onReady } = Promise.withResolvers<undefined>();
  const lastLines = readOutput(child, log, () => { onReady(undefined); });
  const ended = new Promise<Ending>((resolve) => {
    child.once("error", (error) => { resolve({ code: null, signal: null, lastLines: [error.message] }); });
    child.once("close", (code, name) => { resolve({ code, signal: name, lastLines }); });
  });
  if (spec.answers !== undefined) void asked(spec.answers, child).then((answered) => { if (answered) onReady(undefined); });
  if (pid === undefined) return { pid: 0, ready, ended, stop: () => Promise.resolve() };
  // What a crashed part leaves behind would keep its ports, and its output open.
  child.once("exit", () => { void endGroup(pid); });
  const stop = async (graceMs: number): Promise<void> => {
    child.kill("SIGTERM");
    child.stdin.end();
    const insist = setTimeout(() => signal(-pid, "SIGKILL"), graceMs);
    await ended;
    clearTimeout(insist);
    await endGroup(pid);
  };
  return { pid, ready, ended, stop };
}
