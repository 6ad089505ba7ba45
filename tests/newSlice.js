// `npm run new-slice NAME [PLURAL]`: makes the files of a kind of record from templates, and adds it to the four lists that there are.
// NAME is the record's category, in the singular: `note`, `reviewItem`. Afterwards `npm run generate`, and make it say what it is.
// With --root TREE it works in another copy of the project.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const templates = join(here, "newSlice", "templates");

/** @param {string} name @param {string} plural */
const wordsOf = (name, plural) => ({
  __name__: name, __Name__: capital(name), __names__: plural, __Names__: capital(plural),
  // Part of the ids in its fixture, so that two kinds of records have different ones.
  __number__: String(200 + ([...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 700, 0))),
});
const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);

/** Puts a line before the first one after which it stands in the alphabet, among those that look like it; or behind the last of them. */
function inserted(text, pattern, line) {
  const lines = text.split("\n");
  const places = lines.flatMap((one, place) => (pattern.test(one) ? [place] : []));
  const last = places.at(-1);
  if (last === undefined) throw new Error(`No line looks like ${pattern}.`);
  const place = places.find((one) => lines[one] > line) ?? last + 1;
  return [...lines.slice(0, place), line, ...lines.slice(place)].join("\n");
}

/** Puts text before the last of what follows `from`. */
function before(text, from, { end, added }) {
  const start = text.indexOf(from);
  const place = start === -1 ? -1 : text.indexOf(end, start);
  if (place === -1) throw new Error(`There is no "${end}" after "${from}".`);
  return text.slice(0, place) + added + text.slice(place);
}

/** Lists that know every kind of record, and how one is added. */
const listsOf = ({ __name__: name, __Name__: Name }) => ({
  "schema/src/events/index.ts": (text) => {
    const imported = inserted(text, /^import \{ \w+Events/, `import { ${name}Events, type ${Name}Event } from "./${name}.ts";`);
    const listed = before(imported, "export const eventsByCategory", { end: "} as const", added: `  ${name}: ${name}Events,\n` });
    const told = before(listed, "export type BallastEvent", { end: ";", added: ` | ${Name}Event` });
    return inserted(told, /^export \* from/, `export * from "./${name}.ts";`);
  },
  "services/readmodel/src/slices.ts": (text) => addedSlice(text, name),
  "apps/api/src/slices.ts": (text) => addedSlice(text, name),
  "apps/console/src/slices.ts": (text) =>
    before(
      inserted(text, /^import \{ \w+ \} from "\.\/\w+\/slice/, `import { ${name} } from "./${name}/slice.tsx";`),
      "export const slices",
      { end: "];", added: `  ${name},\n` },
    ),
});

const addedSlice = (text, name) =>
  before(inserted(text, /^import \{ \w+Slice \} from/, `import { ${name}Slice } from "./${name}/slice.ts";`), "[\n", {
    end: "\n]", added: `\n  ${name}Slice,`,
  });

const filled = (text, words) => Object.entries(words).reduce((done, [word, meant]) => done.replaceAll(word, meant), text);

const filesUnder = (folder) =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));

/** @returns the files that were made, and the lists that were added to */
function newSlice(root, words) {
  const made = filesUnder(templates).map((template) => ({
    path: filled(template.replace(/\.txt$/, ""), words), text: filled(readFileSync(join(templates, template), "utf8"), words),
  }));
  const there = made.find(({ path }) => existsSync(join(root, path)));
  if (there !== undefined) throw new Error(`${there.path} is there already.`);
  const lists = Object.entries(listsOf(words)).map(([path, add]) => ({ path, text: add(readFileSync(join(root, path), "utf8")) }));
  for (const { path, text } of [...made, ...lists]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return { made: made.map(({ path }) => path), lists: lists.map(({ path }) => path) };
}

const given = process.argv.slice(2);
const elsewhere = given.indexOf("--root");
const root = elsewhere === -1 ? dirname(here) : given[elsewhere + 1];
const [name, plural = `${name}s`] = elsewhere === -1 ? given : given.toSpliced(elsewhere, 2);
if (name === undefined || !/^[a-z][a-zA-Z]+$/.test(name) || !/^[a-z][a-zA-Z]+$/.test(plural) || plural === name) {
  console.error("Which kind of record? npm run new-slice NAME [PLURAL], as: npm run new-slice note");
  process.exitCode = 1;
} else {
  try {
    const { made, lists } = newSlice(root, wordsOf(name, plural));
    for (const path of made) console.log(`made      ${path}`);
    for (const path of lists) console.log(`added to  ${path}`);
    console.log("Now: npm run generate, then say what it is and who may write it.");
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
