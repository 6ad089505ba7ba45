import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import { defaultPort } from "./ports.ts";
import type { StartFlags } from "./run.ts";
import type { CliCommand } from "../command.ts";

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError("A port is a whole number from 0 to 65535.");
  return port;
}

/** Registers `ballast start`. */
function registerStart(program: Command): void {
  program
    .command("start")
    .description("start Ballast on this machine: event store, Temporal server, fleet, API with console, worker")
    .option("--empty", "start with nothing in it instead of the demonstration")
    .option("--no-year", "the demonstration without the year of history that is written behind it")
    .option("--port <number>", `port of API and console (default: the former one, or ${String(defaultPort)}; 0: any free one)`, parsePort)
    .option("--host <address>", "address API and console listen on", "127.0.0.1")
    .option("--data <folder>", "data folder (default: BALLAST_DATA, or .ballast at the repository's root)")
    .action(async (flags: StartFlags) => (await import("./run.ts")).runStart(flags));
}

export const command: CliCommand = {
  register: registerStart,
  examples: {
    "start": ["ballast start", "ballast start --empty --port 4100 --data /var/lib/ballast"],
  },
};
