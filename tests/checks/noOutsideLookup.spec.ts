import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ESLint } from "eslint";
import tseslint from "typescript-eslint";
import { afterAll, beforeAll, expect, test } from "vitest";
import { noOutsideLookup } from "./noOutsideLookup.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ballast-lint-"));
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions: { strict: true, target: "es2024", types: [] }, include: ["*.ts"] }),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the rule says of a file, by line. */
async function linesOf(text: string): Promise<readonly number[]> {
  writeFileSync(join(folder, "looked.ts"), text);
  const eslint = new ESLint({
    cwd: folder, overrideConfigFile: true,
    overrideConfig: [{
      files: ["*.ts"],
      languageOptions: { parser: tseslint.parser, parserOptions: { projectService: true, tsconfigRootDir: folder } },
      plugins: { ballast: { rules: { "no-outside-lookup": noOutsideLookup } } },
      rules: { "ballast/no-outside-lookup": "error" },
    }],
  });
  const [result] = await eslint.lintFiles(["looked.ts"]);
  expect(result?.messages.filter(({ ruleId }) => ruleId === null)).toEqual([]);
  return result?.messages.map(({ line }) => line) ?? [];
}

test("a word from outside is not looked up in a plain object", async () => {
  const planted = [
    'declare const word: string; declare const table: Record<string, number>; declare const known: "a" | "b"; declare const list: number[];',
    "export const read = table[word];",
    "table[word] = 1;",
    "export const there = word in table;",
    "export const maybe = (undefined as Record<string, number> | undefined)?.[word];",
    'export const one = table["a"]; export const two = ({ a: 1, b: 2 })[known]; export const three = list[0]; export const four = new Map([[word, 1]]).get(word);',
    'export const five = "a" in table; export const six = Object.hasOwn(table, word);',
  ];
  expect(await linesOf(planted.join("\n"))).toEqual([2, 3, 4, 5]);
});
