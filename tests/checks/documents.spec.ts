import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8" })
  .split("\n")
  .filter(Boolean);
const read = (file: string): string => readFileSync(join(root, file), "utf8");

const documents = ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "SECURITY.md", "tests/README.md"];
const texts = documents.map((document) => [document, read(document)] as const);
/** What runs: settings of the tests are read by tests. */
const isSource = (file: string): boolean =>
  /\.(ts|tsx|js|cjs)$/.test(file)
  && (!/\.spec\.tsx?$/.test(file) || file.startsWith("tests/faults/"))
  && !file.startsWith("tests/newSlice/");
const words = new Set(files.filter(isSource).flatMap((file) => read(file).match(/\w+/g) ?? []));

/** What stands between backticks, outside of blocks of code. */
const quoted = (text: string): string[] =>
  [...text.replace(/```[\s\S]*?```/g, "").matchAll(/`([^`\n]+)`/g)].map(([, said = ""]) => said);
const once = (all: readonly string[]): string[] => [...new Set(all)].toSorted();

/** As documents name places: `domain/deploy/resuming.ts` is the one file that ends so, `src` left out. */
const places = files.flatMap((file) => {
  const parts = file.split("/");
  const folders = parts.map((_, index) => parts.slice(0, index + 1).join("/"));
  return [...folders, ...folders.map((folder) => folder.replace("/src/", "/"))];
});
const known = new Set(places.flatMap((place) => place.split("/").map((_, index, parts) => parts.slice(index).join("/"))));

/** Of other projects, made when something runs, or the walk's record "note", which `newSlice.spec.ts` makes. */
const elsewhere = /^(evaluator|node_modules|tests\/artefacts)\/|\bnote\b|NoteWritten/;
const isPlace = (said: string): boolean => /^\w[\w.-]*(\/[\w.-]+)+\/?$/.test(said) && !elsewhere.test(said);
const isThere = (said: string): boolean => {
  const place = said.replace(/\/$/, "");
  return ["", ".ts", ".tsx", ".js"].some((ending) => known.has(`${place}${ending}`));
};

describe("what the documents name is there", () => {
  it.each(texts)("%s: files and folders", (_, text) => {
    expect(once(quoted(text).filter(isPlace)).filter((said) => !isThere(said))).toEqual([]);
  });

  it.each(texts)("%s: scripts", (_, text) => {
    const { scripts } = JSON.parse(read("package.json")) as { readonly scripts: Readonly<Record<string, string>> };
    const named = [...text.matchAll(/\bnpm run ([a-z][\w-]*)/g)].map(([, name = ""]) => name);
    expect(once(named).filter((name) => !(name in scripts))).toEqual([]);
  });

  it.each(texts)("%s: settings, read by something that runs", (_, text) => {
    expect(once(text.match(/\bBALLAST_[A-Z_]+\b/g) ?? []).filter((name) => !words.has(name))).toEqual([]);
  });

  it.each(texts.slice(0, 2))("%s: functions, types, events and codes", (_, text) => {
    const names = quoted(text).filter((said) => /^[A-Za-z_]{4,}$/.test(said) && (/[a-z][A-Z]/.test(said) || /^[A-Z]+_[A-Z_]+$/.test(said)));
    expect(once(names).filter((name) => !words.has(name))).toEqual([]);
  });
});

/** `| a, b | c, d |` */
const rowsUnder = (text: string, heading: string): string[][] =>
  (text.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "").split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));

it("ARCHITECTURE.md says of each package what the rule of its imports says", () => {
  const { forbidden } = createRequire(import.meta.url)("../../.dependency-cruiser.cjs") as {
    readonly forbidden: readonly { readonly name: string; readonly comment: string }[];
  };
  const allowed = Object.fromEntries(
    forbidden.flatMap(({ name, comment }) =>
      name.endsWith("-row")
        ? [[name.replace(/-row$/, ""), (comment.split(": ")[1] ?? "").replace(/\.$/, "").split(", ").slice(1).toSorted()]]
        : [],
    ),
  );
  const packages = new Set(Object.keys(allowed));
  const said = Object.fromEntries(rowsUnder(read("ARCHITECTURE.md"), "Who may import whom").flatMap(([who = "", whom = ""]) =>
    who.replace(": the rest", "").split(", ").filter((name) => packages.has(name))
      .map((name) => [name, whom.split(/[,;] | \(/).filter((one) => packages.has(one)).toSorted()])));
  expect(said).toEqual(allowed);
});
