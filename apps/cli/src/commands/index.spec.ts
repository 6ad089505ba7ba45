import { Command } from "commander";
import { expect, it } from "vitest";
import { commandNames, commandsFor } from "./index.ts";

async function registered(words: readonly string[]): Promise<readonly string[]> {
  const program = new Command("ballast");
  for (const { register } of await commandsFor(words)) register(program);
  return program.commands.map((command) => command.name());
}

it.each(commandNames.filter((name) => name !== "completion"))("%s is loaded alone, under that name", async (name) => {
  expect(await registered([name, "--help"])).toEqual([name]);
});

it("loads everything for help, completions and words that are no command, and nothing for the version", async () => {
  expect(await registered([])).toEqual(commandNames);
  expect(await registered(["--help"])).toEqual(commandNames);
  expect(await registered(["completion", "bash"])).toEqual(commandNames);
  expect(await registered(["relase", "list"])).toEqual(commandNames);
  expect(await registered(["constructor"])).toEqual(commandNames);
  expect(await registered(["--version"])).toEqual([]);
});

it("finds the command behind the options that may stand before it", async () => {
  expect(await registered(["--json", "--data", "start", "tail"])).toEqual(["tail"]);
  expect(await registered(["--data=start", "release", "list"])).toEqual(["release"]);
});
