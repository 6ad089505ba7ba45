import { createHash } from "node:crypto";
import { codeHash } from "./codeHash.ts";
import type { Projection } from "./projection.ts";
import { tablesOf, type SideTable } from "./tables.ts";

/** A stamp of everything that decides what a read model's file holds: its tables, and all code that writes into them. */
export function modelStamp(projections: readonly Projection[], sideTables: readonly SideTable[]): string {
  return createHash("sha256").update(JSON.stringify([shapeStamp(projections, sideTables), codeHash])).digest("hex");
}

/** A stamp of the tables alone: a file whose tables are the same can answer while its successor is built. */
export function shapeStamp(projections: readonly Projection[], sideTables: readonly SideTable[]): string {
  return createHash("sha256").update(JSON.stringify(tablesOf(projections, sideTables))).digest("hex");
}
