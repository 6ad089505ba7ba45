import { createReadStream, statSync, existsSync } from "node:fs";
import type { z } from "zod";
import { usageFailure } from "../client/failure.ts";
import { likenessOf } from "../import/looksLike.ts";
import { unpacked } from "../import/unpacked.ts";
import { parsedYaml } from "../objectives/yamlFile.ts";

/** A configuration of flags is read whole; bytes. */
const MOST_BYTES = 20 * 1_024 * 1_024;

/**
 * The configuration in a file, which has no name twice: JSON, or YAML where its product takes that.
 * @throws CommandFailure with the place of what is wrong
 */
export async function readConfiguration(file: string, { yaml = false }: { readonly yaml?: boolean } = {}): Promise<unknown> {
  if (file !== "-" && (!existsSync(file) || !statSync(file).isFile())) throw usageFailure(`There is no file ${file}.`);
  const { head, bytes } = await unpacked(file === "-" ? process.stdin : createReadStream(file));
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of bytes) {
    parts.push(part);
    size += part.length;
    if (size > MOST_BYTES)
      throw usageFailure(
        `${file} has more than ${String(MOST_BYTES / 1_048_576)} MB.`,
        "Export flags without their history, or one project at a time.",
      );
  }
  const text = textOf(Buffer.concat(parts), file);
  return yaml && isYaml(text, { file, head }) ? fromYaml(text, file) : parsed(text, { file, head });
}

/** By its name, or as it is neither JSON nor anything else that is known. */
function isYaml(text: string, { file, head }: { readonly file: string; readonly head: Buffer }): boolean {
  if (/\.ya?ml(\.gz)?$/iu.test(file)) return true;
  const what = likenessOf(head)?.what;
  return !/^\s*[[{]/u.test(text) && (what === undefined || what.includes("YAML"));
}

function fromYaml(text: string, file: string): unknown {
  const documents = parsedYaml(text, file);
  if (documents.length !== 1) throw usageFailure(`${file} has ${String(documents.length)} documents, where one is a configuration.`);
  return documents[0]?.value;
}

function textOf(bytes: Buffer, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw usageFailure(`${file} is not UTF-8.`, "Convert it with `iconv -f ISO-8859-1 -t UTF-8`.");
  }
}

function parsed(text: string, { file, head }: { readonly file: string; readonly head: Buffer }): unknown {
  try {
    const value: unknown = JSON.parse(text);
    const twice = nameTwice(text);
    if (twice !== null)
      throw usageFailure(
        `${file}, line ${String(twice.line)}: the name ${JSON.stringify(twice.name)} stands twice in one object.`,
        "Which of them counts, nobody can tell: take one away.",
      );
    return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const likeness = text.trimStart().startsWith("{") || text.trimStart().startsWith("[") ? undefined : likenessOf(head);
    if (likeness !== undefined) throw usageFailure(`${file} ${likeness.what}.`, likeness.remedy);
    throw usageFailure(`${file} is no JSON: ${error.message}${placeOf(error.message, text)}.`, "Is it cut off? Export it again.");
  }
}

function placeOf(message: string, text: string): string {
  if (message.includes("line ")) return "";
  const at = /position (\d+)/.exec(message)?.[1];
  const line = at === undefined ? text.split("\n").length : text.slice(0, Number(at)).split("\n").length;
  return `, in line ${String(line)}`;
}

/** The first name that stands twice in an object of this JSON: a parser keeps the last, and says nothing. */
function nameTwice(text: string): { readonly name: string; readonly line: number } | null {
  const open: (Set<string> | null)[] = [];
  const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]]/g;
  for (let found = tokens.exec(text); found !== null; found = tokens.exec(text)) {
    const [token] = found;
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(null);
    else if (token === "}" || token === "]") open.pop();
    else {
      const names = open.at(-1);
      if (names === null || names === undefined || !/^\s*:/.test(text.slice(tokens.lastIndex, tokens.lastIndex + 100))) continue;
      const name = String(JSON.parse(token));
      if (names.has(name)) return { name, line: text.slice(0, found.index).split("\n").length };
      names.add(name);
    }
  }
  return null;
}

/** A file in the shape of a product. @throws CommandFailure that says where it has another */
export function shaped<Schema extends z.ZodType>(schema: Schema, given: unknown, what: string): z.infer<Schema> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue?.path.map(String).join(".") ?? "";
  throw usageFailure(
    `This is not ${what}${place === "" ? "" : `: at ${place}`}: ${issue?.message ?? "another shape"}.`,
    "What is read of each product, `ballast import flags --help` says.",
  );
}
