import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const read = (path: string): string => readFileSync(root + path, "utf8");
const CONTRACTS = "tests/contracts/eventstore/";

const lines = read("services/eventstore/PROMISES.md")
  .split("\n")
  .flatMap((line) => {
    const [, section, promise, file, name] = /^\| ([^|]+) \| ([^|]+) \| `([^`]+)` › ([^|]+) \|$/.exec(line) ?? [];
    return section === undefined || promise === undefined || file === undefined || name === undefined
      ? []
      : [{ section, promise, file: file.includes("/") ? file : `${CONTRACTS}${file}.spec.ts`, name: name.trim() }];
  });
/** The sections of the README that say nothing to be tried: how it is started, what was measured, how it is laid out. */
const TELLING = new Set(["What the original client's own tests say", "How it is laid out", "Speed"]);

/** Whether a test of this name is in the file; a name that is made of parts begins with it. */
const hasTest = (file: string, name: string): boolean =>
  existsSync(root + file) && ["\"", "`"].some((quote) => read(file).includes(`${quote}${name}`));

describe("the event store's promises", () => {
  it("are a list that can be read", () => {
    const rows = read("services/eventstore/PROMISES.md").split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| of "));
    expect(lines).toHaveLength(rows.length);
  });

  it.each(lines.map(({ promise, file, name }) => [promise, file, name] as const))("%s: is tried", (_, file, name) => {
    expect(hasTest(file, name), `${file} has no test "${name}"`).toBe(true);
  });

  it("name every file of the contract suite", () => {
    const named = new Set(lines.map(({ file }) => file));
    expect(readdirSync(root + CONTRACTS).filter((name) => name.endsWith(".spec.ts") && !named.has(CONTRACTS + name))).toEqual([]);
  });

  it("are of every section of the README that promises something", () => {
    const sections = [...read("services/eventstore/README.md").matchAll(/^## (.+)$/gm)].map(([, title]) => title ?? "");
    const named = new Set(lines.map(({ section }) => section));
    expect(sections.filter((title) => !named.has(title) && !TELLING.has(title))).toEqual([]);
  });

  it.each(["Options", "Operations"])("are of every row under %s", (section) => {
    const [, told = ""] = read("services/eventstore/README.md").split(`## ${section}\n`);
    const rows = [...(told.split("\n## ")[0] ?? "").matchAll(/^\| (`[^|]+?`)/gm)].map(([, first]) => first ?? "");
    // `--tls-cert FILE --tls-key FILE` are two, and BACKUP FILE is a place for a name.
    const words = rows.flatMap((row) => [...row.matchAll(/--?[a-z-]+|`[a-z]+( --[a-z]+)?/g)].map(([word]) => word.replace("`", "")));
    expect(words.length).toBeGreaterThan(5);
    const named = lines.filter((line) => line.section === section).map(({ promise }) => promise);
    expect(words.filter((word) => !named.some((promise) => promise.includes(word)))).toEqual([]);
  });

  it("are of every deviation that the README has, in its words", () => {
    const [, told = ""] = read("services/eventstore/README.md").split("## Deviations from the original, and why");
    const rows = [...(told.split("\n## ")[0] ?? "").matchAll(/^\| ([^|]+) \|/gm)]
      .map(([, first]) => (first ?? "").replaceAll(/\[([^\]]+)\]\([^)]+\)/g, "$1"))
      .filter((first) => first !== "here");
    expect(rows.length).toBeGreaterThan(15);
    const named = new Set(lines.map(({ promise }) => promise));
    expect(rows.filter((row) => !named.has(row))).toEqual([]);
  });
});
