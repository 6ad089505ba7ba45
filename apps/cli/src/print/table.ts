import { stripVTControlCharacters } from "node:util";
import { dim } from "./style.ts";

/** How a column is headed and which way it leans. */
export interface Column {
  readonly head: string;
  readonly right?: boolean;
}

const widthOf = (text: string): number => [...stripVTControlCharacters(text)].length;

function padded(text: string, width: number, right: boolean): string {
  const fill = " ".repeat(Math.max(0, width - widthOf(text)));
  return right ? fill + text : text + fill;
}

/** Lines of an aligned table without rules; two spaces between columns, nothing trailing. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = columns.map(({ head }, index) => Math.max(widthOf(head), ...rows.map((row) => widthOf(row[index] ?? ""))));
  const lineOf = (cells: readonly string[]): string =>
    columns.map(({ right = false }, index) => padded(cells[index] ?? "", widths[index] ?? 0, right)).join("  ").trimEnd();
  return [dim(lineOf(columns.map(({ head }) => head))), ...rows.map(lineOf)];
}

/** Lines of names and values, aligned; what has no value is left out. */
export function facts(pairs: readonly (readonly [string, string | null | undefined])[]): readonly string[] {
  const shown = pairs.flatMap(([name, value]) => (value === null || value === undefined || value === "" ? [] : [[name, value] as const]));
  const width = Math.max(0, ...shown.map(([name]) => widthOf(name)));
  return shown.map(([name, value]) => `${dim(padded(name, width, false))}  ${value}`);
}
