import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const source = join(import.meta.dirname, "..");
const slices = readdirSync(source, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !["engine", "specification"].includes(entry.name))
  .map(({ name }) => [name, codeOf(join(source, name))] as const)
  .filter(([, code]) => /\bdefineProjection\b/.test(code));

function codeOf(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("\n");
}

/** Rows that are no record's state. */
const otherwise: Readonly<Record<string, string>> = {
  delivery: "what came by an integration is a list of facts, of which its stream keeps the last; no rule asks for them",
  check: "a month's looks are a list, which the decider keeps as what is known already",
};

it("are of every slice that folds events", () => expect(slices.length).toBeGreaterThan(15));

it.each(slices.filter(([name]) => !(name in otherwise)))(
  "a row of %s is made by the domain's fold, or held to it by random histories",
  (_, code) => {
    expect(code).toMatch(/\browIsState\(|Decider\.evolve\(|\browsAreStates\(/);
  },
);
