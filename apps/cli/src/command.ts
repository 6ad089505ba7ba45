import type { Command } from "commander";

/** A command of the command line, with everything below it: its file is its manifest, and nobody else imports it. */
export interface CliCommand {
  readonly register: (program: Command) => void;
  /** What to type, by the words that lead to a command: shown by its `--help`. */
  readonly examples: Readonly<Record<string, readonly string[]>>;
}
