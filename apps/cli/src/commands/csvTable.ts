import { CsvError, parse } from "csv-parse/sync";
import { z } from "zod";
import { usageFailure } from "../client/failure.ts";
import { readText } from "./readFile.ts";

/** Largest file that is read: thousands of rows, and no film; characters. */
const LARGEST = 8 * 1024 * 1024;

/** Spreadsheets of half the world write semicolons, as commas are their decimal points: the names of the columns tell. */
const delimiterOf = (text: string): string => {
  const [names = ""] = text.split("\n", 1);
  return names.includes(";") && !names.includes(",") ? ";" : ",";
};

const rows = z.array(z.object({ record: z.record(z.string(), z.string()), info: z.object({ lines: z.int() }) }));
/** Rows by the names of their columns, each with its line in the file. */
export type CsvTable = z.infer<typeof rows>;

/** The rows of a CSV with names of columns; `-` is standard input. @throws {CommandFailure} when it is none, or too large */
export function readTable(file: string): CsvTable {
  const text = readText(file === "-" ? 0 : file);
  if (text.length > LARGEST) throw usageFailure(`${file} is larger than ${String(LARGEST / 1024 / 1024)} MiB.`);
  return csvTable(text, file);
}

/** What our own files mark as text, so that no spreadsheet takes it for a formula, is what it was. */
const unmarked = (cell: string): string => (/^'[=+\-@\t\r]/u.test(cell) ? cell.slice(1) : cell);

/** The rows of a text. */
export function csvTable(text: string, file: string): CsvTable {
  try {
    return rows.parse(
      parse(text, {
        delimiter: delimiterOf(text), columns: true, bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true,
        cast: unmarked,
      }),
    );
  } catch (error) {
    if (error instanceof CsvError) throw usageFailure(`${file} is no CSV: ${error.message}.`);
    throw error;
  }
}
