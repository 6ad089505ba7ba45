import { existsSync, readFileSync } from "node:fs";
import { buildSchema, parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
import type { TypedDocument } from "../api/document.ts";
import type { Command } from "./command.ts";

const sdl = new URL("../../../../schema/generated/schema.graphql", import.meta.url);
const there = existsSync(sdl);
if (!there) process.stdout.write("schema/generated/schema.graphql is not there yet: no document was checked against it.\n");

type Document = Pick<TypedDocument<unknown, object>, "name" | "text">;

function isDocument(value: unknown): value is Document {
  return typeof value === "object" && value !== null && "text" in value && typeof value.text === "string" && "name" in value;
}

function isCommand(value: unknown): value is Pick<Command<object, object>, "name" | "document"> {
  return typeof value === "object" && value !== null && "document" in value && isDocument(value.document);
}

/** Every document and command that a module of the console exports. */
async function documentsOf(): Promise<readonly (readonly [where: string, document: Document])[]> {
  const modules = import.meta.glob<Record<string, unknown>>(["../**/*[Dd]ocument*.ts", "../**/*[Cc]ommand*.ts", "../**/*Lists.ts", "../pages/**/*.ts", "../data/*.ts", "!../**/*.spec.ts"]);
  const found = await Promise.all(
    Object.entries(modules).map(async ([path, load]) =>
      Object.values(await load()).flatMap((value) => (isDocument(value) ? [[path, value] as const] : isCommand(value) ? [[path, value.document] as const] : [])),
    ),
  );
  return found.flat();
}

describe.skipIf(!there)("every document of the console", async () => {
  const documents = await documentsOf();
  const schema = buildSchema(there ? readFileSync(sdl, "utf8") : "type Query { nothing: Boolean }");

  it("is found", () => expect(documents.length).toBeGreaterThan(30));

  it.each(documents.map(([where, document]) => [document.name, where, document] as const))("%s (%s) fits the API's schema", (_name, _where, document) => {
    expect(validate(schema, parse(document.text)).map(({ message }) => message)).toEqual([]);
  });
});
