/** One column of an export. */
export type CsvColumn<Row> = readonly [heading: string, value: (row: Row) => string | number | boolean | null | undefined];

/** Quoted where needed; a leading = + - @ is disarmed so that no spreadsheet takes text for a formula. */
function field(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "string") return String(value);
  const safe = /^[=+\-@\t\r]/u.test(value) ? `'${value}` : value;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows as CSV (RFC 4180, with a heading line). */
export function toCsv<Row>(columns: readonly CsvColumn<Row>[], rows: readonly Row[]): string {
  const lines = [columns.map(([heading]) => field(heading)), ...rows.map((row) => columns.map(([, value]) => field(value(row))))];
  return lines.map((line) => `${line.join(",")}\r\n`).join("");
}

/** Without a byte order mark a spreadsheet takes a CSV for what its country wrote in the last century: “ZÃ¼rich”. */
export const fileText = (text: string, type: string): string => (type === "text/csv" ? `\uFEFF${text}` : text);

/** Hands a text to the browser, as a file. */
export const download = (name: string, text: string, type = "text/csv"): void =>
  downloadBytes(name, fileText(text, type), `${type};charset=utf-8`);

/** Hands a file to the browser. */
export function downloadBytes(name: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
