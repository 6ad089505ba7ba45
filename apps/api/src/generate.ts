import "reflect-metadata";
import { readFileSync, writeFileSync } from "node:fs";
import { printSchema } from "graphql";
import { buildBallastSchema } from "./schema.ts";

/** Writes the SDL to `schema/generated/schema.graphql`. With `--check` nothing is written: it ends with 1 when the file is out of date. */
const file = new URL("../../../schema/generated/schema.graphql", import.meta.url);
const sdl = `${printSchema(await buildBallastSchema())}\n`;

if (process.argv.includes("--check")) {
  if (readFileSync(file, "utf8") !== sdl) {
    process.stderr.write("schema/generated/schema.graphql is out of date: run npm run generate\n");
    process.exitCode = 1;
  }
} else {
  writeFileSync(file, sdl);
}
