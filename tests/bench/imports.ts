import { spawn, spawnSync } from "node:child_process";
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { plainEnvironment, shim } from "../harness/commandLine.ts";
import { startStack, type Stack } from "../harness/stack.ts";
import type { Figure } from "./figure.ts";
import { mostHeld } from "./held.ts";
import { summarise, type BenchResult } from "./result.ts";
import { spending, spentOnEach } from "./spent.ts";

const commits = 20_000;
/** A release is tagged after so many. */
const commitsEach = 100;
const incidents = Number(process.env["BALLAST_ROWS"] ?? 100_000);
const beginning = Date.parse("2015-01-01T00:00:00Z");
const hourMs = 3_600_000;

/** A repository of so many commits, in git's own format for them. */
function repositoryIn(folder: string): void {
  const person = (n: number): string => `Ann <ann@example.org> ${String((beginning + n * hourMs) / 1_000)} +0000`;
  const parts: string[] = [];
  for (let n = 0; n < commits; n += 1) {
    const message = `Change ${String(n)} of the checkout`;
    parts.push(`commit refs/heads/main\nmark :${String(n + 1)}\ncommitter ${person(n)}\ndata ${String(message.length)}\n${message}\n`);
    if (n > 0) parts.push(`from :${String(n)}\n`);
    parts.push("\n");
    if (n % commitsEach !== commitsEach - 1) continue;
    const tag = `v${String((n + 1) / commitsEach)}.0.0`;
    parts.push(`tag ${tag}\nfrom :${String(n + 1)}\ntagger ${person(n)}\ndata ${String(tag.length)}\n${tag}\n`);
  }
  spawnSync("git", ["init", "--quiet", "--initial-branch=main", folder]);
  const made = spawnSync("git", ["fast-import", "--quiet"], { cwd: folder, input: parts.join(""), encoding: "utf8" });
  if (made.status !== 0) throw new Error(`git fast-import: ${made.stderr}`);
}

/** An incident of a public history, with what was said of it. */
function incidentAt(n: number): object {
  const at = (minutes: number): string => new Date(beginning + n * hourMs + minutes * 60_000).toISOString();
  const statuses = ["investigating", "identified", "resolved"];
  return {
    id: `inc-${String(n)}`, title: `Errors ${String(n)}`, impact: n % 5 === 0 ? "major" : "minor", published_at: at(0), resolved_at: at(40),
    url: `https://status.example.org/${String(n)}`,
    updates: statuses.map((status, nth) => ({ status, at: at(nth * 20), body: `What was said of it as ${status}, in a sentence or two.` })),
  };
}

async function incidentsIn(file: string): Promise<void> {
  const out = createWriteStream(file);
  for (let n = 0; n < incidents; n += 1)
    if (!out.write(`${JSON.stringify(incidentAt(n))}\n`)) await new Promise<void>((resolve) => out.once("drain", () => { resolve(); }));
  out.end();
  await finished(out);
}

/** Runs a command to its end; how long it took, and the most that it held. */
async function timed(stack: Stack, args: readonly string[]): Promise<{ readonly tookMs: number; readonly heldMb: number }> {
  const began = performance.now();
  const child = spawn(process.execPath, [shim(), ...args], {
    env: { ...plainEnvironment(), BALLAST_DATA: stack.data }, stdio: ["ignore", "ignore", "pipe"],
  });
  const said: string[] = [];
  child.stderr.on("data", (chunk: Buffer) => said.push(chunk.toString()));
  let heldMb = 0;
  const looking = setInterval(() => {
    if (child.pid !== undefined && child.exitCode === null) heldMb = mostHeld(child.pid);
  }, 250);
  const code = await new Promise<number | null>((resolve, reject) => child.once("exit", resolve).once("error", reject));
  clearInterval(looking);
  if (code !== 0) throw new Error(`ballast ${args.join(" ")} ended with ${String(code)}: ${said.join("")}`);
  return { tookMs: performance.now() - began, heldMb };
}

/** A repository's history, and a public history of incidents, each imported into an installation that has nothing. */
export async function run(): Promise<readonly BenchResult[]> {
  const folder = mkdtempSync(join(tmpdir(), "ballast-bench-imports-"));
  const stack = await startStack({});
  try {
    const [repository, file] = [join(folder, "checkout"), join(folder, "incidents.jsonl")];
    repositoryIn(repository);
    await incidentsIn(file);
    const results: BenchResult[] = [];
    const imported = async (what: string, n: number, args: readonly string[]): Promise<void> => {
      const spent = spending(stack);
      const { tookMs, heldMb } = await timed(stack, ["import", ...args, "--register"]);
      console.log(`${what} in ${Math.round(tookMs)} ms: ${spentOnEach(spent(), n)}`);
      const apiMb = mostHeld(stack.record().parts["api"]?.pid ?? 0);
      const line = (side: string, peakMemoryMb: number): BenchResult =>
        summarise({ name: `${what} (memory: ${side})`, n, samplesMs: [tookMs], elapsedMs: tookMs, peakMemoryMb });
      results.push(line("the command", heldMb), line("the API", apiMb));
    };
    await imported(`${commits.toLocaleString("en")} commits`, commits, ["git", repository, "--service", "checkout"]);
    await imported(`${incidents.toLocaleString("en")} incidents`, incidents, ["incidents", file, "--service", "checkout"]);
    return results;
  } finally {
    await stack.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const goalsMs: Readonly<Record<string, number>> = { commits: 8_000, incidents: 90_000 };

/** As long as somebody waits for it. */
export const figures = (results: readonly BenchResult[]): readonly Figure[] =>
  Object.entries(goalsMs).map(([what, atMost]) => ({
    what: `${what} imported, ms`, goal: { of: "ours", atMost },
    ours: results.filter(({ name }) => name.includes(`${what} (memory: the command)`)).map(({ p50Ms }) => p50Ms),
  }));
