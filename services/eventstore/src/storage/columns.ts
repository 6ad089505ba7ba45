import type { SQLOutputValue } from "node:sqlite";

/** A row as node:sqlite returns it when asked for arrays. */
export type Row = readonly SQLOutputValue[];

/** An integer column. */
export function integerAt(row: Row, index: number): number {
  const value = row[index];
  if (typeof value !== "number") throw new TypeError(`Column ${index} is not an integer`);
  return value;
}

/** A text column. */
export function textAt(row: Row, index: number): string {
  const value = row[index];
  if (typeof value !== "string") throw new TypeError(`Column ${index} is not text`);
  return value;
}

/** A blob column. */
export function bytesAt(row: Row, index: number): Uint8Array {
  const value = row[index];
  if (!(value instanceof Uint8Array)) throw new TypeError(`Column ${index} is not a blob`);
  return value;
}

/** Whether a value from node:sqlite is a row in array form. */
export function isRow(value: unknown): value is Row {
  return Array.isArray(value);
}
