import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSchema, parse, validate } from "graphql";
import { beforeAll, describe, expect, it, vi } from "vitest";

const texts = vi.hoisted(() => new Map<string, string>());

// Where every document and command is written down, whoever declares it.
vi.mock("../../../../schema/src/graphql/written.ts", async (original) => {
  const real = await original<typeof import("../../../../schema/src/graphql/written.ts")>();
  return {
    written: (...given: Parameters<typeof real.written>) => {
      const document = real.written(...given);
      if (!document.text.startsWith("fragment")) texts.set(document.name, document.text);
      return document;
    },
  };
});

const sdl = readFileSync(join(import.meta.dirname, "../../../../schema/generated/schema.graphql"), "utf8");
const sources = ["commands", "demo", "import", "moving"].flatMap((folder) => {
  const place = join(import.meta.dirname, "..", folder);
  return readdirSync(place).filter((file) => file.endsWith(".ts") && !file.endsWith(".spec.ts")).map((file) => join(place, file));
});

/** Fields are the compiler's; what a field is asked with, and of which type a variable is, is seen here. */
describe("every document of the command line", () => {
  beforeAll(async () => {
    for (const file of sources) if (/\b(?:graphql|mutation)\(/u.test(readFileSync(file, "utf8"))) await import(file);
  }, 120_000);

  it("fits the API's schema", () => {
    const schema = buildSchema(sdl);
    const misfits = [...texts].flatMap(([name, text]) => validate(schema, parse(text)).map(({ message }) => `${name}: ${message}`));
    expect(misfits).toEqual([]);
    expect(texts.size).toBeGreaterThan(60);
  });
});
