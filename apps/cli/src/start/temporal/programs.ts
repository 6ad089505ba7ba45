import { spawn } from "node:child_process";

/** What a program that ran to its end left. */
export interface Outcome {
  /** Exit code; 127 when it could not be started, 124 when it was ended for taking too long. */
  readonly code: number;
  readonly output: string;
}

/** How long a program may run, and what ends it before. */
export interface Limits {
  readonly withinMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Runs a program without a shell and collects what it prints. */
export function runQuietly(program: string, args: readonly string[], limits: Limits): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(program, [...args], { stdio: ["ignore", "pipe", "pipe"], signal: limits.signal });
    let output = "";
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill("SIGKILL");
    }, limits.withinMs);
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => { output += text; });
    child.once("error", (error) => { resolve({ code: 127, output: error.message }); });
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve({ code: late ? 124 : (code ?? 1), output });
    });
  });
}
