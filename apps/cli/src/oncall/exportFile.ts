import { own } from "@ballast/schema/own";
import { isObject } from "@ballast/schema/tables";
import { usageFailure } from "../client/failure.ts";
import { readText } from "../commands/readFile.ts";
import { reasonOf } from "../start/failure.ts";

/** Largest export that is read, characters. */
const LARGEST = 128 * 1024 * 1024;

/** An export: what its answers hold, by their names. */
export interface Export {
  /** Everything under these names: a list, an answer that wraps one, or several such answers. */
  readonly list: (...names: readonly string[]) => readonly unknown[];
  /** The same of what is kept by the id of the record that it belongs to. */
  readonly listOf: (name: string, id: string) => readonly unknown[];
  /** Whether anything is kept by that id, be it an empty list. */
  readonly keeps: (name: string, id: string) => boolean;
}

/** In what the answers of these products wrap their lists. */
const wrappers = ["data", "results", "users", "teams", "schedules", "schedule", "overrides", "escalation_policies", "escalation_policy"];

/** No answer is wrapped deeper: what goes on and on is no export. */
const DEEPEST = 20;

function unwrapped(value: unknown, depth = 0): readonly unknown[] {
  if (depth > DEEPEST) return [];
  if (Array.isArray(value)) return value.flatMap((each: unknown) => unwrapped(each, depth + 1));
  if (!isObject(value)) return [];
  // A record has an id of its own; what has none and wraps a list is an answer.
  const wrapper = own(value, "id") === undefined ? wrappers.find((name) => typeof own(value, name) === "object") : undefined;
  return wrapper === undefined ? [value] : unwrapped(own(value, wrapper), depth + 1);
}

/** An export that was read. */
export function exportOf(documents: readonly Readonly<Record<string, unknown>>[]): Export {
  return {
    list: (...names) => documents.flatMap((document) => names.flatMap((name) => unwrapped(own(document, name)))),
    listOf: (name, id) => documents.flatMap((document) => {
      const kept = own(document, name);
      return isObject(kept) ? unwrapped(own(kept, id)) : [];
    }),
    keeps: (name, id) => documents.some((document) => {
      const kept = own(document, name);
      return isObject(kept) && own(kept, id) !== undefined;
    }),
  };
}

function documentsIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    if (lines.length < 2) throw error;
    return lines.map((line): unknown => JSON.parse(line));
  }
}

/**
 * Reads an export: one JSON object, a list of such, or one a line.
 * @throws {CommandFailure} for what is no JSON, or none of objects
 */
export function readExport(file: string): Export {
  const named = file === "-" ? "Standard input" : file;
  const text = readText(file === "-" ? 0 : file);
  if (text.length > LARGEST) throw usageFailure(`${named} is larger than ${String(LARGEST / 1024 / 1024)} MiB.`);
  let parsed: unknown;
  try {
    parsed = documentsIn(text);
  } catch (error) {
    throw usageFailure(`${named} is no JSON: ${reasonOf(error)}`, "`ballast import oncall --help` says how an export is made.");
  }
  const documents = (Array.isArray(parsed) ? parsed : [parsed]).filter(isObject);
  if (documents.length === 0) throw usageFailure(
    `${named} holds no JSON object.`, "`ballast import oncall --help` says how an export is made.",
  );
  return exportOf(documents);
}
