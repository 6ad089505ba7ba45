import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, describe, expect, it } from "vitest";
import { findConnection } from "../client/connection.ts";
import { completionOf, placesOf } from "./completion.command.ts";
import { commandsFor } from "./index.ts";
import { takeCommonOptionsEarly } from "./session.ts";

const folder = mkdtempSync(join(tmpdir(), "ballast-line-"));
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

describe("the instance a command talks to", () => {
  it("is the one that BALLAST_URL names, or an error, and never another one", () => {
    expect(findConnection(undefined, { BALLAST_URL: "https://ballast.example.org", BALLAST_TOKEN: "t" })).toMatchObject({
      url: "https://ballast.example.org",
      folder: undefined,
    });
    expect(() => findConnection(undefined, { BALLAST_URL: "https://ballast.example.org" })).toThrow(
      expect.objectContaining({
        code: "NOT_SIGNED_IN",
        message: expect.stringContaining("https://ballast.example.org") as string,
      }) as Error,
    );
    expect(() => findConnection(undefined, { BALLAST_URL: "production", BALLAST_TOKEN: "t" })).toThrow(/BALLAST_URL is no address/);
    expect(() => findConnection(folder, { BALLAST_URL: "https://ballast.example.org", BALLAST_TOKEN: "t" })).toThrow(
      expect.objectContaining({ code: "NOT_RUNNING" }) as Error,
    );
  });
});

const everything = await commandsFor([]);

describe("options that all commands have", () => {
  const parse = async (...words: readonly string[]): Promise<unknown> => {
    const program = takeCommonOptionsEarly(new Command("ballast").enablePositionalOptions().exitOverride());
    let seen: unknown;
    const group = program.command("incident");
    group.command("list").option("--json").option("--data <folder>").option("--text <words>").action((flags) => { seen = flags; });
    await program.parseAsync(words, { from: "user" });
    return seen;
  };

  it("may stand before and after the command; what stands nearest counts", async () => {
    expect(await parse("--data", "a", "--json", "incident", "list")).toEqual({ data: "a", json: true });
    expect(await parse("incident", "list", "--data", "b")).toEqual({ data: "b" });
    expect(await parse("--data", "a", "incident", "list", "--data", "b", "--text", "x")).toEqual({ data: "b", text: "x" });
  });
});

describe("completion", () => {
  const program = new Command("ballast");
  for (const { register } of everything) register(program);

  it("knows every command and every option", () => {
    const places = new Map(placesOf(program).map(({ path, words }) => [path, words.map(({ word }) => word)]));
    expect(places.get("")).toEqual(expect.arrayContaining(["start", "incident", "completion"]));
    expect(places.get("incident")).toEqual(expect.arrayContaining(["list", "show"]));
    expect(places.get("rollback")).toEqual(expect.arrayContaining(["--to", "--direct", "--json"]));
  });

  it("is a script that the shell takes and that completes", () => {
    const script = join(folder, "completion.bash");
    writeFileSync(script, `${completionOf(program, "bash")}
ask() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _ballast; printf '%s\\n' "\${COMPREPLY[*]}"; }
ask ballast inci
ask ballast incident sh
ask ballast --json incident sh
ask ballast rollback checkout --dir
`);
    const { stdout, stderr } = spawnSync("bash", [script], { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(stdout.trim().split("\n")).toEqual(["incident incident-type", "show", "show", "--direct"]);
  });

  it("is there for zsh and fish, and another shell is refused", () => {
    expect(completionOf(program, "zsh")).toMatch(/^#compdef ballast/);
    expect(completionOf(program, "fish")).toContain(
      "complete -c ballast -n '__fish_seen_subcommand_from incident; and not __fish_seen_subcommand_from ",
    );
    expect(() => completionOf(program, "powershell")).toThrow(/no completion for powershell/);
  });
});
