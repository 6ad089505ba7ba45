import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import type { RunningBallast } from "./ballast.ts";
import { defaultPort, startBallast } from "./ballast.ts";
import { seed } from "./demonstration.ts";
import type { Reason } from "./endings.ts";
import { watchEndings } from "./endings.ts";
import { reasonOf, StartFailure } from "./failure.ts";
import { createProgress, standardOutput } from "./progress.ts";
import type { Progress } from "./progress.ts";
import { requestSignInLink } from "./signInLink.ts";

interface Flags {
  readonly empty?: true;
  readonly port?: number;
  readonly host: string;
  readonly data?: string;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError("A port is a whole number from 0 to 65535.");
  return port;
}

async function announce(running: RunningBallast, progress: Progress): Promise<void> {
  progress.line("");
  progress.line(`  Console   ${running.addresses.api}/`);
  progress.line(`  GraphQL   ${running.addresses.api}/graphql`);
  try {
    const link = await requestSignInLink(running.addresses.api, running.credential);
    progress.line(`  Sign in   ${link}`);
    progress.line("            (opens once, within ten minutes)");
  } catch (error) {
    progress.line(`  Sign in   no link: ${reasonOf(error)}`);
  }
  progress.line(`  Data      ${running.folder}`);
  progress.line("");
  progress.line("  Ctrl C stops everything; `npx ballast --help` in another terminal.");
}

function explain(error: unknown, progress: Progress): void {
  if (!(error instanceof StartFailure)) throw error;
  progress.line(`\n  ${error.what} could not start.\n  ${error.message}\n  ${error.fix}`);
}

/** Starts an instance and stays until it is to end. */
async function run(flags: Flags): Promise<void> {
  const progress = createProgress(standardOutput);
  // Whoever read our output may be gone; the parts are still to be stopped in order.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  const abort = new AbortController();
  const { promise: ending, resolve: onEnd } = Promise.withResolvers<Reason>();
  const unwatch = watchEndings({
    onEnd: (reason) => {
      abort.abort();
      onEnd(reason);
    },
    // With this process gone, every part's standard input closes, and each ends by itself.
    onInsist: () => process.exit(1),
  });
  try {
    const running = await startBallast({ mode: flags.empty ? "empty" : "demo", port: flags.port, host: flags.host, data: flags.data, progress, signal: abort.signal });
    if (!flags.empty) await Promise.race([seed(running, progress), ending]);
    if (!abort.signal.aborted) await announce(running, progress);
    progress.line(`\n  ${await ending}: stopping`);
    await running.stop();
  } catch (error) {
    if (!abort.signal.aborted) {
      explain(error, progress);
      process.exitCode = 1;
    }
  } finally {
    unwatch();
  }
  // A seeding that was under way would go on trying.
  process.exit();
}

/** Registers `ballast start`. */
export function registerStart(program: Command): void {
  program
    .command("start")
    .description("start Ballast on this machine: event store, Temporal server, fleet, API with console, worker")
    .option("--empty", "start with nothing in it instead of the demonstration")
    .option("--port <number>", `port of API and console (default: the former one, or ${String(defaultPort)}; 0: any free one)`, parsePort)
    .option("--host <address>", "address API and console listen on", "127.0.0.1")
    .option("--data <folder>", "data folder (default: BALLAST_DATA, or .ballast at the repository's root)")
    .action(run);
}
