import type { RunningBallast } from "./ballast.ts";
import { startBallast } from "./ballast.ts";
import { beginDemonstration, type Demonstration } from "./demonstration.ts";
import type { Reason } from "./endings.ts";
import { watchEndings } from "./endings.ts";
import { reasonOf, StartFailure } from "./failure.ts";
import { createProgress, standardOutput } from "./progress.ts";
import type { Progress } from "./progress.ts";
import { requestSignInLink } from "./signInLink.ts";

/** What `ballast start` takes. */
export interface StartFlags {
  readonly empty?: true;
  /** False: without the year of history behind the demonstration. */
  readonly year: boolean;
  readonly port?: number;
  readonly host: string;
  readonly data?: string;
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

/** The year, where it is wanted; then nothing is told any more. */
async function finish(demonstration: Demonstration | undefined, year: boolean): Promise<void> {
  if (year) await demonstration?.year();
  demonstration?.end();
}

/** Starts an instance and stays until it is to end. */
export async function runStart(flags: StartFlags): Promise<void> {
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
    const running = await startBallast({
      mode: flags.empty ? "empty" : "demo", port: flags.port, host: flags.host, data: flags.data, progress, signal: abort.signal,
    });
    const demonstration = flags.empty ? undefined : beginDemonstration(running, { progress, year: flags.year });
    if (demonstration !== undefined) await Promise.race([demonstration.company(), ending]);
    if (!abort.signal.aborted) await announce(running, progress);
    if (!abort.signal.aborted) void finish(demonstration, flags.year);
    const reason = await ending;
    demonstration?.end();
    progress.line(`\n  ${reason}: stopping`);
    await running.stop();
  } catch (error) {
    if (!abort.signal.aborted) {
      explain(error, progress);
      process.exitCode = 1;
    }
  } finally {
    unwatch();
  }
  process.exit();
}
