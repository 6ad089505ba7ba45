import { readCommandLine } from "./commandLine.ts";
import { logLine } from "./logLine.ts";
import { serveEventStore } from "./serve.ts";

/** The event store as a part of an instance: ends with its standard input, and gracefully on SIGTERM. */
async function main(): Promise<void> {
  await serveEventStore({ ...readCommandLine(process.argv.slice(2), process.env), endWithInput: true });
  process.exit(0);
}

main().catch((error: unknown) => {
  logLine("error", error instanceof Error ? error.message : String(error));
  process.exit(1);
});
