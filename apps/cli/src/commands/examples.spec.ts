import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { addExamples, commandsBelow, examplesOf } from "./examples.ts";
import { commandsFor } from "./index.ts";

const program = new Command("ballast").exitOverride().configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
const everything = await commandsFor([]);
for (const { register } of everything) register(program);
addExamples(program, everything);
const all = commandsBelow(program);
const nameOf = (command: Command): string => (command.parent === null ? "ballast" : `${nameOf(command.parent)} ${command.name()}`);

/** A shell's words of a line, as far as the examples need it; what stands before a pipe is not ours. */
const wordsOf = (line: string): string[] =>
  [...(line.split("| ").at(-1) ?? "").matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? "",
  );

describe("help", () => {
  it.each(all.map((command) => [nameOf(command), command] as const))(
    "of %s says what it is for and shows examples of it",
    (name, command) => {
      expect(command.description()).not.toBe("");
      expect(examplesOf(command, everything)).not.toEqual([]);
      const said: string[] = [];
      command.configureOutput({ writeOut: (text) => void said.push(text) }).outputHelp();
      expect(said.join("")).toContain("Examples:\n  $ ");
      expect(
        examplesOf(command, everything).some((line) => line.includes(name)) || command.parent?.name() !== "ballast",
        `${name} among its examples`,
      ).toBe(true);
    },
  );

  it.each(all.flatMap((command) => examplesOf(command, everything).map((line) => [line] as const)))(
    "has an example that is taken: %s",
    async (line) => { await isTaken(line); },
  );
});

/** Whether the command line takes this line, and by a command of its own. */
async function isTaken(line: string): Promise<void> {
  const [first, ...words] = wordsOf(line);
  expect(first).toBe("ballast");
  const taken: string[] = [];
  const parsed = new Command("ballast").exitOverride().configureOutput({ writeErr: (text) => void taken.push(text) });
  for (const { register } of everything) register(parsed);
  for (const command of commandsBelow(parsed)) command.action(() => void taken.push(nameOf(command)));
  await parsed.parseAsync(words, { from: "user" });
  expect(taken).toHaveLength(1);
  expect(taken[0]).toMatch(/^ballast \w/);
}

describe("the README", () => {
  const readme = readFileSync(join(import.meta.dirname, "..", "..", "..", "..", "README.md"), "utf8");
  const lines = [...readme.matchAll(/^npx (ballast .*?)(?: {2,}#.*| > \S+)?$/gm)].map(([, line = ""]) => [line] as const);

  it("shows how it is called", () => expect(lines.length).toBeGreaterThan(20));
  it.each(lines)("shows what is taken: %s", async (line) => { await isTaken(line); });
});
