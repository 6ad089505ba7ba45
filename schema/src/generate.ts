import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { allDefinitions, type EventDefinition } from "./index.ts";

/**
 * Writes the JSON Schema of every event's payload for readers in other languages: `generated/events/<Type>.v<N>.json`.
 * Only today's version can be made from the code; those of older versions stay as they were committed. With `--check`
 * nothing is written: it names what is out of date and ends with 1.
 */
const folder = new URL("../generated/events/", import.meta.url);

function jsonSchema({ type, version, schema }: EventDefinition): string {
  const { $schema, ...payload } = z.toJSONSchema(schema);
  return `${JSON.stringify({ $schema, title: type, description: `Payload of ${type}, version ${version}.`, ...payload }, null, 2)}\n`;
}

const wanted = new Map(allDefinitions().map((definition) => [`${definition.type}.v${definition.version}.json`, jsonSchema(definition)]));
const older = new Set(
  allDefinitions().flatMap(({ type, version }) => Array.from({ length: version - 1 }, (_, index) => `${type}.v${index + 1}.json`)),
);

mkdirSync(folder, { recursive: true });
const present = new Map(readdirSync(folder).map((file) => [file, readFileSync(new URL(file, folder), "utf8")]));
const changed = [...wanted].filter(([file, text]) => present.get(file) !== text);
const strangers = [...present.keys()].filter((file) => !wanted.has(file) && !older.has(file));
const lost = [...older].filter((file) => !present.has(file));

if (process.argv.includes("--check")) {
  const problems = [
    ...changed.map(([file]) => `${file} is out of date`),
    ...strangers.map((file) => `${file} belongs to no event`),
    ...lost.map((file) => `${file} is gone`),
  ];
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  if (problems.length > 0) process.exitCode = 1;
} else {
  for (const [file, text] of changed) writeFileSync(new URL(file, folder), text);
  for (const file of strangers) rmSync(new URL(file, folder));
  process.stdout.write(`${wanted.size} event schemas, ${changed.length} changed, ${strangers.length} removed\n`);
}
