import { own } from "@ballast/schema/own";
import type { Command } from "commander";
import type { CliCommand } from "../command.ts";

/** The words that lead to a command, without the program's own name. */
const pathOf = (command: Command): string => (command.parent === null ? "" : `${pathOf(command.parent)} ${command.name()}`.trim());

/** Every command below this one, those with commands of their own included. */
export const commandsBelow = (command: Command): readonly Command[] => command.commands.flatMap((one) => [one, ...commandsBelow(one)]);

/** The examples of a command; none where nobody wrote any. */
export const examplesOf = (command: Command, all: readonly CliCommand[]): readonly string[] =>
  all.flatMap(({ examples }) => own(examples, pathOf(command)) ?? []);

/** Gives every command that has examples a help that ends with them. */
export function addExamples(program: Command, all: readonly CliCommand[]): void {
  for (const command of commandsBelow(program)) {
    const lines = examplesOf(command, all).map((line) => `  $ ${line}`);
    if (lines.length > 0) command.addHelpText("after", ["", "Examples:", ...lines, ""].join("\n"));
  }
}
