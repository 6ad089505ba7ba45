import { createInterface } from "node:readline/promises";
import { usageFailure } from "../client/failure.ts";

/**
 * Asks a person before something is done; yes only for "y" and "yes".
 * @throws {CommandFailure} where nobody can be asked: a script has to say --yes
 */
export async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw usageFailure("Nobody is here to confirm this.", "Add --yes to do it without asking.");
  const dialogue = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await dialogue.question(`${question} [y/N] `)).trim());
  } finally {
    dialogue.close();
  }
}
