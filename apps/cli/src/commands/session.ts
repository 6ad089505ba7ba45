import type { Command } from "commander";
import { createClient, type Client } from "../client/client.ts";
import { findConnection } from "../client/connection.ts";
import { CommandFailure, exitCodes } from "../client/failure.ts";
import { printable, printableDeep, printableJson } from "../print/printable.ts";
import { bold, dim } from "../print/style.ts";

/** Options that every command of the client has. */
export interface CommonFlags {
  readonly json?: true;
  readonly data?: string;
}

/** What a command works with. */
export interface Session {
  readonly client: Client;
  readonly json: boolean;
  readonly now: number;
  /** Prints one value: as JSON where asked for, else as the lines of `human`. */
  show(value: unknown, human: () => readonly string[]): void;
  /** Prints a line for people; nothing with --json. */
  say(line: string): void;
  /** Says something to people beside what is printed, on stderr: what a file that is being written has not. */
  warn(line: string): void;
  /** Ends with this code once the command is done. */
  endWith(exitCode: number): void;
}

/** How a command was called: its arguments and its options. */
export interface Call<Flags> {
  readonly args: readonly string[];
  readonly flags: Flags & CommonFlags;
}

/** A failure as the person (or the machine, with --json) is told it, on stderr. */
export function reportFailure(error: unknown, json: boolean): void {
  if (!(error instanceof CommandFailure)) throw error;
  const { code, exitCode } = error;
  const [message, remedy] = [printable(error.message), error.remedy === undefined ? undefined : printable(error.remedy)];
  process.stderr.write(
    json
      ? `${printableJson({ error: { code, message: error.message, remedy: error.remedy ?? null } })}\n`
      : `${bold(message)}\n${remedy === undefined ? "" : `${remedy}\n`}${dim(`(${code})`)}\n`,
  );
  process.exitCode = exitCode;
  // What was being read may never end, and is not waited for.
  if (exitCode === exitCodes.interrupted) process.exit();
}

function openSession(flags: CommonFlags, client: Client): Session {
  const json = flags.json === true;
  const print = (text: string): void => { process.stdout.write(`${text}\n`); };
  return {
    client,
    json,
    now: Date.now(),
    show: (value, human) => { print(json ? printableJson(value, 2) : human().join("\n")); },
    say: (line) => { if (!json) print(line); },
    warn: (line) => { process.stderr.write(`${printable(line)}\n`); },
    endWith: (exitCode) => { process.exitCode = exitCode; },
  };
}

/**
 * Makes the action of a command that speaks to an instance: finds it, runs the work, says what went wrong. What people
 * read has been cleaned of what would steer a terminal; machines (`--json`, `raw`) get the data as it is.
 */
export function acting<Flags = object>(
  work: (session: Session, call: Call<Flags>) => Promise<void>,
  { raw = false } = {},
): (...given: unknown[]) => Promise<void> {
  return async (...given) => {
    const command = given.at(-1) as Command;
    const flags = command.opts<Flags & CommonFlags>();
    // Whoever reads our output may be gone (`| head`): that is no failure of ours.
    process.stdout.on("error", () => process.exit(exitCodes.ok));
    try {
      await work(openSession(flags, createClient(findConnection(flags.data), raw || flags.json === true ? undefined : printableDeep)), {
        args: command.args, flags,
      });
    } catch (error) {
      reportFailure(error, flags.json === true);
    }
  };
}

/** Adds a command with the options that all have. */
export const addCommand = (parent: Command, usage: string, description: string): Command =>
  withCommonOptions(parent.command(usage).description(description));

/** Adds `--json` and `--data`. */
export const withCommonOptions = (command: Command): Command =>
  command
    .option("--json", "print JSON for machines")
    .option("--data <folder>", "data folder of the instance (default: BALLAST_DATA, or .ballast at the repository's root)");

/** Lets the options that all commands have stand before the command as well: what stands nearest counts. */
export function takeCommonOptionsEarly(program: Command): Command {
  return withCommonOptions(program).hook("preAction", (_, command) => {
    for (let above = command.parent; above !== null; above = above.parent) {
      for (const { name, value } of givenIn(above))
        if (command.getOptionValueSource(name) !== "cli" && takes(command, name)) command.setOptionValueWithSource(name, value, "cli");
    }
  });
}

const common = ["json", "data"] as const;

const givenIn = (command: Command) =>
  common.flatMap((name) =>
    command.getOptionValueSource(name) === "cli" ? [{ name, value: command.getOptionValue(name) as unknown }] : [],
  );

const takes = (command: Command, name: string): boolean => command.options.some((option) => option.attributeName() === name);
