/** What a spreadsheet would take for a formula is written as the text that it is. */
const cell = (value: string | number | null): string => {
  const text = value === null ? "" : String(value);
  const safe = /^[=+\-@\t\r]/u.test(text) && typeof value === "string" ? `'${text}` : text;
  return /[",\n\r]/u.test(safe) ? `"${safe.replaceAll("\"", "\"\"")}"` : safe;
};

/** A line of a CSV. */
export const csvLine = (cells: readonly (string | number | null)[]): string => cells.map(cell).join(",");
