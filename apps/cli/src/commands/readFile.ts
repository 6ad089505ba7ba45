import { readFileSync, readSync } from "node:fs";
import { usageFailure } from "../client/failure.ts";
import { reasonOf } from "../start/failure.ts";

const isNotYet = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "EAGAIN";

/** Looked at again after so long, ms. */
const AGAIN_MS = 20;

/** Standard input to its end: whatever writes it may be slower than whatever reads it, and a pipe says so until something is there. */
function readStandardInput(): Buffer {
  const parts: Buffer[] = [];
  const part = Buffer.alloc(64 * 1024);
  for (;;) {
    try {
      const length = readSync(0, part);
      if (length === 0) return Buffer.concat(parts);
      parts.push(Buffer.from(part.subarray(0, length)));
    } catch (error) {
      if (!isNotYet(error)) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, AGAIN_MS);
    }
  }
}

/** A file that was named on the command line, 0 is standard input. @throws {CommandFailure} when it cannot be read */
export function readBytes(file: string | 0): Buffer {
  try {
    return file === 0 ? readStandardInput() : readFileSync(file);
  } catch (error) {
    throw usageFailure(`${file === 0 ? "Standard input" : file} cannot be read: ${reasonOf(error)}`);
  }
}

/** The text of such a file. @throws {CommandFailure} when it cannot be read */
export const readText = (file: string | 0): string => readBytes(file).toString("utf8");

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
