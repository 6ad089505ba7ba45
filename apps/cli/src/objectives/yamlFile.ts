import { statSync } from "node:fs";
import { parseAllDocuments } from "yaml";
import { usageFailure } from "../client/failure.ts";
import { readText } from "../commands/readFile.ts";
import { reasonOf } from "../start/failure.ts";

/** Definitions of objectives are read whole; bytes. */
const MOST_BYTES = 10 * 1_024 * 1_024;
/** What stands elsewhere in a document may be repeated so often: more is no definition but a bomb. */
const MOST_ALIASES = 100;

/** A document of a file; `where` names it to people. */
export interface YamlDocument {
  readonly where: string;
  readonly value: unknown;
}

const tooLarge = (file: string): Error =>
  usageFailure(
    `${file} has more than ${String(MOST_BYTES / 1_048_576)} MB.`,
    "Divide it: a file may have any number of objectives, and so may several.",
  );

/** The documents of a YAML file; a list is one for each of its items. @throws CommandFailure with the place of what is wrong */
export function readYaml(file: string): readonly YamlDocument[] {
  if (file !== "-" && (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > MOST_BYTES) throw tooLarge(file);
  const text = readText(file === "-" ? 0 : file);
  if (Buffer.byteLength(text) > MOST_BYTES) throw tooLarge(file);
  return parsedYaml(text, file);
}

/** The same of a text that was read. */
export function parsedYaml(text: string, file: string): readonly YamlDocument[] {
  try {
    const documents = parseAllDocuments(text, { logLevel: "error" });
    const all = "empty" in documents ? [] : documents;
    return all.flatMap((document, place): readonly YamlDocument[] => {
      const [error] = document.errors;
      if (error !== undefined) throw usageFailure(`${file} is no YAML: ${error.message.split("\n", 1)[0] ?? ""}`);
      const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
      if (value === null || value === undefined) return [];
      const where = `document ${String(place + 1)}`;
      return Array.isArray(value)
        ? value.map((item: unknown, index) => ({ where: `${where}, item ${String(index + 1)}`, value: item }))
        : [{ where, value }];
    });
  } catch (error) {
    if (error instanceof ReferenceError)
      throw usageFailure(`${file} repeats itself too often: ${error.message}.`, "Write out what its aliases stand for.");
    if (error instanceof RangeError) throw usageFailure(`${file} is nested too deeply: ${reasonOf(error)}.`);
    throw error;
  }
}
