/** A file that is none of ours, as a whole: what is wrong with it, and what to do. */
export class TableFailure extends Error {
  override readonly name = "TableFailure";
  readonly remedy: string | undefined;

  constructor(message: string, remedy?: string) {
    super(message);
    this.remedy = remedy;
  }
}

/** What a spreadsheet would take for a formula is written as the text that it is. */
const cellOf = (value: string | number | null): string => {
  const text = value === null ? "" : String(value);
  const safe = /^[=+\-@\t\r]/u.test(text) && typeof value === "string" ? `'${text}` : text;
  return /[",\n\r]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** A line of a CSV (RFC 4180), without its end. */
export const csvLine = (cells: readonly (string | number | null)[]): string => cells.map(cellOf).join(",");

/** What our own files mark as text, so that no spreadsheet takes it for a formula, is what it was. */
const unmarked = (cell: string): string => (/^'[=+\-@\t\r]/u.test(cell) ? cell.slice(1) : cell);

/** A row of a CSV, and the line of the file in which it begins, from 1. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Spreadsheets of half the world write semicolons, as commas are their decimal points: the names of the columns tell. */
function delimiterOf(text: string): string {
  const names = /^[^\r\n]*/u.exec(text)?.[0] ?? "";
  return names.includes(";") && !names.includes(",") ? ";" : ",";
}

const lineEnds = (text: string): number => text.match(/\r\n|\r|\n/gu)?.length ?? 0;

/** Where a quoted cell ends, behind its closing quote. @throws {TableFailure} when it has none */
function endOfQuoted(text: string, opened: number, line: number): number {
  for (let at = text.indexOf('"', opened + 1); at !== -1; at = text.indexOf('"', at + 2)) if (text[at + 1] !== '"') return at + 1;
  throw new TableFailure(
    `The quote that is opened in line ${String(line)} is never closed.`, "A quote within a quoted cell is written twice: \"\".",
  );
}

const blank = (sign: string | undefined): boolean => sign === " " || sign === "\t";

/**
 * The rows of a CSV: cells may be quoted and hold line ends then; spaces around cells, a byte order mark and rows without anything are
 * left out. One reader for browser and command line. @throws {TableFailure} where a quote has no end, or something stands behind one
 */
export function csvRows(given: string): readonly CsvRow[] {
  const text = given.startsWith("\uFEFF") ? given.slice(1) : given;
  const delimiter = delimiterOf(text);
  const plain = new RegExp(`[^${delimiter}\\r\\n]*`, "uy");
  const rows: CsvRow[] = [];
  let [at, line, begins] = [0, 1, 1];
  let cells: string[] = [];
  const take = (): string => {
    let from = at;
    while (blank(text[from])) from += 1;
    if (text[from] !== '"') {
      plain.lastIndex = at;
      const cell = plain.exec(text)?.[0] ?? "";
      at += cell.length;
      return unmarked(cell.trim());
    }
    const end = endOfQuoted(text, from, line);
    const inside = text.slice(from + 1, end - 1);
    at = end;
    while (blank(text[at])) at += 1;
    const behind = text[at];
    if (behind !== undefined && behind !== delimiter && behind !== "\r" && behind !== "\n")
      throw new TableFailure(
        `In line ${String(line)} something stands behind a closing quote.`, "A quote within a quoted cell is written twice: \"\".",
      );
    line += lineEnds(inside);
    return unmarked(inside.replaceAll('""', '"').trim());
  };
  while (at < text.length) {
    cells.push(take());
    if (text[at] === delimiter) {
      at += 1;
      if (at < text.length) continue;
      cells.push("");
    }
    at += text.startsWith("\r\n", at) ? 2 : 1;
    line += 1;
    if (cells.some((cell) => cell !== "")) rows.push({ line: begins, cells });
    [cells, begins] = [[], line];
  }
  return rows;
}

/** A row by the names of its columns. */
export type CsvRecord = Readonly<Record<string, string>>;

/** A row that a table read, or why its cells cannot be told apart. */
export interface RecordRow {
  readonly line: number;
  readonly record: CsvRecord | null;
}

/** What columns a table has, those that it cannot do without, and what its file is called. */
export interface RecordColumns {
  readonly columns: readonly string[];
  readonly needed: readonly string[];
  readonly file?: string;
}

/** The most rows that are taken at once. */
export const MOST_ROWS = 50_000;

/**
 * The rows of a text by the names of its columns. @throws {TableFailure} where it is no CSV, a needed column is missing, one stands there
 * twice, or there are more than {@link MOST_ROWS} rows
 */
export function recordsOf(
  text: string,
  { columns, needed, file = "The file" }: RecordColumns,
): { readonly rows: readonly RecordRow[]; readonly ignored: readonly string[] } {
  const [head, ...rows] = csvRows(text);
  if (head === undefined) return { rows: [], ignored: [] };
  const known = `The columns are ${columns.join(", ")}.`;
  const missing = needed.filter((column) => !head.cells.includes(column));
  if (missing.length > 0) throw new TableFailure(`${file} has no column ${missing.join(", ")}.`, known);
  const twice = head.cells.find((name, place) => name !== "" && head.cells.indexOf(name) < place);
  if (twice !== undefined)
    throw new TableFailure(`${file} has the column ${twice} twice.`, "Which of them counts cannot be told: leave one out.");
  if (rows.length > MOST_ROWS)
    throw new TableFailure(
      `${file} has ${rows.length.toLocaleString("en")} rows; ${MOST_ROWS.toLocaleString("en")} are taken at once.`, "Divide it.",
    );
  return {
    ignored: head.cells.filter((name) => name !== "" && !columns.includes(name)),
    rows: rows.map(({ line, cells }) => ({
      line,
      // Names are whatever the file says, `__proto__` too: they become own properties, and only those that are known are read.
      record: cells.slice(head.cells.length).some((cell) => cell !== "")
        ? null : Object.fromEntries(head.cells.map((name, place) => [name, cells[place] ?? ""])),
    })),
  };
}
