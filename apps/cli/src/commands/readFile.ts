import { readFileSync } from "node:fs";
import { usageFailure } from "../client/failure.ts";
import { reasonOf } from "../start/failure.ts";

/** The text of a file that was named on the command line, 0 is standard input. @throws {CommandFailure} when it cannot be read */
export function readText(file: string | 0): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw usageFailure(`${file === 0 ? "Standard input" : file} cannot be read: ${reasonOf(error)}`);
  }
}

/** The JSON in such a file. @throws {CommandFailure} when it is none */
export function readJson(file: string): unknown {
  const text = readText(file);
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch (error) {
    throw usageFailure(`${file} is no JSON: ${reasonOf(error)}`);
  }
}
