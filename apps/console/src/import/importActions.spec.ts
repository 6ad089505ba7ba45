import { csvActions } from "@ballast/schema/tables";
import { expect, it } from "vitest";
import { batchesOf } from "./importActions.ts";
import { tableSentence } from "./tableWords.ts";

it("actions are sent some at a time, neither too many nor too long, and none is left out", () => {
  const many = csvActions(`id,title\n${Array.from({ length: 1_201 }, (_, n) => `A-${String(n)},Do it`).join("\n")}`);
  expect(batchesOf(many).map(({ length }) => length)).toEqual([500, 500, 201]);
  const long = csvActions(
    `id,title,text\n${Array.from({ length: 120 }, (_, n) => `A-${String(n)},Do it,${"é".repeat(19_000)}`).join("\n")}`,
  );
  const sent = batchesOf(long);
  expect(sent.flat()).toHaveLength(120);
  for (const some of sent) expect(some.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0)).toBeLessThan(4 * 1024 * 1024);
  expect(batchesOf([])).toEqual([]);
});

it("an import says what it would do, and what it did", () => {
  const result = { made: ["a"], changed: [], unchanged: ["b", "c"], problems: [{ line: 2, column: null, reason: "x" }], ignored: [] };
  const file = { name: "x.csv", text: "" };
  const words = { one: "risk", many: "risks" };
  expect(tableSentence(words, { at: "seen", file, result })).toBe(
    "1 risk would be made, 0 changed; 2 stand here as the file says. 1 row cannot be used. Nothing is recorded yet.",
  );
  expect(tableSentence(words, { at: "done", file, result: { ...result, made: ["a", "d"], problems: [] } })).toBe(
    "2 risks were made, 0 changed; 2 stand here as the file says. Every row can be used.",
  );
});
