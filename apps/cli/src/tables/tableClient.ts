import { tableText, TableFailure, type TableClient } from "@ballast/schema/tables";
import type { Client } from "../client/client.ts";
import { CommandFailure, exitCodes, usageFailure } from "../client/failure.ts";
import { readBytes } from "../commands/readFile.ts";

/** Of these, nothing behind a row would come through either. */
const ofAllRows = new Set(["NOT_SIGNED_IN", "UNREACHABLE"]);

/** The command line's client, as imports of tables speak to it. */
export const tableClient = (client: Pick<Client, "query" | "mutate">): TableClient => ({
  query: (document, variables) => client.query(document, variables),
  mutate: (command, input) => client.mutate(command, input),
  refusalOf: (error) =>
    error instanceof CommandFailure && !ofAllRows.has(error.code) && error.exitCode !== exitCodes.unreachable
      ? { column: null, reason: error.message, remedy: error.remedy } : null,
});

/** Does something with a table; what is wrong with it as a whole is told as failures of the command line are. */
export async function withTable<Result>(work: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TableFailure) throw usageFailure(error.message, error.remedy);
    throw error;
  }
}

/** What a file is called where it is spoken of. */
export const calledFile = (file: string): string => (file === "-" ? "Standard input" : file);

/** The text of a table's file; `-` is standard input. @throws {TableFailure} when it is none */
export const readTableText = (file: string): string => tableText(readBytes(file === "-" ? 0 : file), calledFile(file));
