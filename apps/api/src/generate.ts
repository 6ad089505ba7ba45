import "reflect-metadata";
import { readFileSync, writeFileSync } from "node:fs";
import { printSchema } from "graphql";
import { documentTypes } from "./documentTypes.ts";
import { buildBallastSchema } from "./schema.ts";

/**
 * Writes the SDL to `schema/generated/schema.graphql`, and what the types of documents are inferred from beside it. With
 * `--check` nothing is written: it ends with 1 when a file is out of date.
 */
const schema = await buildBallastSchema();
const generated = { "schema.graphql": `${printSchema(schema)}\n`, "graphql.ts": documentTypes(schema) };

for (const [name, text] of Object.entries(generated)) {
  const file = new URL(`../../../schema/generated/${name}`, import.meta.url);
  if (!process.argv.includes("--check")) {
    writeFileSync(file, text);
  } else if (readFileSync(file, "utf8") !== text) {
    process.stderr.write(`schema/generated/${name} is out of date: run npm run generate\n`);
    process.exitCode = 1;
  }
}
