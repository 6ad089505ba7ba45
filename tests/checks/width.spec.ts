import { Linter } from "eslint";
import { expect, test } from "vitest";
import { width } from "./width.js";

/** The lines of a text that the rule finds too wide. */
function wideLinesOf(text: string): readonly number[] {
  const messages = new Linter().verify(text, [
    {
      languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } },
      plugins: { ballast: { rules: { width } } },
      rules: { "ballast/width": "error" },
    },
  ]);
  return messages.map(({ line, ruleId, message }) => (ruleId === "ballast/width" ? line : expect.fail(message)));
}

const words = (length: number): string => "word ".repeat(length / 5).trim();

test("a line is at most 140 wide; a text with which it begins may run over, and nothing behind or before it", () => {
  const planted = [
    `const sum = ${"1 + ".repeat(31)}1000;`,
    `const sum2 = ${"1 + ".repeat(31)}1;`,
    `// ${words(140)}`,
    `const told = "${words(140)}";`,
    `const known = first(${"second, ".repeat(10)}"${words(60)}");`,
    `const list = ["${words(60)}", ${"third, ".repeat(12)}last];`,
    `const document = \`query { ${words(140)}`,
    `  \${told} ${words(140)} }\`;`,
    `const view = <p>${words(140)}</p>;`,
    `const pattern = /${words(140)}/;`,
    `it("${words(140)}", async () => {});`,
  ];
  expect(planted[0]).toHaveLength(141);
  expect(planted[1]).toHaveLength(139);
  expect(wideLinesOf(planted.join("\n"))).toEqual([1, 3, 5, 6]);
});
