import { TableFailure } from "./csv.ts";

/** Largest file that is read, bytes: tens of thousands of rows, and no film. */
export const LARGEST_TABLE = 16 * 1024 * 1024;

const asUtf8 = "In a spreadsheet, save it as “CSV UTF-8”; on the command line, `iconv -f ISO-8859-1 -t UTF-8`.";

const begins = (bytes: Uint8Array, ...with_: readonly number[]): boolean => with_.every((byte, place) => bytes[place] === byte);

/** UTF-16 by its byte order mark, else by the zeros that names of columns have there. */
function wideEncoding(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  if (begins(bytes, 0xff, 0xfe)) return "utf-16le";
  if (begins(bytes, 0xfe, 0xff)) return "utf-16be";
  const zeros = (from: number): boolean => bytes.length >= 4 && [0, 2].every((at) => bytes[from + at] === 0 && bytes[1 - from + at] !== 0);
  return zeros(1) ? "utf-16le" : zeros(0) ? "utf-16be" : null;
}

function decoded(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/**
 * The text of a table's file, UTF-8 or UTF-16. @throws {TableFailure} where it is too large, something else than text, or written in an
 * encoding that cannot be told: nothing is ever read as what it may not be
 */
export function tableText(bytes: Uint8Array, file = "The file"): string {
  if (bytes.length > LARGEST_TABLE)
    throw new TableFailure(`${file} is larger than ${String(LARGEST_TABLE / 1024 / 1024)} MiB.`, "Divide it.");
  if (begins(bytes, 0x50, 0x4b, 0x03, 0x04))
    throw new TableFailure(`${file} is a workbook (or another archive), no CSV.`, "In the spreadsheet, save the sheet as “CSV UTF-8”.");
  if (begins(bytes, 0x1f, 0x8b)) throw new TableFailure(`${file} is compressed.`, "Unpack it first: `gunzip FILE`.");
  const wide = wideEncoding(bytes);
  const text = decoded(bytes, wide ?? "utf-8");
  if (text === null)
    throw new TableFailure(
      wide === null ? `${file} is not UTF-8 (Latin-1, it seems).` : `${file} looks like ${wide.toUpperCase()}, and is damaged.`, asUtf8,
    );
  if (text.includes("\0")) throw new TableFailure(`${file} is no text.`, asUtf8);
  return text;
}
