import { existsSync, readFileSync } from "node:fs";
import { buildSchema, parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
import { allDocuments } from "./allDocuments.ts";

const sdl = new URL("../../../../schema/generated/schema.graphql", import.meta.url);
const there = existsSync(sdl);
if (!there) process.stdout.write("schema/generated/schema.graphql is not there yet: no document was checked against it.\n");

describe.skipIf(!there)("every document of the console", () => {
  const documents = allDocuments;
  const schema = buildSchema(there ? readFileSync(sdl, "utf8") : "type Query { nothing: Boolean }");

  it("is found", () => expect(documents.length).toBeGreaterThan(30));

  it("is one that the build finds and persists", () => {
    const sources = Object.entries(
      import.meta.glob<string>(["../**/*.{ts,tsx}", "!../**/*.spec.ts"], {
        eager: true, query: "?raw", import: "default",
      }),
    );
    const written = sources.flatMap(([, text]) =>
      [...text.matchAll(/\bgraphql\(`\s*(?:query|mutation|subscription) (\w+)/gu)].map(([, name = ""]) => name),
    );
    const commands = sources.flatMap(([, text]) =>
      [...text.matchAll(/ = command\("(\w+)"/gu)].map(([, name = ""]) => name.charAt(0).toUpperCase() + name.slice(1)),
    );
    const found = new Set(documents.map(([, { name }]) => name));
    expect([...written, ...commands].filter((name) => !found.has(name))).toEqual([]);
    expect(written.length + commands.length).toBeGreaterThan(100);
  });

  it.each(documents.map(([where, document]) => [document.name, where, document] as const))(
    "%s (%s) fits the API's schema",
    (_name, _where, document) => {
      expect(validate(schema, parse(document.text)).map(({ message }) => message)).toEqual([]);
    },
  );
});
